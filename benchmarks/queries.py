"""Every kind of query against the running service, at a million events or ten.

    python benchmarks/queries.py DATABASE [--events N] [--repeat 200] [--only TEXT]

Fills DATABASE up to N events through the store's own writer, or goes on where that was stopped, starts the service on
it, and measures each query through HTTP on one connection, warm, in turns with `GET /livez`. Beside it stand, by
processor time, the store alone and the plain SQL of the best plan: the fastest of all ways to the same page that the
store could have taken, on a bare connection. README.md has figures.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from filling import fill, stored_events
from plans import best_plan, own_plan
from served import Served, Usage

from schemas.query import EventFilter
from service.api.asking.filters import page_filter
from service.api.asking.names import Names
from service.api.asking.queries import EventQuery
from service.api.asking.querystring import read_query
from service.store import Store

PAGES = 1000
ENOUGH = 20_000.0
"""Milliseconds after which nothing is repeated."""


class Asked(NamedTuple):
    """A query and why it is asked."""

    name: str
    query: str
    path: str = "/v1/events"


class Timing(NamedTuple):
    """Milliseconds of the median and of the slowest hundredth."""

    p50: float
    p99: float


def filters(database: Path) -> Iterator[Asked]:
    """Yield each filter alone, common and rare values of it."""
    common, rare, word, seldom, cited, outlet, article = samples(database)
    for name, query in (
        ("nothing", ""),
        ("actor", "actor=RU"),
        ("attacker", "attacker=UA"),
        ("target", "target=UA"),
        ("weapon, a family", "weapon=drone"),
        ("weapon, a type", "weapon=missile.cruise"),
        ("weapon, a model", "weapon=Shahed"),
        ("location, the most common", f"location={quote(common)}"),
        ("location, a rare one", f"location={quote(rare)}"),
        ("location, a region", "location=Sumy%20Oblast"),
        ("location, a country", "location=Ukraine"),
        ("country", "country=SD"),
        ("country, two", "country=SD,NG"),
        ("bbox, a town", "bbox=30.3,50.3,30.8,50.6"),
        ("bbox, a country", "bbox=22,44,41,53"),
        ("near, 25 km", "near=50.45,30.52&radius_km=25"),
        ("near, 300 km", "near=50.45,30.52&radius_km=300"),
        ("dates, a day", "datetime=2024-03-18"),
        ("dates, a month", "date_from=2024-03-01&date_to=2024-03-31"),
        ("dates, open", "datetime=2019-01-01/.."),
        ("event_type", "event_type=explosion"),
        ("target_type", "target_type=health"),
        ("modality", "modality=disputed"),
        ("source, who is cited", f"source={quote(cited)}"),
        ("source, an outlet", f"source={quote(outlet)}"),
        ("article_id", f"article_id={article}"),
        ("pipeline_version", "pipeline_version=benchmark"),
        ("killed_min", "killed_min=10"),
        ("killed_min, rare", "killed_min=1000"),
        ("injured_min", "injured_min=100"),
        ("launched_min", "launched_min=500"),
        ("confidence_min", "confidence_min=0.95"),
        ("q, a common word", f"q={word}"),
        ("q, a rare word", f"q={seldom}"),
        ("q, two words", f"q={word}%20{seldom}"),
        ("sort=date", "sort=date"),
        ("sort=-received", "sort=-received"),
        ("sort=-killed", "sort=-killed"),
        ("sort=-launched", "sort=-launched"),
    ):
        yield Asked(name, query)


def combinations(database: Path) -> Iterator[Asked]:
    """Yield the ten most plausible combinations, each with who would ask it."""
    common, _, word, *_ = samples(database)
    for name, query in (
        ("a desk's month of drone strikes", "attacker=RU&weapon=drone&date_from=2024-03-01&date_to=2024-03-31"),
        ("deadly strikes in a country, for a casualty tracker", "country=UA&event_type=aerial_strike&killed_min=1"),
        ("one town through a year, for a local record", f"location={quote(common)}&datetime=2024-01-01/2024-12-31"),
        ("the deadliest on one side, for a ranking", "target=PS&killed_min=10&sort=-killed"),
        ("a group and its weapon, for an arms analyst", "actor=houthis&weapon=artillery.rocket"),
        ("a box on a map while it is moved", "bbox=36,47,40,50&event_type=shelling&datetime=2024-03-01/2024-03-31"),
        ("around a town by weapon, for a demining planner", "near=50.45,30.52&radius_km=100&weapon=missile"),
        ("words within a country, for a researcher", f"q={word}&country=SD"),
        ("three exact filters that seldom meet", "attacker=islamic-state&country=IQ&event_type=explosion"),
        ("what came in last on energy, for a monitor", "target_type=energy&attacker=RU&sort=-received"),
    ):
        yield Asked(name, query)


COUNTS = [
    Asked("everything by country", "by=country", "/v1/events/counts"),
    Asked("everything by month", "by=month", "/v1/events/counts"),
    Asked("everything by day, filled", "by=day&fill=true&date_from=2014-01-01", "/v1/events/counts"),
    Asked("everything by location", "by=location&limit=100", "/v1/events/counts"),
    Asked("everything by attacker and weapon", "by=attacker,weapon", "/v1/events/counts"),
    Asked("everything by country and month", "by=country,month", "/v1/events/counts"),
    Asked("everything by location and month", "by=location,month&limit=100", "/v1/events/counts"),
    Asked("everything by location and source", "by=location,source&limit=100", "/v1/events/counts"),
    Asked("a month by country", "by=country&datetime=2024-03-01/2024-03-31", "/v1/events/counts"),
    Asked("a month by day", "by=day&datetime=2024-03-01/2024-03-31", "/v1/events/counts"),
    Asked("a month by attacker and weapon", "by=attacker,weapon&datetime=2024-03-01/2024-03-31", "/v1/events/counts"),
    Asked("a country by month", "by=month&country=UA", "/v1/events/counts"),
    Asked("a country by weapon", "by=weapon&country=SD", "/v1/events/counts"),
    Asked("deadly strikes by month", "by=month&country=IQ&killed_min=10", "/v1/events/counts"),
]
TYPE_AHEAD = [
    Asked("locations, one letter", "q=k", "/v1/locations"),
    Asked("locations, three letters", "q=kyi", "/v1/locations"),
    Asked("locations, an old spelling", "q=Kiev", "/v1/locations"),
    Asked("actors", "q=ru", "/v1/actors"),
    Asked("weapons", "q=sha", "/v1/weapons"),
]


def samples(database: Path) -> tuple[str, str, str, str, str, str, str]:
    """Return a common and a rare place, a common and a rare word, who is cited, an outlet and an article."""
    connection = sqlite3.connect(database)
    by_events = "SELECT t.label FROM terms t JOIN term_sums s ON s.term_id = t.id WHERE t.facet = ? ORDER BY s.events"
    common = connection.execute(f"{by_events} DESC LIMIT 1", ("place",)).fetchone()[0]
    rare = connection.execute(f"{by_events} DESC LIMIT 1 OFFSET 3000", ("place",)).fetchone()[0]
    cited = connection.execute(f"{by_events} DESC LIMIT 1", ("source",)).fetchone()[0]
    outlet = connection.execute(f"{by_events} DESC LIMIT 1 OFFSET 50", ("outlet",)).fetchone()[0]
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'events_fts', 'row')")
    found = connection.execute("SELECT term FROM temp.words WHERE length(term) > 3 ORDER BY doc DESC")
    words = [row[0] for row in found]
    article = connection.execute("SELECT public_id FROM articles ORDER BY id DESC LIMIT 1 OFFSET 10").fetchone()[0]
    connection.close()
    return common, rare, words[20], words[-2000], cited, outlet, article


class Service:
    """The service in a process of its own, and one connection to it."""

    def __init__(self, database: Path) -> None:
        self.served = Served(database, 1, STRIKELOG_QUERY_TIMEOUT="60")
        self.connection = http.client.HTTPConnection(self.served.url.removeprefix("http://"), timeout=600)

    def get(self, path: str) -> bytes:
        """Return the body of an answer that must be 200."""
        response = self.ask(path)
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status} {body.decode()}")
        return body

    def ask(self, path: str) -> http.client.HTTPResponse:
        """Return the answer, whatever its status, on a new connection if the old one was closed."""
        try:
            self.connection.request("GET", path)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # While plain SQL is measured, the service ends a connection that is not used.
            self.connection.close()
            self.connection.request("GET", path)
            return self.connection.getresponse()

    def memory_mb(self) -> int:
        """Return the memory of the service, mapped files aside."""
        return int(Usage.of(*self.served.processes).memory_mb)

    def close(self) -> None:
        """Stop the service."""
        self.connection.close()
        self.served.close()


def timed(run: Callable[[], object], repeat: int, clock: Callable[[], float] = time.perf_counter) -> Timing:
    """Return the timing of a run that is repeated; fewer times where it is slow, never below five."""
    for _ in range(3):
        run()
    taken: list[float] = []
    while len(taken) < repeat and (sum(taken) < ENOUGH or len(taken) < 5):
        start = clock()
        run()
        taken.append((clock() - start) * 1000)
    taken.sort()
    return Timing(statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.99))])


def worked(run: Callable[[], object], repeat: int) -> Timing:
    """Return the timing of a run by the processor time of the thread, which others on the machine change little."""
    return timed(run, repeat, time.thread_time)


def show(name: str, timing: Timing, livez: Timing, own: float | None = None, plain: float | None = None) -> None:
    """Print a line of the table."""
    sql = "" if own is None or plain is None else f"{own:8.2f} {plain:8.2f} {own / plain:6.1f}"
    ours = f"{timing.p50:9.2f} {timing.p99:9.2f} {livez.p50:7.2f} {timing.p99 / livez.p99:6.1f}"
    print(f"{name:52} {ours} {sql}", flush=True)


async def filter_of(store: Store, names: Names, query: str) -> EventFilter:
    """Return the filter that the service makes of a query string."""
    return (await page_filter(read_query(EventQuery, query.encode()), names, store)).filter


def measure_pages(service: Service, database: Path, asked: list[Asked], repeat: int) -> None:
    """Measure first pages, each beside the plain SQL of its best plan."""
    import asyncio

    names, store = Names.load(), Store.open(database, readers=1)
    for query in asked:
        livez = timed(lambda: service.get("/livez"), repeat)
        timing = timed(lambda query=query: service.get(f"{query.path}?{query.query}"), repeat)
        wanted = asyncio.run(filter_of(store, names, query.query))
        few = min(repeat, 30)
        own, plain = (plan(database, wanted, few, worked) for plan in (own_plan, best_plan))
        show(query.name, timing, livez, own, plain)
    store.close()


def measure_answers(service: Service, asked: list[Asked], repeat: int) -> None:
    """Measure answers that are no pages of events."""
    for query in asked:
        livez = timed(lambda: service.get("/livez"), repeat)
        show(query.name, timed(lambda query=query: service.get(f"{query.path}?{query.query}"), repeat), livez)


def measure_walk(service: Service, query: str, repeat: int) -> None:
    """Measure the first page of a walk and page 1,000."""
    livez = timed(lambda: service.get("/livez"), repeat)
    first = f"/v1/events?{query}"
    page = json.loads(service.get(first))
    for _ in range(PAGES - 2):
        if page["next"] is None:
            return
        page = json.loads(service.get(f"{first}&{urlencode({'cursor': page['next']})}"))
    last = f"{first}&{urlencode({'cursor': page['next']})}"
    show(f"page 1 of {query}", timed(lambda: service.get(first), repeat), livez)
    show(f"page {PAGES:,} of {query}", timed(lambda: service.get(last), repeat), livez)


def measure_walks(service: Service, repeat: int) -> None:
    """Measure walks through everything and through a filter."""
    for query in ("limit=50", "country=UA&limit=50"):
        measure_walk(service, query, repeat)


def measure_stream(service: Service, database: Path) -> None:
    """Measure every event as NDJSON, beside SQLite's own dump of the rows."""
    before, start, size = service.memory_mb(), time.perf_counter(), 0
    response = service.ask("/v1/events?format=ndjson")
    most = before
    lines = 0
    while chunk := response.read(1 << 20):
        size += len(chunk)
        lines += chunk.count(b"\n")
        if size % (1 << 26) < len(chunk):
            most = max(most, service.memory_mb())
    seconds = time.perf_counter() - start
    rate = f"{lines:,} events, {size / 1e6:,.0f} MB in {seconds:.1f} s: {lines / seconds:,.0f} events/s"
    print(f"NDJSON: {rate}; memory {before} MB before, {most} MB at most")
    start, size = time.perf_counter(), 0
    command = ["sqlite3", f"file:{database}?mode=ro", ".dump event_bodies"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as dump:
        assert dump.stdout is not None
        while chunk := dump.stdout.read(1 << 20):
            size += len(chunk)
    seconds = time.perf_counter() - start
    print(f"sqlite3 .dump of the rows: {size / 1e6:,.0f} MB in {seconds:.1f} s: {lines / seconds:,.0f} events/s")


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=200)
    parser.add_argument("--only", default="", help="the sections to measure, by their first letters")
    options = parser.parse_args()
    fill(options.database, options.events)
    stored = stored_events(options.database)
    size = options.database.stat().st_size
    version = sqlite3.sqlite_version
    print(f"{stored:,} events, {size / 1e9:.2f} GB, {size / stored:,.0f} bytes an event; SQLite {version}")
    service = Service(options.database)
    try:
        print(
            f"{'':52} {'p50 ms':>9} {'p99 ms':>9} {'livez':>7} {'99/99':>6} {'store ms':>8} {'SQL ms':>8} {'ratio':>6}"
        )
        sections: dict[str, Callable[[], None]] = {
            "filters": lambda: measure_pages(
                service, options.database, list(filters(options.database)), options.repeat
            ),
            "combinations": lambda: measure_pages(
                service, options.database, list(combinations(options.database)), options.repeat
            ),
            "walks": lambda: measure_walks(service, options.repeat),
            "counts": lambda: measure_answers(service, COUNTS, options.repeat),
            "type-ahead": lambda: measure_answers(service, TYPE_AHEAD, options.repeat),
            "stream": lambda: measure_stream(service, options.database),
        }
        for name, run in sections.items():
            if name.startswith(options.only):
                print(f"-- {name}")
                run()
    finally:
        service.close()


if __name__ == "__main__":
    main()
