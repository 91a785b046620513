"""The typed filters that the service parses and the store answers, and the pages that it answers with.

Within one field the values are alternatives (OR); the fields combine with AND; an empty field asks for
nothing. The parser resolves names first: the store sees actor ids, ISO codes and GeoNames ids, and folds
case, diacritics and punctuation of whatever stays a name.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from msgspec import Struct

from schemas.article import Article
from schemas.event import Event
from schemas.vocabulary import EventType, Modality, TargetType, WeaponType

DEFAULT_LIMIT = 50
MAX_LIMIT = 1000


class EventSort(StrEnum):
    """The order of a page of events; a minus sign is descending. Unknown values come last in every order."""

    DATE_DESC = "-date"
    DATE = "date"
    RECEIVED_DESC = "-received"
    KILLED_DESC = "-killed"
    LAUNCHED_DESC = "-launched"


class WeaponTerm(Struct, frozen=True, kw_only=True):
    """One weapon asked for: a type or a model, exactly one of the two."""

    type: WeaponType | None = None
    """A type without a dot is a family and finds its subtypes: ``drone`` finds ``drone.one_way``."""
    model: str | None = None
    """A designation or its beginning in whole parts: ``Shahed`` finds ``Shahed-136``, ``Kh-5`` not ``Kh-55``."""


class LocationTerm(Struct, frozen=True, kw_only=True):
    """One place asked for, by exactly one of: GeoNames id, name, country, country with first-order unit.

    An id or a name finds the places that carry it; a country or a unit also finds every place inside it. A
    name with several readings becomes several terms.
    """

    geonames_id: int | None = None
    name: str | None = None
    """The place's own name, compared without case, diacritics and punctuation."""
    country: str | None = None
    """ISO 3166-1 alpha-2. Alone: the country and all places in it."""
    admin1: str | None = None
    """With ``country``: the first-order unit of that name and all places in it."""


class BoundingBox(Struct, frozen=True):
    """A box of WGS 84 degrees, edges included; ``west`` > ``east`` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


class Near(Struct, frozen=True):
    """A circle on the globe: the centre in WGS 84 degrees, the great-circle radius in kilometres."""

    latitude: float
    longitude: float
    radius_km: float


class EventFilter(Struct, frozen=True, kw_only=True):
    """Which events, in which order, and which page of them."""

    actors: tuple[str, ...] = ()
    """Actor ids in either role."""
    attackers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """Actor ids of the side attacked."""
    date_from: dt.date | None = None
    """With ``date_to`` a closed interval that the event's time overlaps; an unknown time never does."""
    date_to: dt.date | None = None
    weapons: tuple[WeaponTerm, ...] = ()
    locations: tuple[LocationTerm, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of the places of the event."""
    bbox: BoundingBox | None = None
    near: Near | None = None
    include_imprecise: bool = False
    """Let ``bbox`` and ``near`` also match places known only to a region or a country."""
    event_types: tuple[EventType, ...] = ()
    target_types: tuple[TargetType, ...] = ()
    modalities: tuple[Modality, ...] = ()
    sources: tuple[str, ...] = ()
    """Who is cited for the event, or the outlet of its article; compared without case and diacritics."""
    article_id: str | None = None
    pipeline_version: str | None = None
    killed_min: int | None = None
    """The event's figure is the largest lower bound that any of its rows gives; likewise the next two."""
    injured_min: int | None = None
    launched_min: int | None = None
    confidence_min: float | None = None
    q: str | None = None
    """Words that all occur in the title, the evidence or the names; ``"a phrase"`` in double quotes."""
    sort: EventSort = EventSort.DATE_DESC
    limit: int = DEFAULT_LIMIT
    """Events per page, 1 to ``MAX_LIMIT``."""
    cursor: str | None = None
    """``next`` of the page before; the rest of the filter, ``limit`` aside, must be the same."""
    count_exact: bool = False
    """Count all matching events into ``EventPage.total``."""


class Suggestion(Struct, frozen=True, kw_only=True):
    """A name in the query that neither the lexicons nor the store know: it finds nothing."""

    parameter: str
    value: str
    suggestions: list[str]
    """Names close to it that are known, the closest first."""


class EventPage(Struct, frozen=True, kw_only=True):
    """One page of events."""

    items: list[Event]
    next: str | None
    """The cursor of the page after this one; null on the last page."""
    total: int | None = None
    """How many events match in all; null unless asked for."""
    did_you_mean: list[Suggestion] = []
    """The names in the query that are not known."""


class RowPage(Struct, frozen=True, kw_only=True):
    """One page of events with some of their members, or in the columns of another dataset."""

    items: list[dict[str, Any]]
    next: str | None
    """The cursor of the page after this one; null on the last page."""
    total: int | None = None
    """How many events match in all; null unless asked for."""
    did_you_mean: list[Suggestion] = []
    """The names in the query that are not known."""


class StoredPage(Struct, frozen=True, kw_only=True):
    """One page of events, each as the JSON that is stored and sent."""

    items: list[bytes]
    next: str | None
    total: int | None = None


class ArticleFilter(Struct, frozen=True, kw_only=True):
    """Which articles, the last received first, and which page of them."""

    source: str | None = None
    """The outlet, compared without case and diacritics."""
    published_from: dt.date | None = None
    """Bounds of the calendar date of publication, both included."""
    published_to: dt.date | None = None
    q: str | None = None
    """Words that all occur in the title or the text; ``"a phrase"`` in double quotes."""
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


class ArticlePage(Struct, frozen=True, kw_only=True):
    """One page of articles."""

    items: list[Article]
    next: str | None
    """The cursor of the page after this one; null on the last page."""
