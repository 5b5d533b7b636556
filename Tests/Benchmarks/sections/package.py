"""Packages: how large the zip of the same kind of function is in Swift and in C++, and how fast it starts out of it."""

import json
import platform
import shutil
import subprocess
import sys
import zipfile
from statistics import median

from harness import emptyroot
from harness.processes import Unavailable
from harness.table import at_most, not_measured, row

SECTION = "package"
RUNS = 40
PEER = "C++ on aws-lambda-cpp"
ZIP_GOAL, INIT_GOAL = at_most(1.5), at_most(1.2)


def measure_section(bench):
    swift = Package(bench, "swift", bench.programs.own("BenchEcho"))
    try:
        cpp = Package(bench, "cpp", bench.programs.cpp_function())
    except Unavailable as reason:
        cpp = None
        yield not_measured(SECTION, f"zip and init: {PEER}", reason)
    yield compared("zip", swift.megabytes, cpp and cpp.megabytes, "{:.1f} MB", ZIP_GOAL)
    yield compared("unzipped", swift.unzipped_megabytes, cpp and cpp.unzipped_megabytes, "{:.1f} MB")
    if "libcurl.so.4" not in swift.libraries and cpp and "libcurl.so.4" in cpp.libraries:
        service = Package(bench, "books", bench.programs.own("Books"))
        yield compared("zip of the book service, libcurl in it", service.megabytes, cpp.megabytes, "{:.1f} MB")
    try:
        ours, theirs = in_turns(swift, cpp)
    except Unavailable as reason:
        yield not_measured(SECTION, "exec to first next, nothing else there", reason, INIT_GOAL)
        return
    yield compared("exec to first next, nothing else there", ours, theirs, "{:.2f} ms", INIT_GOAL)


def in_turns(swift, cpp):
    """Medians; one after the other, so that what else the machine does meets both. The first ones warm the cache."""
    ours, theirs = [], []
    for _ in range(RUNS + 2):
        ours.append(emptyroot.start(swift.root, "bytes"))
        if cpp:
            theirs.append(emptyroot.start(cpp.root, "bytes"))
    return median(ours[2:]), median(theirs[2:]) if cpp else None


def compared(name, ours, theirs, text, goal=None):
    if theirs is None:
        return row(SECTION, name, text.format(ours))
    return row(SECTION, name, text.format(ours), f"{text.format(theirs)} {PEER}", ours / theirs, goal)


class Package:
    """A program as `hearth package` packs it, and unpacked as the only thing below `root`."""

    def __init__(self, bench, name, program):
        folder = bench.programs.work_dir / "packages" / name
        (folder / "code").mkdir(parents=True)
        shutil.copy2(program, folder / "code/bootstrap")
        machine = "arm64" if platform.machine() == "aarch64" else "x86_64"
        function = {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "Handler": "bytes", "Runtime": "provided.al2023", "CodeUri": "code", "Architectures": [machine],
            },
        }  # fmt: skip
        template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"function": function}}
        (folder / "template.json").write_text(json.dumps(template))
        command = [bench.programs.own("hearth"), "package", "--no-build", "--output-dir", "package"]
        if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=sys.stderr).returncode:
            raise Unavailable(f"{program} could not be packaged")
        archive = folder / "package/code.zip"
        self.megabytes = archive.stat().st_size / 2**20
        self.root = folder / "root"
        with zipfile.ZipFile(archive) as file:
            entries = file.infolist()
            for entry in entries:
                file.extract(entry, self.root / "var/task")
                (self.root / "var/task" / entry.filename).chmod(entry.external_attr >> 16 & 0o777)
        self.unzipped_megabytes = sum(entry.file_size for entry in entries) / 2**20
        self.libraries = {entry.filename.removeprefix("lib/") for entry in entries}
