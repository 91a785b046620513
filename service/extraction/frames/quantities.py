"""Quantities: the numbers that count weapons, before them ("30 of the 35 drones") or alone ("four were jammed")."""

from __future__ import annotations

from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.fates import LEXICON, verbal
from service.extraction.mentions import NumberMention

COUNTED = frozenset(["cardinal", "vague", "article", "zero"])
COUNT_REACH = 7
MOST = 20_000
"""No salvo is larger: a number above it counts something else."""
STOPS = frozenset(", and with by in on at from for or ; : ( ) when while after which that".split())
DETERMINERS = frozenset("the its their those these".split())
COLLECTIVES = frozenset(LEXICON["nouns"]["collectives"])
TOTALS = [tuple(phrase.split()) for phrase in LEXICON["totals"]["phrases"]]
COMPOUNDS = frozenset(LEXICON["adjectives"]["compounds"])
WHOLES = frozenset(
    [",", ";", "%", "percent", "cent", "most", "many", "some", "majority", "half", "out", "“", '"', "that"]
)
HEADLESS = frozenset(
    "of out more others other were was are had have has been being in over near on and but also it they he she that"
    " which , . ; : ) ” \" '".split()
)


def number_before(index: Index, clause: Clause, first: int) -> NumberMention | None:
    """Return the number that counts the weapon at the token: before it, or before "of the" it."""
    lower = index.doc.lower
    for i in range(first - 1, max(clause.first, first - COUNT_REACH) - 1, -1):
        number = index.numbers.at.get(i)
        if number is not None:
            weapon = index.weapons.at[first]
            crowd = number.kind == "article" and (weapon.plural or COLLECTIVES & set(lower[i:first]))
            if number.kind not in COUNTED or crowd or i in index.casualties.at or lower[i - 1 : i] == ["not"]:
                return None
            return number if plausible(number) else None
        if i - 2 >= clause.first and lower[i] in DETERMINERS and lower[i - 1] == "of":
            number = index.numbers.at.get(i - 2)
            return number if number is not None and number.kind in ("cardinal", "vague") else None
        if lower[i] in STOPS or lower[i] in DETERMINERS or i in index.weapons.at or i in index.acts.at:
            return None
    return None


def plausible(number: NumberMention) -> bool:
    """Whether the number is not too large to count the weapons of one attack."""
    return (number.count.max or number.count.min or 0) <= MOST


def part_of(index: Index, clause: Clause, number: NumberMention, read: set[int]) -> NumberMention | None:
    """Return N of "N of (the) M drones", for the mention of M."""
    doc = index.doc
    i = doc.token_at(number.start) - 1
    while i > clause.first and doc.lower[i] in ("the", "those", "a", "total", "some", "all"):
        i -= 1
    if i <= clause.first or doc.lower[i] not in ("of", "out"):
        return None
    while i > clause.first and doc.lower[i] in ("of", "out"):
        i -= 1
    part = index.numbers.at.get(i)
    if part is None or part.kind not in ("cardinal", "vague", "zero"):
        return None
    read.update(range(doc.token_at(part.start), i + 1))
    return part


def whole_only(index: Index, clause: Clause, number: NumberMention) -> bool:
    """Whether the number is only the whole of what is told: "of the 60 drones, 42 …", "99% of the 300 missiles"."""
    lower = index.doc.lower
    i = index.doc.token_at(number.start) - 1
    while i > clause.first and lower[i] in DETERMINERS:
        i -= 1
    if i < clause.first or lower[i] != "of":
        return False
    return i == clause.first or lower[i - 1] in WHOLES


def out_of(index: Index, clause: Clause, last: int) -> NumberMention | None:
    """Return M of "54 missiles out of (the) 69 (launched)"."""
    doc = index.doc
    for i in range(last, min(clause.last - 2, last + COUNT_REACH)):
        if doc.lower[i] in (",", "and", "or", ";", ".") or i in index.numbers.at or i in index.weapons.at:
            return None
        if doc.lower[i] == "out" and doc.lower[i + 1] == "of":
            at = i + 2
            while at < clause.last and doc.lower[at] in ("the", "a", "total", "of", "some"):
                at += 1
            number = index.numbers.at.get(at)
            return None if number is None or number.kind not in ("cardinal", "vague") else number
    return None


def whole(index: Index, clause: Clause, last: int) -> NumberMention | None:
    """Return M of "N of (the) M" where no weapon follows M."""
    doc = index.doc
    i = last
    while i < clause.last and doc.lower[i] in ("of", "out", "the", "all", "a", "total"):
        i += 1
    if i == last or "of" not in doc.lower[last:i]:
        return None
    number = index.numbers.at.get(i)
    if number is None or number.kind not in ("cardinal", "vague"):
        return None
    end = doc.token_at(number.end - 1) + 1
    return number if headless(index, clause, end) or index.acts.at.get(end) or doc.lower[end].endswith("ed") else None


def headless(index: Index, clause: Clause, last: int) -> bool:
    """Whether no noun follows the number."""
    if last >= clause.last:
        return True
    word = index.doc.lower[last]
    act = index.acts.at.get(last)
    return word in HEADLESS or word.endswith("ly") or (act is not None and (not act.noun or verbal(index, last)))


def compound(index: Index, last: int) -> bool:
    """Whether the weapon that ends at the token is the first part of a compound ("Shahed-type")."""
    lower = index.doc.lower
    return last + 1 < len(lower) and lower[last] == "-" and lower[last + 1] in COMPOUNDS


def head_of_kinds(index: Index, clause: Clause, first: int) -> int:
    """Return where "120 Shahed-type, Gerbera-type and other drones" begins, for the head noun at its end."""
    doc = index.doc
    start = i = first
    while i > max(clause.first, start - COUNT_REACH):
        i -= 1
        if i not in index.weapons.at:
            continue
        if not compound(index, i + 1) or (STOPS - {",", "and", "or"}) & set(doc.lower[i + 3 : start]):
            break
        start = i = doc.token_at(index.weapons.at[i].start)
    return start


def running_total(lower: list[str], clause: Clause) -> bool:
    """Whether the clause gives running totals over a war."""
    words = lower[clause.first : clause.last]
    return any(
        tuple(words[n : n + len(phrase)]) == phrase
        for phrase in TOTALS
        for n in range(len(words) - len(phrase) + 1)
        if words[n] == phrase[0]
    )
