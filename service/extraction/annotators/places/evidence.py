"""Weighs whether a candidate toponym is one: additive evidence from the words around it, each weight named."""

from __future__ import annotations

from service.extraction.annotators.places.cues import Cues
from service.extraction.annotators.places.spans import Toponym
from service.extraction.document import DASHES, Document

THRESHOLD = 3.0
"""Evidence that makes a name a place; chosen on annotated articles."""

PREPOSITION, LOOSE, HEAD, SETTLEMENT, LISTED, STRUCK = 2.0, 0.8, 3.0, 3.0, 1.5, 1.2
COMMON, FIRST_WORD, GIVEN, PERSON, GLUED, OUTLET = -3.0, -1.0, -2.5, -6.0, -2.5, -6.0
IN_PLAY = 1.5


def people(doc: Document, found: list[Toponym], cues: Cues) -> frozenset[str]:
    """Return the folded surnames that follow a given name or a title somewhere in the article."""
    surnames: set[str] = set()
    words, lower = doc.words, doc.lower
    for toponym in found:
        i = toponym.first
        if i and words[i - 1][0].isupper() and (lower[i - 1] in cues.given or lower[i - 1] in cues.titles):
            surnames.add(lower[toponym.last - 1])
    return frozenset(surnames)


def evidence(doc: Document, toponym: Toponym, cues: Cues, titled: bool) -> float:
    """Return the weight of the words around the name. ``titled``: the sentence is set in title case."""
    lower, words = doc.lower, doc.words
    first, last = toponym.first, toponym.last
    sentence = doc.sentences[doc.sentence_of[first]]
    before = lower[toponym.start - 1] if toponym.start > sentence.first else ""
    score = 0.0
    if toponym.abbreviation:
        return 9.0
    if toponym.head:
        score += HEAD
    if toponym.near or toponym.direction is not None or before in cues.place_prepositions:
        score += PREPOSITION
    elif before in cues.loose_prepositions:
        score += LOOSE
        governor = lower[toponym.start - 2] if toponym.start - 2 >= sentence.first else ""
        if before == "of" and governor in cues.settlements:
            score += SETTLEMENT
        elif governor in cues.strikes:
            score += STRUCK
    if before in cues.settlements:
        score += SETTLEMENT
    if before in cues.companies and words[toponym.start - 1][0].isupper() and not doc.shouting:
        score += OUTLET
    score += _against(doc, toponym, cues, titled, sentence.first)
    after = lower[last] if last < sentence.last else ""
    if after in cues.predicates and not before:
        score += LOOSE
    if after in cues.not_after and (not toponym.head) and (words[last][0].isupper() or after in cues.unit_after):
        score += OUTLET
    if after == "people" and last + 2 < sentence.last and lower[last + 2] == "republic":
        score += OUTLET
    return score


def _against(doc: Document, toponym: Toponym, cues: Cues, titled: bool, begin: int) -> float:
    """Return the weight of what speaks for a person, a plain word or a longer name."""
    lower, words = doc.lower, doc.words
    first, last = toponym.first, toponym.last
    score = 0.0
    single = toponym.key.find(" ") < 0
    large = any(c.main and (c.kind == "country" or c.population > 1_000_000) for c in toponym.candidates[:2])
    if single and toponym.key in cues.common and not large:
        score += COMMON
        opens = first == begin or (first == begin + 1 and not words[begin].isalnum())
        if opens or titled or doc.shouting:
            score += FIRST_WORD
    if single and not large and (toponym.key in cues.given or toponym.key in cues.surnames):
        score += GIVEN
    if first - 2 >= begin and words[first - 1] in DASHES and lower[first - 2] in cues.compounds:
        return score + OUTLET
    if doc.shouting or toponym.head:
        return score
    previous = words[first - 1] if first > begin else ""
    if previous and previous[0].isupper() and toponym.start == first:
        named = lower[first - 1] in cues.given or lower[first - 1] in cues.titles
        if named and not titled:
            score += PERSON
        elif not titled and lower[first - 1] not in cues.demonyms and previous.isalpha() and first - 1 > begin:
            score += GLUED
    elif (previous == "." and first - 2 >= begin and lower[first - 2] in cues.titles) or (
        previous == "." and first - 2 >= begin and len(words[first - 2]) == 1
    ):
        score += PERSON
    following = words[last] if last < len(words) and last < doc.sentences[doc.sentence_of[first]].last else ""
    if following and following[0].isupper() and following.isalpha() and not titled:
        if toponym.key in cues.given:
            score += PERSON
        elif lower[last] not in cues.demonyms and lower[last] not in cues.directions:
            score += 0.0 if lower[last] in cues.institutions or lower[last] in cues.titles else GLUED
    if following in DASHES and last + 1 < len(words) and words[last + 1][0].isupper():
        joined = doc.ends[last - 1] == doc.starts[last] and doc.ends[last] == doc.starts[last + 1]
        score += GLUED if joined else 0.0
    return score


def is_titled(doc: Document, sentence: int) -> bool:
    """Whether the sentence is set in title case: most of its longer words begin with a capital."""
    bounds = doc.sentences[sentence]
    long = [word for word in doc.words[bounds.first : bounds.last] if len(word) > 3 and word.isalpha()]
    return len(long) > (3 if bounds.heading else 7) and sum(word[0].isupper() for word in long) > 0.7 * len(long)
