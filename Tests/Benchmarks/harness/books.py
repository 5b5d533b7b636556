"""The book service under its own template, and what it holds."""

import json
import subprocess

from .processes import Unavailable
from .programs import ROOT
from .servers import NO_AWS

LOAD_LIMIT = 180
SECRETS = ["--secrets", ROOT / "secrets.example.json"]


def template(bench):
    """The product's own template, on the program that is measured."""
    template = json.loads((ROOT / "template.json").read_text())
    template["Globals"]["Function"]["CodeUri"] = str(bench.programs.function_folder("Books"))
    return template


def load(bench, hearth, what, count):
    """So many made-up books, or ratings of the books that are there."""
    command = [bench.programs.own("hearth"), "load", what, "--generate", count, "--seed", 1]
    command += ["--endpoint-url", hearth.endpoint, "--data-dir", hearth.data]
    try:
        done = subprocess.run(
            [str(part) for part in command], env=NO_AWS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=LOAD_LIMIT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unavailable(f"loading {count} {what} took more than {LOAD_LIMIT} s") from None
    if done.returncode:
        raise Unavailable(f"hearth load {what}: {done.stdout.decode()[-300:]}")
