"""Places: finds the toponyms of an article and resolves each to a point.

Candidates come from the gazetteer, evidence from the words around them (``places_evidence``), the choice among
namesakes from the article as a whole (``geocoding``). Raw hits are not places: "Most" and "Police" are towns.
"""

from __future__ import annotations

import itertools

from schemas.vocabulary import PlacePrecision
from service.extraction.annotators.places.cues import Cues, load_cues
from service.extraction.annotators.places.described import QUARTERS, find_capitals, find_unknown, nation
from service.extraction.annotators.places.evidence import (
    IN_PLAY,
    LISTED,
    THRESHOLD,
    evidence,
    is_titled,
    people,
)
from service.extraction.annotators.places.misspelt import find_misspelt
from service.extraction.annotators.places.spans import Toponym, find_toponyms
from service.extraction.document import DASHES, Document
from service.extraction.gazetteer import Candidate, Gazetteer
from service.extraction.gazetteer.entries import distance_km
from service.extraction.geocoding import Context, dwarfs, resolve
from service.extraction.geography import PART_SHIFT, part_point
from service.extraction.mentions import PlaceMention

PRECISION = {
    "country": PlacePrecision.COUNTRY,
    "region": PlacePrecision.REGION,
    "area": PlacePrecision.REGION,
    "district": PlacePrecision.DISTRICT,
    "sea": PlacePrecision.SEA,
    "site": PlacePrecision.SITE,
    "city": PlacePrecision.CITY,
}
FACILITY_KM = 60.0
"""How far from the town that the text puts it in a facility may lie."""
SMALL_TOWN = 100_000
"""People up to which a town is too small to be named without its country far from where an article plays."""
HOLDING = frozenset(", in ( of the 's ’s region province oblast district governorate state city town village "
                    "northern southern eastern western central near , )".split())  # fmt: skip


def annotate_places(doc: Document, gazetteer: Gazetteer) -> None:
    """Set ``doc.places``: the toponyms, sorted, without overlaps, each resolved to a place."""
    cues = load_cues()
    found = [toponym for toponym in find_toponyms(doc, gazetteer, cues) if _of_nation(doc, toponym, cues)]
    _link_parents(doc, found)
    context = _context(doc, found, cues)
    stage = context.stage()
    if stage is not None:
        found = _without_strays(found, context)
    kept = _accept(doc, found, context, cues)
    kept = _merged(kept, find_misspelt(doc, kept, frozenset(context.countries), gazetteer, cues))
    described = [*find_capitals(doc, found, gazetteer, cues), *find_unknown(doc, kept, gazetteer, cues, stage)]
    kept = _merged(kept, described)
    _forget(kept)
    resolved = resolve(kept, context)
    chosen = {id(toponym): resolved[n] for n, toponym in enumerate(kept)}
    misplaced = _misplaced(doc, kept, chosen)
    kept = [toponym for toponym in kept if id(toponym) not in misplaced]
    _forget(kept)
    position = {id(toponym): n for n, toponym in enumerate(kept)}
    for toponym in kept:
        if toponym.head == "unknown" and toponym.inside:
            chosen[id(toponym)] = chosen[id(toponym.inside[0])]
    doc.places = [
        _mention(doc, toponym, chosen[id(toponym)], gazetteer, tuple(position[id(p)] for p in toponym.inside))
        for toponym in kept
    ]


def _forget(kept: list[Toponym]) -> None:
    """Let no toponym lie in one that is not kept."""
    known = {id(toponym) for toponym in kept}
    for toponym in kept:
        toponym.inside = [parent for parent in toponym.inside if id(parent) in known]


def _misplaced(doc: Document, kept: list[Toponym], chosen: dict[int, Candidate]) -> set[int]:
    """Return the facilities that the text puts in a town far from the place they are named after.

    "The Shahran depot in Tehran" is at no village called Shahran; where it is in Tehran nobody says.
    """
    found: set[int] = set()
    for facility, town in itertools.pairwise(kept):
        if facility.head != "site" or doc.lower[facility.end : town.start] != ["in"]:
            continue
        own, told = chosen[id(facility)], chosen[id(town)]
        far = distance_km(own.latitude, own.longitude, told.latitude, told.longitude) > FACILITY_KM
        if own.kind != "site" and told.kind == "city" and far:
            found.add(id(facility))
    return found


def _merged(kept: list[Toponym], described: list[Toponym]) -> list[Toponym]:
    """Return both in the order of the text; where they overlap, the toponym of the gazetteer stays if its
    name ends there."""
    if not described:
        return kept
    longer = {i for t in described for i in range(t.first, t.last)}
    kept = [t for t in kept if not (t.unfinished and t.first in longer)]
    covered = {i for toponym in kept for i in range(toponym.start, toponym.end)}
    free = [t for t in described if not any(i in covered for i in range(t.first, t.last))]
    return sorted([*kept, *free], key=lambda toponym: toponym.first)


