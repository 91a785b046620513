"""Locations: where the incident was, from the places of its frames (codebook section 5)."""

from __future__ import annotations

from bisect import bisect_left

from schemas.event import Location
from schemas.vocabulary import PlacePrecision
from service.extraction.document import Document, fold
from service.extraction.events.incidents import Incident
from service.extraction.frames.frame import Frame
from service.extraction.frames.locatives import (
    DETERMINERS,
    capitals,
    governor,
    is_origin,
)
from service.extraction.geography import WIDE, distance_km, encloses, same_place
from service.extraction.mentions import PlaceMention, spans

LISTING = frozenset(", and or the in on near as well cities towns villages of regions region city town both".split())
LIST_REACH = 6
PART_REACH = 2.0
"""Radii of a part of a country within which a place may lie in it."""
HELD = frozenset("- annexed held controlled occupied".split())
"""What qualifies a name in a list: "Odesa and Russian-held Melitopol"."""
STATE_LENGTH = 2
"""Letters of a state's id."""
OPENING, LEADING_UP = 4, 100
"""Tokens that open a clause; characters by which a place between them and the act counts as further away."""


def settle_places(doc: Document, incident: Incident) -> list[PlaceMention]:
    """Return where the incident was: the places of the first frame that names one below a country, made finer.

    The body goes before headlines, which shorten names. Places of later frames refine the first one's (the village in
    the region named before) and never widen it. Of places that the frame does not name in one list, the one nearest to
    the act stands. Where no frame names a place, one that the sentence names beside the clause does.
    """
    told = [frame for frame in incident.frames if frame.places]
    local = [frame for frame in told if any(not _is_vast(p) for p in frame.places)]
    if not local:
        beside = _beside(doc, incident)
        if beside or not told:
            return beside
    first = min(local or told, key=lambda frame: frame.heading)
    chosen = _narrow(_together(doc, first, first.places))
    for frame in local:
        if frame is first:
            continue
        finer = [p for p in frame.places if any(encloses(wide, p) for wide in chosen)]
        if frame.heading:
            finer = [p for p in finer if not any(_root(p) == _root(wide) for wide in chosen)]
        if finer and len(chosen) == 1:
            chosen = _narrow([*chosen, *_together(doc, frame, finer)])
    return chosen


def _root(place: PlaceMention) -> str:
    """Return the first word of the name, which a headline shortens it to: "Kharkiv" for Kharkiv Oblast."""
    return place.name.partition(" ")[0]


def _beside(doc: Document, incident: Incident) -> list[PlaceMention]:
    """Return the place below a country that stands nearest before the end of a clause, in its sentence.

    Not where the attacker is at home or launched from, and no capital: those stand for governments.
    """
    states = {side for side in incident.targets if len(side) == STATE_LENGTH}
    for frame in incident.frames:
        if frame.places:
            continue
        first = doc.sentences[frame.clause.sentence].first
        near = [
            place
            for place in between(doc.places, doc.starts[first], doc.ends[frame.clause.last - 1])
            if place.precision not in WIDE
            and place.relation != "dateline"
            and place.country is not None
            and place.country not in incident.attackers
            and (place.country in states or not states)
            and fold(place.name) not in capitals()
            and not _launching(doc, first, doc.token_at(place.start))
        ]
        if near:
            return near[-1:]
    return []


def _launching(doc: Document, limit: int, first: int) -> bool:
    return is_origin(doc.lower, limit, governor(doc.lower, limit, first))


def _together(doc: Document, frame: Frame, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places that one list names ("Odesa, Kryvyi Rih and the Sumy region"): the list nearest to the act.

    What follows the act goes before what leads up to it, unless that opens the clause.
    """
    groups: list[list[PlaceMention]] = []
    for place in places:
        if groups and _listed(doc, groups[-1][-1].end, place.start):
            groups[-1].append(place)
        else:
            groups.append([place])
    if len(groups) < 2:
        return places
    anchor = frame.main.start if frame.main is not None else frame.casualties[0].start if frame.casualties else 0
    opening = doc.starts[min(frame.clause.first + OPENING, len(doc.starts) - 1)]

    def rank(group: list[PlaceMention]) -> tuple[int, int, int]:
        distance = min(abs(p.start - anchor) for p in group)
        leads = group[-1].end <= anchor and group[0].start >= opening
        return _wideness(group), distance + (LEADING_UP if leads else 0), group[0].start

    return min(groups, key=rank)


def _is_vast(place: PlaceMention) -> bool:
    """Whether the place is a country or an area of several, such as the Middle East."""
    return place.precision is PlacePrecision.COUNTRY or (
        place.precision is PlacePrecision.REGION and place.country is None
    )


def _wideness(group: list[PlaceMention]) -> int:
    return int(all(_is_vast(place) for place in group))


def _listed(doc: Document, start: int, end: int) -> bool:
    """Whether only commas, conjunctions and nouns of place stand between."""
    first, last = doc.token_at(start), doc.token_at(end)
    gap = doc.lower[first:last]
    return len(gap) <= LIST_REACH and all(word in LISTING or word in DETERMINERS or word in HELD for word in gap)


def between(places: list[PlaceMention], start: int, end: int) -> list[PlaceMention]:
    """Return the places, in the order of the text, that begin within the offsets ``[start, end)``."""
    return places[bisect_left(places, start, key=_start) : bisect_left(places, end, key=_start)]


def _start(place: PlaceMention) -> int:
    return place.start


def at_home(
    places: list[PlaceMention], incident: Incident, attackers: list[str], targets: list[str]
) -> list[PlaceMention]:
    """Return the places, or one that the incident names in the country of the target where all lie with neither side.

    "Missiles hit Kyiv minutes after he spoke in Washington": a bystander's place is where somebody spoke.
    """
    states = {side for side in targets if len(side) == STATE_LENGTH}
    parties = {*states, *attackers}
    if not states or len(states) < len(targets) or any(p.country is None or p.country in parties for p in places):
        return places
    return [place for place in incident.places if place.country in states][:1] or places


def country_of_target(doc: Document, country: str | None) -> list[PlaceMention]:
    """Return the article's own mention of the country, for an incident that is told without a place."""
    return next(([p] for p in doc.places if p.precision is PlacePrecision.COUNTRY and p.country == country), [])


def _narrow(places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the most specific places, each once: what encloses another one is left out."""
    final: list[PlaceMention] = []
    for place in places:
        if any(encloses(place, other) or _holds(place, other) for other in places):
            continue
        twin = next((n for n, other in enumerate(final) if same_place(place, other)), None)
        if twin is None:
            final.append(place)
        elif place.precision is PlacePrecision.SITE and final[twin].precision is not PlacePrecision.SITE:
            final[twin] = place
    return final


def _holds(part: PlaceMention, place: PlaceMention) -> bool:
    """Whether a part of a country, whose bounds nobody drew, may be what the text puts the place in."""
    if part.relation != "part" or place.relation == "part" or place.precision in WIDE or part.country != place.country:
        return False
    return distance_km(part, place) <= PART_REACH * (part.radius_km or 0.0)


def location(place: PlaceMention, incident: Incident) -> Location:
    """Return the place in the form of the wire."""
    return Location(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        precision=place.precision,
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        geonames_id=place.geonames_id,
        spans=spans((p.start, p.end) for p in incident.places if p.name == place.name and p.country == place.country),
    )
