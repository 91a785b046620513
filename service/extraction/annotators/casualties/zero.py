"""Denials of harm: "no casualties", "there were no reports of deaths", "casualties were avoided"."""

from __future__ import annotations

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties.figures import AUXILIARIES, NEGATIONS, Figures
from service.extraction.annotators.casualties.people import People

COUNTS = (["toll"], ["figures"], ["figure"], ["count"], ["numbers"], ["information"])
"""Words that make the noun before them one of statistics."""
STATES = frozenset("injured wounded hurt harmed killed dead".split())


def read_zeros(figures: Figures) -> None:
    """Record {0, 0} where the sentence says that nobody was hurt."""
    lower, lexicon = figures.lower, figures.lexicon
    seen = -1
    for i in range(figures.sentence.first, figures.sentence.last):
        word = lower[i]
        if word not in lexicon.zero_nouns or i <= seen or figures.lower[i + 1 : i + 2] in COUNTS:
            continue
        start = _negated(figures, i)
        end = i + 1
        if start is None and lower[i] in ("casualties", "injuries", "fatalities", "deaths", "victims"):
            start, end = i, _avoided(figures, i)
            if end == i:
                continue
        if start is None:
            continue
        while end + 1 < figures.sentence.last and lower[end] in ("or", "and", ","):
            if lower[end + 1] not in lexicon.zero_both and lower[end + 1] not in lexicon.zero_killed:
                break
            end += 2
        seen = end
        between = lower[start:end]
        both = any(w in lexicon.zero_both for w in between)
        of = CasualtyGroup.CIVILIAN if any(w.startswith("civilian") for w in between) else CasualtyGroup.UNSPECIFIED
        people = People(start, end, Count(0, 0), of, True)
        for outcome in (CasualtyOutcome.KILLED, CasualtyOutcome.INJURED) if both else (CasualtyOutcome.KILLED,):
            figures.record(people, outcome, start, end)


def _negated(figures: Figures, i: int) -> int | None:
    """Return the token of the negation that governs the noun at ``i``, or None."""
    lower, lexicon = figures.lower, figures.lexicon
    j = i - 1
    while j >= figures.sentence.first and i - j < 14:
        word = lower[j]
        if word in lexicon.zero_blockers:
            return None
        if word in ("no", "without", "zero", "neither", "nobody"):
            return j if _denies(figures, j, i) else None
        if (word in NEGATIONS or word == "nor") and j + 1 < i:
            return j if _denies(figures, j, i) else None
        if word not in lexicon.zero_between:
            return None
        j -= 1
    return None


def _denies(figures: Figures, negation: int, noun: int) -> bool:
    """Whether the noun itself is denied: "no injured" is, "not injured" of a person is not."""
    if figures.lower[noun] not in STATES:
        return True
    people = figures.starting.get(negation)
    return not (people is not None and people.noun) and figures.lower[negation] not in NEGATIONS


def _avoided(figures: Figures, i: int) -> int:
    """Return the token after "casualties were avoided / have not been reported" (``i`` itself if it is not so)."""
    lower = figures.lower
    negative = False
    for j in range(i + 1, min(figures.sentence.last, i + 7)):
        word = lower[j]
        if word in NEGATIONS:
            negative = True
        elif word == "avoided" or (negative and word in ("reported", "recorded", "confirmed", "registered")):
            return j + 1
        elif word not in AUXILIARIES and word not in ("there", "yet", "so", "far", "immediately", "narrowly"):
            return i
    return i
