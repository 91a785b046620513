"""The service's log: one line per record on standard error, as JSON or as text.

No line has a secret or the text of an article: what callers send is never logged, and of an exception neither is the
message, which may quote it, unless it comes from the operating system or the database.
"""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar.types import Scope

from service.api.observing.metrics import UNMATCHED
from service.settings import LogFormat, Settings

ROOT = "strikelog"
FIELDS = ("request_id", "trace_id", "key_id", "method", "route", "status", "duration_ms", "bytes", "events")
"""The extra fields that a record may carry."""

LONGEST_CHAIN = 10
"""How many exceptions that led to one another are told of."""


def known_of(scope: Scope) -> dict[str, Any]:
    """Return what the log says of a request whatever becomes of it: its route, id, trace, key and events extracted."""
    state = scope["state"]
    known = {name: state[name] for name in ("request_id", "trace_id", "key_id", "events") if name in state}
    return known | {"route": scope.get("path_template") or UNMATCHED}


def note_events(scope: Scope, count: int) -> None:
    """Add to the number of events that were extracted for the request."""
    scope["state"]["events"] = scope["state"].get("events", 0) + count


class _Formatter(logging.Formatter):
    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        """Return the exceptions that led to one another, the first first: where each came from, and its type."""
        error: BaseException | None = ei[1]
        told: list[str] = []
        while error is not None and len(told) < LONGEST_CHAIN:
            places = "".join(traceback.format_tb(error.__traceback__))
            message = f": {error}" if _quotes_nothing(error) else ""
            told.insert(0, f"{places}{type(error).__module__}.{type(error).__qualname__}{message}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(told)


def _quotes_nothing(error: BaseException) -> bool:
    # The values of SQL statements are never in their messages. The API knows SQLite by name only.
    return isinstance(error, OSError) or type(error).__module__ == "sqlite3"


class JsonFormatter(_Formatter):
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


class TextFormatter(_Formatter):
    """One line for people: time, level, message and the extra fields."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for a record."""
        # What the formatter of another handler has left there may quote what it should not.
        record.exc_text = None
        return super().format(record)

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
