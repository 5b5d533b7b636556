"""The book service with 50,000 made-up books: searches through the gateway by 50 clients at once."""

import json
import urllib.error
import urllib.parse
import urllib.request

from harness.books import SECRETS, load, template
from harness.comparing import Side, measure, microseconds, per_second
from harness.load import Load
from harness.processes import Unavailable
from harness.servers import Hearth
from harness.table import at_least, at_most, row

SECTION = "search"
BOOKS = 50_000
CLIENTS = 50
GOAL_RATE = 2_000
GOAL_P95 = 25_000
WARM_UP = 5
"""Seconds in which environments start and read what they keep in memory."""


def measure_section(bench):
    for name, options in (
        ("an environment each, as on Lambda", []),
        ("4 environments a function", ["--max-environments", 4]),
    ):
        with Hearth(bench.programs, template(bench), [*options, *SECRETS]) as hearth:
            load(bench, hearth, "books", BOOKS)
            requests = Load(searches(hearth))
            sample = measure(bench, Side(hearth.gateway, requests, hearth), CLIENTS, bench.rounds, WARM_UP)
        yield from rows(name, sample)


def rows(name, sample):
    name = f"{CLIENTS} clients, {name}"
    ratio = sample.rate / GOAL_RATE
    aim = f"{per_second(GOAL_RATE)} aimed at"
    yield row(SECTION, f"{name}: rate", per_second(sample.rate), aim, ratio, at_least(1))
    yield row(SECTION, f"{name}: p50", microseconds(sample.p50))
    ratio = sample.p95 / GOAL_P95
    yield row(
        SECTION, f"{name}: p95", microseconds(sample.p95), f"{microseconds(GOAL_P95)} aimed at", ratio, at_most(1)
    )
    yield row(SECTION, f"{name}: p99", microseconds(sample.p99))
    yield row(SECTION, f"{name}: CPU per search", microseconds(sample.cpu))


# What is searched for.


def searches(hearth):
    """Titles, authors, beginnings of words and what no book has, in equal parts, taken from the books themselves."""
    books = [book for number in range(1, BOOKS, BOOKS // 60) if (book := get(hearth, f"/books/g{number}"))]
    if len(books) < 50:
        raise Unavailable(f"of 60 loaded books only {len(books)} are served")
    requests = []
    for number, book in enumerate(books):
        title, author = book["title"], book["authors"][0]
        longest = max(title.split(), key=len)
        requests += [
            search(title),
            search(author.split()[-1]),
            ("GET", f"/search/shard/{urllib.parse.quote(longest[:4].lower())}?limit=10", ""),
            search(f"zyxgloom{number} {longest[::-1]}"),
        ]
    found = post(hearth, "/search", json.loads(requests[0][2]))
    if not json.dumps(found).count(books[0]["book_id"]):
        raise Unavailable(f"a search for the title {books[0]['title']!r} does not find the book")
    return requests


def search(query):
    return ("POST", "/search", json.dumps({"query": query, "limit": 10}, ensure_ascii=False))


def get(hearth, path):
    return send(urllib.request.Request(hearth.gateway + path))


def post(hearth, path, body):
    headers = {"Content-Type": "application/json"}
    return send(urllib.request.Request(hearth.gateway + path, json.dumps(body).encode(), headers))


def send(request):
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise Unavailable(f"{request.full_url}: {error} {error.read().decode()[:300]}") from None
    except OSError as error:
        raise Unavailable(f"{request.full_url}: {error}") from None
