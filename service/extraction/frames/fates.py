"""Fates: what became of the weapons at some tokens, by the words that govern them.

A weapon is governed by the verb whose object it is ("shot down ten drones"), by the predicate whose subject it is
("ten drones were shot down", "a missile hit the depot"), or by the verb that it is the means of ("hit by a missile").
A participle that only qualifies it ("drones launched from the sea") decides where nothing else does.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.vocabulary import PlacePrecision
from service.extraction.frames.clauses import Clause, Index
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActMention

LEXICON = read_table("salvos.toml")
AFTER = {word: fate for fate, words in LEXICON["fates"].items() for word in words["after"]}
BEFORE = {word: fate for fate, words in LEXICON["fates"].items() for word in words["before"]}

BE = frozenset("was were been is are be being".split())
MEANS = frozenset("with using by via".split())
LINKS = frozenset("with using by of involving including : - –".split())
RELATIVES = frozenset("which that who".split())
QUOTES = frozenset("\" “ ” ' ’".split())
STOPS = frozenset([".", ";", "?", "!"])
NEGATIONS = frozenset("not no never without n't".split())
PARTS = frozenset("most many some half several none".split())
FAR = 20
"""The cost of a qualifying participle: it decides only where nothing governs the weapon."""
NEAR_SUBJECT = 3
"""Tokens that may stand between a subject and its predicate for it to go before any other governor."""
AIM = frozenset(["attack", "target", "retaliate", "take aim at", "retaliate against", "go after", "engage"])
"""Lemmas that say what weapons were sent at, not that they arrived."""
OBJECT_REACH = 12
AGENT_REACH = 4

Acts = list[tuple[int, int, ActMention]]


class Fate(NamedTuple):
    """What a governing word says of a weapon, and at what cost it is taken to govern it."""

    cost: int
    status: str
    """``launched``, ``intercepted``, ``suppressed`` or ``hit``."""
    qualifying: bool = False
    relative: bool = False
    near: bool = False
    """The predicate follows the weapon at once."""


def fates(index: Index, clause: Clause, acts: Acts, first: int, last: int, own: int | None = None) -> list[Fate]:
    """Return what is said of the weapon or coordinated weapons at the tokens, the most likely first.

    ``own`` is the end of the weapon itself where it is not the last of those coordinated.
    """
    found: list[Fate] = []
    taken: set[int] = set()
    for begin, end, act in acts:
        taken.update(range(begin, end))
        fate = _object(index, clause, begin, end, act, first) if end <= first else (
            _subject(index, clause, begin, end, act, last, own in (None, last)) if begin >= last else None
        )  # fmt: skip
        if fate is not None:
            found.append(fate)
    found.extend(_words(index, clause, taken, first, last))
    absolute = "with" in index.doc.lower[max(clause.first, first - 1) : first]
    return _absolute(found) if absolute and any(fate.near for fate in found) else sorted(found)


def _absolute(found: list[Fate]) -> list[Fate]:
    """Keep what its own predicate says of a weapon: "…, with a drone hitting a building", "with ten shot down"."""
    return sorted(fate._replace(qualifying=False) for fate in found if fate.near)


def _object(index: Index, clause: Clause, begin: int, end: int, act: ActMention, first: int) -> Fate | None:
    """Judge a weapon that follows the act."""
    between = index.doc.lower[end:first]
    if STOPS & set(between):
        return None
    distance = first - end
    agent = "by" in between[-AGENT_REACH:] and (act.form == "passive" or _opens_with_agent(between))
    if agent and act.pattern in ("attack", "damage", "kill", "burn", "explode"):
        return Fate(distance, "hit" if act.noun or _suffered(index, clause, begin) else "launched")
    if act.form == "passive" and "by" in between:
        return Fate(distance, "launched") if act.pattern == "launch" and agent else None
    if act.pattern in ("intercept", "repel", "suppress"):
        if act.form == "passive" or MEANS & set(between) or (act.noun and "of" not in between):
            return None
        return Fate(distance, "suppressed" if act.pattern == "suppress" else "intercepted")
    if act.pattern == "launch":
        return None if act.form == "passive" and not LINKS & set(between) else Fate(distance, "launched")
    if act.pattern in ("attack", "explode", "damage", "kill") and (LINKS & set(between) or act.pattern == "attack"):
        if act.pattern in ("damage", "kill") and not MEANS & set(between):
            return None
        if act.noun and act.pattern in ("damage", "kill"):
            return Fate(distance, "hit")
        return Fate(distance + (0 if LINKS & set(between) else 4), "launched")
    return None


def _subject(
    index: Index, clause: Clause, begin: int, end: int, act: ActMention, last: int, nearest: bool
) -> Fate | None:
    """Judge a weapon that stands before the act."""
    lower = index.doc.lower
    between = lower[last:begin]
    if STOPS & set(between) or NEGATIONS & set(between) or _other_subject(index, last, begin):
        return None
    relative = bool(RELATIVES & set(between))
    if (relative and _of_part(between)) or ("and" in between and act.form == "finite"):
        return None  # "54 of which were shot down", "shot down 30 drones and lost track of ten"
    distance = begin - last
    auxiliary = bool(BE & set(between))
    cost = distance - (NEAR_SUBJECT + 1 if nearest and distance <= NEAR_SUBJECT else 0)
    if act.pattern in ("intercept", "suppress", "repel"):
        status = "suppressed" if act.pattern == "suppress" else "intercepted"
        if relative:
            return Fate(FAR + distance, status, True, True)
        if act.form == "passive" or (act.form == "finite" and not _has_object(index, clause, end)):
            return Fate(cost, status, near=distance == 0)
        return None
    if act.pattern == "launch" or act.lemma.startswith("fire "):
        if act.form not in ("passive", "finite") or act.noun or (act.form == "finite" and distance > 1):
            return None
        reduced = not auxiliary or relative
        return Fate(distance + (FAR if reduced else 0), "launched", reduced)
    form = "finite" if verbal(index, begin) else act.form
    if act.pattern in ("attack", "damage", "kill", "explode", "burn") and form in ("finite", "gerund", "infinitive"):
        status = "launched" if act.pattern == "explode" else _struck(index, clause, end, act.lemma)
        qualifying = form != "finite" or relative
        return Fate(distance + FAR if qualifying else cost, status, qualifying, near=distance == 0)
    return None


def _other_subject(index: Index, last: int, begin: int) -> bool:
    """Whether a number or a part stands nearer as the subject: "52 of them, 20 were lost", "most of them were"."""
    lower = index.doc.lower
    for i in range(last, begin):
        number = index.numbers.at.get(i)
        if number is not None and number.kind in ("cardinal", "vague") and (lower[i + 1] in BE or i + 1 == begin):
            return True
        if lower[i] in PARTS and lower[i + 1 : i + 3] == ["of", "them"]:
            return True
    return False


def verbal(index: Index, i: int) -> bool:
    """Whether the act at the token, read as a noun, is the verb of a plural number: "eight hit their targets"."""
    act, number = index.acts.at.get(i), index.numbers.at.get(i - 1)
    if act is None or not act.noun or number is None or number.kind not in ("cardinal", "vague"):
        return False
    return index.doc.lower[i] == act.lemma and number.count.min != 1


def _opens_with_agent(between: list[str]) -> bool:
    """Whether "by" follows the act at once, quotation marks aside."""
    return "by" in between[:1] or (between[:1] != [] and between[0] in QUOTES and between[1:2] == ["by"])


def _of_part(between: list[str]) -> bool:
    """Whether the relative clause tells of a part only: "54 of which were shot down"."""
    return any(
        word in RELATIVES and between[n - 1] == "of" and between[n - 2] not in ("all", "both")
        for n, word in enumerate(between)
        if n > 1
    )


def _words(index: Index, clause: Clause, taken: set[int], first: int, last: int) -> list[Fate]:
    """Judge by the words that tell a fate and are no acts."""
    lower = index.doc.lower
    found: list[Fate] = []
    for i in range(max(clause.first, first - OBJECT_REACH - 1), min(clause.last, last + OBJECT_REACH + 1)):
        if i in taken:
            continue
        if i >= last and lower[i] in AFTER:
            between = lower[last:i]
            if STOPS & set(between) or NEGATIONS & set(between) or i - last > OBJECT_REACH:
                continue
            reduced = i == last
            found.append(Fate(i - last + (FAR if reduced else 0), AFTER[lower[i]], reduced))
        elif i < first and lower[i] in BEFORE:
            between = lower[i + 1 : first]
            if not STOPS & set(between) and len(between) <= OBJECT_REACH and not BE & set(lower[i - 1 : i]):
                found.append(Fate(first - i - 1, BEFORE[lower[i]]))
    return found


def _has_object(index: Index, clause: Clause, end: int) -> bool:
    """Whether a noun phrase follows the verb at once: then its subject acts ("drones shot down a helicopter")."""
    if end >= clause.last:
        return False
    word = index.doc.lower[end]
    return word in ("a", "an", "the", "its", "their", "at", "all") or end in index.numbers.at or end in index.weapons.at


def _struck(index: Index, clause: Clause, end: int, lemma: str) -> str:
    """Return ``launched`` where weapons only aimed at something or struck a country, else ``hit``."""
    if lemma in AIM:
        return "launched"
    limit = min(clause.last, end + OBJECT_REACH)
    places = [p for f, _, p in index.places.within(end, limit) if p.relation not in ("possessive", "dateline")]
    if index.places.at.get(end) in places and index.places.at[end].precision is PlacePrecision.COUNTRY:
        return "launched"  # "struck Ukraine, including its energy facilities"
    if not places or index.objects.within(end, limit) or any(p.precision is not PlacePrecision.COUNTRY for p in places):
        return "hit"
    return "hit" if any(i in index.numbers.at for i in range(end, min(limit, end + 2))) else "launched"


def _suffered(index: Index, clause: Clause, begin: int) -> bool:
    """Whether what was struck is less than a country: an object, a place or somebody."""
    places = [p for _, _, p in index.places.within(clause.first, begin)]
    if not places or index.objects.within(clause.first, begin):
        return True
    return any(p.precision is not PlacePrecision.COUNTRY for p in places)
