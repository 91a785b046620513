"""The query parameters of the lists, one Struct for each: the contract is generated from these annotations."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from schemas.counts import DEFAULT_GROUPS, Dimension
from schemas.query import DEFAULT_LIMIT, BoundingBox, EventSort
from schemas.vocabulary import EventType, Modality, TargetType
from service.api.asking.params import (
    BOX,
    COUNT,
    COUNTRY,
    DATE,
    FLAG,
    GROUPS,
    INTERVAL,
    LIMIT,
    NAME,
    NAME_PREFIX,
    POINT,
    PROBABILITY,
    RADIUS,
    SOURCE,
    TEXT,
    Interval,
    Parameter,
    Point,
    one_of,
)
from service.formats import Format, Schema


class CountMode(StrEnum):
    """How the total of a list is counted."""

    EXACT = "exact"


class EventField(StrEnum):
    """The members of an event."""

    ID = "id"
    ARTICLE_ID = "article_id"
    EVENT_TYPE = "event_type"
    MODALITY = "modality"
    TIME = "time"
    LOCATIONS = "locations"
    ACTORS = "actors"
    WEAPONS = "weapons"
    TARGETS = "targets"
    CASUALTIES = "casualties"
    ATTRIBUTION = "attribution"
    PART_OF = "part_of"
    EVIDENCE = "evidence"
    CONFIDENCE = "confidence"
    CODES = "codes"


class Include(StrEnum):
    """What may be added to an extraction."""

    MENTIONS = "mentions"


CURSOR = Parameter(TEXT, "The opaque `next` of the page before; every other parameter stays the same.")
PAGE_SIZE = Parameter(LIMIT, "How many items a page has; above 1000 counts as 1000.", example="50")


class FilterQuery(Struct, frozen=True, kw_only=True):
    """Which events."""

    actor: Annotated[
        list[str],
        Parameter(NAME, "A side in either role: its id, name or alias (`RU`, `Moscow`).", many=True, example="RU"),
    ] = []
    attacker: Annotated[list[str], Parameter(NAME, "A side that acts; as `actor`.", many=True)] = []
    target: Annotated[list[str], Parameter(NAME, "A side attacked; as `actor`.", many=True)] = []
    date_from: Annotated[
        date | None, Parameter(DATE, "Events whose time reaches this day or later.", example="2025-03-01")
    ] = None
    date_to: Annotated[date | None, Parameter(DATE, "Events whose time begins on this day or earlier.")] = None
    datetime: Annotated[
        Interval | None,
        Parameter(
            INTERVAL, "The same in the form of OGC API Features; not beside the two.", example="2025-03-01/2025-03-31"
        ),
    ] = None
    weapon: Annotated[
        list[str],
        Parameter(
            NAME, "A type, a family (`drone` finds `drone.one_way`) or a model (`Shahed`).", many=True, example="drone"
        ),
    ] = []
    location: Annotated[
        list[str],
        Parameter(
            NAME,
            "A place by name, alias or GeoNames id; a region or country finds what lies inside it.",
            many=True,
            example="Sumy",
        ),
    ] = []
    country: Annotated[
        list[str], Parameter(COUNTRY, "The country of a place, ISO 3166-1 alpha-2.", many=True, example="UA")
    ] = []
    bbox: Annotated[
        BoundingBox | None,
        Parameter(BOX, "`west,south,east,north`; west above east spans the antimeridian.", example="30,44,41,53"),
    ] = None
    near: Annotated[
        Point | None, Parameter(POINT, "`lat,lon` of a centre; needs `radius_km`.", example="50.45,30.52")
    ] = None
    radius_km: Annotated[
        float | None, Parameter(RADIUS, "Great-circle distance from `near`, in km.", example="100")
    ] = None
    include_imprecise: Annotated[
        bool, Parameter(FLAG, "Let `bbox` and `near` match places known only to a region or country.")
    ] = False
    event_type: Annotated[
        list[EventType],
        Parameter(one_of(EventType), "What happened.", many=True, example="aerial_strike"),
    ] = []
    target_type: Annotated[
        list[TargetType], Parameter(one_of(TargetType), "What was hit.", many=True, example="energy")
    ] = []
    modality: Annotated[
        list[Modality], Parameter(one_of(Modality), "How the article stands to the event.", many=True)
    ] = []
    source: Annotated[
        list[str], Parameter(SOURCE, "Who is cited for the event, or the outlet of its article.", many=True)
    ] = []
    article_id: Annotated[str | None, Parameter(TEXT, "The article that tells of the event.")] = None
    pipeline_version: Annotated[
        str | None, Parameter(TEXT, "The version that extracted the event, as in its article.")
    ] = None
    killed_min: Annotated[int | None, Parameter(COUNT, "At least so many killed.", example="1")] = None
    injured_min: Annotated[int | None, Parameter(COUNT, "At least so many injured.")] = None
    launched_min: Annotated[int | None, Parameter(COUNT, "At least so many weapons launched.")] = None
    confidence_min: Annotated[float | None, Parameter(PROBABILITY, "At least so confident.", example="0.5")] = None
    q: Annotated[
        str | None,
        Parameter(TEXT, 'Words in the title, the evidence or the names; `"a phrase"` in quotes.', example="substation"),
    ] = None


class EventQuery(FilterQuery, frozen=True, kw_only=True):
    """Which events, in which order, and how they are written."""

    sort: Annotated[
        EventSort, Parameter(one_of(EventSort), "The order; a minus sign is descending. Default `-date`.")
    ] = EventSort.DATE_DESC
    limit: Annotated[
        int | None,
        Parameter(
            LIMIT,
            "How many items a page has; above 1000 counts as 1000. Without it `csv` and `ndjson` give every event.",
            example="50",
        ),
    ] = None
    cursor: Annotated[str | None, CURSOR] = None
    count: Annotated[
        CountMode | None, Parameter(one_of(CountMode), "`exact` counts all matching events into `total`.")
    ] = None
    format: Annotated[
        Format | None, Parameter(one_of(Format), "How the events are written; goes before the `Accept` header.")
    ] = None
    schema: Annotated[
        Schema, Parameter(one_of(Schema), "Whose columns and codes the events have. Default `strikelog`.")
    ] = Schema.STRIKELOG
    fields: Annotated[
        list[EventField],
        Parameter(
            one_of(EventField),
            "Only these members of an event; in flat formats the columns made of them. Not beside another `schema`.",
            many=True,
        ),
    ] = []


class CountsQuery(FilterQuery, frozen=True, kw_only=True):
    """Which events are counted, and by what."""

    by: Annotated[
        list[Dimension],
        Parameter(
            one_of(Dimension),
            "One or two dimensions, one of them of time at most.",
            many=True,
            example="month",
            most=2,
            required=True,
        ),
    ] = []
    fill: Annotated[
        bool, Parameter(FLAG, "Add the days, weeks, months or years without events, so that a series has no gaps.")
    ] = False
    limit: Annotated[
        int,
        Parameter(
            GROUPS,
            f"How many groups at most; those with the most events are kept. Default {DEFAULT_GROUPS}.",
            example="100",
        ),
    ] = DEFAULT_GROUPS


class VocabularyQuery(Struct, frozen=True, kw_only=True):
    """Which sides, weapons or places, those with the most events first."""

    q: Annotated[
        str | None,
        Parameter(NAME_PREFIX, "The beginning of a name or alias, accents and old spellings forgiven.", example="Kie"),
    ] = None
    limit: Annotated[int, PAGE_SIZE] = DEFAULT_LIMIT
    cursor: Annotated[str | None, CURSOR] = None


class ArticleQuery(Struct, frozen=True, kw_only=True):
    """Which articles, the last received first."""

    source: Annotated[str | None, Parameter(SOURCE, "The outlet.", example="NBC News")] = None
    published_from: Annotated[date | None, Parameter(DATE, "Published on this day or later.")] = None
    published_to: Annotated[date | None, Parameter(DATE, "Published on this day or earlier.")] = None
    q: Annotated[str | None, Parameter(TEXT, 'Words in the title or the text; `"a phrase"` in quotes.')] = None
    limit: Annotated[int, PAGE_SIZE] = DEFAULT_LIMIT
    cursor: Annotated[str | None, CURSOR] = None
