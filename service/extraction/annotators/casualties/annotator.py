"""Casualties: how many people were killed, injured, captured or are missing, as the text says it.

Each outcome word of the lexicon looks for its people: an active verb to its right ("killed six"), a passive,
a state or an intransitive verb to its left ("six people were killed", "three dead"), a noun of toll at the figure
after it. Denials of harm give {0, 0}. Words without a figure give nothing.
"""

from __future__ import annotations

from msgspec.structs import replace

from schemas.vocabulary import CasualtyOutcome
from service.extraction.annotators.casualties.active import read_right
from service.extraction.annotators.casualties.figures import Figures, Found
from service.extraction.annotators.casualties.lexicon import CasualtyLexicon, OutcomeWord
from service.extraction.annotators.casualties.parts import read_among, read_elliptic, read_members, read_toll
from service.extraction.annotators.casualties.passive import joined_by_or, read_left
from service.extraction.annotators.casualties.people import PeopleReader
from service.extraction.annotators.casualties.zero import read_zeros
from service.extraction.document import Document
from service.extraction.mentions import CasualtyMention


def annotate_casualties(doc: Document, lexicon: CasualtyLexicon) -> None:
    """Set ``doc.casualties``, in order of the text; reads the document's numbers, times, weapons, places, actors."""
    words: dict[int, tuple[int, OutcomeWord]] = {}
    by_sentence: dict[int, list[int]] = {}
    for first, last, word in lexicon.outcomes.find(doc):
        words[first] = (last, word)
        by_sentence.setdefault(doc.sentence_of[first], []).append(first)
    for i, token in enumerate(doc.lower):
        if token in lexicon.zero_nouns:
            by_sentence.setdefault(doc.sentence_of[i], [])
    mentions: list[CasualtyMention] = []
    largest: dict[CasualtyOutcome, int] = {}
    if by_sentence:
        reader = PeopleReader(doc, lexicon, words)
        for index in sorted(by_sentence):
            figures = Figures(doc, lexicon, reader, doc.sentences[index])
            _read(figures, by_sentence[index])
            figures.found = [found for found in figures.found if not _of_told(found, largest)]
            for mention in _mentions(figures):
                mentions.append(mention)
                largest[mention.outcome] = max(largest.get(mention.outcome, 0), mention.count.min or 0)
    doc.casualties = sorted(mentions, key=lambda m: (m.start, m.end, m.outcome, m.part))


def _read(figures: Figures, firsts: list[int]) -> None:
    """Read the sentence's outcome words: denials and objects before subjects, wholes before parts."""
    read_zeros(figures)
    pending: list[tuple[int, int, OutcomeWord]] = []
    for first in firsts:
        last, word = figures.outcomes[first]
        if word.kind == "toll":
            read_toll(figures, first, last, word)
        elif joined_by_or(figures, first, last) or not read_right(figures, first, last, word):
            pending.append((first, last, word))
    read_among(figures)
    for first, last, word in pending:
        read_left(figures, first, last, word)
    read_members(figures)
    read_elliptic(figures)


def _of_told(found: Found, largest: dict[CasualtyOutcome, int]) -> bool:
    """Whether "killed three of them" is only a part of the dead told before, at most ``largest`` of an outcome."""
    if not found.people.part or found.part:
        return False
    return largest.get(found.outcome, 0) > (found.people.count.min or 0)


def _mentions(figures: Figures) -> list[CasualtyMention]:
    doc = figures.doc
    made: dict[tuple[int, int, str], CasualtyMention] = {}
    for found in figures.found:
        mention = CasualtyMention(
            start=doc.starts[found.first],
            end=doc.ends[found.last - 1],
            outcome=found.outcome,
            count=found.people.count,
            of=found.people.of,
            part=found.part,
            total=found.total,
        )
        key = (mention.start, mention.end, f"{mention.outcome}{mention.count.min}-{mention.count.max}")
        other = made.get(key)
        made[key] = replace(other, part=other.part and mention.part) if other is not None else mention
    return list(made.values())
