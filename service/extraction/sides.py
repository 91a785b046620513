"""Sides: who attacks whom in this article, and so who is meant where a clause names only one side or none.

The side follows from the article and not from world knowledge alone (codebook section 3): every clause that names
both sides is a vote for a *dyad*, and incidents without one take it from the dyads that fit their place.
"""

from __future__ import annotations

from collections import Counter

from schemas.vocabulary import ActorKind
from service.extraction.document import Document
from service.extraction.frames import Frame
from service.extraction.incidents import Incident
from service.extraction.mentions import ActorMention

ARMED_FORMS = frozenset(["force", "group", "leader", "metonym", "name", "demonym"])


class Sides:
    """The directed pairs of sides of an article, with a mention to show for each side."""

    def __init__(self, doc: Document, frames: list[Frame]) -> None:
        self.dyads: Counter[tuple[str, str]] = Counter()
        self.seen: Counter[str] = Counter()
        self.mention: dict[str, ActorMention] = {}
        for actor in doc.actors:
            if actor.id != "unknown":
                self.seen[actor.id] += 1
                self.mention.setdefault(actor.id, actor)
        self.attacking: Counter[str] = Counter()
        for frame in frames:
            for attacker in frame.attackers:
                if attacker.id == "unknown":
                    continue
                self.attacking[attacker.id] += 1
                for target in frame.targets:
                    if target.id not in ("unknown", attacker.id):
                        self.dyads[attacker.id, target.id] += 2
                for place in frame.places:
                    if place.country and place.country != attacker.id:
                        self.dyads[attacker.id, place.country] += 1

    def attacker_of(self, target: str | None, country: str | None) -> str | None:
        """Return the side that attacks the target, or what lies in the country, in this article."""
        for held in (target, country):
            if held is None:
                continue
            best = _best((a, n) for (a, t), n in self.dyads.items() if t == held and a != target)
            if best is not None:
                return best
        held = target or country
        foes = [(a, n) for a, n in self.attacking.items() if a != held]
        return _best(foes) if held is not None else None

    def target_of(self, attackers: set[str], country: str | None) -> str | None:
        """Return the side that the attackers act against at a place in the country."""
        if country is not None and country not in attackers:
            rivals = {t: n for (a, t), n in self.dyads.items() if a in attackers}
            return (
                country
                if country in rivals or not rivals or self.seen[country]
                else max(rivals, key=lambda t: (rivals[t], t))
            )
        best = _best((t, n) for (a, t), n in self.dyads.items() if a in attackers and t not in attackers)
        if best is None:
            best = _best((a, n) for (a, t), n in self.dyads.items() if t in attackers and a not in attackers)
        return best or country

    def kind_of(self, side: str) -> ActorKind:
        """Return what kind of side it is, by its mention or its code."""
        if side in self.mention:
            return self.mention[side].kind
        return ActorKind.STATE if side.isupper() else ActorKind.GROUP


def _best(votes: object) -> str | None:
    counts: Counter[str] = Counter()
    for side, n in votes:  # type: ignore[attr-defined]
        counts[side] += n
    return min(counts, key=lambda side: (-counts[side], side)) if counts else None


def country_of(incident: Incident) -> str | None:
    """Return the country that most of the incident's places lie in, the first one among equals."""
    counts = Counter(place.country for place in incident.places if place.country)
    return counts.most_common(1)[0][0] if counts else None
