"""Many execution environments: how long a burst of cold starts takes, what a thousand idle environments hold, and what a
decision of the model costs."""

import http.client
import json
import threading
import time
import urllib.parse

from harness.application import application, function
from harness.processes import Unavailable
from harness.servers import Hearth
from harness.table import at_most, row
from sections.simulator import events_per_second

SECTION = "environments"
BURST, IDLE = 200, 1_000
WORK = 3
"""Seconds that each invocation of the burst takes, so that none finds an environment that another has left."""
PATIENCE = 120
DECISION_LIMIT = 5e-6


def measure_section(bench):
    folder = bench.programs.function_folder("BenchEcho")
    template = application(folder)
    template["Resources"] |= {"Slow": function(folder, "slow"), "Kept": provisioned(function(folder, "bytes"), "kept")}
    template["Resources"]["Slow"]["Properties"]["Timeout"] = 60
    with Hearth(bench.programs, template, ["--quiet"]) as hearth:
        took = burst(hearth)
        yield row(SECTION, f"{BURST} cold starts at once, until all have begun to work", f"{took * 1_000:,.0f} ms")
        start = time.monotonic()
        keep(hearth, IDLE)
        yield row(SECTION, f"{IDLE:,} environments, until all are initialized", f"{time.monotonic() - start:,.1f} s")
        processes = environments(hearth)
        held = sum(proportional_kilobytes(pid) for pid in processes)
        yield row(SECTION, f"memory of an idle environment ({len(processes):,})", f"{held / len(processes):,.0f} KB")
        yield row(SECTION, "memory of all of them", f"{held / 1_024:,.0f} MB")
        yield row(SECTION, "memory of Hearth beside them", f"{proportional_kilobytes(hearth.pid) / 1_024:,.0f} MB")
    # An invocation is two events: it arrives and it ends.
    decision = 2 / events_per_second(bench.programs.own("hearth"), ["--policy", "fixed:60s"])
    limit = f"{DECISION_LIMIT * 1e6:g} µs"
    yield row(SECTION, "decisions of an invocation", f"{decision * 1e6:.2f} µs", limit, decision / DECISION_LIMIT, at_most(1))


def provisioned(function, name):
    function["Properties"] |= {"FunctionName": name, "AutoPublishAlias": "live"}
    return function


def connection(hearth):
    return http.client.HTTPConnection(urllib.parse.urlsplit(hearth.endpoint).netloc, timeout=PATIENCE)


def call(connection, method, path, body):
    scope = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request"
    headers = {"Authorization": f"{scope}, SignedHeaders=host, Signature=0"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status >= 300:
        raise Unavailable(f"{method} {path}: {response.status} {answer[:300].decode()}")
    return json.loads(answer or "null")


def burst(hearth):
    """Seconds from the first invocation until the last has ended, less what each of them works."""
    connections = [connection(hearth) for _ in range(BURST)]
    for one in connections:
        one.connect()
    failures = []

    def invoke(one):
        try:
            call(one, "POST", "/2015-03-31/functions/slow/invocations", WORK)
        except (Unavailable, OSError) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=invoke, args=(one,)) for one in connections]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - start - WORK
    if failures:
        raise Unavailable(f"{len(failures)} of {BURST} invocations failed: {failures[0]}")
    if (count := len(environments(hearth, "slow"))) != BURST:
        raise Unavailable(f"{count} environments served {BURST} invocations at once")
    return took


def keep(hearth, count):
    """Returns when so many environments are provisioned and initialized."""
    caller = connection(hearth)
    path = "/2019-09-30/functions/kept/provisioned-concurrency?Qualifier=live"
    call(caller, "PUT", path, {"ProvisionedConcurrentExecutions": count})
    end = time.monotonic() + PATIENCE
    while call(caller, "GET", path, None)["Status"] != "READY":
        if time.monotonic() > end:
            raise Unavailable(f"{count} environments are not there after {PATIENCE} s")
        time.sleep(0.05)


def environments(hearth, function="kept"):
    """The process ids of a function's environments."""
    functions = call(connection(hearth), "GET", "/_hearth/environments", None)["functions"]
    return [
        environment["processID"]
        for one in functions
        if one["name"] == function
        for environment in one["environments"]
        if environment.get("processID")
    ]


def proportional_kilobytes(pid):
    """What a process holds, of what it shares its part (`Pss`)."""
    for line in open(f"/proc/{pid}/smaps_rollup"):
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise Unavailable(f"/proc/{pid}/smaps_rollup tells no Pss")
