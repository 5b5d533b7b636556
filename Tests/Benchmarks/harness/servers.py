"""The servers that are measured. Each is a context: leaving it ends all its processes."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from .processes import Process, wait_until

NO_AWS = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(url):
    """Whether a server answers, whatever it says."""
    try:
        urllib.request.urlopen(url, timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


class Hearth(Process):
    """`hearth start`, with its state on disk and its functions' logs going nowhere.

    The default account takes 10,000 requests a second, which is less than there is to measure.
    """

    def __init__(self, programs, template, options=(), pinned=False):
        self.data = Path(tempfile.mkdtemp(prefix="state-", dir=programs.work_dir))
        path = self.data / "template.json"
        path.write_text(json.dumps(template))
        super().__init__(
            [programs.own("hearth"), "start", "--port", 0, "--endpoint-port", 0]
            + ["--data-dir", self.data, "--template", path, "--account-concurrency", 100_000, *options],
            env=NO_AWS,
            pinned=pinned,
        )
        try:
            running = json.loads(wait_until(self._running, "hearth", self))
            self.gateway, self.endpoint = running["gateway"], running["endpoint"]
            wait_until(lambda: answers(f"{self.endpoint}/_hearth/health"), "hearth", self)
        except BaseException:
            self.end()
            raise

    def _running(self):
        file = self.data / "running.json"
        return file.exists() and file.read_text()

    def invoke_url(self, function):
        return f"{self.endpoint}/2015-03-31/functions/{function}/invocations"

    def end(self, patience=10):
        super().end(patience)
        shutil.rmtree(self.data, ignore_errors=True)


class RuntimeEmulator(Process):
    """AWS's aws-lambda-rie with one function."""

    def __init__(self, programs, bootstrap, handler, pinned=False):
        port = free_port()
        super().__init__(
            [programs.runtime_emulator(), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
            + ["--runtime-api-address", f"127.0.0.1:{free_port()}", bootstrap, handler],
            env=NO_AWS,
            pinned=pinned,
        )
        self.url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        try:
            wait_until(lambda: answers(self.url), "aws-lambda-rie", self)
        except BaseException:
            self.end()
            raise


class BareListener(Process):
    """Hearth's HTTP listener with a constant answer and nothing behind it: what the rest is measured against."""

    def __init__(self, programs, pinned=False):
        super().__init__(
            [programs.own("BenchListener")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pinned=pinned
        )
        self.url = self.popen.stdout.readline().decode().strip()


class Moto(Process):
    """moto_server."""

    def __init__(self, programs):
        port = free_port()
        super().__init__([*programs.moto(), "-H", "127.0.0.1", "-p", port], env=NO_AWS)
        self.endpoint = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: answers(self.endpoint), "moto_server", self)
        except BaseException:
            self.end()
            raise
