"""``/metrics``: beside the rest, or on a port of its own."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from litestar import Response, get
from litestar.di import NamedDependency
from prometheus_client import start_http_server

from service.api.contract.operation import Answer, operation
from service.api.observing.metrics import MEDIA_TYPE, Levels, Metrics
from service.api.services import Services
from service.settings import Settings

logger = logging.getLogger("strikelog.app")


class CannotListenError(Exception):
    """The port for the metrics cannot be listened on."""


@get(
    "/metrics",
    operation_id="getMetrics",
    summary="What does the service measure of itself?",
    tags=["operations"],
    opt=operation(
        Answer(200, "All series in the text format of Prometheus.", contents={MEDIA_TYPE: ()}), problems=(500, 503)
    ),
)
async def get_metrics(services: NamedDependency[Services]) -> Response[bytes]:
    """Return counts and times of requests and extractions, queues, workers and the size of the database.

    The database is not asked: the answer comes while it is busy, too.
    """
    return Response(services.metrics.render(), media_type=MEDIA_TYPE)


def levels_of(services: Services) -> Levels:
    """Return what the parts of the service say of themselves at the moment."""
    database = services.settings.database
    return Levels(
        articles_waiting=services.pool.waiting,
        workers=len(services.pool.process_ids),
        writes_queued=services.store.writes_queued,
        database_bytes=_size(database),
        wal_bytes=_size(database.with_name(database.name + "-wal")),
    )


@contextlib.contextmanager
def served_apart(metrics: Metrics, settings: Settings) -> Iterator[None]:
    """Answer with the metrics on the port that the settings name for them, where they do, until the block ends.

    Raises
    ------
    CannotListenError
        The port is in use, or the host has no such address.
    """
    if settings.metrics_port is None:
        yield
        return
    try:
        server, thread = start_http_server(settings.metrics_port, settings.metrics_host, metrics.registry)
    except OSError as error:
        place = f"{settings.metrics_host} port {settings.metrics_port}"
        raise CannotListenError(f"cannot listen on {place} for the metrics: {error.strerror or error}") from error
    logger.info("metrics at %s port %d", settings.metrics_host, settings.metrics_port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
