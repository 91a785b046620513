"""Clauses: where one statement of a sentence ends and the next begins.

A *clause* here is the stretch of a sentence that tells one incident: a finite verb with its subject and objects,
and the participles and relative clauses that hang on it ("a drone hit a depot, killing two"). It ends where a
conjunction brings a new statement with a subject of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from service.extraction.document import DASHES, Document, Sentence
from service.extraction.mentions import (
    ActMention,
    ActorMention,
    CasualtyMention,
    NumberMention,
    ObjectMention,
    PlaceMention,
    SpeakerMention,
    TimeMention,
    WeaponMention,
)

Mention = TypeVar("Mention")

LIST = "list"
"""Opener of a clause that goes on with a list of things begun before another clause."""
LONGEST_SPEECH = 60
"""Sentences: no speech is followed for longer."""
MOST_VOICES = 60
"""Speakers heard in one sentence."""
GOING_ON = frozenset("adding saying noting claiming stressing stating".split())
"""Participles by which a speaker goes on."""
CONTRAST = frozenset("while whereas but although though meanwhile however".split())
SUBORDINATE = frozenset("after before since when because as following until where if unless despite once".split())
AS_PHRASES = frozenset("well part many much of soon saying such long far if though opposed to".split())
AUXILIARIES = frozenset("is was were are has have had said".split())
AS_BEFORE = frozenset("such same as well known described seen identified regarded far soon long served acting".split())


class Clause(NamedTuple):
    """A stretch of one sentence, tokens ``[first, last)``, with the conjunction that opens it."""

    sentence: int
    first: int
    last: int
    paragraph: int
    opener: str
    """Folded conjunction ("while", "after"), ``and``, or empty at the head of the sentence."""


OPENERS = CONTRAST | SUBORDINATE | DASHES | GOING_ON | {";", ",", "and"}
"""Words that a clause may open with."""


class Row(Generic[Mention]):
    """The mentions of one kind, by token."""

    __slots__ = ("at", "spans", "starts")

    def __init__(self, doc: Document, mentions: list[Mention]) -> None:
        self.spans: list[tuple[int, int, Mention]] = []
        self.at: dict[int, Mention] = {}
        for mention in mentions:
            first = doc.token_at(mention.start)  # type: ignore[attr-defined]
            last = doc.token_at(mention.end - 1) + 1  # type: ignore[attr-defined]
            self.spans.append((first, last, mention))
            for i in range(first, last):
                self.at.setdefault(i, mention)
        self.starts = [first for first, _, _ in self.spans]

    def within(self, first: int, last: int) -> list[tuple[int, int, Mention]]:
        """Return the ``(first, last, mention)`` that begin within the tokens ``[first, last)``."""
        return self.spans[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def any(self, first: int, last: int) -> bool:
        """Return whether one begins within the tokens ``[first, last)``."""
        return bisect_left(self.starts, first) < bisect_left(self.starts, last)


class Index:
    """All mentions of a document by the tokens that they cover."""

    __slots__ = (
        "_voices", "actors", "acts", "casualties", "clauses", "doc", "numbers", "objects", "places", "speakers",
        "times", "weapons",
    )  # fmt: skip

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.acts: Row[ActMention] = Row(doc, doc.acts)
        self.actors: Row[ActorMention] = Row(doc, doc.actors)
        self.places: Row[PlaceMention] = Row(doc, doc.places)
        self.weapons: Row[WeaponMention] = Row(doc, doc.weapons)
        self.objects: Row[ObjectMention] = Row(doc, doc.objects)
        self.casualties: Row[CasualtyMention] = Row(doc, doc.casualties)
        self.times: Row[TimeMention] = Row(doc, doc.times)
        self.numbers: Row[NumberMention] = Row(doc, doc.numbers)
        self.speakers: Row[SpeakerMention] = Row(doc, doc.speakers)
        self._voices: list[list[SpeakerMention]] = [[] for _ in doc.sentences]
        for speaker in doc.speakers:
            first = doc.sentence_at(speaker.scope_start)
            last = doc.sentence_at(max(speaker.scope_start, speaker.scope_end - 1))
            for number in range(first, min(last, first + LONGEST_SPEECH) + 1):
                if len(self._voices[number]) < MOST_VOICES:
                    self._voices[number].append(speaker)
        openers: list[list[int]] = [[] for _ in doc.sentences]
        for i in doc.where(OPENERS):
            openers[doc.sentence_of[i]].append(i)
        self.clauses: list[list[Clause]] = [split(self, n, found) for n, found in enumerate(openers)]

    def voices(self, clause: Clause) -> list[SpeakerMention]:
        """Return the speakers on whose word some of the clause stands."""
        start, end = self.doc.starts[clause.first], self.doc.ends[clause.last - 1]
        return [s for s in self._voices[clause.sentence] if s.scope_start < end and s.scope_end > start]


def split(index: Index, number: int, openers: list[int]) -> list[Clause]:
    """Return the clauses of a sentence, in order and without gaps; ``openers`` are its tokens that may open one."""
    doc = index.doc
    sentence = doc.sentences[number]
    cuts: list[tuple[int, str]] = [(sentence.first, "")]
    for i in openers:
        opener = _opener(index, sentence, i, doc.lower[i], cuts[-1][0])
        if opener:
            cuts.append((i, opener))
    cuts.append((sentence.last, ""))
    return [
        Clause(number, first, end, sentence.paragraph, opener)
        for (first, opener), (end, _) in pairwise(cuts)
        if end > first
    ]


def _opener(index: Index, sentence: Sentence, i: int, word: str, since: int) -> str:
    """Return the conjunction if a clause opens at the token, else an empty string."""
    doc = index.doc
    if i == sentence.first:
        return ""
    if word == ";" or (word in DASHES and i + 1 < sentence.last and _spaced(doc, i)):
        return ";" if _tells(index, since, i) else ""
    if word in CONTRAST:
        return word
    if word in GOING_ON and i + 1 < sentence.last and doc.lower[i + 1] == "that" and _tells(index, since, i):
        return "and"
    if word == "because" and i + 1 < sentence.last and doc.lower[i + 1] == "of":
        return ""
    if word in SUBORDINATE:
        if word == "as" and not _as_clause(doc, sentence, i):
            return ""
        if word in ("before", "since", "until", "following", "once", "where") and i in index.times.at:
            return ""
        if word in ("before", "since", "until") and i + 1 in index.times.at:
            return ""  # "before dawn on Thursday"
        return word
    if word == "and" and _resumes_list(index, sentence, i, since):
        return LIST
    if word in ("and", ",") and _new_statement(index, sentence, i, since):
        return "and"
    return ""


def _spaced(doc: Document, i: int) -> bool:
    return doc.starts[i] > doc.ends[i - 1] and doc.starts[i + 1] > doc.ends[i]


def _as_clause(doc: Document, sentence: Sentence, i: int) -> bool:
    """Whether "as" opens a clause of time ("as Russia shelled …") and not a phrase ("as part of", "such as")."""
    after = doc.lower[i + 1] if i + 1 < sentence.last else ""
    if not after or after in AS_PHRASES or doc.lower[i - 1] in AS_BEFORE:
        return False
    for j in range(i + 1, min(sentence.last, i + 14)):
        word = doc.lower[j]
        if word == ",":
            return False
        if word in AUXILIARIES or (j > i + 1 and word.endswith(("ed", "struck", "hit"))):
            return True
    return False


def _tells(index: Index, first: int, last: int) -> bool:
    """Whether the tokens hold an act or a casualty figure."""
    return index.acts.any(first, last) or index.casualties.any(first, last)


def _new_statement(index: Index, sentence: Sentence, i: int, since: int) -> bool:
    """Whether "and" or a comma is followed by a subject with an act of its own, after a clause that told one."""
    doc = index.doc
    if not _tells(index, since, i) or i in index.casualties.at or i in index.times.at:
        return False
    if _pairs(doc.lower, since, i):
        return False
    subject = False
    start = i + 2 if i + 1 < sentence.last and doc.lower[i + 1] in ("that", "and") else i + 1
    for j in range(start, min(sentence.last, i + 14)):
        word = doc.lower[j]
        if word == "and" and j - 1 in index.objects.at and (j + 1 in index.objects.at or j + 2 in index.objects.at):
            continue  # "a police station and a market were hit"
        act = index.acts.at.get(j)
        if act is not None and not act.noun and act.form in ("finite", "passive"):
            if j - 1 in index.numbers.at and doc.lower[j - 2] == "of":
                return False  # "and 27 drones out of 158 launched"
            if j in index.casualties.at and not _placed(index, j, sentence.last):
                return False  # "and 18 injured" goes on with the same statement
            return subject and j > i + 1
        if word in (",", ";", "which", "who", "that", "and") or word in SUBORDINATE:
            return False
        if j in index.actors.at or j in index.weapons.at or j in index.casualties.at or j in index.objects.at:
            subject = True
        if word in ("it", "they", "he", "she", "one", "another", "others", "people"):
            subject = True
    return False


def _pairs(lower: list[str], since: int, i: int) -> bool:
    """Whether "and" joins the two sides of a "between" ("clashes between soldiers and rebels killed …")."""
    return lower[i] == "and" and "between" in lower[max(since, i - 7) : i]


def _resumes_list(index: Index, sentence: Sentence, i: int, since: int) -> bool:
    """Whether a list of things goes on after a clause in its midst ("a plant — where 15 were hurt —, and a school")."""
    lower = index.doc.lower
    if lower[since] not in ("where", "which", "who") or lower[i - 1] not in (",", "-", "–", "—"):
        return False
    rest = range(i + 1, sentence.last)
    if any(j in index.acts.at or j in index.casualties.at for j in rest):
        return False
    return any(j in index.objects.at for j in rest[:4])


def _placed(index: Index, first: int, limit: int) -> bool:
    """Whether a place is named after the token and before the next comma."""
    for i in range(first, limit):
        if i in index.places.at:
            return True
        if index.doc.lower[i] in (",", ";"):
            break
    return False
