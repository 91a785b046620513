"""Totals and parts: "the death toll rose to 11", "including two children", "among the dead were two children"."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from msgspec.structs import replace

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties.figures import BE, Figures, Found
from service.extraction.annotators.casualties.lexicon import OutcomeWord
from service.extraction.annotators.casualties.people import AGED_CHILD, People

TOLL_SIGNS = frozenset(
    "to at of is was stands stood reached reaches reaching hit passed exceeded tops topped risen the : - now".split()
)
AMONG = frozenset(
    "dead killed victims wounded injured casualties fatalities missing hostages captured deceased hurt".split()
)
INCLUDING = frozenset("including include included includes among".split())
SINGLE = Count(1, 1)
GROUPS = frozenset([CasualtyGroup.MILITARY, CasualtyGroup.CIVILIAN])
ELLIPTIC = frozenset("and , with while another wounded injured wounding injuring killed killing were".split())
"""Words between two figures of one kind of people: "killed five soldiers and wounded ten"."""
NEAREST = 4
"""Figures that "including" may look back at."""
TOLL_WINDOW = 18
"""Tokens that may lie between "toll" and its figure."""


def read_toll(figures: Figures, first: int, last: int, word: OutcomeWord) -> None:
    """Record the figure that a toll rose to or stands at."""
    if (
        "of" in figures.lower[first:last]
        and "number" in figures.lower[first:last]
        and _leading_toll(figures, first, last, word)
    ):
        return
    for people in figures.after(last, TOLL_WINDOW):
        if people.first in figures.used or people.part or people.count.max == 0 or people.count == SINGLE:
            continue
        if figures.lower[people.first - 1] in TOLL_SIGNS:
            figures.add([people], word.outcome, first, people.last, total=True)
            return


def _leading_toll(figures: Figures, first: int, last: int, word: OutcomeWord) -> bool:
    """Read "bringing to 11 the number of people killed"."""
    for end in (first, first - 1):
        people = figures.ending.get(end)
        if people is not None and people.first not in figures.used and not people.noun:
            figures.add([people], word.outcome, people.first, last, total=True)
            return True
    return False


def read_members(figures: Figures) -> None:
    """Read the parts of a figure: "including two children and a woman", "two of them children"."""
    mains = sorted((m for m in figures.found if not m.part and m.people.count.max != 0), key=lambda m: m.first)
    firsts = [main.first for main in mains]
    if not mains:
        return
    for i in range(mains[0].first, figures.sentence.last):
        people = _member(figures, i)
        if people is None or people.first in figures.used:
            continue
        k = bisect_right(firsts, i)
        main = max(mains[max(0, k - NEAREST) : k], key=lambda found: _anchor(found, i))
        for part in (people, *figures.coordinated(people)):
            if part.noun and not part.name:
                figures.record(part, main.outcome, part.first, part.last, part=True)


def _member(figures: Figures, i: int) -> People | None:
    """Return the people that "including" at the token introduces, or that are "two of them" there."""
    word, limit = figures.lower[i], figures.sentence.last
    if word not in INCLUDING:
        people = figures.starting.get(i)
        return people if people is not None and people.part and people.of is not CasualtyGroup.UNSPECIFIED else None
    start = i + 1
    if word == "among" and start < limit and figures.lower[start] in ("them", "whom"):
        start += 1
    return figures.starting.get(start)


def read_among(figures: Figures) -> None:
    """Read "among the dead were two children" and "a child was among the injured"."""
    lower, limit = figures.lower, figures.sentence.last
    for i in range(figures.sentence.first, limit - 2):
        if lower[i] != "among" or lower[i + 1] not in ("the", "those") or lower[i + 2] not in AMONG:
            continue
        entry = figures.outcomes.get(i + 2)
        outcome = entry[1].outcome if entry else CasualtyOutcome.KILLED
        j = i + 3
        while j < limit and (lower[j] in BE or lower[j] in ("there", "also")):
            j += 1
        after = figures.starting.get(j)
        before = next((figures.ending[k] for k in (i, i - 1, i - 2) if k in figures.ending), None)
        for people in (before, after):
            if people is None or not people.noun or people.first in figures.used or people.name:
                continue
            chain = [people, *figures.coordinated(people)] if people is after else [*figures.leading(people), people]
            for part in chain:
                figures.record(part, outcome, min(i, part.first), max(i + 3, part.last), part=True)


def read_elliptic(figures: Figures) -> None:
    """Give a bare figure the group told before it, or of all behind it: "five soldiers were killed and ten injured"."""
    mains = sorted((m for m in figures.found if not m.part), key=lambda m: m.people.first)
    for before, found in pairwise(mains):
        plain = not found.people.noun and found.people.of is CasualtyGroup.UNSPECIFIED and found.people.count.max != 0
        if not plain or found.outcome is before.outcome or before.people.count == SINGLE:
            continue
        between = figures.lower[before.last : found.people.first]
        if before.people.of in GROUPS and between and set(between) <= ELLIPTIC:
            found.people = replace(found.people, of=before.people.of)
    for found in mains:
        if _all_children(figures, found.last):
            found.people = replace(found.people, of=CasualtyGroup.CHILD)


def _all_children(figures: Figures, i: int) -> bool:
    """Whether the words after the figure make all of them minors: ", all under 15", ", all of them children"."""
    lower = figures.lower
    if lower[i : i + 2] != [",", "all"] or i + 4 > figures.sentence.last:
        return False
    rest = [word for word in lower[i + 2 : i + 6] if word not in ("of", "them", "aged", "whom")]
    if rest[0] == "under" and len(rest) > 1 and rest[1].isdigit():
        return int(rest[1]) <= AGED_CHILD
    noun = figures.lexicon.victims.get(rest[0])
    return noun is not None and noun.of is CasualtyGroup.CHILD


def _anchor(found: Found, i: int) -> int:
    """How near before token ``i`` the figure's phrase or its verb ends."""
    return max(end for end in (found.people.last, found.last, -1) if end <= i or end == -1)
