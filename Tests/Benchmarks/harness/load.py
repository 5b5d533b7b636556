"""Loads a server with wrk (https://github.com/wg/wrk) and tells what came of it."""

import json
import os
import resource
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from .processes import Process, Unavailable, machine_seconds

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass
class Load:
    """Requests that are sent again and again, each (method, path, body)."""

    requests: list
    headers: dict = field(default_factory=dict)


@dataclass
class Sample:
    """What one run gave. Latencies are in microseconds."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    """Processor time of the server and all that it started, in microseconds for each request."""
    noise: float
    """Processor time that others used meanwhile, as a share of one processor."""


def run(url, load, clients, seconds, server, pinned=False):
    """Loads `url` with `clients` connections. An answer that is neither 2xx nor 3xx is an error."""
    with tempfile.TemporaryDirectory() as folder:
        requests, figures = Path(folder, "requests"), Path(folder, "figures")
        requests.write_text("".join(f"{method}\t{path}\t{body}\n" for method, path, body in load.requests))
        fields = [f"{name}={value}" for name, value in load.headers.items()]
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", "-s", SCRIPT, url, "--"]
        before = _clocks(server)
        with Process(
            command + [requests] + fields, env=os.environ | {"BENCH_FIGURES": str(figures)}, pinned=pinned
        ) as wrk:
            try:
                wrk.popen.wait(seconds + 30)
            except subprocess.TimeoutExpired:
                raise Unavailable(f"{url} did not answer in time") from None
        after = _clocks(server)
        if not figures.exists():
            raise Unavailable(f"wrk ended with status {wrk.popen.returncode}")
        return _sample(json.loads(figures.read_text()), [b - a for a, b in zip(before, after)], url)


def _clocks(server):
    """Processor time of the server, of wrk and of the whole machine."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return server.cpu_seconds(), children.ru_utime + children.ru_stime, machine_seconds()


def _sample(figures, clocks, url):
    if figures["failed"] or figures["broken"] or not figures["requests"]:
        raise Unavailable(
            f"{url}: of {figures['requests']} requests {figures['failed']} failed and {figures['broken']} broke off"
        )
    server, client, machine = clocks
    return Sample(
        rate=figures["requests"] / figures["seconds"],
        p50=figures["p50"],
        p95=figures["p95"],
        p99=figures["p99"],
        cpu=server / figures["requests"] * 1e6,
        noise=max(0, machine - server - client) / figures["seconds"],
    )
