"""Whereabouts: where the effects were, from the clause's toponyms to the event's locations (codebook section 5)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from schemas.event import Location
from schemas.vocabulary import PlacePrecision
from service.extraction.antecedents import described
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
NESTED = frozenset("of in near at on around".split())
"""Prepositions of places inside a noun phrase that another preposition may govern."""
CHAINED = (
    NESTED | ORIGIN | frozenset("to into against by with for over across towards toward through , ; and that".split())
)
CHAINING = NESTED | ORIGIN
COORDINATING = frozenset(", and or & the as well".split())
DISTANCES = frozenset("km kilometers kilometres kilometer kilometre miles mile mi away meters metres".split())
OFFICES = frozenset(
    "president governor mayor head government ministry minister authorities officials official leader leaders people"
    " embassy ambassador residents correspondent reporter reporters spokesman spokesperson analyst".split()
)
"""Heads whose place says where people hold office or stand, not where something happened."""
LEADING = frozenset("close next adjacent damage destruction siege waste threat blow spread way".split())
DETERMINERS = frozenset(
    "the a an central eastern western northern southern north south east west city town village region port capital"
    " of province district and its outskirts suburb settlement nearby occupied russian ukrainian".split()
)


def places_struck(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses."""
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    last_end, last_struck = -1, True
    for first, last, place in index.places.within(clause.first, clause.last):
        if place.relation in ("dateline", "possessive"):
            continue
        struck = _struck(index, clause, first, last, place, roles)
        if not last_struck and _coordinated(doc.lower[last_end:first]):
            struck = False
        last_end, last_struck = last, struck
        if struck:
            found.append((doc.places.index(place), place))
    enclosing = {parent for _, place in found for parent in place.parents}
    named = [place for number, place in found if number not in enclosing]
    if any(place.precision not in WIDE for place in named):
        return named
    return [*named, *_described(index, clause, roles)]


def _struck(index: Index, clause: Clause, first: int, last: int, place: PlaceMention, roles: Roles) -> bool:
    """Whether the syntax around the place allows that the acts were there."""
    doc = index.doc
    if _cited(index, first, place):
        return False
    at = _preposition(doc.lower, clause.first, first)
    before = doc.lower[at] if at >= clause.first else ""
    if _from(doc.lower, clause.first, at) and place.relation != "near" and not _given_up(index, first):
        return False
    if before in PLACE_PREPOSITIONS:
        return not _elsewhere(index, clause, at, first, last, roles)
    if _suffering(index, clause, first, last, roles):
        return True
    if before in ORIGIN:
        return True
    return not (
        first in index.actors.at or _stands_for_government(doc, first, last) or _acting(index, clause, first, last)
    )


def _described(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return the places that the clause only describes ("the city") and that its acts struck."""
    found: list[PlaceMention] = []
    for first, last, place in described(index, clause, _capitals()):
        at = _preposition(index.doc.lower, clause.first, first)
        before = index.doc.lower[at] if at >= clause.first else ""
        if _from(index.doc.lower, clause.first, at) and not _given_up(index, first):
            continue
        if before in PLACE_PREPOSITIONS:
            if not _elsewhere(index, clause, at, first, last, roles):
                found.append(place)
        elif _suffering(index, clause, first, last, roles):
            found.append(place)
    return found


def _coordinated(gap: list[str]) -> bool:
    """Whether the words between two names only list them."""
    return bool(gap) and all(word in COORDINATING for word in gap)


def _from(lower: list[str], limit: int, at: int) -> bool:
    """Whether "from" governs the noun phrase, perhaps through another ("from bases in", "from the coast of")."""
    if at < limit:
        return False
    i = at
    while lower[i] in NESTED:
        outer = next((j for j in range(i - 1, max(limit, i - 6) - 1, -1) if lower[j] in CHAINED), None)
        if outer is None or lower[outer] not in CHAINING:
            return False
        i = outer
    return lower[i] in ORIGIN and not (i > limit and lower[i - 1] in DISTANCES)


def _elsewhere(index: Index, clause: Clause, at: int, first: int, last: int, roles: Roles) -> bool:
    """Whether a preposition before a place tells where people are, speak or go, and not where the acts were."""
    lower = index.doc.lower
    if at <= clause.first:
        return False
    head = lower[at - 1]
    preposition = lower[at]
    if preposition in ("in", "of", "for") and (head in OFFICES or at - 1 in index.speakers.at):
        return True
    actor = index.actors.at.get(at - 1)
    if preposition in ("in", "near") and actor is not None and any(actor is a for a in roles.attackers):
        return True
    if preposition == "to":
        return head not in LEADING and at - 1 not in index.acts.at
    if preposition == "against" and _is_capital(index.doc, first, last):
        return at - 1 not in index.acts.at
    return False


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


def _is_capital(doc: Document, first: int, last: int) -> bool:
    return fold(doc.text[doc.starts[first] : doc.ends[last - 1]]) in _capitals()


def _stands_for_government(doc: Document, first: int, last: int) -> bool:
    """Whether a capital without a preposition is followed by a verb: "Moscow ramped up attacks"."""
    if last >= len(doc.lower) or not _is_capital(doc, first, last):
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


def _preposition(lower: list[str], limit: int, first: int) -> int:
    """Return the token of the preposition that governs the noun phrase at the token, or of the word before it."""
    i = first - 1
    while (
        i > limit and first - i < 7 and (lower[i] in DETERMINERS or lower[i] == "-" or lower[i].endswith(("ern", "al")))
    ):
        if lower[i] == "of" and lower[i - 1] not in DETERMINERS:
            return i
        i -= 1
    return i


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
