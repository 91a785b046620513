"""Whereabouts: where the effects were, from the clause's toponyms to the event's locations (codebook section 5)."""

from __future__ import annotations

from schemas.event import Location
from schemas.vocabulary import PlacePrecision
from service.extraction.clauses import Clause, Index
from service.extraction.incidents import WIDE, Incident, encloses, same_place
from service.extraction.mentions import PlaceMention, spans
from service.extraction.roles import Roles

PLACE_PREPOSITIONS = frozenset(
    "in on at near over across into inside around outside throughout toward towards onto against of through within"
    " along off around between upon above to targeting hitting striking".split()
)
ORIGIN = frozenset(["from"])
DETERMINERS = frozenset(
    "the a an central eastern western northern southern north south east west city town village region port capital"
    " of province district and its outskirts suburb settlement nearby occupied russian ukrainian".split()
)


def places_struck(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses."""
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    for first, _, place in index.places.within(clause.first, clause.last):
        if place.relation in ("dateline", "possessive"):
            continue
        speaker = index.speakers.at.get(first)
        if speaker is not None and speaker.start <= place.start < speaker.end:
            continue
        before = _preposition(doc.lower, clause.first, first)
        if before in ORIGIN:
            continue
        actor = index.actors.at.get(first)
        if (
            actor is not None
            and before not in PLACE_PREPOSITIONS
            and not (id(actor) in roles.objects and place.precision == PlacePrecision.COUNTRY)
        ):
            continue
        found.append((doc.places.index(place), place))
    enclosing = {parent for _, place in found for parent in place.parents}
    return [place for number, place in found if number not in enclosing]


def _preposition(lower: list[str], limit: int, first: int) -> str:
    """Return the preposition that governs the noun phrase at the token, or the word before it."""
    i = first - 1
    while (
        i > limit
        and (lower[i] in DETERMINERS or lower[i] in ("-", ",") or lower[i].endswith(("ern", "al")))
        and first - i < 7
    ):
        if lower[i] == "of" and lower[i - 1] not in DETERMINERS:
            return "of"
        i -= 1
    return lower[i] if i >= limit else ""


def settle_places(incident: Incident) -> list[PlaceMention]:
    """Return where the incident was: the places of the first frame that names one below a country, made finer.

    Places of later frames refine it (the village in the region named before) and never widen it.
    """
    told = [frame.places for frame in incident.frames if frame.places]
    local = [places for places in told if any(p.precision not in WIDE for p in places)]
    chosen = _narrow((local or told or [[]])[0])
    for places in local[1:]:
        finer = [p for p in places if any(encloses(wide, p) for wide in chosen)]
        if finer and len(chosen) == 1:
            chosen = _narrow([*chosen, *finer])
    return chosen


def _narrow(places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the most specific places, each once: what encloses another one is left out."""
    final: list[PlaceMention] = []
    for place in places:
        if any(encloses(place, other) for other in places):
            continue
        twin = next((n for n, other in enumerate(final) if same_place(place, other)), None)
        if twin is None:
            final.append(place)
        elif place.precision is PlacePrecision.SITE and final[twin].precision is not PlacePrecision.SITE:
            final[twin] = place
    return final


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
