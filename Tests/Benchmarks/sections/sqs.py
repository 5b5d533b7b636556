"""SQS over HTTP, durable on disk: against moto_server, which keeps everything in memory, and a queue in which a million
messages wait against one of a thousand. Every run has a queue of its own: moto's grow slower with each message."""

from functools import partial
from itertools import count
from statistics import median

from harness.application import application
from harness.comparing import Side, compare, microseconds, per_second
from harness.messages import create, fill, receive_and_delete, sends
from harness.processes import Unavailable
from harness.servers import Hearth, Moto
from harness.table import at_least, at_most, not_measured, row

SECTION = "sqs"
CLIENTS = (1, 16)
GOAL = at_least(30)
FLAT = at_least(0.95)
WAITING, FEW = 1_000_000, 1_000
SECONDS = 2
"""Of one run: moto answers few batches in one."""
STOCK = {Hearth: 2_000, Moto: 160}
"""Messages that wait before receivers begin, and that they take: what each hands out in a few seconds."""
BATCHED_STOCK = {Hearth: 8_000, Moto: 320}
TAKES = 9
"""Of a thousand messages each: they take a moment only."""
WAYS = {False: "Receive and delete", True: "Receive and delete 10"}
"""By whether it goes in batches."""

numbers = count()


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, template) as hearth:
        try:
            with Moto(bench.programs) as moto:
                yield from sending(bench, hearth, moto)
                yield from receiving(bench, hearth, moto)
        except Unavailable as reason:
            yield not_measured(SECTION, "against moto_server", reason, GOAL)
        yield from a_million_waiting(bench, hearth)


def fresh(server, messages=0):
    """The name of a new queue in which so many messages wait."""
    queue = f"benchmark-{next(numbers)}"
    create(server.endpoint, queue)
    fill(server.endpoint, queue, messages)
    return queue


def named(what, clients):
    return f"{what}, {clients} client{'s' if clients > 1 else ''}"


def sending(bench, hearth, moto):
    for what, (messages, _) in sends("").items():
        for clients in CLIENTS:
            ours, theirs = (
                Side(one.endpoint, lambda one=one: sends(fresh(one))[what][1], one) for one in (hearth, moto)
            )
            result = compare(bench, ours, theirs, clients, seconds=SECONDS)
            rate, other, ratio = result.figures("rate")
            name, peer = named(what, clients), f"{per_second(other * messages)} moto_server"
            yield row(SECTION, f"{name}: messages", per_second(rate * messages), peer, ratio, GOAL)
            yield row(SECTION, f"{name}: p99", microseconds(result.figures("p99")[0]))
            yield row(SECTION, f"{name}: CPU per request", microseconds(result.figures("cpu")[0]))


def receiving(bench, hearth, moto):
    for batched, what in WAYS.items():
        for clients in CLIENTS:
            ours, theirs = (draining(one, clients, batched) for one in (hearth, moto))
            rate, other, ratio = in_turns(bench.rounds, ours, theirs)
            name, peer = named(what, clients), f"{per_second(other)} moto_server"
            yield row(SECTION, f"{name}: messages", per_second(rate), peer, ratio, GOAL)


def draining(server, clients, batched):
    """What fills a new queue and measures how fast it is emptied."""
    stock = (BATCHED_STOCK if batched else STOCK)[type(server)]
    return lambda: receive_and_delete(server.endpoint, fresh(server, stock), stock, clients, batched)


def in_turns(rounds, ours, theirs):
    """Medians of two measurements that are made in pairs, and the median of the pairs' ratios."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return (*map(median, zip(*pairs)), median(a / b for a, b in pairs))


def a_million_waiting(bench, hearth):
    million = fresh(hearth)
    fill(hearth.endpoint, million, WAITING, clients=16)
    for what, (messages, load) in sends(million).items():
        ours = Side(hearth.endpoint, load, hearth)
        few = Side(hearth.endpoint, lambda: sends(fresh(hearth, FEW))[what][1], hearth)
        result = compare(bench, ours, few, clients=16, seconds=SECONDS)
        rate, other, ratio = result.figures("rate")
        yield flat(named(what, 16), rate * messages, other * messages, ratio)
        cpu, other, ratio = result.figures("cpu")
        name, peer = f"{named(what, 16)}, {WAITING:,} waiting: CPU per request", f"{microseconds(other)} of {FEW:,}"
        yield row(SECTION, name, microseconds(cpu), peer, ratio, at_most(1.1))
    for batched, what in WAYS.items():
        take = partial(receive_and_delete, hearth.endpoint, messages=FEW, clients=1, batched=batched)
        ours, few = (lambda: take(queue=million)), (lambda: take(queue=fresh(hearth, FEW)))
        yield flat(named(what, 1), *in_turns(TAKES, ours, few))


def flat(what, rate, other, ratio):
    peer = f"{per_second(other)} of {FEW:,}"
    return row(SECTION, f"{what}, {WAITING:,} waiting: messages", per_second(rate), peer, ratio, FLAT)
