"""The tables and items of the DynamoDB benchmark, and the requests that read and write them."""

import http.client
import json
import random
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from .load import Load
from .processes import Unavailable

TABLE, ITEMS = "benchmark", 1000
BIG, BIG_ITEMS = "million", 1_000_000
PAGE = 20
BATCH = 25
TARGET = "DynamoDB_20120810."
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=benchmark/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-target, Signature=" + "0" * 64
)
SAMPLES = 20_000
"""How many different requests are sent to a table that is larger than that."""


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


def headers(action):
    return {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": TARGET + action,
        "Authorization": AUTHORIZATION,
    }


def load(action, bodies):
    return Load([("POST", "/", json.dumps(body, ensure_ascii=False)) for body in bodies], headers(action))


def partition(number):
    """Twenty items each, written one after the other."""
    return f"author-{number // PAGE}"


def loads_of(table, items):
    """What reads and writes a table of so many items, by action; what makes it grow comes last, the least of it first:
    moto copies its tables for each transaction."""
    numbers = random.Random(1).sample(range(items), min(items, SAMPLES))
    keys = [{"pk": {"S": partition(number)}, "sk": {"N": str(number)}} for number in numbers]
    new = [item("new-{n}", sort) for sort in range(BATCH)]
    counter = {"UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    query = {"TableName": table, "KeyConditionExpression": "pk = :author"}
    return {
        "GetItem": load("GetItem", [{"TableName": table, "Key": key} for key in keys]),
        "Query": load("Query", [query | {"ExpressionAttributeValues": {":author": key["pk"]}} for key in keys]),
        "UpdateItem": load("UpdateItem", [{"TableName": table, "Key": key} | counter for key in keys]),
        "TransactWriteItems": load(
            "TransactWriteItems", [{"TransactItems": [{"Put": {"TableName": table, "Item": one}} for one in new[:4]]}]
        ),
        "PutItem": load("PutItem", [{"TableName": table, "Item": new[0]}]),
        "BatchWriteItem": load(
            "BatchWriteItem", [{"RequestItems": {table: [{"PutRequest": {"Item": one}} for one in new]}}]
        ),
    }


LOADS = loads_of(TABLE, ITEMS)


def create(endpoint, table):
    attributes = [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}]
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    body = {"TableName": table, "AttributeDefinitions": attributes, "KeySchema": keys, "BillingMode": "PAY_PER_REQUEST"}
    Client(endpoint).call("CreateTable", json.dumps(body))


def fill(endpoint, table, items):
    """Writes the items that are read, in batches on four connections."""
    text = json.dumps({"PutRequest": {"Item": item("{partition}", "{number}")}})
    start = '{"RequestItems":{"%s":[' % table

    def put(first):
        client = Client(endpoint)
        for number in range(first, items, 4 * BATCH):
            puts = (
                text.replace("{partition}", partition(one)).replace("{number}", str(one))
                for one in range(number, number + BATCH)
            )
            client.call("BatchWriteItem", start + ",".join(puts) + "]}}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(put, range(0, 4 * BATCH, BATCH)))
    query = loads_of(table, items)["Query"].requests[0][2]
    if (count := json.loads(Client(endpoint).call("Query", query))["Count"]) != PAGE:
        raise Unavailable(f"{endpoint} has {count} items of {PAGE}")


class Client:
    """One connection."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.connection = http.client.HTTPConnection(urlsplit(endpoint).netloc, timeout=30)

    def call(self, action, body):
        try:
            self.connection.request("POST", "/", body.encode(), headers(action))
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"{action} at {self.endpoint}: {error}") from None
        if response.status != 200:
            raise Unavailable(f"{action} at {self.endpoint}: {response.status} {text}")
        return text
