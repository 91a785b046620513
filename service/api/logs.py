"""The service's log: one line per record on standard error, as JSON or as text."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

from service.settings import LogFormat, Settings

ROOT = "strikelog"
FIELDS = ("request_id", "key_id", "method", "path", "status", "duration_ms", "bytes")
"""The extra fields that a record may carry."""


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(_extras(record))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


class TextFormatter(logging.Formatter):
    """One line for people: time, level, message and the extra fields."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's own name
        """Return the line for a record, without its exception."""
        extras = " ".join(f"{name}={value}" for name, value in _extras(record).items())
        return f"{super().formatMessage(record)} {extras}".rstrip()


def configure_logging(settings: Settings) -> None:
    """Send the service's log lines to standard error in the form and from the level that the settings say."""
    logger = logging.getLogger(ROOT)
    logger.setLevel(settings.log_level.upper())
    for handler in [h for h in logger.handlers if isinstance(h, _Handler)]:
        logger.removeHandler(handler)
    handler = _Handler(sys.stderr)
    handler.setFormatter(JsonFormatter() if settings.log_format is LogFormat.JSON else TextFormatter())
    logger.addHandler(handler)


class _Handler(logging.StreamHandler[Any]):
    """The service's own handler, told apart from those that others add."""


def _extras(record: logging.LogRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
