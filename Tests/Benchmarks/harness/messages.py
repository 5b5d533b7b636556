"""The messages of the SQS benchmark: what sends them again and again, and receivers that delete what they receive."""

import json
import socket
import threading
import time
from urllib.parse import urlsplit

from .load import Load
from .processes import Unavailable

BATCH = 10
BODY = json.dumps({"orderId": 48211, "title": "The Lighthouse Keeper's Daughter", "quantity": 1, "state": "placed"})
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=benchmark/20260101/us-east-1/sqs/aws4_request, "
    "SignedHeaders=host;x-amz-target, Signature=" + "0" * 64
)


def headers(action):
    return {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "AmazonSQS." + action,
        "Authorization": AUTHORIZATION,
    }


def batch(queue):
    entries = [{"Id": str(number), "MessageBody": BODY} for number in range(BATCH)]
    return {"QueueUrl": queue, "Entries": entries}


def sends(queue):
    """What sends messages: by name, how many a request has, and the load."""
    one, ten = {"QueueUrl": queue, "MessageBody": BODY}, batch(queue)
    return {
        "SendMessage": (1, Load([("POST", "/", json.dumps(one))], headers("SendMessage"))),
        "SendMessageBatch of 10": (BATCH, Load([("POST", "/", json.dumps(ten))], headers("SendMessageBatch"))),
    }


class Client:
    """One connection. It reads no more of an answer than it must: most of the time is the server's."""

    def __init__(self, endpoint):
        self.address = urlsplit(endpoint)
        self.host = self.address.netloc
        self.socket = None
        self.heads = {}

    def call(self, action, body):
        if action not in self.heads:
            fields = "".join(f"{name}: {value}\r\n" for name, value in headers(action).items())
            self.heads[action] = f"POST / HTTP/1.1\r\nHost: {self.host}\r\n{fields}Content-Length: "
        if not self.socket:
            self.socket = socket.create_connection((self.address.hostname, self.address.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        text = json.dumps(body)
        self.socket.sendall(f"{self.heads[action]}{len(text)}\r\n\r\n{text}".encode())
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        head = answer[:end].lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(answer) < end + 4 + length:
            answer += self._more()
        if b"connection: close" in head:
            self.close()
        if b" 200 " not in head[:16]:
            raise Unavailable(f"{action} was answered {answer.decode(errors='replace')[:300]}")
        return json.loads(answer[end + 4 :] or b"{}")

    def _more(self):
        if not (bytes := self.socket.recv(65536)):
            raise Unavailable(f"{self.host} has closed the connection")
        return bytes

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


def create(endpoint, queue):
    """Creates a queue whose received messages do not come again."""
    client = Client(endpoint)
    client.call("CreateQueue", {"QueueName": queue, "Attributes": {"VisibilityTimeout": "3600"}})
    client.close()


def fill(endpoint, queue, messages, clients=1):
    """Sends so many messages, which is a multiple of what all clients send at once."""

    def work(client, _):
        for _ in range(messages // BATCH // clients):
            client.call("SendMessageBatch", batch(queue))

    together(endpoint, clients, work)


def receive_and_delete(endpoint, queue, messages, clients, batched):
    """Messages a second while so many receivers receive and delete so many messages, or all there are."""
    counts = [0] * clients

    def work(client, index):
        while sum(counts) < messages and (got := one_turn(client, queue, batched)):
            counts[index] += got

    seconds = together(endpoint, clients, work)
    if not sum(counts):
        raise Unavailable(f"{endpoint}: the queue is empty")
    return sum(counts) / seconds


def together(endpoint, clients, work):
    """Lets so many clients do `work`, each with its number, and returns the seconds until all have."""
    failures = []

    def run(index):
        client = Client(endpoint)
        try:
            work(client, index)
        except (OSError, Unavailable) as failure:
            failures.append(failure)
        client.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(clients)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Unavailable(f"{endpoint}: {failures[0]}")
    return time.monotonic() - start


def one_turn(client, queue, batched):
    """Receives and deletes what one request gets; how many that were."""
    request = {"QueueUrl": queue, "MaxNumberOfMessages": BATCH if batched else 1}
    messages = client.call("ReceiveMessage", request).get("Messages", [])
    if not messages:
        return 0
    if batched:
        entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
        client.call("DeleteMessageBatch", {"QueueUrl": queue, "Entries": entries})
    else:
        client.call("DeleteMessage", {"QueueUrl": queue, "ReceiptHandle": messages[0]["ReceiptHandle"]})
    return len(messages)
