"""What Hearth costs while nothing happens: with fifty queues, and with fifty event source mappings that poll them."""

import time

from harness.application import application
from harness.messages import fill
from harness.servers import Hearth
from harness.table import at_most, row

SECTION = "idle"
QUEUES = 50
SETTLED, MEASURED = 5, 15
"""Seconds: until the start is over and pollers have found nothing, and those that count."""
LIMIT = 0.01
"""Of one processor."""


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    yield from idle(bench, f"{QUEUES} queues", template | {"Resources": template["Resources"] | queues()})
    mapped = template["Resources"] | queues() | mappings()
    yield from idle(bench, f"{QUEUES} queues with event source mappings", template | {"Resources": mapped})


def queues():
    return {f"Queue{n}": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"queue-{n}"}} for n in range(QUEUES)}


def mappings():
    return {f"Mapping{n}": mapping(n) for n in range(QUEUES)}


def mapping(number):
    source = {"Fn::GetAtt": [f"Queue{number}", "Arn"]}
    properties = {"EventSourceArn": source, "FunctionName": {"Ref": "Bytes"}}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties}


def idle(bench, what, template):
    with Hearth(bench.programs, template) as hearth:
        # Queues that have been used are measured and swept; those that never were are not.
        for number in range(QUEUES):
            fill(hearth.endpoint, f"queue-{number}", 10)
        time.sleep(SETTLED)
        before = hearth.cpu_seconds()
        time.sleep(MEASURED)
        share = (hearth.cpu_seconds() - before) / MEASURED
    limit = f"{LIMIT:.0%} of one processor"
    yield row(SECTION, what, f"{share:.2%}", limit, share / LIMIT, at_most(1))
