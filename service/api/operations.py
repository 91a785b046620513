"""``/livez``, ``/readyz``, ``/version``: what operators and their probes ask."""

from __future__ import annotations

from importlib.metadata import version

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from msgspec import Struct

from service.api.contract.operation import Answer, operation
from service.api.responses import json_answer
from service.api.services import Services
from service.store import StoreError

VERSION = version("strikelog")


class Liveness(Struct, frozen=True):
    """The process answers."""

    status: str = "ok"


class Readiness(Struct, frozen=True, kw_only=True):
    """Whether requests can be served, and what stands in the way."""

    ready: bool
    checks: dict[str, str]
    """``ok`` or the reason, for ``database`` and ``extraction``."""


class Versions(Struct, frozen=True, kw_only=True):
    """The versions of the parts."""

    version: str
    """Of the program."""
    pipeline_version: str | None
    """Of the extraction; null until a worker has started."""
    schema_version: int
    """Of the database: how many migrations it has."""


class OperationsController(Controller):
    """Probes and versions."""

    path = "/"
    tags = ("operations",)

    @get(
        "/livez",
        operation_id="getLiveness",
        summary="Is the process alive?",
        opt=operation(Answer(200, "The process answers.", Liveness), scope=None),
    )
    async def livez(self) -> Response[bytes]:
        """Answer 200 while the process answers at all; no dependency is asked."""
        return json_answer(Liveness())

    @get(
        "/readyz",
        operation_id="getReadiness",
        summary="Can requests be served?",
        opt=operation(
            Answer(200, "Requests can be served.", Readiness),
            Answer(503, "Requests cannot be served just now.", Readiness),
            scope=None,
        ),
    )
    async def readyz(self, services: NamedDependency[Services]) -> Response[bytes]:
        """Answer 200 when the database reads and writes and a worker has loaded the pipeline, else 503."""
        checks = {"database": "ok", "extraction": "ok" if services.pool.ready else "no worker is ready"}
        try:
            await services.store.check()
        except StoreError as error:
            checks["database"] = str(error)
        if services.stopping.is_set():
            checks["service"] = "stopping"
        ready = set(checks.values()) == {"ok"}
        return json_answer(Readiness(ready=ready, checks=checks), 200 if ready else 503)

    @get(
        "/version",
        operation_id="getVersion",
        summary="Which versions are running?",
        opt=operation(Answer(200, "The versions of the parts.", Versions), problems=(500, 503), scope=None),
    )
    async def versions(self, services: NamedDependency[Services]) -> Response[bytes]:
        """Return the versions of the program, the extraction and the database."""
        health = await services.store.check()
        return json_answer(
            Versions(
                version=VERSION,
                pipeline_version=services.pool.pipeline_version,
                schema_version=health.schema_version,
            )
        )
