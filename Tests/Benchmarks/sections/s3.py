"""S3 over HTTP, durable on disk, against moto_server, which keeps everything in memory, and against the bare listener."""

import urllib.request

from harness.application import application
from harness.comparing import Side, compare, microseconds, per_second
from harness.load import Load
from harness.processes import Unavailable
from harness.servers import BareListener, Hearth, Moto
from harness.table import not_measured, row

SECTION = "s3"
BUCKET = "bench"
OBJECTS = 500
SIZES = {"1 KB": 1 << 10, "1 MB": 1 << 20}
AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=bench/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, template) as hearth, BareListener(bench.programs) as listener:
        fill(hearth.endpoint)
        yield from against_moto(bench, hearth)
        for name in ("PutObject, 1 KB", "GetObject, 1 KB"):
            ours, limit = Side(hearth.endpoint, LOADS[name], hearth), Side(listener.url, LOADS[name], listener)
            yield from rows(f"{name}, 16 clients", "listener", compare(bench, ours, limit, clients=16))


def against_moto(bench, hearth):
    try:
        with Moto(bench.programs) as moto:
            fill(moto.endpoint)
            for load_name, load in LOADS.items():
                for clients in (1, 16):
                    name = f"{load_name}, {clients} client{'s' if clients > 1 else ''}"
                    ours, theirs = Side(hearth.endpoint, load, hearth), Side(moto.endpoint, load, moto)
                    try:
                        yield from rows(name, "moto_server", compare(bench, ours, theirs, clients))
                    except Unavailable as reason:
                        yield not_measured(SECTION, f"{name}: rate", reason)
    except Unavailable as reason:
        yield not_measured(SECTION, "against moto_server", reason)


def rows(name, peer, result):
    rate, other, ratio = result.figures("rate")
    yield row(SECTION, f"{name}: rate", per_second(rate), f"{per_second(other)} {peer}", ratio)
    yield row(SECTION, f"{name}: p99", microseconds(result.figures("p99")[0]))


def path(size, number):
    return f"/{BUCKET}/{size}/{number}"


def requests(method, name):
    body = "x" * SIZES[name] if method == "PUT" else ""
    count = OBJECTS if SIZES[name] < 1 << 20 else 5
    return Load([(method, path(SIZES[name], number), body) for number in range(count)], {"Authorization": AUTHORIZATION})


LOADS = {
    f"{action}, {size}": requests(method, size)
    for size in SIZES
    for action, method in (("PutObject", "PUT"), ("GetObject", "GET"))
}


def fill(endpoint):
    send(endpoint, f"/{BUCKET}", b"")
    for name, size in SIZES.items():
        for method, target, _ in LOADS[f"GetObject, {name}"].requests:
            send(endpoint, target, b"x" * size)


def send(endpoint, target, body):
    headers = {"Authorization": AUTHORIZATION}
    urllib.request.urlopen(urllib.request.Request(endpoint + target, data=body, method="PUT", headers=headers)).read()
