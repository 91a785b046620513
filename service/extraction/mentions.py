"""The mentions that annotators find: typed, frozen, each with its half-open span in code points of the text.

A mention's ``start`` and ``end`` always satisfy ``text[start:end] == mention text``. Annotators produce these;
clauses, frames and events only read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from schemas.event import Count, Span
from schemas.vocabulary import (
    ActorKind,
    AttributionRole,
    CasualtyGroup,
    CasualtyOutcome,
    EventType,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)


class NumberMention(Struct, frozen=True, kw_only=True, gc=False):
    """A quantity of countable things: "at least six", "dozens", "no", "574"."""

    start: int
    end: int
    number_start: int
    """Where the bare number begins, after its bound ("at least")."""
    count: Count
    kind: str
    """``cardinal``, ``vague``, ``zero``, ``article`` ("a drone"), ``ordinal``, ``percent``, ``money``,
    ``measure`` (km, tonnes, hours …), ``year``, ``clock`` or ``code`` (part of a designation or a date)."""


class TimeMention(Struct, frozen=True, kw_only=True, gc=False):
    """A time expression: TIMEX3 type and value, and the calendar dates that it covers."""

    start: int
    end: int
    type: str
    """``DATE``, ``TIME``, ``DURATION`` or ``SET``, as in ISO-TimeML."""
    value: str
    begin: date | None
    until: date | None
    """Last day covered, included."""
    precision: TimePrecision
    anchor: date | None
    """The date that relative words were resolved against."""
    rule: str
    """The name of the rule that read it."""
    span: bool = False
    """A period that the text marks as a total's ("since Wednesday", "in the past week", "this year")."""


class PlaceMention(Struct, frozen=True, kw_only=True, gc=False):
    """A toponym resolved to a point: where it stands, what it is."""

    start: int
    end: int
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    precision: PlacePrecision
    radius_km: float | None
    relation: str | None = None
    """``near`` ("a town south of Kyiv"), ``part`` ("northern Syria"), ``dateline``, ``possessive``
    ("Ukraine's air force") or null."""
    parents: tuple[int, ...] = ()
    """Indices, in the document's places, of mentions that only say where this one lies ("in Sumy region")."""


class ActorMention(Struct, frozen=True, kw_only=True, gc=False):
    """A side, by one of its names."""

    start: int
    end: int
    id: str
    name: str
    kind: ActorKind
    country: str | None
    form: str
    """``name`` ("Russia"), ``demonym`` ("Russian"), ``metonym`` ("Moscow", "the Kremlin"), ``leader`` ("Putin"),
    ``force`` ("Russian troops", "Ukrainian Air Force", "IDF"), ``government`` ("Russian defence ministry",
    "Ukrainian officials"), ``people`` ("Palestinians", "Ukrainian civilians"), ``group`` ("Hezbollah"),
    ``generic`` ("rebels", "gunmen", "the army": side unknown or to be found from context)."""


class WeaponMention(Struct, frozen=True, kw_only=True, gc=False):
    """A weapon by its common name or its designation."""

    start: int
    end: int
    type: WeaponType
    model: str | None
    plural: bool
    act: bool
    """The word names a use and not a thing: "airstrike", "shelling", "car bombing"."""


class ObjectMention(Struct, frozen=True, kw_only=True, gc=False):
    """A thing or people that can be hit, by the head noun's type."""

    start: int
    end: int
    type: TargetType
    plural: bool


class CasualtyMention(Struct, frozen=True, kw_only=True, gc=False):
    """A figure of people killed, injured, captured or missing."""

    start: int
    end: int
    outcome: CasualtyOutcome
    count: Count
    of: CasualtyGroup
    part: bool = False
    """A sub-group of the figure before it ("including two children")."""
    total: bool = False
    """A running total ("the death toll rose to 11")."""


class SpeakerMention(Struct, frozen=True, kw_only=True, gc=False):
    """Who is cited, and the stretch of text that stands on their word."""

    start: int
    end: int
    name: str
    role: AttributionRole
    scope_start: int
    scope_end: int
    side: str | None = None
    """Actor id of the side that the speaker belongs to, where the text says so."""


class ActMention(Struct, frozen=True, kw_only=True, gc=False):
    """A verb or noun of violence."""

    start: int
    end: int
    lemma: str
    pattern: str
    """The key of its argument pattern in the lexicon of acts."""
    noun: bool
    form: str
    """``finite``, ``passive``, ``gerund``, ``infinitive`` or ``noun``."""
    type: EventType | None = None
    """The event type that the word alone tells."""
    weak: bool = False
    """The word has peaceful senses: it makes an event only beside a weapon, a side or casualties."""


def spans(found: Iterable[Span]) -> list[Span]:
    """Return spans in the order of the text, each once."""
    return sorted(set(found))
