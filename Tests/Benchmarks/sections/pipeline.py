"""The catalogue's pipeline: PutEvents → rule → SQS → batch of ten → DynamoDB → cache entry deleted, durable, with real
functions. How many events a second get through without a backlog, and how long one takes at half that rate."""

import http.client
import json
import threading
import time
import urllib.parse

from harness.processes import Unavailable
from harness.programs import ROOT
from harness.servers import Hearth
from harness.table import at_least, row

SECTION = "pipeline"
PUBLISHERS = 2
BATCH = 10
EVENTS = 10_000
PACED_SECONDS = 10
GOAL_RATE = 10_000
"""What the design asks for on a cloud."""
PATIENCE = 120
SAMPLE = 20
"""Of so many batches, the first event of one is watched on its way."""


def measure_section(bench):
    options = ["--secrets", ROOT / "secrets.example.json"]
    with Hearth(bench.programs, template(bench), options) as hearth:
        publish(hearth, "warm", 500)
        drained(hearth, "warm", 500)
        cpu = hearth.cpu_seconds()
        accepted = publish(hearth, "load", EVENTS)
        took = drained(hearth, "load", EVENTS) + accepted
        cpu = (hearth.cpu_seconds() - cpu) / EVENTS
        rate = EVENTS / took
        delays = Watch(hearth).paced(rate / 2)
        nothing_left(hearth)
    aim = f"{GOAL_RATE:,}/s aimed at on a cloud"
    yield row(SECTION, "events from PutEvents to the table", f"{rate:,.0f}/s", aim, rate / GOAL_RATE, at_least(1))
    yield row(SECTION, "events accepted", f"{EVENTS / accepted:,.0f}/s")
    yield row(SECTION, "CPU per event", f"{cpu * 1e6:,.0f} µs")
    for share, name in ((0.5, "p50"), (0.99, "p99")):
        delay = delays[min(len(delays) - 1, int(len(delays) * share))]
        yield row(SECTION, f"delay at {rate / 2:,.0f}/s: {name}", f"{delay * 1_000:,.0f} ms")


def template(bench):
    """The product's own template, on the programs that are measured."""
    template = json.loads((ROOT / "template.json").read_text())
    template["Globals"]["Function"]["CodeUri"] = str(bench.programs.function_folder("Books"))
    for resource in template["Resources"].values():
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = str(bench.programs.function_folder("Catalog"))
    return template


class Caller:
    """One connection to the endpoint."""

    def __init__(self, hearth):
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(hearth.endpoint).netloc, timeout=60)

    def call(self, service, target, body, version="1.0"):
        scope = f"AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/{service}/aws4_request"
        headers = {
            "Content-Type": f"application/x-amz-json-{version}",
            "X-Amz-Target": target,
            "Authorization": f"{scope}, SignedHeaders=host, Signature=0",
        }
        self.connection.request("POST", "/", json.dumps(body), headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise Unavailable(f"{target}: {response.status} {answer[:300].decode()}")
        return json.loads(answer)

    def put_events(self, products):
        entries = [event(product) for product in products]
        answer = self.call("events", "AWSEvents.PutEvents", {"Entries": entries}, "1.1")
        if answer["FailedEntryCount"]:
            raise Unavailable(f"PutEvents: {answer}")


def event(product):
    detail = {
        "event_id": f"event-{product}",
        "product_id": product,
        "version": 1,
        "fact": "inventory",
        "content": {"quantity": 7},
    }
    return {
        "Source": "catalog",
        "DetailType": "InventoryChanged",
        "EventBusName": "catalog",
        "Detail": json.dumps(detail, separators=(",", ":")),
    }


def publish(hearth, name, count):
    """Publishes as fast as it goes, an event for each of so many products; the seconds that took."""
    start = time.monotonic()
    batches = [range(first, first + BATCH) for first in range(0, count, BATCH)]
    run(lambda part: put(Caller(hearth), name, batches[part::PUBLISHERS]))
    return time.monotonic() - start


def put(caller, name, batches):
    for batch in batches:
        caller.put_events([f"{name}-{number}" for number in batch])


def run(work):
    threads = [threading.Thread(target=work, args=(part,)) for part in range(PUBLISHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def drained(hearth, name, count):
    """The seconds until the table has all of them."""
    caller = Caller(hearth)
    start = time.monotonic()
    left = [f"{name}-{number}" for number in range(count)]
    while left:
        if time.monotonic() - start > PATIENCE:
            raise Unavailable(f"{len(left)} of {count} events are not in the table after {PATIENCE} s")
        last = left[-100:]
        there = stored(caller, last)
        left[-100:] = [product for product in last if product not in there]
        if not there:
            time.sleep(0.01)
    return time.monotonic() - start


def stored(caller, products):
    """Which of up to a hundred products are in the table."""
    keys = [{"product_id": {"S": product}} for product in products]
    body = {"RequestItems": {"products": {"Keys": keys, "ProjectionExpression": "product_id"}}}
    items = caller.call("dynamodb", "DynamoDB_20120810.BatchGetItem", body)["Responses"]["products"]
    return {item["product_id"]["S"] for item in items}


def nothing_left(hearth):
    """Every message was done with when its update had been applied: none comes again, none is given up."""
    caller = Caller(hearth)
    for queue in ("catalog-updates", "catalog-updates-dead"):
        left = messages(caller, queue)
        if left:
            raise Unavailable(f"{left} messages are left in {queue}, although their updates are in the table")


def messages(caller, queue):
    url = caller.call("sqs", "AmazonSQS.GetQueueUrl", {"QueueName": queue})["QueueUrl"]
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    end = time.monotonic() + 5
    while True:
        answer = caller.call("sqs", "AmazonSQS.GetQueueAttributes", {"QueueUrl": url, "AttributeNames": names})
        left = sum(int(answer["Attributes"][name]) for name in names)
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.05)


class Watch:
    """Publishes at a steady rate and looks when a sample of the events arrives."""

    def __init__(self, hearth):
        self.hearth = hearth
        self.waiting, self.delays, self.done = {}, [], False

    def paced(self, rate):
        """The delays of the sampled events in seconds, sorted."""
        watcher = threading.Thread(target=self.look)
        watcher.start()
        try:
            self.publish(rate)
        finally:
            self.done = True
            watcher.join()
        if not self.delays or self.waiting:
            raise Unavailable(f"{len(self.waiting)} of the watched events have not arrived")
        return sorted(self.delays)

    def publish(self, rate):
        caller, start, number = Caller(self.hearth), time.monotonic(), 0
        while time.monotonic() - start < PACED_SECONDS:
            due = start + number * BATCH / rate
            time.sleep(max(0, due - time.monotonic()))
            products = [f"paced-{number}-{place}" for place in range(BATCH)]
            if number % SAMPLE == 0:
                self.waiting[products[0]] = time.monotonic()
            caller.put_events(products)
            number += 1

    def look(self):
        caller, end = Caller(self.hearth), time.monotonic() + PACED_SECONDS + PATIENCE
        while (not self.done or self.waiting) and time.monotonic() < end:
            if waiting := list(self.waiting)[:100]:
                for product in stored(caller, waiting):
                    self.delays.append(time.monotonic() - self.waiting.pop(product))
            time.sleep(0.002)
