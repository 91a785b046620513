"""The stretch of text that stands on a speaker's word: the clauses before or after the cue, and quotes around it."""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct

from schemas.vocabulary import AttributionRole
from service.extraction.document import Document, Sentence

CLOSING = frozenset(',.;:)”"»’')
TAIL = frozenset("on in to at during late early via when after as while".split())
BOUNDARIES = frozenset(", and while but ; whereas".split())
OPENING_QUOTES = frozenset("“«")
CLOSING_QUOTES = frozenset("”»")
REACH = 6
"""Sentences that one quotation may run over."""


class Cue(Struct):
    """A citation in the making: who, the tokens of the cue, and the scope in code points."""

    start: int
    end: int
    name: str
    role: AttributionRole
    side: str | None
    first: int
    last: int
    speaker_first: int
    speaker_last: int
    verb: int
    after: bool
    """The speaker follows the verb or construction."""
    sentence: int
    scope_start: int = 0
    scope_end: int = 0
    follows: bool = False
    """The scope lies before the cue."""


def place_scopes(doc: Document, cues: list[Cue]) -> None:
    """Set the scopes of the cues, which come in order of the text."""
    cues.sort(key=lambda cue: (cue.first, cue.last))
    previous: Cue | None = None
    quotes = _Quotes(doc)
    for cue in cues:
        sentence = doc.sentences[cue.sentence]
        _alone(doc, cue, sentence)
        if previous is not None and previous.sentence == cue.sentence:
            _beside(doc, previous, cue)
        _quoted_before(doc, quotes, cue)
        previous = cue
    _quoted_after(doc, quotes, cues)


def _alone(doc: Document, cue: Cue, sentence: Sentence) -> None:
    """Place the scope as if the cue were alone in its sentence."""
    cue.follows = _follows(doc, cue, sentence)
    if cue.follows:
        cue.scope_start = sentence.start
        cue.scope_end = doc.ends[max(sentence.first, cue.first - 1)]
        if cue.last + 1 < sentence.last and doc.words[cue.last] == "," and cue.after and cue.verb >= 0:
            return
        if cue.last + 2 < sentence.last and doc.words[cue.last] in ",:" and doc.words[cue.last + 1] in '“"«':
            cue.scope_end = sentence.end
        return
    last = cue.last
    while last < sentence.last - 1 and (doc.words[last] in ",:" or doc.lower[last] == "that"):
        last += 1
    cue.scope_start = doc.starts[min(last, sentence.last - 1)]
    cue.scope_end = sentence.end


def _follows(doc: Document, cue: Cue, sentence: Sentence) -> bool:
    """Whether what is said stands before the cue."""
    before = cue.first - sentence.first
    if before < 2:
        return False
    if cue.after:
        return True
    if cue.last >= sentence.last:
        return True
    following = doc.words[cue.last]
    separated = doc.words[cue.first - 1] in CLOSING
    if following in ".;)" or (following in '”"»' and cue.last == sentence.last - 1):
        return True
    return separated and (following == "," or doc.lower[cue.last] in TAIL)


def _beside(doc: Document, previous: Cue, cue: Cue) -> None:
    """Share a sentence between two cues."""
    if previous.first == cue.first or previous.last >= cue.last:
        cue.scope_start, cue.scope_end = previous.scope_start, previous.scope_end
        return
    if cue.follows:
        if previous.follows:
            cue.scope_start = min(doc.starts[min(previous.last, cue.first)], cue.scope_end)
            return
        cut = _boundary(doc, previous.last, cue.first - 1)
        if cut is not None:
            previous.scope_end = max(previous.scope_start, doc.ends[cut - 1])
            cue.scope_start = min(doc.starts[cut], cue.scope_end)
        return
    if previous.follows:
        return
    opening = min(cue.first, cue.speaker_first)
    if opening - 1 > previous.last and doc.lower[opening - 1] in BOUNDARIES:
        previous.scope_end = max(previous.scope_start, doc.ends[opening - 2])


def _boundary(doc: Document, first: int, last: int) -> int | None:
    """Return the last token in between that opens a clause."""
    for i in range(last - 1, first, -1):
        if doc.lower[i] in ("while", "but", ";", "whereas"):
            return i
    return None


class _Quotes:
    """The quotation marks of sentences, each counted once."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.read: dict[int, tuple[bool, int, list[int]]] = {}

    def _of(self, index: int) -> tuple[bool, int, list[int]]:
        """Return whether a quotation stays open, the first mark that closes an earlier one, and the straight marks."""
        if index not in self.read:
            sentence, balance, closing, straight = self.doc.sentences[index], 0, -1, []
            for i in range(sentence.first, sentence.last):
                word = self.doc.words[i]
                if word in OPENING_QUOTES:
                    balance += 1
                elif word in CLOSING_QUOTES:
                    if balance == 0 and closing < 0:
                        closing = i
                    balance = max(0, balance - 1)
                elif word == '"':
                    straight.append(i)
            self.read[index] = (balance > 0 or len(straight) % 2 == 1, closing, straight)
        return self.read[index]

    def opens(self, index: int) -> bool:
        """Whether a quotation begins in the sentence and does not end there."""
        return self._of(index)[0]

    def closes(self, index: int, last: int) -> bool:
        """Whether a quotation that began in an earlier sentence ends before token ``last``."""
        _, closing, straight = self._of(index)
        return 0 <= closing < last or bisect_left(straight, last) % 2 == 1

    def any(self, index: int) -> bool:
        """Whether the sentence holds a quotation mark."""
        is_open, closing, straight = self._of(index)
        sentence = self.doc.sentences[index]
        return (
            is_open
            or closing >= 0
            or bool(straight)
            or any(word in OPENING_QUOTES for word in self.doc.words[sentence.first : sentence.last])
        )


def _quoted_before(doc: Document, quotes: _Quotes, cue: Cue) -> None:
    """Take in the earlier sentences of a quotation that ends at the cue."""
    sentence = doc.sentences[cue.sentence]
    if not cue.follows or not quotes.closes(cue.sentence, cue.first):
        return
    for index in range(cue.sentence - 1, max(-1, cue.sentence - 1 - REACH), -1):
        other = doc.sentences[index]
        if other.paragraph != sentence.paragraph:
            return
        if quotes.opens(index):
            cue.scope_start = other.start
            return


def _quoted_after(doc: Document, quotes: _Quotes, cues: list[Cue]) -> None:
    """Take in the sentences that carry a quotation on and have no cue of their own."""
    cited = {cue.sentence for cue in cues}
    last_of: dict[int, Cue] = {}
    for cue in cues:
        last_of[cue.sentence] = cue
    for index, cue in last_of.items():
        sentence = doc.sentences[index]
        open_quote = quotes.opens(index)
        if not quotes.any(index):
            continue
        for following in range(index + 1, min(len(doc.sentences), index + 1 + REACH)):
            other = doc.sentences[following]
            if following in cited or other.heading:
                break
            begins = doc.words[other.first] in '“"«'
            if not (open_quote or (begins and other.paragraph <= sentence.paragraph + 1)):
                break
            cue.scope_end = max(cue.scope_end, other.end)
            if open_quote and quotes.closes(following, other.last):
                open_quote = False
