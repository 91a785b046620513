"""Whereabouts: where the acts of a clause were, from its toponyms (codebook section 5)."""

from __future__ import annotations

from bisect import bisect_left

from service.extraction.frames.antecedents import described
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.locatives import (
    PLACE_PREPOSITIONS,
    capitals,
    coordinated,
    governor,
    is_elsewhere,
    is_given_up,
    is_origin,
    is_struck,
    is_subject,
    is_suffering,
)
from service.extraction.frames.roles import Roles
from service.extraction.geography import WIDE
from service.extraction.mentions import PlaceMention

NEAR_REACH = 6
"""Tokens from a place to the one that it only locates."""


def places_struck(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses."""
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    last_end, last_struck = clause.last, True
    begin = bisect_left(index.places.starts, clause.first)
    for number, (first, last, place) in enumerate(index.places.within(clause.first, clause.last), begin):
        if place.relation in ("dateline", "possessive"):
            continue
        struck = is_struck(index, clause, first, last, place, roles)
        if coordinated(doc.lower[last_end:first]):
            struck = last_struck and (struck or not is_subject(index, clause, last))
        locating = place.relation == "near" and _locates(doc.lower[last_end:first])
        last_end, last_struck = last, struck
        if struck and not (locating and found):
            found.append((number, place))
    enclosing = {parent for _, place in found for parent in place.parents}
    named = [place for number, place in found if number not in enclosing]
    if any(place.precision not in WIDE for place in named):
        return named
    return [*named, *_described(index, clause, roles)]


def _locates(gap: list[str]) -> bool:
    """Whether a place near another only tells where that one is: "Hroza near Kupiansk", "the dam south of Khartoum"."""
    return bool(gap) and len(gap) <= NEAR_REACH and not set(gap) & {"and", "or"} and gap[0] != ","


def _described(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return the places that the clause only describes ("the city") and that its acts struck."""
    found: list[PlaceMention] = []
    end, struck = clause.first, False
    for first, last, place in described(index, clause, capitals()):
        listed = struck and coordinated(index.doc.lower[end:first])
        end, struck = last, listed
        if listed:
            found.append(place)
            continue
        at = governor(index.doc.lower, clause.first, first)
        before = index.doc.lower[at] if at >= clause.first else ""
        if is_origin(index.doc.lower, clause.first, at) and not is_given_up(index, first):
            continue
        if before in PLACE_PREPOSITIONS:
            struck = not is_elsewhere(index, clause, at, first, last, roles)
        else:
            struck = is_suffering(index, clause, first, last, roles)
        if struck:
            found.append(place)
    return found
