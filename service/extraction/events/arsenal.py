"""Arsenal: the weapons of an event, one row for each kind, with the counts told of it (codebook section 4).

A kind has a second row only where another source gives figures that disagree with the first.
"""

from __future__ import annotations

from schemas.event import Count, Weapon
from schemas.vocabulary import WeaponType
from service.extraction.events.attribution import sources_at
from service.extraction.events.incidents import Incident
from service.extraction.frames.salvos import WeaponUse, size
from service.extraction.mentions import WeaponMention, spans

STATUSES = ("launched", "intercepted", "suppressed", "hit")
FIRED_FROM_AFAR = frozenset(["missile", "drone"])

Kind = tuple[WeaponType, str | None]


def merge_weapons(incident: Incident) -> list[list[WeaponUse]]:
    """Group the uses of one kind of weapon; a bare word gives way to a subtype or model of its family."""
    groups: dict[Kind, list[WeaponUse]] = {}
    for frame in incident.frames:
        for use in frame.weapons:
            groups.setdefault((use.mention.type, use.mention.model), []).append(use)
    for kind in list(groups):
        finer = [other for other in groups if _refines(other, kind)]
        if finer and (home := _home(groups[kind], [groups[f] for f in finer])) is not None:
            groups[finer[home]].extend(use for use in groups.pop(kind) if use.counted)
    kept = [uses for kind, uses in groups.items() if not (_carrier(kind, groups) or _renamed(kind, groups, incident))]
    if len(kept) > 1:
        kept = [uses for uses in kept if uses[0].mention.type is not WeaponType.UNKNOWN]
    return [row for uses in kept for row in _by_source(uses, incident)]


def _refines(finer: Kind, kind: Kind) -> bool:
    """Whether the first kind says more exactly what the second may be."""
    if finer[0] is WeaponType.EXPLOSIVE and kind == (WeaponType.BOMB, None):
        return True  # "the bombs" of a blast
    if finer[0].family != kind[0].family or finer == kind:
        return False
    bare = kind[0].value == kind[0].family
    return (finer[0] is not kind[0] and bare) or (finer[0] is kind[0] and finer[1] is not None and kind[1] is None)


def _home(general: list[WeaponUse], finer: list[list[WeaponUse]]) -> int | None:
    """Return which finer kind takes the general word's uses over; None if its counts are of a larger whole."""
    if not any(use.counted for use in general):
        return 0
    same = [n for n, uses in enumerate(finer) if _shares_figure(general, uses)]
    if same:
        return same[0]
    if any(use.launched for use in general) and any(use.intercepted or use.suppressed for use in finer[0]):
        return None  # "nine missiles", of which "four Kh-101s" were shot down
    several = len({uses[0].mention.type for uses in finer}) > 1
    return None if several or not all(_agrees(use, finer[0]) for use in general) else 0


def _shares_figure(first: list[WeaponUse], second: list[WeaponUse]) -> bool:
    """Whether one outcome has the same count of several weapons in both."""
    for status in STATUSES:
        told = {getattr(use, status) for use in first} & {getattr(use, status) for use in second} - {None, Count(1, 1)}
        if told:
            return True
    return False


def _carrier(kind: Kind, groups: dict[Kind, list[WeaponUse]]) -> bool:
    """Whether the kind is the ship or aircraft that missiles came from, or the guns of a ship that is named."""
    others = {other for other, _ in groups}
    if kind == (WeaponType.ARTILLERY, None) and WeaponType.WARSHIP in others:
        return all(use.mention.act for use in groups[kind])  # "gunboats shelled the port"
    if kind[0] is WeaponType.WARSHIP:
        return any(other.family in FIRED_FROM_AFAR for other in others)
    if kind[0] is WeaponType.AIRCRAFT and not any(use.mention.act for use in groups[kind]):
        return WeaponType.MISSILE_CRUISE in others or WeaponType.MISSILE_BALLISTIC in others
    return False


def _renamed(kind: Kind, groups: dict[Kind, list[WeaponUse]], incident: Incident) -> bool:
    """Whether "the rockets" are the missiles of other sentences: never named beside them, nor counted otherwise."""
    if kind != (WeaponType.ARTILLERY_ROCKET, None):
        return False
    missiles = [use for (other, _), uses in groups.items() if other.family == "missile" for use in uses]
    rockets = groups[kind]
    if not missiles or any(
        {id(use) for use in frame.weapons} & {id(use) for use in missiles}
        and {id(use) for use in frame.weapons} & {id(use) for use in rockets}
        for frame in incident.frames
    ):
        return False
    return all(_agrees(use, missiles) for use in rockets if use.counted)


def _by_source(uses: list[WeaponUse], incident: Incident) -> list[list[WeaponUse]]:
    """Part the uses of one kind where two sources give different figures for one outcome."""
    rows: list[tuple[str | None, list[WeaponUse]]] = []
    for use in uses:
        source = _source(use, incident) if use.counted else None
        home = next((row for known, row in rows if source is not None and known == source), None)
        if home is None:
            home = next((row for known, row in rows if _agrees(use, row) or None in (known, source)), None)
        if home is None:
            rows.append((source, [use]))
        else:
            home.append(use)
            if source is not None:
                rows = [(source if row is home and known is None else known, row) for known, row in rows]
    return [row for _, row in rows]


def _agrees(use: WeaponUse, row: list[WeaponUse]) -> bool:
    """Whether each count of the use is among those that the row has of its outcome, or the row has none."""
    for status in STATUSES:
        told = getattr(use, status)
        if told is None:
            continue
        known = (count for other in row if (count := getattr(other, status)) is not None)
        if next(known, told) != told and told not in known:
            return False
    return True


def _source(use: WeaponUse, incident: Incident) -> str | None:
    return next(iter(sources_at(incident, use.start)), None)


def weapon(uses: list[WeaponUse], incident: Incident) -> Weapon:
    """Return the row of one kind of weapon with the largest count told of each outcome."""
    counts: dict[str, Count | None] = {}
    for status in STATUSES:
        told: list[Count] = [getattr(use, status) for use in uses if getattr(use, status) is not None]
        counts[status] = max(told, key=size) if told else None
    source = next((s for use in uses if use.counted for s in sources_at(incident, use.start)), None)
    found = spans((use.start, use.end) for use in uses)
    mention: WeaponMention = uses[0].mention
    return Weapon(type=mention.type, model=mention.model, source=source, spans=found, **counts)
