"""DynamoDB over HTTP, durable on disk, against moto_server, which keeps everything in memory."""

import json
import urllib.request

from harness.application import application
from harness.comparing import Side, compare, microseconds, per_second
from harness.load import Load
from harness.processes import Unavailable
from harness.servers import BareListener, Hearth, Moto
from harness.table import at_least, not_measured, row

SECTION = "dynamodb"
TABLE = "benchmark"
ITEMS = 1000
PAGE = 20
TARGET = "DynamoDB_20120810."
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=benchmark/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-target, Signature=" + "0" * 64
)
GOALS = {("PutItem", 1): 15, ("GetItem", 1): 20, ("PutItem", 32): 30, ("GetItem", 32): 30}


def measure_section(bench):
    template = application(bench.programs.function_folder("BenchEcho"))
    with Hearth(bench.programs, template) as hearth, BareListener(bench.programs) as listener:
        fill(hearth.endpoint)
        yield from against_moto(bench, hearth)
        yield from against_listener(bench, hearth, listener)


def against_moto(bench, hearth):
    try:
        with Moto(bench.programs) as moto:
            fill(moto.endpoint)
            for (operation, clients), goal in GOALS.items():
                load = LOADS[operation]
                ours, theirs = Side(hearth.endpoint, load, hearth), Side(moto.endpoint, load, moto)
                result = compare(bench, ours, theirs, clients)
                name = f"{operation}, {clients} client{'s' if clients > 1 else ''}"
                rate, other, ratio = result.figures("rate")
                peer = f"{per_second(other)} moto_server"
                yield row(SECTION, f"{name}: rate", per_second(rate), peer, ratio, at_least(goal))
                yield row(SECTION, f"{name}: p99", microseconds(result.figures("p99")[0]))
                yield row(SECTION, f"{name}: CPU per request", microseconds(result.figures("cpu")[0]))
    except Unavailable as reason:
        yield not_measured(SECTION, "against moto_server", reason, at_least(15))


def against_listener(bench, hearth, listener):
    for operation in LOADS:
        load = LOADS[operation]
        ours, limit = Side(hearth.endpoint, load, hearth), Side(listener.url, load, listener)
        result = compare(bench, ours, limit, clients=32)
        rate, other, ratio = result.figures("rate")
        name = f"Query of {PAGE} items" if operation == "Query" else operation
        yield row(SECTION, f"{name}, 32 clients: rate", per_second(rate), f"{per_second(other)} listener", ratio)
        if operation == "Query":
            yield row(SECTION, f"{name}, 32 clients: p99", microseconds(result.figures("p99")[0]))


# What is asked.


def item(partition, sort):
    """A book of about 500 bytes."""
    return {
        "pk": {"S": partition},
        "sk": {"N": str(sort)},
        "title": {"S": "The Lighthouse Keeper's Daughter"},
        "authors": {"L": [{"S": "Elena Marchetti"}, {"S": "Tomás Okafor"}]},
        "description": {"S": "A keeper's daughter finds the log of a ship that was never built. " * 4},
        "year": {"N": "1987"},
        "ratings": {"M": {"count": {"N": "48211"}, "average": {"N": "4.07"}}},
        "available": {"BOOL": True},
    }


def load(operation, bodies):
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": TARGET + operation,
        "Authorization": AUTHORIZATION,
    }
    return Load([("POST", "/", json.dumps(body, ensure_ascii=False)) for body in bodies], headers)


def partition(number):
    return f"author-{number % (ITEMS // PAGE)}"


def key(number):
    return {"pk": {"S": partition(number)}, "sk": {"N": str(number)}}


LOADS = {
    "PutItem": load("PutItem", [{"TableName": TABLE, "Item": item("new-{n}", 1)}]),
    "GetItem": load("GetItem", [{"TableName": TABLE, "Key": key(number * 7919 % ITEMS)} for number in range(ITEMS)]),
    "Query": load(
        "Query",
        [
            {
                "TableName": TABLE,
                "KeyConditionExpression": "pk = :author",
                "ExpressionAttributeValues": {":author": {"S": partition(number)}},
            }
            for number in range(ITEMS // PAGE)
        ],
    ),
}


def fill(endpoint):
    """The table and the items that are read."""
    attributes = [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}]
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    call(
        endpoint,
        "CreateTable",
        {"TableName": TABLE, "AttributeDefinitions": attributes, "KeySchema": keys, "BillingMode": "PAY_PER_REQUEST"},
    )
    for first in range(0, ITEMS, 25):
        puts = [{"PutRequest": {"Item": item(partition(number), number)}} for number in range(first, first + 25)]
        call(endpoint, "BatchWriteItem", {"RequestItems": {TABLE: puts}})
    query = call(endpoint, "Query", json.loads(LOADS["Query"].requests[0][2]))
    if query["Count"] != PAGE:
        raise Unavailable(f"{endpoint} has {query['Count']} items of {PAGE}")


def call(endpoint, operation, body):
    headers = load(operation, []).headers
    request = urllib.request.Request(endpoint, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)
    except OSError as error:
        detail = error.read().decode() if hasattr(error, "read") else ""
        raise Unavailable(f"{operation} at {endpoint}: {error} {detail}") from None
