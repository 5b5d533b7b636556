"""The simulator: events a second of CPU time under several policies, and an hour at a million requests a second."""

import json
import os
import resource
import subprocess

from harness.processes import Unavailable
from harness.table import at_least, at_most, not_measured, row

SECTION = "simulator"
PEER = "SimFaaS"
ROUNDS = 3
LOAD = ["--rate", "10", "--handler", "exp:1s", "--time", "1000000s", "--warm-up", "1000s", "--output", "json"]
POLICIES = {
    "fixed keep-alive": (["--policy", "fixed:60s"], 10e6),
    "histograms": (["--policy", "hybrid"], 3e6),
    "provisioned": (["--provisioned", "12"], 3e6),
    "bursts": (["--law", "bursts", "--rate", "1", "--peak", "100"], 3e6),
}
MILLION = ["--rate", "1000000", "--handler", "exp:50ms", "--account-concurrency", "200000", "--time", "1h"]
SIMFAAS = """
import time
from simfaas.ServerlessSimulator import ServerlessSimulator
simulator = ServerlessSimulator(
    arrival_rate=10, warm_service_rate=1, cold_service_rate=1, expiration_threshold=60, max_time=6000)
begin = time.process_time()
simulator.generate_trace(debug_print=False, progress=False)
print(2 * simulator.total_req_count / (time.process_time() - begin))
"""


def measure_section(bench):
    hearth = bench.programs.own("hearth")
    theirs = []
    ours = {policy: [] for policy in POLICIES}
    for _ in range(ROUNDS):
        for policy, (options, _) in POLICIES.items():
            ours[policy].append(events_per_second(hearth, options))
        if (rate := simfaas()) is not None:
            theirs.append(rate)
    if not theirs:
        yield not_measured(SECTION, f"events: {PEER}", "BENCH_SIMFAAS names no Python that has simfaas")
    # What else the machine does only ever slows a run down.
    for policy, rates in ours.items():
        goal, peer = POLICIES[policy][1], f"aim: {POLICIES[policy][1] / 1e6:g} million"
        if theirs and policy == "fixed keep-alive":
            peer += f"; {PEER}: {max(theirs) / 1e6:.3f} million"
        yield row(
            SECTION, f"events a second of CPU, {policy}", f"{max(rates) / 1e6:.2f} million", peer,
            max(rates) / goal, at_least(1),
        )  # fmt: skip
    seconds = cpu_seconds(lambda: run([hearth, "simulate", "--fluid", "--warm-up", "20m", *MILLION]))
    yield row(
        SECTION, "an hour at a million a second, as a fluid", f"{seconds:.2f} s", "600 s", seconds / 600, at_most(1)
    )


def events_per_second(hearth, options):
    result = {}

    def simulate():
        result.update(json.loads(run([hearth, "simulate", *LOAD, *options]))["results"][0]["result"])

    return cpu_seconds(simulate, per=lambda: result["events"])


def cpu_seconds(work, per=None):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return per() / seconds if per else seconds


def simfaas():
    python = os.environ.get("BENCH_SIMFAAS", "python3")
    try:
        return float(run([python, "-c", SIMFAAS]).split()[-1])
    except Unavailable:
        return None


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"{command[0]} failed: {done.stderr.strip()[-200:]}")
    return done.stdout
