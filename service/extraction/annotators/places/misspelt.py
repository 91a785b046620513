"""Names that the gazetteer knows in another spelling: "the town of Mykhailkva", "in Yaroviv".

A spelling is evidence of a place only where the words before it ask for one and the article speaks of its country.
"""

from __future__ import annotations

from service.extraction.annotators.places.cues import Cues
from service.extraction.annotators.places.spans import Toponym
from service.extraction.document import DASHES, Document
from service.extraction.gazetteer import Gazetteer

LONG, SHORTEST = 7, 5
"""Letters of a name after a preposition, and after a noun of settlements."""


def find_misspelt(
    doc: Document, found: list[Toponym], countries: frozenset[str], gazetteer: Gazetteer, cues: Cues
) -> list[Toponym]:
    """Return the toponyms among unknown words that resemble a place of one of the countries."""
    if doc.shouting or not countries:
        return []
    lower, words = doc.lower, doc.words
    covered = {i for toponym in found for i in range(toponym.start, toponym.end)}
    misspelt: list[Toponym] = []
    for before, left in enumerate(lower[:-1]):
        if left not in cues.asking:
            continue
        i, word = before + 1, words[before + 1]
        if len(word) < SHORTEST or not word[0].isupper() or i in covered or not _alone(doc, i):
            continue
        least = _least(lower, i, cues)
        if not least or len(word) < least or _known(lower[i], cues):
            continue
        bearers = gazetteer.resembling(lower[i], countries)
        if bearers:
            toponym = Toponym(i, i + 1, lower[i], bearers)
            toponym.head, toponym.score = "city", 9.0
            misspelt.append(toponym)
    return misspelt


def _least(lower: list[str], i: int, cues: Cues) -> int:
    """Return how long a name must be after the words before it; 0 if they ask for no place."""
    if lower[i - 1] in cues.settlements or (lower[i - 1] == "of" and i > 1 and lower[i - 2] in cues.settlements):
        return SHORTEST
    return LONG if lower[i - 1] in cues.place_prepositions else 0


def _alone(doc: Document, i: int) -> bool:
    """Whether the word is a name of its own and no part of a longer one."""
    words = doc.words
    if not words[i].isalpha() or words[i].isupper():
        return False
    if i + 1 < len(words) and (
        words[i + 1][0].isupper() or (words[i + 1] in DASHES and doc.starts[i + 1] == doc.ends[i])
    ):
        return False
    return not words[i - 1][0].isupper()


def _known(word: str, cues: Cues) -> bool:
    """Whether the word is known for something else."""
    return (
        word in cues.outside
        or word in cues.function_words
        or word in cues.demonyms
        or word in cues.given
        or word in cues.surnames
        or word in cues.institutions
        or word in cues.directions
    )
