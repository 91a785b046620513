"""Sides: who attacks whom in this article, and so who is meant where a clause names only one side or none.

The side follows from the article and not from world knowledge alone (codebook section 3): every clause that names
both sides is a vote for a *dyad*, and incidents without one take it from the dyads that fit their place.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import product

from schemas.vocabulary import ActorKind
from service.extraction.document import Document
from service.extraction.events.incidents import Incident
from service.extraction.frames.accusations import credit
from service.extraction.frames.frame import Frame
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActorMention, PlaceMention

FOREVER = 9999


@lru_cache(maxsize=1)
def _conflicts() -> tuple[dict[str, list[tuple[str, int, int]]], dict[tuple[str, str], tuple[str, int]]]:
    """Return each side's opponents with the years of their conflict, and the holders of held places.

    A group fights the state that it comes from, unless it is a loyal one.
    """
    data, groups = read_table("conflicts.toml"), read_table("groups.toml")
    foes: dict[str, list[tuple[str, int, int]]] = {}
    rebels = [
        {"sides": [[group["country"]], [name]], "from": 0}
        for name, group in groups.items()
        if "country" in group and name not in data["loyal"]
    ]
    for conflict in [*data["conflicts"], *rebels]:
        years = (conflict["from"], conflict.get("to", FOREVER))
        for a, b in product(*conflict["sides"]):
            foes.setdefault(a, []).append((b, *years))
            foes.setdefault(b, []).append((a, *years))
    held = {
        (entry["country"], name): (entry["holder"], entry["from"]) for entry in data["held"] for name in entry["places"]
    }
    return foes, held


def holder_of(place: PlaceMention, year: int) -> str | None:
    """Return the side that holds the place against the state that it belongs to, or None."""
    for name in (place.name, place.admin1):
        holder, since = _conflicts()[1].get((place.country or "", name or ""), (None, 0))
        if holder is not None and year >= since:
            return holder
    return None


@lru_cache(maxsize=1)
def _flying() -> frozenset[str]:
    return frozenset(read_table("conflicts.toml")["flying"])


class Sides:
    """The directed pairs of sides of an article, with a mention to show for each side.

    Frames without an attacker gain the one that claims their act or is blamed for it.
    """

    def __init__(self, doc: Document, frames: list[Frame]) -> None:
        credit(doc, frames)
        self.dyads: Counter[tuple[str, str]] = Counter()
        self.seen: Counter[str] = Counter()
        self.mention: dict[str, ActorMention] = {}
        for actor in doc.actors:
            if actor.id != "unknown":
                self.seen[actor.id] += 1
                self.mention.setdefault(actor.id, actor)
        self.year = doc.published.year if doc.published else 0
        self.attacking: Counter[str] = Counter()
        for frame in frames:
            for attacker in frame.attackers:
                if attacker.id == "unknown":
                    continue
                if id(attacker) in frame.suppliers:
                    continue
                self.attacking[attacker.id] += 1
                for target in frame.targets:
                    if target.id not in ("unknown", attacker.id):
                        self.dyads[attacker.id, target.id] += 2
                for place in frame.places:
                    if place.country and place.country != attacker.id:
                        self.dyads[attacker.id, place.country] += 1

    def dispel(self, frames: list[Frame]) -> None:
        """Take suppliers out of the attackers where the article knows them in no other part and others act."""
        for frame in frames:
            frame.attackers = [
                a for a in frame.attackers
                if id(a) not in frame.suppliers or self.attacking[a.id] or not self.attacking
            ]  # fmt: skip

    def attacker_of(self, target: str | None, country: str | None) -> str | None:
        """Return the side that attacks the target, or what lies in the country, in this article."""
        for held in (target, country):
            if held is None:
                continue
            best = _best((a, n) for (a, t), n in self.dyads.items() if t == held and a != target)
            if best is not None:
                return best
        return next((foe for held in (target, country) if held for foe in self._foes(held) if foe != target), None)

    def _foes(self, side: str) -> list[str]:
        """Return the side's opponents that the article mentions, the most mentioned first."""
        named = {foe for foe in self._enemies(side) if self.seen[foe]}
        return sorted(named, key=lambda foe: (-self.seen[foe], foe))

    def _enemies(self, side: str) -> set[str]:
        """Return the side's opponents in the article's year, or ever if it has none."""
        known = _conflicts()[0].get(side, [])
        return {foe for foe, first, last in known if not self.year or first <= self.year <= last}

    def plausible(self, attackers: list[str], targets: list[str], country: str | None) -> list[str]:
        """Return the targets without those that only own a thing that was hit ("an American factory" in Ukraine)."""
        enemies = {foe for a in attackers for foe in self._enemies(a)}
        likely = [t for t in targets if t == country or t in enemies]
        return likely or targets

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
        if best is None and (country is None or country in attackers):
            best = next((foe for a in sorted(attackers) for foe in self._foes(a)), None)
        if best is None and country in attackers:
            enemies = {foe for a in attackers for foe in self._enemies(a)}
            best = enemies.pop() if len(enemies) == 1 else None
        return best or country

    def is_grounded(self, side: str) -> bool:
        """Whether the side is a group that flies no aircraft."""
        return self.kind_of(side) is ActorKind.GROUP and side not in _flying()

    def at_war(self, country: str | None) -> bool:
        """Whether the article names an opponent that the country fights in its year."""
        return country is not None and bool(self._foes(country))

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
