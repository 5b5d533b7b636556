"""A response of 100 MB that is streamed through a REST API and by InvokeWithResponseStream: when its first byte comes, how
much memory it takes to pass it on, and how fast it goes."""

import http.client
import time
from urllib.parse import urlsplit

from harness.application import streaming_application
from harness.coldstart import peak_kilobytes
from harness.servers import Hearth
from harness.table import at_most, row

SECTION = "stream"
SIZE = 100 << 20
GROWTH = 32 << 10
"""Kilobytes: far less than the response, and some for buffers."""
READ = 1 << 16


def measure_section(bench):
    application = streaming_application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, application, ["--quiet"]) as hearth:
        fetch(hearth.gateway, "GET", "/stream?bytes=1")
        before = peak_kilobytes(hearth.pid)
        yield from figures("REST API", fetch(hearth.gateway, "GET", f"/stream?bytes={SIZE}"))
        path = "/2021-11-15/functions/stream/response-streaming-invocations"
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request"}
        body = f'{{"bytes":{SIZE}}}'
        yield from figures("InvokeWithResponseStream", fetch(hearth.endpoint, "POST", path, body, headers))
        fetch(hearth.gateway, "GET", f"/stream?bytes={SIZE}", pause=0.0005)
        grown = peak_kilobytes(hearth.pid) - before
    yield row(
        SECTION,
        "memory that 100 MB took, a slow client's too",
        f"{grown:,} KB",
        f"{GROWTH:,} KB",
        grown / GROWTH,
        at_most(1),
    )


def figures(how, result):
    first, total, size = result
    yield row(SECTION, f"{how}: first byte", f"{first * 1e3:.1f} ms")
    yield row(SECTION, f"{how}: rate", f"{size / total / 1e6:,.0f} MB/s")


def fetch(url, method, path, body=None, headers=None, pause=0):
    """Seconds to the first byte, seconds in all, and bytes of the body."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
    start = time.perf_counter()
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{method} {path} was answered {response.status}: {response.read(200)}")
    size = len(response.read(1))
    first = time.perf_counter() - start
    while piece := response.read(READ):
        size += len(piece)
        if pause:
            time.sleep(pause)
    connection.close()
    return first, time.perf_counter() - start, size
