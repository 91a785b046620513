"""What the service tells Prometheus about itself: one registry for each application, no global state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

MEDIA_TYPE = "text/plain; version=0.0.4"
"""The text format of Prometheus; the framework adds the charset."""

REQUEST_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
EXTRACTION_SECONDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
WRITES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
EVENTS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)

UNMATCHED = "unmatched"
"""The route of a request that no route takes: paths that callers make up must not become series."""

METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
OTHER_METHOD = "other"


def known_method(method: str) -> str:
    """Return the method of a request, `OTHER_METHOD` for one that a caller has made up."""
    return method if method in METHODS or method == "HEAD" else OTHER_METHOD


class Levels(NamedTuple):
    """What is measured at the moment of asking."""

    articles_waiting: int
    workers: int
    writes_queued: int
    database_bytes: int
    wal_bytes: int


class Metrics:
    """The series, and how the parts of the service add to them."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "strikelog_requests",
            "Requests answered, by the template of their route and the class of their status; HEAD counts as GET.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._request_seconds = Histogram(
            "strikelog_request_duration_seconds",
            "Time until the last byte of an answer.",
            ("route",),
            buckets=REQUEST_SECONDS,
            registry=registry,
        )
        self._extraction_seconds = Histogram(
            "strikelog_extraction_duration_seconds",
            "Time that a worker took for an article, the wait for it left out.",
            buckets=EXTRACTION_SECONDS,
            registry=registry,
        )
        self._events = Histogram(
            "strikelog_events_per_article",
            "Events extracted from an article.",
            buckets=EVENTS,
            registry=registry,
        )
        self._restarts = Counter(
            "strikelog_extraction_worker_restarts",
            "Workers replaced because they died or took too long.",
            registry=registry,
        )
        self._commits = Histogram(
            "strikelog_store_commit_writes",
            "Writes that one commit of the database has put on disk together.",
            buckets=WRITES,
            registry=registry,
        )
        ProcessCollector(registry=registry)

    def answered(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """Count a request; `route` is the template that took it, None where there was none."""
        known = route or UNMATCHED
        self._requests.labels(known, method if method in METHODS else OTHER_METHOD, f"{status // 100}xx").inc()
        self._request_seconds.labels(known).observe(seconds)

    def extracted(self, events: int, seconds: float) -> None:
        """Count an extraction."""
        self._extraction_seconds.observe(seconds)
        self._events.observe(events)

    def worker_replaced(self) -> None:
        """Count a worker that died or was ended."""
        self._restarts.inc()

    def committed(self, writes: int) -> None:
        """Count a commit of the database."""
        self._commits.observe(writes)

    def watch(self, measure: Callable[[], Levels]) -> None:
        """Tell, whenever the series are asked for, what `measure` returns then, on whatever thread."""
        self.registry.register(_Watched(measure))

    def render(self) -> bytes:
        """Return all series in the text format."""
        return generate_latest(self.registry)


class _Watched(Collector):
    def __init__(self, measure: Callable[[], Levels]) -> None:
        self._measure = measure

    def collect(self) -> Iterator[Metric]:
        levels = self._measure()
        yield GaugeMetricFamily(
            "strikelog_extraction_queue_articles", "Articles that wait for a worker.", levels.articles_waiting
        )
        yield GaugeMetricFamily("strikelog_extraction_workers", "Workers that are ready or at work.", levels.workers)
        yield GaugeMetricFamily(
            "strikelog_store_queue_writes", "Writes that wait for the database.", levels.writes_queued
        )
        size = GaugeMetricFamily(
            "strikelog_database_size_bytes", "Size of the database and of its log.", labels=["file"]
        )
        size.add_metric(["database"], levels.database_bytes)
        size.add_metric(["wal"], levels.wal_bytes)
        yield size
