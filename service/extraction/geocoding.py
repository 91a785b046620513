"""Resolves toponyms among the places that bear the name, by the article's own context.

Additive and explainable: a place scores by how prominent it is, by its country and region being in play, by a
statement that holds it ("in Sumy region"), and by its distance to places that are already resolved. One name has one
place in one article.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from service.extraction.annotators.places.spans import Toponym
from service.extraction.gazetteer import Candidate

HELD = 6.0
"""A statement of the text holds the place."""
COUNTRY_IN_PLAY = 2.5
REGION_IN_PLAY = 2.0
HEADED = 5.0
"""The head noun beside the name asks for this kind."""
CITY_FIRST = 2.0
"""Without a head noun, a name that a region shares with its city is the city's."""
AREA_FIRST = 4.0
"""A country, area or sea goes before a town that bears its name: "Pacific", "Gaza"."""
STATE_FIRST, DWARFED = 4.0, 30
"""A unit with more than so many times the people of the largest town of its name is what the name means: "Iowa"."""
ANCHOR_KM = ((60.0, 2.0), (250.0, 1.0))
"""Nearer than so many km to a resolved place, and what that is worth."""

PLAYED = 3.0
"""The weight from which a country is where an article plays."""
AREAS = frozenset(["area", "sea", "country"])

HEAD_KINDS = {
    "region": ("region", "area", "district"),
    "district": ("district", "region"),
    "city": ("city",),
    "site": ("site", "city"),
}


class Context:
    """What the article says of where it plays: weights of countries, units named and their countries, points."""

    __slots__ = ("backing", "countries", "federal", "points", "units")

    def __init__(self) -> None:
        self.countries: dict[str, float] = defaultdict(float)
        self.backing: dict[tuple[str, str], float] = defaultdict(float)
        """What a city's name adds to its country, by name and country: no evidence for that name itself."""
        self.units: set[int] = set()
        self.federal: set[str] = set()
        self.points: list[tuple[float, float]] = []

    def stage(self) -> str | None:
        """Return the country where the article plays: named often, and more than any other; None if there is none."""
        ranked = sorted(((weight, code) for code, weight in self.countries.items()), reverse=True)
        if not ranked or ranked[0][0] < PLAYED or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            return None
        return ranked[0][1]

    def weight(self, country: str | None, key: str) -> float:
        """Return how much a country is in play for the name, from 0 to 1."""
        if country is None:
            return 0.0
        most = max(self.countries.values(), default=0.0)
        own = self.countries.get(country, 0.0) - self.backing.get((key, country), 0.0)
        return 0.0 if own < 0.01 else 0.6 + 0.4 * own / most


def resolve(toponyms: Sequence[Toponym], context: Context) -> dict[int, Candidate]:
    """Return for each toponym, by its index, the place that it names.

    Names with one bearer of note are resolved first; the others then lean on them.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, toponym in enumerate(toponyms):
        if toponym.candidates:
            groups[toponym.key, "region" if toponym.head in ("region", "district") else ""].append(index)
    order = sorted(groups, key=lambda group: (_openness(toponyms[groups[group][0]]), groups[group][0]))
    chosen: dict[int, Candidate] = {}
    for group in order:
        members = [toponyms[index] for index in groups[group]]
        best = _best(members, context)
        context.points.append((best.latitude, best.longitude))
        if best.country and best.kind != "country":
            context.countries[best.country] += 0.5
        for index in groups[group]:
            chosen[index] = best
    return chosen


def _openness(toponym: Toponym) -> float:
    """Return how open the name is: how close the second most prominent bearer comes to the first."""
    ranked = sorted((c.prior for c in toponym.candidates), reverse=True)
    return -9.0 if len(ranked) == 1 else ranked[1] - ranked[0]


def _best(members: Sequence[Toponym], context: Context) -> Candidate:
    candidates = members[0].candidates
    if len(candidates) == 1:
        return candidates[0]
    scores = [
        (
            max(score(member, candidate, context) for member in members[:4])
            + (STATE_FIRST if dwarfs(candidate, candidates) else 0.0),
            -n,
            candidate,
        )
        for n, candidate in enumerate(candidates)
    ]
    return max(scores)[2]


def dwarfs(unit: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether the unit has so many more people than every town of its name that they are seldom meant."""
    if unit.kind != "region" or not unit.main or unit.population < 300_000:
        return False
    if any(c.kind in ("area", "sea") and c.main for c in candidates):
        return False
    return all(c.kind != "city" or not c.main or c.population * DWARFED < unit.population for c in candidates)


def score(toponym: Toponym, candidate: Candidate, context: Context) -> float:
    """Return how well the place fits the toponym in its article."""
    total = candidate.prior + COUNTRY_IN_PLAY * context.weight(candidate.country, toponym.key)
    held_by = candidate.held_by
    if candidate.kind == "region" and candidate.country in context.federal:
        total += REGION_IN_PLAY
    if any(unit in context.units for unit in held_by[:-1]):
        total += REGION_IN_PLAY
    if any(outer.id in held_by for parent in toponym.inside for outer in parent.candidates):
        total += HELD
    if toponym.head in HEAD_KINDS:
        kinds = HEAD_KINDS[toponym.head]
        total += HEADED - kinds.index(candidate.kind) if candidate.kind in kinds else -HEADED
    elif candidate.kind == "city" and candidate.main:
        total += CITY_FIRST
    elif candidate.kind in AREAS:
        total += AREA_FIRST
    if candidate.kind == "city" and context.points:
        total += _nearness(candidate, context.points)
    return total


def _nearness(candidate: Candidate, points: Sequence[tuple[float, float]]) -> float:
    """Return what the nearest of the latest points is worth; flat distance, good enough below 300 km."""
    scale = math.cos(math.radians(candidate.latitude))
    nearest = min(
        (candidate.latitude - lat) ** 2 + ((candidate.longitude - lon) * scale) ** 2 for lat, lon in points[-12:]
    )
    reach = 111.2 * math.sqrt(nearest)
    for limit, worth in ANCHOR_KM:
        if reach < limit:
            return worth
    return 0.0
