"""People to the left of an outcome word: the subjects of passives, of states and of intransitive verbs."""

from __future__ import annotations

from msgspec.structs import replace

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties.figures import LEFT_SKIP, PREPOSITIONS, Figures
from service.extraction.annotators.casualties.lexicon import OutcomeWord, VictimNoun
from service.extraction.annotators.casualties.people import People
from service.extraction.document import DASHES

CLAUSE_BREAKS = frozenset("while but when after before because although whereas though until unless ; : ! ?".split())
SINGLE = Count(1, 1)
BARE_STOPS = PREPOSITIONS | CLAUSE_BREAKS | frozenset(("and", "that", "or"))
BARE = 8
"""Tokens of a subject without article at most."""
SKIPPED = 10
"""Auxiliaries and adverbs between a subject and its verb at most."""
PARENTHESIS = 12
"""Tokens between a name and its verb ("Ali, 48, was killed") at most."""
PARTING = frozenset("including among mostly mainly largely".split())
PARTS = 10
"""Tokens that name the parts of a subject, at most."""
WINDOW = 40
"""Tokens that may lie between a subject and its verb."""


def read_left(figures: Figures, first: int, last: int, word: OutcomeWord) -> None:
    """Record the people before the word, if a figure stands there."""
    if word.kind not in ("past", "left", "noun", "object"):
        return
    if word.kind == "object" and not _near(figures, first, word):
        return
    if word.kind == "noun" and figures.lower[first - 1] == "to":
        return
    end = last
    be, bad = figures.auxiliary(first)
    i = first - 1
    while i >= figures.sentence.first and first - i < SKIPPED and _skippable(figures, i):
        i -= 1
    people = _subject(figures, i + 1, first, word, be)
    if people is None or people.first in figures.used:
        return
    thing = last + (figures.lower[last : last + 1] == ["out"])
    if not be and not people.noun and not figures.lexicon.things.isdisjoint(figures.lower[thing : thing + 1]):
        return  # "dozens of burned out vehicles"
    people, last = _attributive(figures, people, first, last)
    if not _suits(people, word, be):
        return
    shared = joined_by_or(figures, first, end)
    if (bad or shared) and people.count.max != 0:
        return
    parts = figures.subjects(people)
    if word.kind == "past" and be:
        parts.extend(_companions(figures, last))
    for outcome in _outcomes(people, word, shared):
        figures.add(parts, outcome, parts[0].first, last)
    if word.kind == "past" and be:
        figures.gapped(last, word.outcome)


def _attributive(figures: Figures, people: People, first: int, last: int) -> tuple[People, int]:
    """Return the figure with the noun behind the word, and its end: "ten dead children"."""
    found = figures.reader.noun(last, figures.sentence.last) if people.last == first and not people.noun else None
    return (people, last) if found is None else (replace(people, of=found[1].of, noun=True), found[0])


def _suits(people: People, word: OutcomeWord, be: bool) -> bool:
    if word.needs_noun and not be and (people.count == SINGLE or not people.noun):
        return False
    return people.known or not (word.needs_noun or word.outcome is CasualtyOutcome.MISSING)


def _outcomes(people: People, word: OutcomeWord, shared: bool) -> list[CasualtyOutcome]:
    """Return the outcomes of a figure: "no one was hurt" denies deaths too."""
    if people.count.max != 0:
        return [word.outcome]
    if word.outcome is CasualtyOutcome.INJURED or (shared and word.outcome is CasualtyOutcome.KILLED):
        return [CasualtyOutcome.KILLED, CasualtyOutcome.INJURED]
    return [word.outcome] if word.outcome is CasualtyOutcome.KILLED else []


def _companions(figures: Figures, last: int) -> list[People]:
    """Return the people of "(was killed) along with her two children"."""
    lower = figures.lower
    if lower[last : last + 2] not in (["along", "with"], ["together", "with"]):
        return []
    start = last + 2
    people = figures.starting.get(start) or figures.starting.get(start + 1)
    if people is None or not people.noun or people.first in figures.used:
        return []
    return [people, *figures.coordinated(people)]


def _skippable(figures: Figures, i: int) -> bool:
    word = figures.lower[i]
    if word in LEFT_SKIP or i in figures.reader.barred:
        return True
    return (word.endswith("ly") and i not in figures.starting) or word in ("confirmed", "more", "civilian")


def _near(figures: Figures, first: int, word: OutcomeWord) -> bool:
    start, end = max(figures.sentence.first, first - 9), min(figures.sentence.last, first + 8)
    return any(figures.lower[i] in word.near for i in (*range(start, first), *range(first + 1, end)))


