"""Starts a function as an emulator would and waits for its first request for work."""

import os
import re
import select
import signal
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .processes import Unavailable

LIMIT = 10
SILENT = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in range(3)]


@dataclass
class ColdStart:
    milliseconds: float
    """From just before the process is made until its `next` has arrived."""
    resident_kilobytes: int
    """The most memory used until then."""


def start(bootstrap, handler, loader_log=None):
    """One cold start of a program. `loader_log`: where the dynamic loader shall write its statistics."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        variables = {"AWS_LAMBDA_RUNTIME_API": address, "_HANDLER": handler, "PATH": "/usr/bin:/bin"}
        if loader_log:
            variables |= {"LD_DEBUG": "statistics", "LD_DEBUG_OUTPUT": str(loader_log)}
        program = str(bootstrap)
        begin = time.perf_counter_ns()
        pid = os.posix_spawn(program, [program], variables, file_actions=SILENT, setpgroup=0)
        try:
            with connection(listener, pid) as stream:
                wait_for_next(stream)
                end = time.perf_counter_ns()
                return ColdStart((end - begin) / 1e6, peak_kilobytes(pid))
        finally:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


class Ended(Unavailable):
    """A function has crashed before it asked for work."""


def connection(listener, pid):
    process = os.pidfd_open(pid)
    try:
        ready, _, _ = select.select([listener, process], [], [], LIMIT)
    finally:
        os.close(process)
    if listener not in ready:
        raise Ended("a function ended at its start") if ready else Unavailable(f"no function began within {LIMIT} s")
    stream, _ = listener.accept()
    stream.settimeout(LIMIT)
    return stream


def wait_for_next(stream):
    request = b""
    while b"\r\n\r\n" not in request:
        if not (more := stream.recv(4096)):
            raise Unavailable("a function broke off its first request")
        request += more
    if not re.match(rb"GET /2018-06-01/runtime/invocation/next HTTP/1\.[01]\r\n", request):
        raise Unavailable(f"a function's first request was {request[:60]!r}")


def peak_kilobytes(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def loader_milliseconds(bootstrap, handler, runs):
    """What the dynamic loader took to load and relocate the libraries, their own set-up not included: a median."""
    hertz = _clock_hertz()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs):
            start(bootstrap, handler, Path(folder, "loader"))
        texts = [file.read_text() for file in Path(folder).iterdir()]
    cycles = [int(found[1]) for text in texts if (found := re.search(r"total startup time.*?: (\d+) cycles", text))]
    if not cycles or not hertz:
        raise Unavailable("the dynamic loader gives no statistics here")
    return sorted(cycles)[len(cycles) // 2] / hertz * 1000


def _clock_hertz():
    """The loader counts cycles of the time stamp counter, whose rate is the processor's nominal one."""
    found = re.search(r"cpu MHz\s*:\s*([\d.]+)", Path("/proc/cpuinfo").read_text())
    return found and float(found[1]) * 1e6
