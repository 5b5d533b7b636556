"""Cold start: from exec to the first request for work, of the same kind of function in Swift and in C++."""

from statistics import median

from harness import coldstart
from harness.processes import Unavailable
from harness.table import at_most, not_measured, row

SECTION = "cold"
RUNS = 40
PEER = "C++ on aws-lambda-cpp"


def measure_section(bench):
    swift = bench.programs.own("BenchEcho")
    try:
        cpp = bench.programs.cpp_function()
    except Unavailable as reason:
        cpp = None
        yield not_measured(SECTION, f"exec to first next: {PEER}", reason, at_most(1.0))
    ours, theirs = in_turns(swift, cpp)
    yield compared("exec to first next", ours, theirs, "milliseconds", "{:.2f} ms", at_most(1.0))
    yield compared("memory at first next", ours, theirs, "resident_kilobytes", "{:,.0f} KB", None)
    yield from loaders(swift, cpp)


def in_turns(swift, cpp):
    """Starts one after the other, so that what else the machine does meets both; the first ones only warm the cache."""
    ours, theirs = [], []
    for _ in range(RUNS + 2):
        ours.append(coldstart.start(swift, "bytes"))
        if cpp:
            theirs.append(coldstart.start(cpp, "bytes"))
    return ours[2:], theirs[2:]


def compared(name, ours, theirs, figure, text, goal):
    """Medians and their ratio; a peer that is missing has a row of its own."""
    value = median(getattr(one, figure) for one in ours)
    if not theirs:
        return row(SECTION, name, text.format(value))
    other = median(getattr(one, figure) for one in theirs)
    return row(SECTION, name, text.format(value), f"{text.format(other)} {PEER}", value / other, goal)


def loaders(swift, cpp):
    """The share that the dynamic loader has, libcurl's libraries being nearly all it loads."""
    name = "of that, the dynamic loader"
    try:
        ours = coldstart.loader_milliseconds(swift, "bytes", 10)
        theirs = coldstart.loader_milliseconds(cpp, "bytes", 10) if cpp else None
    except Unavailable as reason:
        yield not_measured(SECTION, name, reason)
        return
    peer = f"{theirs:.2f} ms {PEER}" if cpp else ""
    yield row(SECTION, name, f"{ours:.2f} ms", peer, ours / theirs if cpp else None)