def _of_nation(doc: Document, toponym: Toponym, cues: Cues) -> bool:
    """Keep to the bearers of the country that "the Syrian town of X" names; false if none lies there."""
    country = nation(doc, toponym.first, cues)
    if country is None or toponym.candidates[0].kind == "country":
        return True
    toponym.candidates = tuple(c for c in toponym.candidates if c.country == country)
    return bool(toponym.candidates)


def _link_parents(doc: Document, found: list[Toponym]) -> None:
    """Tie a name to the unit that the text says holds it: "X, Y", "X in the Y region", "Y's X"."""
    lower = doc.lower
    for left, right in itertools.pairwise(found):
        gap = lower[left.end : right.start]
        if len(gap) > 6 or not all(word in HOLDING for word in gap):
            continue
        if _holds(right, left):
            left.inside.append(right)
        elif _holds(left, right) and (not gap or gap[0] in ("'s", "’s") or left.head):
            right.inside.append(left)


def _holds(outer: Toponym, inner: Toponym) -> bool:
    """Whether some bearer of the one name holds some bearer of the other."""
    if outer.key == inner.key or inner.candidates[0].kind == "country":
        return False
    outers = {c.id for c in outer.candidates if c.kind != "city"}
    return bool(outers) and any(held_by in outers for c in inner.candidates for held_by in c.held_by)


def _context(doc: Document, found: list[Toponym], cues: Cues) -> Context:
    """Collect the countries and units that the article names outright."""
    context = Context()
    countries = context.countries
    for word, surface in zip(doc.lower, doc.words, strict=True):
        if word in cues.demonyms and surface[0].isupper():
            countries[cues.demonyms[word]] += 1.0
    for toponym in found:
        top, *others = toponym.candidates[:4]
        state = next((c for c in toponym.candidates[:4] if dwarfs(c, toponym.candidates)), None)
        if top.kind == "country" and top.country and state is None:
            countries[top.country] += 1.5
        elif toponym.abbreviation or toponym.head in ("region", "district") or state is not None:
            unit = state or next((c for c in toponym.candidates[:4] if c.kind == "region"), None)
            if unit is not None and unit.country and top.kind != "country":
                context.units.add(unit.id)
                context.federal.add(unit.country)
                countries[unit.country] += 0.7
        elif top.main and top.country and top.population > 500_000 and len(toponym.key) > 3:
            rival = max((c.population for c in others if c.main and c.country != top.country), default=0)
            if rival * 20 < top.population:
                countries[top.country] += 0.7
                context.backing[toponym.key, top.country] += 0.7
    return context


def _without_strays(found: list[Toponym], context: Context) -> list[Toponym]:
    """Leave out names that only small towns bear, of countries that an article which plays elsewhere never names."""
    named = {t.candidates[0].country for t in found if not _is_small(t.candidates[0])} | set(context.countries)
    return [
        t for t in found if not all((t.unfinished or _is_small(c)) and c.country not in named for c in t.candidates)
    ]


def _is_small(candidate: Candidate) -> bool:
    return candidate.kind == "city" and candidate.population < SMALL_TOWN


def _accept(doc: Document, found: list[Toponym], context: Context, cues: Cues) -> list[Toponym]:
    """Return the candidates with enough evidence; a name accepted once counts at its other occurrences."""
    surnames = people(doc, found, cues)
    titled: dict[int, bool] = {}
    best: dict[str, float] = {}
    for toponym in found:
        sentence = doc.sentence_of[toponym.first]
        if sentence not in titled:
            titled[sentence] = is_titled(doc, sentence)
        weight = max(
            c.prior + (IN_PLAY if c.country in context.countries and c.kind != "country" else 0.0)
            for c in toponym.candidates
        )
        toponym.score = weight + evidence(doc, toponym, cues, titled[sentence])
        if toponym.inside:
            toponym.score += 3.0
        if _is_acronym(doc, toponym, cues):
            toponym.score -= 6.0
        if toponym.key in cues.demonyms and not toponym.head:
            toponym.score -= 9.0  # "the Somali town": no Somali Region
        if toponym.key in surnames and not toponym.head:
            toponym.score -= 3.0
        best[toponym.key] = max(best.get(toponym.key, -9.0), toponym.score)
    for left, right in itertools.pairwise(found):
        gap = doc.lower[left.end : right.start]
        if 0 < len(gap) <= 2 and all(word in (",", "and", "or") for word in gap):
            if left.score >= THRESHOLD + 1 > right.score:
                right.score += LISTED
            elif right.score >= THRESHOLD + 1 > left.score:
                left.score += LISTED
    return [
        toponym
        for toponym in found
        if toponym.score >= THRESHOLD or (toponym.score >= 1.0 and best[toponym.key] >= THRESHOLD + 1.0)
    ]


