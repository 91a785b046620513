"""What rows in the terms of another dataset leave out, as ``member: what`` entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.event import Event
from schemas.figures import Measure, weapon_figure
from schemas.vocabulary import ActorRole, CasualtyOutcome, Modality
from service.formats.columns import actors, distinct


def common_losses(event: Event) -> Iterator[str]:
    """Yield what neither ACLED nor PLOVER can say of the event."""
    if event.modality is not Modality.ASSERTED:
        yield f"modality: {event.modality}"
    if event.part_of is not None:
        yield f"part_of: {event.part_of}"
    yield f"confidence: {event.confidence:g}"
    if len(event.locations) > 1:
        yield f"locations: {len(event.locations) - 1} more than the one shown"
    for role in ActorRole:
        if len(actors(event, role)) > 1:
            yield f"actors: {len(actors(event, role)) - 1} more with the role {role}"
    yield from _weapons(event)
    if event.targets:
        yield f"targets: {_listed(target.type for target in event.targets)}"
    yield "spans: where in the article each value stands"


def unsaid_casualties(event: Event, said: CasualtyOutcome | None) -> Iterator[str]:
    """Yield the rows of casualties but for the outcome that is shown."""
    others = [row.outcome for row in event.casualties if row.outcome is not said]
    if others:
        yield f"casualties: {_listed(others)}"


def _weapons(event: Event) -> Iterator[str]:
    if event.weapons:
        yield f"weapons: {_listed(row.model or row.type for row in event.weapons)}"
    counted = [measure for measure in Measure if weapon_figure(event, measure) is not None]
    if counted:
        yield f"weapons: how many were {_listed(counted)}"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(distinct(values))
