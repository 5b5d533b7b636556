"""SQS over HTTP, durable on disk: against moto_server, which keeps everything in memory, and a queue in which a million
messages wait against one of a few."""

from statistics import median

from harness.application import application
from harness.comparing import Side, compare, microseconds, per_second
from harness.messages import QUEUE, create, fill, receive_and_delete, sends
from harness.processes import Unavailable
from harness.servers import Hearth, Moto
from harness.table import at_least, not_measured, row

SECTION = "sqs"
CLIENTS = (1, 16)
GOAL = at_least(30)
MILLION, WAITING = "million", 1_000_000
SENDING = 4
"""Seconds: moto answers few batches in one."""
STOCK = {"hearth": 60_000, "moto": 1_500}
"""Messages that wait before receivers begin: enough for the longest run of each."""


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, template) as hearth:
        create(hearth.endpoint, QUEUE)
        yield from against_moto(bench, hearth)
        yield from a_million_waiting(bench, hearth)


def against_moto(bench, hearth):
    try:
        with Moto(bench.programs) as moto:
            create(moto.endpoint, QUEUE)
            yield from receiving(bench, hearth, moto)
            yield from sending(bench, hearth, moto)
    except Unavailable as reason:
        yield not_measured(SECTION, "against moto_server", reason, GOAL)


def named(what, clients):
    return f"{what}, {clients} client{'s' if clients > 1 else ''}"


def sending(bench, hearth, moto):
    for what, (messages, load) in sends(QUEUE).items():
        for clients in CLIENTS:
            ours, theirs = Side(hearth.endpoint, load, hearth), Side(moto.endpoint, load, moto)
            result = compare(bench, ours, theirs, clients, seconds=SENDING)
            rate, other, ratio = result.figures("rate")
            name, peer = named(what, clients), f"{per_second(other * messages)} moto_server"
            yield row(SECTION, f"{name}: messages", per_second(rate * messages), peer, ratio, GOAL)
            yield row(SECTION, f"{name}: p99", microseconds(result.figures("p99")[0]))
            yield row(SECTION, f"{name}: CPU per request", microseconds(result.figures("cpu")[0]))


def receiving(bench, hearth, moto):
    for batched in (False, True):
        what = "Receive and delete" + (" 10" if batched else "")
        for clients in CLIENTS:
            pairs = []
            for _ in range(bench.rounds):
                fill(hearth.endpoint, QUEUE, STOCK["hearth"])
                fill(moto.endpoint, QUEUE, STOCK["moto"])
                pairs.append(
                    [receive_and_delete(one.endpoint, QUEUE, clients, 1, batched) for one in (hearth, moto)]
                )
            rate, other = (median(pair[index] for pair in pairs) for index in (0, 1))
            ratio = median(ours / theirs for ours, theirs in pairs)
            name, peer = named(what, clients), f"{per_second(other)} moto_server"
            yield row(SECTION, f"{name}: messages", per_second(rate), peer, ratio, GOAL)


def a_million_waiting(bench, hearth):
    create(hearth.endpoint, MILLION)
    fill(hearth.endpoint, MILLION, WAITING)
    few = "few"
    create(hearth.endpoint, few)
    fill(hearth.endpoint, few, 1_000)
    for what, (messages, load) in sends(MILLION).items():
        ours, other = Side(hearth.endpoint, load, hearth), Side(hearth.endpoint, sends(few)[what][1], hearth)
        rate, least, ratio = compare(bench, ours, other, clients=16).figures("rate")
        peer = f"{per_second(least * messages)} of a few"
        name = f"{named(what, 16)}, {WAITING:,} waiting: messages"
        yield row(SECTION, name, per_second(rate * messages), peer, ratio, at_least(0.95))
    for batched in (False, True):
        pairs = []
        for _ in range(bench.rounds):
            fill(hearth.endpoint, few, STOCK["hearth"])
            pairs.append([receive_and_delete(hearth.endpoint, one, 1, 1, batched) for one in (MILLION, few)])
        rate, least = (median(pair[index] for pair in pairs) for index in (0, 1))
        name = f"Receive and delete{' 10' if batched else ''}, 1 client, {WAITING:,} waiting: messages"
        ratio = median(ours / theirs for ours, theirs in pairs)
        yield row(SECTION, name, per_second(rate), f"{per_second(least)} of a few", ratio, at_least(0.95))
