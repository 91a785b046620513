"""Whereabouts: where the acts of a clause were, from its toponyms (codebook section 5)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

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
from service.extraction.mentions import ObjectMention, PlaceMention

OWNED_REACH = 5
"""Tokens from a place to the thing that it owns."""
NAME_REACH = 4
WARS = frozenset(["war", "conflict", "border"])
NEAR_REACH = 6
"""Tokens from a place to the one that it only locates."""


def places_struck(index: Index, clause: Clause, roles: Roles, hit: Sequence[ObjectMention] = ()) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses.

    ``hit`` are the things that the acts hit, whose owners are places struck, too.
    """
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    last_end, last_struck = clause.last, True
    begin = bisect_left(index.places.starts, clause.first)
    for number, (first, last, place) in enumerate(index.places.within(clause.first, clause.last), begin):
        if place.relation == "dateline" or _of_a_name(index, first, last):
            continue
        if place.relation == "possessive":
            if not _owns(index, clause, last, hit):
                continue
            struck = True
        else:
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


def _owns(index: Index, clause: Clause, last: int, hit: Sequence[ObjectMention]) -> bool:
    """Whether what was hit belongs to the place: "struck Odesa's main port", but not "a Panama-flagged tanker"."""
    if index.doc.lower[last : last + 1] == ["-"]:
        return False
    at = index.objects.at
    following = next((at[i] for i in range(last, min(clause.last, last + OWNED_REACH)) if i in at), None)
    return any(following is thing for thing in hit)


def _of_a_name(index: Index, first: int, last: int) -> bool:
    """Whether the place is part of the name of a group or a war: "Islamic State of Iraq", "the Israel-Iran war"."""
    actor, lower = index.actors.at.get(first), index.doc.lower
    if actor is not None and actor.form == "group":
        return True
    end = next((i for i in range(last, min(len(lower), last + NAME_REACH)) if lower[i] in WARS), None)
    return end is not None and ("-" in lower[last:end] or (lower[first - 1] == "-" and end == last))


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
