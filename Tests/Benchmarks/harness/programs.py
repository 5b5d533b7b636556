"""Where the programs are: those of this package, which are built when they are not there, and those of others."""

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from .processes import Unavailable

ROOT = Path(__file__).resolve().parents[3]
SAM_CLI = "aws-sam-cli"


class Programs:
    """`bin_dir` holds the package's programs; without one they are built here."""

    def __init__(self, bin_dir, work_dir, rie, cpp_bootstrap, swift_bootstrap):
        self.bin_dir = bin_dir
        self.work_dir = work_dir
        self.rie = rie
        self.cpp_bootstrap = cpp_bootstrap
        self.swift_bootstrap = swift_bootstrap
        self.built = set()

    def own(self, name):
        """A program of this package, built for release with the Swift standard library linked in."""
        folder = self.bin_dir or ROOT / ".build/release"
        if not self.bin_dir and name not in self.built:
            print(f"Building {name}", file=sys.stderr)
            command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", name]
            if subprocess.run(command, cwd=ROOT, stdout=sys.stderr).returncode:
                raise Unavailable(f"{name} could not be built")
            self.built.add(name)
        if not (folder / name).exists():
            raise Unavailable(f"there is no {folder / name}")
        return (folder / name).resolve()

    def function_folder(self, name):
        """A folder that holds a program of this package as a function's `bootstrap`."""
        folder = self.work_dir / "functions" / name
        folder.mkdir(parents=True, exist_ok=True)
        bootstrap = folder / "bootstrap"
        bootstrap.unlink(missing_ok=True)
        bootstrap.symlink_to(self.own(name))
        return folder

    def runtime_emulator(self):
        """AWS's aws-lambda-rie: as named, as installed, or out of the wheel of AWS's SAM CLI."""
        if found := self.rie or shutil.which("aws-lambda-rie"):
            return Path(found)
        kept = ROOT / ".build/aws-lambda-rie"
        if not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            self._extract_runtime_emulator(kept)
        return kept

    def _extract_runtime_emulator(self, target):
        machine = {"x86_64": "x86_64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", self.work_dir, SAM_CLI]
        if subprocess.run(command, stdout=sys.stderr, timeout=120).returncode:
            raise Unavailable(f"{SAM_CLI}, which carries aws-lambda-rie, could not be downloaded")
        with zipfile.ZipFile(next(self.work_dir.glob("aws_sam_cli*.whl"))) as wheel:
            partial = target.with_suffix(".partial")
            partial.write_bytes(wheel.read(f"samcli/local/rapid/aws-lambda-rie-{machine}"))
        partial.chmod(0o755)
        os.replace(partial, target)

    def cpp_function(self):
        """A C++ function on aws-lambda-cpp, built by whoever wants the comparison."""
        return _named(self.cpp_bootstrap, "no C++ function was named (--cpp-bootstrap)")

    def swift_function(self):
        """A function on swift-aws-lambda-runtime, built likewise."""
        return _named(self.swift_bootstrap, "no function on it was named (--swift-bootstrap)")

    def moto(self):
        """The command of moto_server."""
        if not importlib.util.find_spec("moto"):
            raise Unavailable("moto is not installed (pip install 'moto[server]')")
        return [sys.executable, "-m", "moto.server"]


def _named(path, reason):
    if not path:
        raise Unavailable(reason)
    if not os.access(path, os.X_OK):
        raise Unavailable(f"{path} is no program")
    return Path(path).resolve()


def need_wrk():
    """wrk makes the load: installed by apt-get where that can be done."""
    if shutil.which("wrk"):
        return
    if not shutil.which("apt-get") or os.getuid() != 0:
        raise Unavailable("wrk is missing: install it (apt-get install wrk)")
    print("Installing wrk", file=sys.stderr)
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "wrk"], stdout=sys.stderr)
    if not shutil.which("wrk"):
        raise Unavailable("wrk could not be installed")
