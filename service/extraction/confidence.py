"""Confidence: the share of events like this one that are right."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.event import Actor, Location, Weapon
from service.extraction.incidents import Incident


def confidence(
    incident: Incident, locations: Sequence[Location], actors: Sequence[Actor], weapons: Sequence[Weapon]
) -> float:
    """Return a probability from 0 to 1 that the event agrees with a careful reader on its key slots."""
    score = 0.35
    score += 0.15 * bool(locations)
    score += 0.15 * bool(incident.attackers)
    score += 0.1 * bool(incident.targets)
    score += 0.1 * bool(weapons)
    score += 0.1 * (incident.time is not None)
    score -= 0.1 * any(actor.id == "unknown" for actor in actors)
    return round(min(0.95, max(0.05, score)), 2)