def _subject(figures: Figures, end: int, first: int, word: OutcomeWord, be: bool) -> People | None:
    start, lower = figures.sentence.first, figures.lower
    whole = _whole(figures, end) if be else None
    if whole is not None:
        return whole
    nearest = figures.before(first, WINDOW)
    if nearest and nearest[0].last >= end and nearest[0].last <= first:
        return None if figures.inside_bracket(nearest[0]) else nearest[0]
    if word.kind in ("noun", "object"):
        return None
    bare = _bare_subject(figures, end)
    if bare is None and be and end > start and lower[end - 1] == ",":
        comma = next((k for k in range(end - 2, max(start, end - PARENTHESIS), -1) if lower[k] == ","), None)
        bare = _bare_subject(figures, comma) if comma is not None else None
    if bare is not None:
        return bare
    if end - 1 >= start and not (be or word.kind == "left"):
        return None
    plural = _plural_noun(figures, end)
    if plural is None or lower[end] in ("was", "has"):
        return _distant(figures, end)
    joint = figures.ending.get(end - 2) if lower[end - 2] == "and" else None
    if joint is None or joint.first in figures.used:
        return None
    if figures.inside_bracket(joint):
        return _distant(figures, end)
    return joint if joint.of is plural.of else replace(joint, of=CasualtyGroup.UNSPECIFIED)


def _whole(figures: Figures, end: int) -> People | None:
    """Return the figure whose parts follow it without a comma: "ten people including two children (were killed)"."""
    for i in range(end - 1, max(figures.sentence.first, end - PARTS), -1):
        if figures.lower[i] in PARTING:
            people = figures.ending.get(i)
            free = people is not None and people.noun and people.first not in figures.used
            return people if free and people is not None and not figures.inside_bracket(people) else None
        if i in figures.outcomes or figures.lower[i] in PREPOSITIONS or figures.lower[i] in CLAUSE_BREAKS:
            return None
    return None


def _plural_noun(figures: Figures, end: int) -> VictimNoun | None:
    """Return the noun of "(soldiers) were killed", which has no figure of its own."""
    if end <= figures.sentence.first:
        return None
    word = figures.lower[end - 1]
    noun = figures.lexicon.victims.get(word)
    return noun if noun is not None and noun.plural and word not in figures.lexicon.armed else None


def _distant(figures: Figures, end: int) -> People | None:
    """Return the nearest phrase before ``end`` that can be the subject across a parenthesis or a prepositional."""
    gapped = figures.lower[end - 1] == "and"  # "stabbed a soldier and was shot dead"
    for people in figures.before(end, WINDOW):
        if people.last > end:
            continue
        if people.first in figures.used:
            if gapped:
                continue
            return None
        if people.part or figures.inside_bracket(people):
            continue
        return None if not gapped and _blocked(figures, people.last, end) else people
    return None


def _blocked(figures: Figures, start: int, end: int) -> bool:
    """Whether a clause ends between subject and verb."""
    commas = 0
    for i in range(start, end):
        word = figures.lower[i]
        if word in CLAUSE_BREAKS:
            return True
        if word == "," or (word in DASHES and figures.spaced(i)):
            commas += 1
        if commas % 2 == 0 and _finite(figures, i):
            return True
    return commas == 1


def _finite(figures: Figures, i: int) -> bool:
    """Whether an outcome word at the token is a verb, and no adjective ("wounded soldiers")."""
    entry = figures.outcomes.get(i)
    if entry is None or entry[1].kind not in ("past", "left", "gerund"):
        return False
    return figures.lower[i + 1] not in figures.lexicon.victims


def _bare_subject(figures: Figures, end: int) -> People | None:
    """Return "Woman" in "Woman killed", "The IS leader Abu X" or a name in "X was killed", ending at ``end``."""
    start, lower = figures.sentence.first, figures.lower
    people = figures.ending.get(end)
    if people is not None:
        return people if people.first not in figures.used else None
    i = end
    while i > start and end - i < BARE and (lower[i - 1].isalpha() or figures.doc.words[i - 1] in DASHES):
        if i - 1 in figures.outcomes or lower[i - 1] in BARE_STOPS:
            break
        i -= 1
    for begin in range(i, end):
        people = figures.reader.bare(begin, end)
        if people is not None and people.last == end:
            return people
    return None


def joined_by_or(figures: Figures, first: int, last: int) -> bool:
    """Whether the word shares its figure with another outcome: "killed or wounded", "dead and wounded"."""
    lower, outcomes = figures.lower, figures.outcomes
    if last < figures.sentence.last - 1 and lower[last] in ("or", "and", "/") and last + 1 in outcomes:
        other = outcomes[last + 1][1]
        mine = outcomes[first][1]
        if other.outcome is not mine.outcome and other.kind == mine.kind:
            return True
    if first - 2 >= figures.sentence.first and lower[first - 1] in ("or", "and", "/"):
        for start in range(max(figures.sentence.first, first - 4), first - 1):
            if start in outcomes and outcomes[start][0] == first - 1:
                mine, other = outcomes[first][1], outcomes[start][1]
                return other.outcome is not mine.outcome and other.kind == mine.kind
    return False
