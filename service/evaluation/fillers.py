"""Events as fillers: (slot, value) pairs, the unit that the measure counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from msgspec import Struct

from schemas.event import Count
from service.evaluation.annotation import AnnotatedEvent, Place, Time, Weapon

SLOTS = (
    "type", "attacker", "target", "weapon", "weapon_type", "weapon_count",
    "place", "date", "killed", "injured", "object", "source",
)  # fmt: skip
"""The slots, in the order of the table."""


class WeaponCount(Struct, frozen=True):
    """How many weapons of a family met one fate."""

    family: str
    status: str
    """``launched``, ``intercepted``, ``suppressed`` or ``hit``."""
    count: Count


Value = str | None | Place | Time | Count | WeaponCount


class Filler(NamedTuple):
    """One thing that an event says: a slot and its value."""

    slot: str
    value: Value


def fillers(event: AnnotatedEvent) -> list[Filler]:
    """Return what an event says, each thing once, in a fixed order.

    Unknown actors, weapons of unknown type, counts without any bound and times without a start say nothing
    and give no filler; captured and missing people are not measured.
    """
    found = [Filler("type", event.event_type)]
    found += [
        Filler(actor.role, actor.id)
        for actor in event.actors or ()
        if actor.role in ("attacker", "target") and actor.id not in (None, "", "unknown")
    ]
    for weapon in event.weapons or ():
        found += _weapon_fillers(weapon)
    found += [Filler("place", place) for place in event.locations or ()]
    if event.time is not None and event.time.start:
        found.append(Filler("date", event.time))
    for casualty in event.casualties or ():
        if casualty.outcome in ("killed", "injured") and _bounded(casualty.count):
            found.append(Filler(casualty.outcome, casualty.count))
    found += [Filler("object", target.type) for target in event.targets or ()]
    found += [Filler("source", cited.source) for cited in event.attribution or ()]
    return _once(found)


def united(events: Iterable[list[Filler]]) -> list[Filler]:
    """Return what an article says with its events thrown together, each thing once.

    Two events at one place count it once, wherever in the text each of them names it.
    """
    return _once(Filler(slot, _bare(value)) for event in events for slot, value in event)


def _weapon_fillers(weapon: Weapon) -> list[Filler]:
    if weapon.type in (None, "", "unknown"):
        return []
    family = weapon.type.partition(".")[0]
    found = [Filler("weapon", family), Filler("weapon_type", weapon.type)]
    fates = {
        "launched": weapon.launched,
        "intercepted": weapon.intercepted,
        "suppressed": weapon.suppressed,
        "hit": weapon.hit,
    }
    for status, count in fates.items():
        if count is not None and _bounded(count):
            found.append(Filler("weapon_count", WeaponCount(family, status, count)))
    return found


def _bounded(count: Count | None) -> bool:
    return count is not None and (count.min is not None or count.max is not None)


def _bare(value: Value) -> Value:
    """Return a place without its spans and whatever else the comparison does not look at."""
    if isinstance(value, Place):
        return Place(
            name=value.name,
            country=value.country,
            precision=value.precision,
            latitude=value.latitude,
            longitude=value.longitude,
        )
    return value


def _once(found: Iterable[Filler]) -> list[Filler]:
    return list({(slot, msgspec.json.encode(value)): Filler(slot, value) for slot, value in found}.values())
