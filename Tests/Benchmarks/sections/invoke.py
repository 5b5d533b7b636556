"""Warm synchronous Invoke: one function binary under Hearth and under AWS's aws-lambda-rie, in turns.

Against aws-lambda-rie, Hearth prints its log as that does; against the bare listener it prints none.
"""

from harness.application import application
from harness.comparing import Side, compare, measure, microseconds, per_second
from harness.load import Load
from harness.processes import Unavailable
from harness.servers import BareListener, Hearth, RuntimeEmulator
from harness.table import at_least, at_most, not_measured, row

SECTION = "invoke"
EVENT = '{"key1":"value1","key2":"value2","key3":"value3"}'
LOAD = Load([("POST", "", EVENT)])
THIRD = "an invocation is three HTTP exchanges: the limit is a third of the bare listener's rate"


def measure_section(bench):
    for pinned in (False, True):
        try:
            yield from one_client(bench, pinned)
        except Unavailable as reason:
            yield not_measured(SECTION, f"1 client, {_where(pinned)}, against aws-lambda-rie", reason)
    yield from many_clients(bench)


def _where(pinned):
    return "one CPU" if pinned else "free"


def one_client(bench, pinned):
    folder = bench.programs.function_folder("BenchEcho")
    with (
        RuntimeEmulator(bench.programs, folder / "bootstrap", "bytes", pinned) as rie,
        Hearth(bench.programs, application(folder), pinned=pinned) as hearth,
    ):
        ours, theirs = Side(hearth.invoke_url("bytes"), LOAD, hearth), Side(rie.url, LOAD, rie)
        result = compare(bench, ours, theirs, clients=1, pinned=pinned)
    name = f"1 client, {_where(pinned)}"
    goals = {"rate": at_least(2.4) if pinned else None, "cpu": at_most(0.30), "p50": None, "p99": at_most(0.25)}
    for figure, label in (("rate", "rate"), ("p50", "p50"), ("p99", "p99"), ("cpu", "CPU per invocation")):
        ours, theirs, ratio = result.figures(figure)
        text = per_second if figure == "rate" else microseconds
        yield row(SECTION, f"{name}: {label}", text(ours), f"{text(theirs)} aws-lambda-rie", ratio, goals[figure])


def many_clients(bench):
    application_ = application(bench.programs.function_folder("BenchEcho"))
    with (
        BareListener(bench.programs) as listener,
        Hearth(bench.programs, application_, ["--max-environments", 4, "--quiet"]) as hearth,
    ):
        ours = Side(hearth.invoke_url("bytes"), LOAD, hearth)
        result = compare(bench, ours, Side(listener.url, LOAD, listener), clients=32)
    yield from third_of_listener(SECTION, "32 clients, 4 environments", result, at_least(0.60))
    for name, options in (
        ("32 clients, 4 environments, log printed", ["--max-environments", 4]),
        ("32 clients, environments without limit", ["--quiet"]),
    ):
        with Hearth(bench.programs, application_, options) as hearth:
            sample = measure(bench, Side(hearth.invoke_url("bytes"), LOAD, hearth), clients=32)
        yield row(SECTION, f"{name}: rate", per_second(sample.rate))
        yield row(SECTION, f"{name}: p99", microseconds(sample.p99))


def third_of_listener(section, name, result, goal):
    """The rate against what three exchanges would allow, then latency and processor time for information."""
    rate, limit, ratio = result.figures("rate")
    peer = f"{per_second(limit / 3)} listener / 3"
    yield row(section, f"{name}: rate", per_second(rate), peer, ratio * 3, goal, note=THIRD)
    for figure, label in (("p50", "p50"), ("p99", "p99"), ("cpu", "CPU per invocation")):
        yield row(section, f"{name}: {label}", microseconds(result.figures(figure)[0]))
