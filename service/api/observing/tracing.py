"""Traces with OpenTelemetry, where ``strikelog[otel]`` is installed and the settings ask for them.

Where they go to, and how many are kept, say OpenTelemetry's own variables: ``OTEL_EXPORTER_OTLP_ENDPOINT``,
``OTEL_TRACES_SAMPLER`` and their like.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.settings import PREFIX, Settings, SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


def tracer_provider(settings: Settings) -> TracerProvider | None:
    """Return what makes the spans and sends them over OTLP, None where the settings ask for none.

    Raises
    ------
    SettingsError
        The packages are not installed.
    """
    if not settings.traces:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(f"{PREFIX}TRACES: needs more packages: pip install 'strikelog[otel]'") from error
    named = Resource.create({SERVICE_NAME: "strikelog"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=named)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider


@contextmanager
def flushed(provider: TracerProvider | None) -> Iterator[None]:
    """Send the spans that wait when the block ends."""
    try:
        yield
    finally:
        if provider is not None:
            provider.shutdown()
