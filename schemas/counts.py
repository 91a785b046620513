"""Counts of events by one or two dimensions, with the sums of their figures."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from schemas.query import EventFilter, Suggestion

DEFAULT_GROUPS = 1000
MAX_GROUPS = 10_000


class Dimension(StrEnum):
    """What events are counted by."""

    ACTOR = "actor"
    ATTACKER = "attacker"
    TARGET_SIDE = "target_side"
    WEAPON = "weapon"
    WEAPON_FAMILY = "weapon_family"
    EVENT_TYPE = "event_type"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    LOCATION = "location"
    TARGET_TYPE = "target_type"
    SOURCE = "source"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


PERIODS = frozenset({Dimension.DAY, Dimension.WEEK, Dimension.MONTH, Dimension.YEAR})
"""The dimensions of time: an event counts in the period of its first day."""


class CountQuery(Struct, frozen=True, kw_only=True):
    """Which events are counted, and by what."""

    filter: EventFilter
    """Order and page play no part."""
    by: tuple[Dimension, ...]
    """One or two different ones, at most one of them a period."""
    limit: int = DEFAULT_GROUPS
    """Groups, at most; those with the most events are kept."""


class FigureSum(Struct, frozen=True, kw_only=True, gc=False):
    """The sum of one figure over events."""

    min: int
    """Of the lower bounds: at least so many, if every event is told once."""
    max: int
    """Of the upper bounds, the lower one where the upper is open."""
    unknown: int
    """Events that give no figure, which are not in the sums."""


class Tally(Struct, frozen=True, kw_only=True):
    """How many events, and the sums of their figures."""

    events: int
    killed: FigureSum
    injured: FigureSum
    launched: FigureSum
    intercepted: FigureSum


class Key(Struct, frozen=True, kw_only=True, gc=False):
    """A value of a dimension."""

    value: str | None
    """As a filter takes it; null for events without a date."""
    label: str
    """The value in words."""
    country: str | None = None
    """Of a place or a unit: its country."""


class Group(Tally, frozen=True, kw_only=True):
    """The events that have these values."""

    keys: list[Key]
    """One for each dimension, in the order of `by`."""


class Counts(Struct, frozen=True, kw_only=True):
    """Events counted by one or two dimensions.

    An event with several values of a dimension counts in the group of each, so that groups may add up to more than
    the total; one without any counts in none but the total.
    """

    by: list[Dimension]
    items: list[Group]
    """In the order of time where a dimension is a period, else those with the most events first."""
    truncated: bool
    """Whether there are more groups than the limit."""
    total: Tally
    """All events that match."""
    did_you_mean: list[Suggestion] = []
    """The names in the query that are not known."""
