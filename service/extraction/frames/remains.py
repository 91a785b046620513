"""Remains: weapons of which only what fell is told, and whether they had been shot down (codebook section 4)."""

from __future__ import annotations

from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.fates import LEXICON, Acts, fates

REMAINS = frozenset(LEXICON["nouns"]["remains"])
FALLEN = frozenset(LEXICON["nouns"]["fallen"])
"""Remains that are a weapon's without another word."""
SPENT = frozenset(LEXICON["adjectives"]["spent"])
DOWNED = frozenset(LEXICON["adjectives"]["downed"])
ADJECTIVE_REACH = 3
REMAINS_REACH = 5


def only_remains(lower: list[str], clause: Clause, first: int, last: int) -> bool:
    """Whether only what is left of the weapon is told of: "debris of a drone", "missile fragments"."""
    before = lower[max(clause.first, first - REMAINS_REACH) : first]
    if REMAINS & set(before) and {"of", "from"} & set(before):
        return True
    return last < clause.last and lower[last] in REMAINS


def bare_remains(lower: list[str], clause: Clause) -> bool:
    """Whether the clause tells of remains without a word of what they are of: "debris set a depot on fire"."""
    return any(
        lower[i] in FALLEN and lower[i + 1 : i + 2] != ["of"] and lower[i - 1] not in ("the", "under", "clear")
        for i in range(clause.first, clause.last)
    )


def spent(lower: list[str], clause: Clause, first: int) -> bool:
    """Whether the weapon is told of as one that reached nothing by itself: "a downed drone"."""
    return _described(lower, clause, first, SPENT)


def _described(lower: list[str], clause: Clause, first: int, adjectives: frozenset[str]) -> bool:
    """Whether one of the adjectives stands before the weapon: "downed drones", "a downed Ukrainian drone"."""
    if first > clause.first and lower[first - 1] in adjectives:
        return True
    before = range(max(clause.first + 1, first - ADJECTIVE_REACH), first)
    return any(lower[i] in adjectives and lower[i - 1] in ("a", "an", "the") for i in before)


def downed(index: Index, clause: Clause, acts: Acts, first: int, last: int) -> bool:
    """Whether the weapon whose remains fell is said to have been shot down before (codebook section 4)."""
    lower = index.doc.lower
    if _described(lower, clause, first, DOWNED):
        return True
    told = fates(index, clause, acts, first, last)
    return any(fate.status == "intercepted" for fate in told) and only_remains(lower, clause, first, last)
