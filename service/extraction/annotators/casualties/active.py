"""People to the right of an outcome word: the objects of active verbs, "the lives of", "the killing of"."""

from __future__ import annotations

from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties.figures import BE, FEARED, Figures
from service.extraction.annotators.casualties.lexicon import OutcomeWord
from service.extraction.annotators.casualties.people import People

RIGHT_SKIP = frozenset(
    "also instantly immediately all the total of as only some including around estimated altogether a an its reported"
    " reportedly mostly another alone together in".split()
)
ATTRIBUTIVE = frozenset("the a an his her its their some many more those these".split())
"""Words after which a participle is an adjective: "the wounded commander"."""
TO_VERB = frozenset(
    "to will would could can may might shall should must cannot n't not didn't doesn't don't never".split()
)


def read_right(figures: Figures, first: int, last: int, word: OutcomeWord) -> bool:
    """Record the people after the word; return whether its search for people is over."""
    if word.kind not in ("past", "present", "gerund", "right", "loss"):
        return False
    lower, start = figures.lower, figures.sentence.first
    before = lower[first - 1] if first > start else ""
    if word.kind == "present" and (before in TO_VERB or before in FEARED):
        return True
    auxiliary, hypothetical = figures.auxiliary(first)
    if word.kind == "past" and hypothetical:
        return True
    if word.kind == "past" and auxiliary:
        return False
    if word.kind == "past" and (before in ATTRIBUTIVE):
        return True
    if word.kind == "gerund" and (before in ("of", "for") and lower[first - 2 : first - 1] == ["capable"]):
        return True
    people = _object(figures, last, word)
    if people is None or not _fits(figures, people, word):
        return False
    if word.kind == "past" and _belongs_left(figures, first, people):
        return False
    parts = [people, *figures.coordinated(people)]
    figures.add(parts, word.outcome, min(first, people.first), last)
    figures.gapped(parts[-1].last, word.outcome)
    return True


def _object(figures: Figures, i: int, word: OutcomeWord) -> People | None:
    limit = figures.sentence.last
    for _ in range(4):
        if i >= limit:
            return None
        people = figures.starting.get(i)
        if people is not None:
            return people
        if figures.lower[i] not in RIGHT_SKIP:
            break
        if figures.lower[i] in ("in", "as") or (figures.lower[i] == "including" and word.kind != "past"):
            break
        i += 1
    if i < limit and word.kind != "loss" and figures.lower[i] not in ("by", "in"):
        return figures.reader.bare(i, limit)
    return None


def _fits(figures: Figures, people: People, word: OutcomeWord) -> bool:
    if people.first in figures.used or (people.part and (word.kind == "loss" or people.noun)):
        return False
    if word.kind == "loss":
        return people.of is CasualtyGroup.MILITARY and people.noun
    if word.needs_noun:
        return people.noun and not (people.name and word.outcome is not CasualtyOutcome.KILLED)
    return True


def _belongs_left(figures: Figures, first: int, people: People) -> bool:
    """Whether "three killed two wounded" gives its second figure to the next word."""
    after = figures.outcomes.get(people.last)
    if after is None or after[1].kind not in ("past", "left"):
        following = figures.lower[people.last] if people.last < figures.sentence.last else ""
        if following not in BE or not figures.adjacent_left(first):
            return False
    return figures.adjacent_left(first) is not None
