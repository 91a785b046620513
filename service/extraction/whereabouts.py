"""Whereabouts: where the effects were, from the clause's toponyms to the event's locations (codebook section 5)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from schemas.event import Location
from schemas.vocabulary import PlacePrecision
from service.extraction.clauses import Clause, Index
from service.extraction.dating import SPEECH
from service.extraction.document import Document, fold
from service.extraction.frames import Frame
from service.extraction.incidents import WIDE, Incident, encloses, same_place
from service.extraction.mentions import PlaceMention, spans
from service.extraction.roles import Roles

PLACE_PREPOSITIONS = frozenset(
    "in on at near over across into inside around outside throughout toward towards onto against of through within"
    " along off around between upon above to targeting hitting striking".split()
)
LISTING = frozenset(", and or the in on near as well cities towns villages of regions region city town both".split())
STATES = Path(__file__).parent / "lexicon" / "states.toml"
ADDRESSING = frozenset(
    "accused accuses accusing blamed blames blaming condemned condemns urged warned told pressed".split()
)
LEAVING = frozenset(["withdraw", "capture", "advance", "repel"])
STRIKING = frozenset(["attack", "capture", "advance", "damage", "launch", "explode"])
BLOCKING = frozenset(", ; by from with after before and".split())
OBJECT_REACH = 5
ORIGIN = frozenset(["from"])
DETERMINERS = frozenset(
    "the a an central eastern western northern southern north south east west city town village region port capital"
    " of province district and its outskirts suburb settlement nearby occupied russian ukrainian".split()
)


def places_struck(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses."""
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    for first, last, place in index.places.within(clause.first, clause.last):
        if place.relation in ("dateline", "possessive") or _cited(index, first, place):
            continue
        before = _preposition(doc.lower, clause.first, first)
        if before in ORIGIN and not _given_up(index, first):
            continue
        governed = before in PLACE_PREPOSITIONS or _suffering(index, clause, first, last, roles)
        if not governed and (
            first in index.actors.at or _stands_for_government(doc, first, last) or _acting(index, clause, first, last)
        ):
            continue
        found.append((doc.places.index(place), place))
    enclosing = {parent for _, place in found for parent in place.parents}
    return [place for number, place in found if number not in enclosing]


def _given_up(index: Index, first: int) -> bool:
    """Whether "from" belongs to a retreat ("withdrew from Avdiivka"), so that the place is where it happened."""
    return any(i in index.acts.at and index.acts.at[i].pattern in LEAVING for i in range(max(0, first - 8), first))


def _cited(index: Index, first: int, place: PlaceMention) -> bool:
    """Whether the place only names a speaker ("Kharkiv's mayor")."""
    speaker = index.speakers.at.get(first)
    return speaker is not None and speaker.start <= place.start < speaker.end


@lru_cache(maxsize=1)
def _capitals() -> frozenset[str]:
    """Return the folded names of all capitals, which may stand for a government."""
    with STATES.open("rb") as file:
        states = tomllib.load(file)
    return frozenset(fold(name) for state in states.values() for name in state.get("capitals", []))


def _stands_for_government(doc: Document, first: int, last: int) -> bool:
    """Whether a capital without a preposition is followed by a verb: "Moscow ramped up attacks"."""
    if fold(doc.text[doc.starts[first] : doc.ends[last - 1]]) not in _capitals() or last >= len(doc.lower):
        return False
    word = doc.lower[last]
    if first and doc.lower[first - 1] in ADDRESSING:
        return True
    return word.endswith(("ed", "s")) or word in (
        "has",
        "have",
        "had",
        "is",
        "was",
        "will",
        "would",
        "and",
        "to",
        "says",
    )


def _acting(index: Index, clause: Clause, first: int, last: int) -> bool:
    """Whether a place stands for its government: the subject of an active verb ("Moscow attacked", "Kyiv said")."""
    lower = index.doc.lower
    if last >= clause.last:
        return False
    if lower[last] in SPEECH or lower[last] in ("will", "wants", "would"):
        return True
    i = last + 1 if lower[last] in ("has", "have", "had") else last
    act = index.acts.at.get(i)
    return act is not None and act.form == "finite" and act.pattern in STRIKING and lower[first - 1] not in ("and", ",")


def _suffering(index: Index, clause: Clause, first: int, last: int, roles: Roles) -> bool:
    """Whether a place without a preposition is what is struck: object, passive subject, or before the act's noun."""
    lower = index.doc.lower
    actor = index.actors.at.get(first)
    if actor is not None and id(actor) in roles.objects:
        return True
    for begin, end, act in index.acts.within(clause.first, clause.last):
        if end <= first <= end + OBJECT_REACH and not act.noun and act.form != "passive" and act.pattern in STRIKING:
            return not any(word in BLOCKING for word in lower[end:first])
        if begin >= last and act.form == "passive" and begin - last <= 4 and actor is None:
            return True
        if begin >= last and act.noun and begin - last <= 2 and act.pattern in STRIKING:
            return actor is None or actor.form == "name"
        if begin >= last and act.lemma.startswith("come under") and begin - last <= 2:
            return True
    return False


def _preposition(lower: list[str], limit: int, first: int) -> str:
    """Return the preposition that governs the noun phrase at the token, or the word before it."""
    i = first - 1
    while (
        i > limit and first - i < 7 and (lower[i] in DETERMINERS or lower[i] == "-" or lower[i].endswith(("ern", "al")))
    ):
        if lower[i] == "of" and lower[i - 1] not in DETERMINERS:
            return "of"
        i -= 1
    return lower[i] if i >= limit else ""


def settle_places(doc: Document, incident: Incident) -> list[PlaceMention]:
    """Return where the incident was: the places of the first frame that names one below a country, made finer.

    Places of later frames refine it (the village in the region named before) and never widen it. Of places that the
    frame does not name in one list, the one nearest to the act stands.
    """
    told = [frame for frame in incident.frames if frame.places]
    local = [frame for frame in told if any(p.precision not in WIDE for p in frame.places)]
    if not told:
        return []
    first = (local or told)[0]
    chosen = _narrow(_together(doc, first, first.places))
    for frame in local[1:]:
        finer = [p for p in frame.places if any(encloses(wide, p) for wide in chosen)]
        if finer and len(chosen) == 1:
            chosen = _narrow([*chosen, *_together(doc, frame, finer)])
    return chosen


def _together(doc: Document, frame: Frame, places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places that one list names ("Odesa, Kryvyi Rih and the Sumy region"): the list nearest to the act."""
    groups: list[list[PlaceMention]] = []
    for place in places:
        if groups and _listed(doc, groups[-1][-1].end, place.start):
            groups[-1].append(place)
        else:
            groups.append([place])
    if len(groups) < 2:
        return places
    anchor = frame.main.start if frame.main is not None else frame.casualties[0].start if frame.casualties else 0
    return min(groups, key=lambda group: (_wideness(group), min(abs(p.start - anchor) for p in group), group[0].start))


def _wideness(group: list[PlaceMention]) -> int:
    return int(all(place.precision in WIDE for place in group))


def _listed(doc: Document, start: int, end: int) -> bool:
    """Whether only commas, conjunctions and nouns of place stand between."""
    first, last = doc.token_at(start), doc.token_at(end)
    return last - first <= 5 and all(word in LISTING for word in doc.lower[first:last])


def country_of_target(doc: Document, country: str | None) -> list[PlaceMention]:
    """Return the article's own mention of the country, for an incident that is told without a place."""
    return next(([p] for p in doc.places if p.precision is PlacePrecision.COUNTRY and p.country == country), [])


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
