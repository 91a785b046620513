"""The figures of an event: what its rows of counts say together.

Rows are never summed: they may be parts of one another, or the same by another source. The figure of an event is the
largest that its rows give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from schemas.event import Count, Event
from schemas.vocabulary import CasualtyOutcome, WeaponType


class Measure(StrEnum):
    """What may be counted of the weapons of one kind; the names of the members of ``Weapon``."""

    LAUNCHED = "launched"
    INTERCEPTED = "intercepted"
    SUPPRESSED = "suppressed"
    HIT = "hit"


def casualty_figure(event: Event, outcome: CasualtyOutcome) -> Count | None:
    """Return how many were killed, injured and so on; None where no row says."""
    return largest(row.count for row in event.casualties if row.outcome is outcome)


def weapon_figure(
    event: Event, measure: Measure, among: Callable[[WeaponType], bool] = lambda weapon: True
) -> Count | None:
    """Return how many weapons were launched and so on; of some types alone, if given."""
    return largest(getattr(row, measure) for row in event.weapons if among(row.type))


def largest(counts: Iterable[Count | None]) -> Count | None:
    """Return the largest lower and the largest upper bound; the upper is open where a lower one lies above it."""
    given = [count for count in counts if count is not None]
    if not given:
        return None
    low = max((count.min for count in given if count.min is not None), default=None)
    high = max((count.max for count in given if count.max is not None), default=None)
    if low is not None and high is not None and low > high:
        high = None
    return Count(low, high)
