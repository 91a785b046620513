"""Annotated and predicted events as the measure reads them, and the JSON Lines files that hold them.

One line is one article: ``{"id": …, "events": […]}``. Events have the shape of the service's output; an
annotation may leave out what it does not say, so every field is optional here and unknown ones are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from schemas.article import ArticleIn
from schemas.event import Count, Event, Evidence, Span

Record = TypeVar("Record")


class AnnotationError(ValueError):
    """A file that the measure cannot read: not UTF-8, not JSON Lines, or a line of the wrong shape."""


class Place(Struct, frozen=True, kw_only=True):
    """A place; WGS 84 degrees. Fields that the comparison ignores still tell two mentions apart."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    precision: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    geonames_id: int | None = None
    spans: list[Span] = []


class Time(Struct, frozen=True, kw_only=True):
    """Calendar dates, both ends included; ``end`` null means the day of ``start``."""

    start: str | None = None
    end: str | None = None


class Actor(Struct, frozen=True, kw_only=True):
    """A side and its role."""

    role: str | None = None
    id: str | None = None


class Weapon(Struct, frozen=True, kw_only=True):
    """A kind of weapon and its counts."""

    type: str | None = None
    launched: Count | None = None
    intercepted: Count | None = None
    suppressed: Count | None = None
    hit: Count | None = None


class Target(Struct, frozen=True, kw_only=True):
    """A kind of object."""

    type: str | None = None


class Casualty(Struct, frozen=True, kw_only=True):
    """An outcome and how many people it befell."""

    outcome: str | None = None
    count: Count | None = None


class Attribution(Struct, frozen=True, kw_only=True):
    """A source cited."""

    source: str | None = None


class AnnotatedEvent(Struct, frozen=True, kw_only=True):
    """An event of either side of the comparison."""

    event_type: str | None = None
    modality: str | None = None
    time: Time | None = None
    locations: list[Place] | None = None
    actors: list[Actor] | None = None
    weapons: list[Weapon] | None = None
    targets: list[Target] | None = None
    casualties: list[Casualty] | None = None
    attribution: list[Attribution] | None = None
    quote: str | None = None
    """Where an annotated event stands, in the article's words."""
    evidence: list[Evidence] | None = None
    """Where an extracted event stands."""
    confidence: float | None = None


class AnnotatedArticle(Struct, frozen=True, kw_only=True):
    """The events of one article."""

    id: str
    events: list[AnnotatedEvent] | None = None


class ArticleText(Struct, frozen=True, kw_only=True):
    """The text of one article of an evaluation, with what a caller would submit beside it."""

    id: str
    text: str
    title: str | None = None
    published_at: str | None = None
    source: str | None = None
    url: str | None = None

    def submission(self) -> ArticleIn:
        """Return the article as a caller submits it."""
        return ArticleIn(
            text=self.text, title=self.title, published_at=self.published_at, source=self.source, url=self.url
        )


def read_events(path: Path) -> dict[str, list[AnnotatedEvent]]:
    """Return the events of each article in a file, by article id; a later line replaces an earlier one.

    Raises
    ------
    AnnotationError
        If the file is not UTF-8 or a line has the wrong shape; names the line.
    """
    return {article.id: article.events or [] for article in _lines(path, AnnotatedArticle)}


def read_texts(path: Path) -> list[ArticleText]:
    """Return the articles of a file in its order.

    Raises
    ------
    AnnotationError
        If the file is not UTF-8 or a line has the wrong shape; names the line.
    """
    return list(_lines(path, ArticleText))


def annotated(events: Iterable[Event]) -> list[AnnotatedEvent]:
    """Return extracted events as the measure reads them."""
    return [msgspec.convert(msgspec.to_builtins(event), AnnotatedEvent) for event in events]


def _lines(path: Path, shape: type[Record]) -> Iterator[Record]:
    decoder = msgspec.json.Decoder(shape)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise AnnotationError(f"{path}, line {number}: {error}") from error
