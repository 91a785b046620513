"""The wire form of one extracted event: what one article says about one incident.

Spans are half-open ``[start, end)`` offsets in Unicode code points of the article's text as submitted, so
that ``text[start:end]`` is the mention. Dates are ISO 8601 calendar dates, places WGS 84 degrees.
"""

from __future__ import annotations

from msgspec import Struct

from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    AttributionRole,
    CasualtyGroup,
    CasualtyOutcome,
    EventType,
    Modality,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)

Span = tuple[int, int]


class Count(Struct, frozen=True):
    """A bounded count: equal bounds when exact, ``max`` null for "at least", ``min`` null for "up to"."""

    min: int | None = None
    max: int | None = None


class EventTime(Struct, frozen=True, kw_only=True):
    """When the incident took place: local calendar dates, both ends included."""

    start: str | None = None
    end: str | None = None
    precision: TimePrecision = TimePrecision.UNKNOWN
    text: str | None = None
    """The expression that the dates were read from; null when they are the publication date."""
    anchor: str | None = None
    """The date that relative words were resolved against; null where none was given."""
    spans: list[Span] = []


class Location(Struct, frozen=True, kw_only=True):
    """A place where the effects were."""

    name: str
    country: str | None = None
    admin1: str | None = None
    precision: PlacePrecision
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    """How far off the point may be, in kilometres: the extent of the place."""
    geonames_id: int | None = None
    spans: list[Span] = []


class Actor(Struct, frozen=True, kw_only=True):
    """A side of the incident in one of its roles."""

    role: ActorRole
    id: str
    """ISO 3166-1 alpha-2 for a state, a kebab-case slug for a group, or ``unknown``."""
    name: str | None = None
    kind: ActorKind
    country: str | None = None
    spans: list[Span] = []


class Weapon(Struct, frozen=True, kw_only=True):
    """One kind of weapon in the incident, with the counts that one source gives of it."""

    type: WeaponType
    model: str | None = None
    launched: Count | None = None
    intercepted: Count | None = None
    suppressed: Count | None = None
    hit: Count | None = None
    source: str | None = None
    spans: list[Span] = []


class Target(Struct, frozen=True, kw_only=True):
    """A kind of object that was hit or damaged."""

    type: TargetType
    text: str
    spans: list[Span] = []


class Casualty(Struct, frozen=True, kw_only=True):
    """People killed, injured, captured or missing, by one source."""

    outcome: CasualtyOutcome
    count: Count
    of: CasualtyGroup = CasualtyGroup.UNSPECIFIED
    source: str | None = None
    spans: list[Span] = []


class Attribution(Struct, frozen=True, kw_only=True):
    """Who is cited for the facts of the event."""

    source: str
    role: AttributionRole = AttributionRole.REPORTS
    spans: list[Span] = []


class Evidence(Struct, frozen=True):
    """A sentence that the event rests on."""

    start: int
    end: int
    text: str


class AcledCode(Struct, frozen=True):
    """The ACLED event and sub-event type that the event falls under."""

    event_type: str
    sub_event_type: str


class PloverCode(Struct, frozen=True):
    """The PLOVER event and mode that the event falls under."""

    event: str
    mode: str | None


class Codes(Struct, frozen=True):
    """The event in the codes of other datasets."""

    acled: AcledCode
    plover: PloverCode


class Event(Struct, frozen=True, kw_only=True):
    """What one article says about one incident of armed violence."""

    id: str
    article_id: str
    event_type: EventType
    modality: Modality
    time: EventTime
    locations: list[Location] = []
    actors: list[Actor] = []
    weapons: list[Weapon] = []
    targets: list[Target] = []
    casualties: list[Casualty] = []
    attribution: list[Attribution] = []
    part_of: str | None = None
    evidence: list[Evidence] = []
    confidence: float
    """The share of events like this one that are right, from 0 to 1."""
    codes: Codes
