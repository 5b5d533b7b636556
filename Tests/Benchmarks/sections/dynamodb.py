"""DynamoDB over HTTP, durable on disk: against moto_server, which keeps everything in memory, against the bare listener,
against SQLite without anything around it, and a table of a million items against one of a thousand."""

import subprocess

from harness.application import application
from harness.comparing import Side, compare, microseconds, per_second
from harness.items import BIG, BIG_ITEMS, ITEMS, LOADS, PAGE, TABLE, create, fill, loads_of
from harness.processes import Unavailable
from harness.servers import BareListener, Hearth, Moto
from harness.table import at_least, not_measured, row

SECTION = "dynamodb"
CLIENTS = (1, 32)
MOTO_GOALS = {1: at_least(15), 32: at_least(30)}
LISTENER_GOALS = {"GetItem": at_least(0.5), "PutItem": at_least(0.4)}
"""Of the bare listener's rate, at 32 clients."""
NAMES = {
    "Query": f"Query of {PAGE}",
    "UpdateItem": "UpdateItem, counter",
    "BatchWriteItem": "BatchWriteItem of 25",
    "TransactWriteItems": "TransactWriteItems of 4",
}


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, template) as hearth, BareListener(bench.programs) as listener:
        create(hearth.endpoint, TABLE)
        fill(hearth.endpoint, TABLE, ITEMS)
        rates = {}
        yield from against_moto(bench, hearth, rates)
        yield from against_listener(bench, hearth, listener)
        yield from against_sqlite(bench, rates)
        yield from a_million_items(bench, hearth)


def named(action, clients):
    return f"{NAMES.get(action, action)}, {clients} client{'s' if clients > 1 else ''}"


def against_moto(bench, hearth, rates):
    """Leaves Hearth's rates in `rates`. moto copies its tables for each transaction, and is at that long after its clients
    have gone: transactions get a server of their own."""
    transactions = {"TransactWriteItems"}
    for actions in (LOADS.keys() - transactions, transactions):
        yield from against_one_moto(bench, hearth, rates, {name: LOADS[name] for name in LOADS if name in actions})


def against_one_moto(bench, hearth, rates, loads):
    try:
        with Moto(bench.programs) as moto:
            create(moto.endpoint, TABLE)
            fill(moto.endpoint, TABLE, ITEMS)
            for action, load in loads.items():
                for clients in CLIENTS:
                    ours, theirs = Side(hearth.endpoint, load, hearth), Side(moto.endpoint, load, moto)
                    name = named(action, clients)
                    try:
                        result = compare(bench, ours, theirs, clients, seconds=seconds_for_moto(action, clients))
                    except Unavailable as reason:
                        # It may still be at requests of the run before, whose client no longer waits for them.
                        yield not_measured(SECTION, f"{name}: rate", reason, MOTO_GOALS[clients])
                        continue
                    rate, other, ratio = result.figures("rate")
                    rates[action, clients] = rate
                    peer = f"{per_second(other)} moto_server"
                    yield row(SECTION, f"{name}: rate", per_second(rate), peer, ratio, MOTO_GOALS[clients])
                    yield row(SECTION, f"{name}: p99", microseconds(result.figures("p99")[0]))
                    yield row(SECTION, f"{name}: CPU per request", microseconds(result.figures("cpu")[0]))
    except Unavailable as reason:
        yield not_measured(SECTION, "against moto_server", reason, MOTO_GOALS[1])


def seconds_for_moto(action, clients):
    """It answers a few Queries a second, which must be enough for one of each client, and copies its tables for each
    transaction."""
    return 5 if action == "TransactWriteItems" or action == "Query" and clients > 1 else 1


def against_listener(bench, hearth, listener):
    for action, load in LOADS.items():
        ours, limit = Side(hearth.endpoint, load, hearth), Side(listener.url, load, listener)
        rate, other, ratio = compare(bench, ours, limit, clients=32).figures("rate")
        peer = f"{per_second(other)} listener"
        yield row(SECTION, f"{named(action, 32)}: rate", per_second(rate), peer, ratio, LISTENER_GOALS.get(action))


def against_sqlite(bench, rates):
    """One thread, prepared statements, as many requests in a transaction as there are clients."""
    for (action, clients), rate in rates.items():
        folder = bench.programs.work_dir / f"sqlite-{action}-{clients}"
        folder.mkdir()
        command = [bench.programs.own("BenchSQLite"), folder, action, str(clients), "1"]
        limit = float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        peer = f"{per_second(limit)} SQLite"
        yield row(SECTION, f"{named(action, clients)}: rate", per_second(rate), peer, rate / limit)


def a_million_items(bench, hearth):
    create(hearth.endpoint, BIG)
    fill(hearth.endpoint, BIG, BIG_ITEMS)
    big = loads_of(BIG, BIG_ITEMS)
    for action in ("GetItem", "Query"):
        ours, few = Side(hearth.endpoint, big[action], hearth), Side(hearth.endpoint, LOADS[action], hearth)
        rate, other, ratio = compare(bench, ours, few, clients=32).figures("rate")
        name = f"{named(action, 32)}, {BIG_ITEMS:,} items: rate"
        yield row(SECTION, name, per_second(rate), f"{per_second(other)} of {ITEMS:,}", ratio, at_least(0.95))
