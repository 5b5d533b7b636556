"""Measuring two servers in turns, so that what else the machine does meets both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from . import load as loading


@dataclass
class Side:
    """One of the two: what to load it with, or what makes it ready for a run and tells that, and which processes
    serve it."""

    url: str
    load: loading.Load | Callable[[], loading.Load]
    server: object

    def run(self, clients, seconds, pinned=False):
        load = self.load() if callable(self.load) else self.load
        return loading.run(self.url, load, clients, seconds, self.server, pinned)


class Comparison:
    """The samples of two sides, in pairs."""

    def __init__(self, ours, theirs):
        self.ours, self.theirs = ours, theirs

    def figures(self, name):
        """Medians of both sides, and the median of the pairs' ratios."""
        ours, theirs = ([getattr(sample, name) for sample in side] for side in (self.ours, self.theirs))
        return median(ours), median(theirs), median(a / b for a, b in zip(ours, theirs))


def compare(bench, ours, theirs, clients, pinned=False, seconds=None):
    """A B A B …, after a short run of each that is not counted. Runs of `seconds`, else as long as the benchmark says."""
    for side in (ours, theirs):
        side.run(clients, seconds or 1, pinned)
    seconds = seconds or bench.seconds
    pairs = [[side.run(clients, seconds, pinned) for side in (ours, theirs)] for _ in range(bench.rounds)]
    samples = [sample for pair in pairs for sample in pair]
    bench.noise += [sample.noise for sample in samples]
    return Comparison([pair[0] for pair in pairs], [pair[1] for pair in pairs])


def measure(bench, side, clients, rounds=1, warm_up=1):
    """One side alone, after `warm_up` seconds that are not counted: the sample with the median rate."""
    side.run(clients, warm_up)
    samples = [side.run(clients, bench.seconds) for _ in range(rounds)]
    bench.noise += [sample.noise for sample in samples]
    return sorted(samples, key=lambda sample: sample.rate)[len(samples) // 2]


def per_second(rate):
    return f"{rate:,.0f}/s"


def microseconds(value):
    return f"{value:,.0f} µs" if value < 10_000 else f"{value / 1000:,.1f} ms"
