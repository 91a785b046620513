"""Rows as bytes: a writer for each format.

A writer gives the bytes before the first event, those of a batch of events, and those after the last, so that a page
and a stream of millions are written alike and nothing but the batch is held.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec
from msgspec import Raw, Struct

from schemas.event import Event
from schemas.geojson import Feature, MultiPoint, Point
from schemas.query import Suggestion
from service.formats.columns import FLAT, Cell, View
from service.formats.views import Schema, view_of


class Format(StrEnum):
    """How events are written."""

    JSON = "json"
    GEOJSON = "geojson"
    CSV = "csv"
    NDJSON = "ndjson"


MEDIA_TYPES = {
    Format.JSON: "application/json",
    Format.GEOJSON: "application/geo+json",
    Format.CSV: "text/csv; header=present",
    Format.NDJSON: "application/x-ndjson",
}

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or strips to find one (OWASP, CSV injection)."""

decode_event = msgspec.json.Decoder(Event).decode
_members = msgspec.json.Decoder(dict[str, Raw]).decode
_encode = msgspec.json.Encoder().encode


class PageEnd(Struct, frozen=True, kw_only=True):
    """What a page says after its items; the members of `EventPage` that follow them."""

    next: str | None = None
    total: int | None = None
    did_you_mean: list[Suggestion] = []


class Writer(Protocol):
    """Writes events in one format; used for one page or stream."""

    def begin(self) -> bytes:
        """Return what comes before the first event."""
        ...

    def rows(self, events: Sequence[bytes]) -> bytes:
        """Return a batch of events, each given as its JSON."""
        ...

    def end(self, page: PageEnd) -> bytes:
        """Return what comes after the last event."""
        ...


def writer(form: Format, schema: Schema = Schema.STRIKELOG, fields: Sequence[str] = ()) -> Writer:
    """Return a writer.

    Parameters
    ----------
    form
        The format.
    schema
        Whose columns and codes the rows have.
    fields
        The members of the event to keep, all where there are none; only with our own schema. In flat formats the
        columns that are made of these members are kept.
    """
    view = view_of(schema)
    if form in (Format.JSON, Format.NDJSON):
        items = _Members(fields) if view is None else _Rows(view)
        return _JsonWriter(items) if form is Format.JSON else _NdjsonWriter(items)
    view = view or (FLAT.only(fields) if fields else FLAT)
    return _CsvWriter(view) if form is Format.CSV else _GeoJsonWriter(view)


def write(batches: Iterable[Sequence[bytes]], to: Writer, page: PageEnd | None = None) -> Iterator[bytes]:
    """Yield the bytes of batches of events, each given as its JSON."""
    yield to.begin()
    for batch in batches:
        yield to.rows(batch)
    yield to.end(page or PageEnd())


class _Members:
    """Events in our own terms: as they are, or some of their members."""

    def __init__(self, fields: Sequence[str]) -> None:
        self._fields = fields

    def __call__(self, event: bytes) -> bytes:
        if not self._fields:
            return event
        members = _members(event)
        return _encode({name: members[name] for name in self._fields})


class _Rows:
    """Events as rows of a view."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __call__(self, event: bytes) -> bytes:
        return _encode(self._view.row(decode_event(event)))


class _NdjsonWriter:
    """One event a line."""

    def __init__(self, items: _Members | _Rows) -> None:
        self._items = items

    def begin(self) -> bytes:
        return b""

    def rows(self, events: Sequence[bytes]) -> bytes:
        return b"".join(self._items(event) + b"\n" for event in events)

    def end(self, page: PageEnd) -> bytes:
        return b""


class _ListWriter:
    """Events as the elements of one array inside an object."""

    head: bytes

    def __init__(self) -> None:
        self._first = True

    def begin(self) -> bytes:
        return self.head

    def rows(self, events: Sequence[bytes]) -> bytes:
        if not events:
            return b""
        joined = b",".join(map(self.item, events))
        separated = joined if self._first else b"," + joined
        self._first = False
        return separated

    def end(self, page: PageEnd) -> bytes:
        return b"]," + _encode(page)[1:]

    def item(self, event: bytes) -> bytes:
        raise NotImplementedError


class _JsonWriter(_ListWriter):
    """An `EventPage`."""

    head = b'{"items":['

    def __init__(self, items: _Members | _Rows) -> None:
        super().__init__()
        self._items = items

    def item(self, event: bytes) -> bytes:
        return self._items(event)


class _GeoJsonWriter(_ListWriter):
    """A FeatureCollection (RFC 7946) with the flat row of each event as properties."""

    head = b'{"type":"FeatureCollection","features":['

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def item(self, event: bytes) -> bytes:
        decoded = decode_event(event)
        return _encode(Feature(id=decoded.id, geometry=_geometry(decoded), properties=self._view.row(decoded)))


class _CsvWriter:
    """RFC 4180: a header, CRLF, quotes doubled; lists joined by ``; ``."""

    def __init__(self, view: View) -> None:
        self._view = view

    def begin(self) -> bytes:
        return _csv_lines([self._view.names])

    def rows(self, events: Sequence[bytes]) -> bytes:
        return _csv_lines([_csv_cell(cell) for cell in self._view.row(decode_event(e)).values()] for e in events)

    def end(self, page: PageEnd) -> bytes:
        return b""


def _csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode("utf-8", "replace")


def _csv_cell(cell: Cell) -> Cell:
    """Return the cell so that a spreadsheet shows it and does not run it; numbers are no formulas."""
    text = "; ".join(cell) if isinstance(cell, list) else cell
    if isinstance(text, str) and text.startswith(FORMULA_STARTS):
        return "'" + text
    return text


def _geometry(event: Event) -> Point | MultiPoint | None:
    points = [
        [place.longitude, place.latitude]
        for place in event.locations
        if place.longitude is not None and place.latitude is not None
    ]
    if not points:
        return None
    return Point(points[0]) if len(points) == 1 else MultiPoint(points)