def _is_acronym(doc: Document, toponym: Toponym, cues: Cues) -> bool:
    """Whether the name stands in capitals amid other words: "SANA says"; a dateline's are followed by a sign."""
    i = toponym.first
    if doc.shouting or toponym.last - i > 1 or toponym.key in cues.upper_only or toponym.abbreviation:
        return False
    return doc.words[i].isupper() and len(doc.words[i]) > 2 and i + 1 < len(doc.words) and doc.words[i + 1].islower()


def _mention(
    doc: Document, toponym: Toponym, candidate: Candidate, gazetteer: Gazetteer, parents: tuple[int, ...]
) -> PlaceMention:
    """Return the mention of the toponym as the place."""
    place = gazetteer.place(candidate.id)
    name, latitude, longitude, radius = place.name, place.latitude, place.longitude, place.radius_km
    precision, relation, geonames = PRECISION[place.kind], None, place.geonames_id
    start, end = toponym.first, toponym.last
    if toponym.head == "unknown":
        own = doc.text[doc.starts[start] : doc.ends[end - 1]]
        name = f"{own}, {name}" if toponym.shape in QUARTERS and place.kind == "city" else own
        precision, geonames = PlacePrecision.CITY, None
    elif toponym.head in ("region", "district"):
        end = toponym.end
        if place.kind in ("city", "site"):
            precision, radius = PlacePrecision.DISTRICT, max(radius, 20.0)
    elif toponym.head == "site":
        start, end = toponym.start, toponym.end
        if place.kind != "site":
            name, precision, geonames = _facility(doc, toponym, name), PlacePrecision.SITE, None
    elif toponym.direction is not None and place.kind in ("country", "region", "area"):
        start = toponym.start
        east, north, side = toponym.direction
        name, precision, relation, geonames = f"{side} {name}", PlacePrecision.REGION, "part", None
        latitude, longitude = part_point(latitude, longitude, radius, east, north)
        radius *= PART_SHIFT
    if toponym.near and precision in (PlacePrecision.CITY, PlacePrecision.SITE):
        precision, relation, radius = PlacePrecision.DISTRICT, "near", max(radius + 5.0, 15.0)
    elif relation is None and _is_possessive(doc, toponym, place.kind):
        relation = "possessive"
    elif relation is None and _is_dateline(doc, toponym):
        relation = "dateline"
    return PlaceMention(
        start=doc.starts[start], end=doc.ends[end - 1], name=name, country=place.country, admin1=place.admin1,
        latitude=round(latitude, 5), longitude=round(longitude, 5), geonames_id=geonames, precision=precision,
        radius_km=round(radius, 1), relation=relation, parents=parents,
    )  # fmt: skip


def _facility(doc: Document, toponym: Toponym, name: str) -> str:
    """Return the facility's name with the place's usual name: "Engels air base", "Port of Odesa"."""
    if toponym.start < toponym.first:
        return f"Port of {name}"
    noun = doc.text[doc.ends[toponym.last - 1] : doc.ends[toponym.end - 1]]
    return name + " " + " ".join(noun.split())


def _is_possessive(doc: Document, toponym: Toponym, kind: str) -> bool:
    if toponym.possessive:
        return True
    i, cues = toponym.end, load_cues()
    if i >= len(doc.words):
        return False
    if doc.words[i] in DASHES and i + 1 < len(doc.words) and doc.starts[i] == doc.ends[i - 1]:
        return doc.words[i + 1][0].islower()
    if doc.lower[i] == "city":  # "Odesa City" is the city itself, "the Odesa city council" is not
        i += 1
    return kind != "country" and i < len(doc.words) and doc.lower[i] in cues.institutions


def _is_dateline(doc: Document, toponym: Toponym) -> bool:
    """Whether the name opens a paragraph and a dash, colon or agency follows: "KYIV, Ukraine (AP) —"."""
    sentence = doc.sentences[doc.sentence_of[toponym.first]]
    if toponym.first - sentence.first > 4 or doc.starts[toponym.first] > 1500:
        return False
    shown = doc.words[toponym.first : toponym.last]
    i, limit = toponym.last, min(toponym.last + 9, len(doc.words))
    if toponym.first > sentence.first and not all(
        w[0].isupper() or w == "," for w in doc.words[sentence.first : toponym.first]
    ):
        return False
    while i < limit:
        word = doc.words[i]
        if (word in DASHES or word == ":") and (doc.starts[i] > doc.ends[i - 1] or word != "-"):
            return True
        if word == "(" and all(w.isupper() or not w.isalpha() for w in shown):
            return True
        if not (word[0].isupper() or word[0].isdigit() or word in ",().'/"):
            return False
        i += 1
    return False
