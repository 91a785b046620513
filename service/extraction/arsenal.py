"""Arsenal: the weapons of an event, one row for each kind, with the counts told of it (codebook section 4)."""

from __future__ import annotations

from schemas.event import Count, Weapon
from schemas.vocabulary import WeaponType
from service.extraction.citing import sources_at
from service.extraction.incidents import Incident
from service.extraction.mentions import spans
from service.extraction.salvos import WeaponUse, size

STATUSES = ("launched", "intercepted", "suppressed", "hit")


def merge_weapons(incident: Incident) -> list[list[WeaponUse]]:
    """Group the uses of one kind of weapon; a bare word gives way to a subtype or model of its family."""
    groups: dict[tuple[WeaponType, str | None], list[WeaponUse]] = {}
    for frame in incident.frames:
        for use in frame.weapons:
            groups.setdefault((use.mention.type, use.mention.model), []).append(use)
    kept: list[list[WeaponUse]] = []
    for (kind, model), uses in groups.items():
        finer = [
            k for k, m in groups
            if k.family == kind.family
            and ((k != kind and kind.value == kind.family) or (k == kind and m and not model))
        ]  # fmt: skip
        if finer and not any(use.counted for use in uses):
            continue
        kept.append(uses)
    if len(kept) > 1:
        kept = [uses for uses in kept if uses[0].mention.type is not WeaponType.UNKNOWN]
    return kept


def weapon(uses: list[WeaponUse], incident: Incident) -> Weapon:
    """Return the row of one kind of weapon with the largest count told of each outcome."""
    counts: dict[str, Count | None] = {}
    for status in STATUSES:
        told: list[Count] = [getattr(use, status) for use in uses if getattr(use, status) is not None]
        counts[status] = max(told, key=size) if told else None
    source = next((s for use in uses if use.counted for s in sources_at(incident, use.start)), None)
    found = spans((use.start, use.end) for use in uses)
    mention = uses[0].mention
    return Weapon(type=mention.type, model=mention.model, source=source, spans=found, **counts)
