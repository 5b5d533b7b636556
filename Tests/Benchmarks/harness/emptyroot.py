"""Starts a function in a file system that holds its package and nothing else, and waits for its first request."""

import ctypes
import os
import signal
import socket
import time

from . import coldstart
from .processes import Unavailable

CLONE_NEWUSER = 0x10000000
_libc = ctypes.CDLL(None, use_errno=True)


def start(root, handler):
    """Milliseconds from just before exec until the function's `next` has arrived."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        variables = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{listener.getsockname()[1]}",
            "LAMBDA_TASK_ROOT": "/var/task",
            "_HANDLER": handler,
        }
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            _become(str(root), variables, writing)
        os.close(writing)
        try:
            begin = os.read(reading, 32)
            if not begin:
                raise Unavailable("the root of a process cannot be changed here")
            with coldstart.connection(listener, pid) as connection:
                coldstart.wait_for_next(connection)
                return (time.perf_counter_ns() - int(begin)) / 1e6
        finally:
            os.close(reading)
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _become(root, variables, writing):
    """The child's part, which does not return: it is `/var/task/bootstrap` then."""
    try:
        silent = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(silent, descriptor)
        if os.getuid() != 0 and _libc.unshare(CLONE_NEWUSER) != 0:
            os._exit(1)
        os.chroot(root)
        os.chdir("/var/task")
        os.write(writing, str(time.perf_counter_ns()).encode())
        os.execve("/var/task/bootstrap", ["/var/task/bootstrap"], variables)
    finally:
        os._exit(127)
