"""Processes that end with the benchmark, however that ends, and the processor time they have used."""

import ctypes
import os
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _die_with_parent():
    """The kernel kills the process when the benchmark is gone, even by SIGKILL."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A program and all that it starts, in a session of their own. A context: leaving it ends them."""

    def __init__(self, command, env=None, cwd=None, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pinned=False):
        self.command = (["taskset", "-c", "0"] if pinned else []) + [str(part) for part in command]
        self.popen = subprocess.Popen(
            self.command,
            env=env,
            cwd=cwd,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    @property
    def pid(self):
        return self.popen.pid

    def tree(self):
        """The process and its descendants."""
        children = {}
        for pid, stat in _all_stats():
            children.setdefault(int(stat[1]), []).append(pid)
        found, queue = [], [self.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue += children.get(pid, [])
        return found

    def cpu_seconds(self):
        """User and system time of the process and its descendants, ended ones included."""
        stats = [stat for stat in map(_stat, self.tree()) if stat]
        return sum(sum(map(int, stat[11:15])) for stat in stats) / TICKS

    def end(self, patience=10):
        """SIGTERM, then SIGKILL for what is left of it."""
        tree = [] if self.popen.poll() is not None else [(pid, _start(pid)) for pid in self.tree()]
        if self.popen.poll() is None:
            self.popen.terminate()
            try:
                self.popen.wait(patience)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        for pid, start in tree:
            if start and _start(pid) == start:
                _kill(pid)


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _stat(pid):
    """The fields of /proc/PID/stat behind the name: the state comes first (proc_pid_stat(5))."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def _all_stats():
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _stat(name)):
            yield int(name), stat


def _start(pid):
    """When a process started, which with its id tells it from all others."""
    stat = _stat(pid)
    return stat and stat[19]


def machine_seconds():
    """Processor time that the whole machine has spent working since it started."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, softirq = map(int, file.readline().split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def wait_until(condition, what, process=None, limit=30):
    """Returns the first true value of `condition`. Ends the run when it takes too long or the process is gone."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if value := condition():
            return value
        if process and process.popen.poll() is not None:
            raise Unavailable(f"{what} ended with status {process.popen.returncode}: {' '.join(process.command)}")
        time.sleep(0.02)
    raise Unavailable(f"{what} was not ready after {limit} s")


class Unavailable(Exception):
    """Something to measure or to compare with cannot be had; the text says why."""
