"""Traces: a span for each request."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from api_service import SUMY, served
from test_api_logs import PARENT, TRACE

from service.api.observing.tracing import tracer_provider
from service.settings import Settings, SettingsError

pytest.importorskip("opentelemetry.sdk", reason="strikelog[otel] is not installed")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What the service of the test records."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr("service.app.tracer_provider", lambda settings: provider)
    return exporter


@pytest.fixture
async def client(settings: Settings, spans: InMemorySpanExporter) -> AsyncIterator[httpx.AsyncClient]:
    async with served(settings) as client:
        yield client


async def test_each_request_is_a_span(
    client: httpx.AsyncClient, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ValueError(SUMY)

    monkeypatch.setattr("service.api.counts.event_filter", fail)
    await client.get("/v1/articles/ar_secret?secret", headers={"traceparent": PARENT, "x-request-id": "one"})
    extracted = (await client.post("/v1/extract", json={"text": SUMY})).json()
    await client.get("/v1/events/counts?by=month", headers={"traceparent": "secret"})
    await client.head("/secret")
    found = spans.get_finished_spans()
    assert [span.name for span in found] == [
        "GET /v1/articles/{article_id}",
        "POST /v1/extract",
        "GET /v1/events/counts",
        "HEAD unmatched",
    ]
    told: list[dict[str, Any]] = [dict(span.attributes or {}) for span in found]
    assert [attributes["http.response.status_code"] for attributes in told] == [400, 200, 500, 404]
    assert told[0]["http.route"] == "/v1/articles/{article_id}"
    assert told[0]["strikelog.request_id"] == "one"
    assert told[1]["strikelog.events"] == len(extracted["events"]) >= 1
    child = found[0]
    assert child.parent is not None
    assert (format_trace_id(child.parent.trace_id), format_span_id(child.parent.span_id)) == tuple(
        PARENT.split("-")[1:3]
    )
    assert format_trace_id(child.context.trace_id) == TRACE
    assert [span.parent is None for span in found[1:]] == [True] * 3
    assert {span.kind for span in found} == {SpanKind.SERVER}
    assert [span.status.status_code is StatusCode.ERROR for span in found] == [False, False, True, False]
    for span in found:
        assert not span.events
        assert "secret" not in span.to_json()
        assert "Sumy" not in span.to_json()


async def test_the_log_names_the_trace_that_begins_here(
    client: httpx.AsyncClient, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="strikelog"):
        await client.get("/v1/codebook")
    (span,) = spans.get_finished_spans()
    (record,) = [record for record in caplog.records if record.name == "strikelog.access"]
    assert record.__dict__["trace_id"] == format_trace_id(span.context.trace_id)


def test_no_spans_are_made_unless_asked_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tracer_provider(settings) is None
    provider = tracer_provider(msgspec.structs.replace(settings, traces=True))
    assert provider is not None
    assert provider.resource.attributes["service.name"] == "strikelog"
    provider.shutdown()
    monkeypatch.setenv("OTEL_SERVICE_NAME", "strikelog-of-the-desk")
    renamed = tracer_provider(msgspec.structs.replace(settings, traces=True))
    assert renamed is not None
    assert renamed.resource.attributes["service.name"] == "strikelog-of-the-desk"
    renamed.shutdown()


def test_packages_that_are_missing_are_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return as_it_is(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r"^STRIKELOG_TRACES: .*strikelog\[otel\]"):
        tracer_provider(msgspec.structs.replace(settings, traces=True))
