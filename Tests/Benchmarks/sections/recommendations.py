"""The book service with 10,000 books and 240,000 ratings, both made up: what is recommended to one reader after another
through the gateway, computed the first time and cached the second."""

import http.client
import json
import time
from statistics import median
from urllib.parse import urlsplit

from harness.books import SECRETS, load, template
from harness.comparing import microseconds
from harness.processes import Unavailable
from harness.servers import Hearth
from harness.table import at_most, row

SECTION = "recommendations"
BOOKS, RATINGS = 10_000, 240_000
READERS = 400
WARM_UP = 20
"""Readers who are not counted."""
GOALS = {"computed": 50_000, "cache": 3_000}
"""Of the p50s, in microseconds."""
NAMES = {"computed": "computed (miss)", "cache": "cached (hit)"}


def measure_section(bench):
    with Hearth(bench.programs, template(bench), SECRETS) as hearth:
        load(bench, hearth, "books", BOOKS)
        load(bench, hearth, "ratings", RATINGS)
        times = {source: [] for source in GOALS}
        connection = http.client.HTTPConnection(urlsplit(hearth.gateway).netloc, timeout=30)
        for number in range(1, WARM_UP + READERS + 1):
            for source, measured in times.items():
                measured.append(recommended(connection, f"r{number}", source))
    for source, goal in GOALS.items():
        measured = sorted(times[source][WARM_UP:])
        p50, p99 = median(measured), measured[len(measured) * 99 // 100]
        aim = f"{microseconds(goal)} aimed at"
        yield row(SECTION, f"{NAMES[source]}, {RATINGS:,} ratings: p50", microseconds(p50), aim, p50 / goal, at_most(1))
        yield row(SECTION, f"{NAMES[source]}: p99", microseconds(p99))


def recommended(connection, reader, source):
    """Microseconds until the reader has the answer, which is to come from there."""
    start = time.perf_counter()
    connection.request("GET", f"/recommendations/{reader}?limit=10")
    response = connection.getresponse()
    body = response.read()
    taken = (time.perf_counter() - start) * 1e6
    if response.status != 200:
        raise Unavailable(f"recommendations for {reader}: {response.status} {body[:300].decode()}")
    if (told := json.loads(body)["source"]) != source:
        raise Unavailable(f"recommendations for {reader} are {told} and not {source}")
    return taken
