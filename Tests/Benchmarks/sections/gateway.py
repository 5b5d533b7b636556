"""A function behind the HTTP API: routing, a real event, Codable at both ends of the handler."""

from harness.application import application
from harness.comparing import Side, compare, measure, microseconds, per_second
from harness.load import Load
from harness.servers import BareListener, Hearth
from harness.table import at_least, row

from sections.invoke import third_of_listener

SECTION = "gateway"
BODY = '{"user_id":"u1017","rating":5,"comment":"Read it twice."}'
LOAD = Load(
    [("POST", "/books/9780140449136/rate?source=web&lang=en", BODY)],
    headers={
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Accept": "application/json, text/plain, */*",
        "Accept-Language": "en-US,en;q=0.5",
        "Accept-Encoding": "gzip, deflate",
        "Origin": "https://books.example.com",
        "Referer": "https://books.example.com/books/9780140449136",
        "Authorization": "Bearer 0123456789abcdef0123456789abcdef",
        "Cookie": "session=0123456789abcdef; theme=dark",
    },
)


def measure_section(bench):
    application_ = application(bench.programs.function_folder("BenchEcho"))
    with (
        BareListener(bench.programs) as listener,
        Hearth(bench.programs, application_, ["--max-environments", 4, "--quiet"]) as hearth,
    ):
        ours = Side(hearth.gateway, LOAD, hearth)
        result = compare(bench, ours, Side(listener.url, LOAD, listener), clients=32)
        yield from third_of_listener(SECTION, "32 clients, 4 environments", result, at_least(0.50))
        sample = measure(bench, ours, clients=1)
    yield row(SECTION, "1 client: rate", per_second(sample.rate))
    for figure, label in (("p50", "p50"), ("p99", "p99"), ("cpu", "CPU per request")):
        yield row(SECTION, f"1 client: {label}", microseconds(getattr(sample, figure)))
