"""The application: settings in, ASGI out. Wiring only."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware import DefineMiddleware
from litestar.types import ASGIApp

from service.api.access.authentication import warn_of_access
from service.api.access.check import Access
from service.api.access.origins import cors
from service.api.articles import ArticleController
from service.api.batch import create_articles
from service.api.changes import list_changes
from service.api.codebook import get_codebook
from service.api.contract.routes import ContractController
from service.api.counts import count_events
from service.api.events import EventController
from service.api.explain import explain_article
from service.api.extract import extract_events
from service.api.middleware.access_check import AccessCheck
from service.api.middleware.access_log import AccessLog
from service.api.middleware.head import HeadAsGet
from service.api.middleware.metrics import RequestMetrics
from service.api.middleware.options import NameMethods
from service.api.middleware.request_id import RequestId
from service.api.middleware.security_headers import SecurityHeaders
from service.api.middleware.trace_context import TraceContext
from service.api.middleware.tracing import Tracing
from service.api.observing.logs import configure_logging
from service.api.observing.measured import CannotListenError, get_metrics, levels_of, served_apart
from service.api.observing.metrics import Metrics
from service.api.observing.tracing import flushed, tracer_provider
from service.api.operations import OperationsController
from service.api.problems import on_exception, on_http_exception
from service.api.services import Services
from service.api.stopping import heeded
from service.api.vocabularies import VocabularyController
from service.settings import Settings
from service.store import CannotOpen

logger = logging.getLogger("strikelog.app")


def create_app(settings: Settings | None = None) -> Litestar:
    """Return the application.

    Nothing is opened before the server starts it: the database, the workers and the lexicons belong to its lifespan.

    Parameters
    ----------
    settings
        How to run; read from the environment where not given, as a server's factory does.

    Raises
    ------
    SettingsError
        A variable of the environment has a value that cannot be used.
    """
    chosen = Settings.from_environment() if settings is None else settings

    metrics = Metrics()
    access = Access(chosen)
    traces = tracer_provider(chosen)

    @contextlib.asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        configure_logging(chosen)
        try:
            async with Services.open(chosen, metrics) as services:
                app.state.services = services
                metrics.watch(lambda: levels_of(services))
                await warn_of_access(chosen, services.keys)
                with flushed(traces), served_apart(metrics, chosen), heeded(services.stopping):
                    yield
        except (CannotOpen, CannotListenError) as error:
            logger.critical("cannot start: %s", error)
            raise

    app = Litestar(
        route_handlers=[
            extract_events,
            ArticleController,
            create_articles,
            explain_article,
            EventController,
            count_events,
            get_codebook,
            list_changes,
            VocabularyController,
            OperationsController,
            ContractController,
            *([get_metrics] if chosen.metrics_port is None else []),
        ],
        middleware=[] if access.refuses_nothing else [DefineMiddleware(AccessCheck, access=access)],
        dependencies={"services": Provide(provide_services, sync_to_thread=False)},
        exception_handlers={
            HTTPException: on_http_exception,
            Exception: on_exception,
        },
        lifespan=[lifespan],
        cors_config=cors(chosen.cors_origins),
        request_max_body_size=chosen.max_body_bytes,
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000, gzip_compress_level=4),
        openapi_config=None,
        logging_config=None,
    )
    # Around the whole application and not in its middleware, which the router's own 404 and 405 never reach.
    logged: ASGIApp = AccessLog(HeadAsGet(RequestMetrics(NameMethods(app.asgi_handler, app.routes), metrics)))
    traced = logged if traces is None else Tracing(logged, traces.get_tracer("strikelog"))
    app.asgi_handler = SecurityHeaders(RequestId(TraceContext(traced)))
    return app


def provide_services(state: State) -> Services:
    """Return what the lifespan opened."""
    services: Services = state.services
    return services
