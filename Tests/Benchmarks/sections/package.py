"""Packages: how large the zip of the same kind of function is on Hearth's runtime and on others, and how fast it starts
out of it."""

import json
import platform
import shutil
import subprocess
import sys
import zipfile
from statistics import median

from harness import coldstart, emptyroot
from harness.processes import Unavailable
from harness.table import at_most, not_measured, row

SECTION = "package"
RUNS = 40
CPP, SWIFT = "C++ on aws-lambda-cpp", "Swift on swift-aws-lambda-runtime"
INIT = "exec to first next, nothing else there"


def measure_section(bench):
    ours = Package(bench, "swift", bench.programs.own("BenchEcho"))
    peers = {}
    for name, function in ((CPP, bench.programs.cpp_function), (SWIFT, bench.programs.swift_function)):
        try:
            peers[name] = Package(bench, f"peer{len(peers)}", function())
        except Unavailable as reason:
            yield not_measured(SECTION, f"zip and init: {name}", reason)
    if not peers:
        yield row(SECTION, "zip", f"{ours.megabytes:.1f} MB")
    for name, peer in peers.items():
        yield compared("zip", name, ours.megabytes, peer.megabytes, "{:.1f} MB", goals(name, 1.5))
        yield compared("unzipped", name, ours.unzipped_megabytes, peer.unzipped_megabytes, "{:.1f} MB")
    cpp = peers.get(CPP)
    if "libcurl.so.4" not in ours.libraries and cpp and "libcurl.so.4" in cpp.libraries:
        service = Package(bench, "books", bench.programs.own("Books"))
        yield compared("zip of the book service, libcurl in it", CPP, service.megabytes, cpp.megabytes, "{:.1f} MB")
    try:
        milliseconds = in_turns([ours, *peers.values()])
    except Unavailable as reason:
        yield not_measured(SECTION, INIT, reason, goals(CPP, 1.2))
        return
    if not peers:
        yield row(SECTION, INIT, f"{milliseconds[0]:.2f} ms")
    for name, theirs in zip(peers, milliseconds[1:]):
        yield compared(INIT, name, milliseconds[0], theirs, "{:.2f} ms", goals(name, 1.2))


def goals(peer, ratio):
    return at_most(ratio) if peer == CPP else None


def in_turns(packages):
    """Medians; one after the other, so that what else the machine does meets all. The first ones warm the cache."""
    runs = [[started(package) for package in packages] for _ in range(RUNS + 2)]
    return [median(run) for run in zip(*runs[2:])]


def started(package):
    """Milliseconds of a start. Where there is no `/proc`, libdispatch now and then ends the programs that use it."""
    for _ in range(20):
        try:
            return emptyroot.start(package.root, "bytes")
        except coldstart.Ended as reason:
            ended = reason
    raise ended


def compared(figure, peer, ours, theirs, text, goal=None):
    return row(SECTION, figure, text.format(ours), f"{text.format(theirs)} {peer}", ours / theirs, goal)


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
