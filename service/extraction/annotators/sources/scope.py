"""The stretch of text that stands on a speaker's word: the clauses before or after the cue, and quotes around it."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from schemas.vocabulary import AttributionRole
from service.extraction.document import Document, Sentence

CLOSING = frozenset(',.;:)”"»’')
TAIL = frozenset("on in to at during late early via when after as while".split())
BOUNDARIES = frozenset(", and while but ; whereas".split())
OPENING_QUOTES = frozenset("“«")
CLOSING_QUOTES = frozenset("”»")
TOLD = frozenset("told tells tell informed".split())
ADDRESSEE = 7
"""Tokens that name who is told, at most."""
OCCASIONS = frozenset(
    "on in at to late early a an the via during its his her their social media telegram twitter facebook statement post"
    " message interview briefing conference news press report update video address speech television tv radio channel"
    " platform app account page x earlier later reporters journalists".split()
)
"""Words that tell on what occasion or by what medium something was said."""
OCCASION = 10
NEARBY = 4
"""Cues before an outlet's among which the speaker is whom it passes on."""
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
    outlet: bool = False
    """A news agency or paper by name."""
    kind: str = ""
    """As in ``Speaker``."""
    head: str = ""
    words: frozenset[str] = frozenset()
    """The folded words of the speaker's phrase."""
    placed: bool = False
    """The phrase says of which place the speaker is."""


def place_scopes(doc: Document, cues: list[Cue]) -> None:
    """Set the scopes of the cues, which come in order of the text."""
    cues.sort(key=lambda cue: (cue.first, cue.last))
    previous: Cue | None = None
    quotes, timed = _Quotes(doc), _timed(doc)
    for cue in cues:
        sentence = doc.sentences[cue.sentence]
        _alone(doc, cue, sentence, timed)
        if previous is not None and previous.sentence == cue.sentence:
            _beside(doc, previous, cue)
        _quoted_before(doc, quotes, cue)
        previous = cue
    _quoted_after(doc, quotes, cues)


def _timed(doc: Document) -> set[int]:
    """Return the tokens of the document's time expressions."""
    found: set[int] = set()
    for time in doc.times:
        found.update(range(bisect_right(doc.ends, time.start), bisect_right(doc.ends, time.end - 1) + 1))
    return found


def relayed(cues: list[Cue]) -> list[Cue]:
    """Leave out the outlets that only pass on what another speaker of the sentence says.

    "The governor said two people died, Reuters reported." stands on the governor's word.
    """
    kept: list[Cue] = []
    for cue in cues:
        before = [other for other in kept[-NEARBY:] if other.sentence == cue.sentence and other.last <= cue.first]
        passes_on = cue.outlet and cue.follows and cue.verb >= 0
        if not (passes_on and any(not other.outlet for other in before)):
            kept.append(cue)
    return kept


def _alone(doc: Document, cue: Cue, sentence: Sentence, timed: set[int]) -> None:
    """Place the scope as if the cue were alone in its sentence."""
    cue.follows = _follows(doc, cue, sentence, timed)
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


def _follows(doc: Document, cue: Cue, sentence: Sentence, timed: set[int]) -> bool:
    """Whether what is said stands before the cue."""
    before = cue.first - sentence.first
    if before < 2:
        return False
    if cue.after:
        return True
    if cue.last >= sentence.last:
        return True
    last = cue.last
    if last - 1 == cue.verb and doc.lower[cue.verb] in TOLD:
        while (
            last < min(sentence.last, cue.last + ADDRESSEE)
            and doc.words[last] not in ",.;:"
            and doc.lower[last] != "that"
        ):
            last += 1
    while last < sentence.last and last in timed:
        last += 1
    if last == sentence.last:
        return True
    if _opens_speech(doc, cue, sentence, timed):
        return False
    following = doc.words[last]
    separated = doc.words[cue.first - 1] in CLOSING
    if following in ".;)" or (following in '”"»' and last == sentence.last - 1):
        return True
    return separated and (following == "," or doc.lower[last] in TAIL)


def _opens_speech(doc: Document, cue: Cue, sentence: Sentence, timed: set[int]) -> bool:
    """Whether "that" follows the verb, where and when it was said aside: "said on Monday in a post on X that"."""
    for i in range(cue.last, min(sentence.last, cue.last + OCCASION)):
        if doc.lower[i] == "that":
            return True
        if i not in timed and doc.lower[i] not in OCCASIONS:
            return False
    return False


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
    """The quotation marks of sentences; a paragraph begins outside quotations."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.open: list[bool] = []
        self.marked: list[bool] = []
        self.closing: list[int] = []
        paragraph, inside = -1, False
        for sentence in doc.sentences:
            if sentence.paragraph != paragraph:
                paragraph, inside = sentence.paragraph, False
            earlier, marked, closing = inside, False, -1
            for i in range(sentence.first, sentence.last):
                word = doc.words[i]
                if word not in OPENING_QUOTES and word not in CLOSING_QUOTES and word != '"':
                    continue
                marked, inside = True, word in OPENING_QUOTES or (word == '"' and not inside)
                if earlier and not inside:
                    earlier, closing = False, i
            self.open.append(inside)
            self.marked.append(marked)
            self.closing.append(closing)

    def opens(self, index: int) -> bool:
        """Whether a quotation stands open at the end of the sentence."""
        return self.open[index]

    def closes(self, index: int, last: int) -> bool:
        """Whether a quotation from an earlier sentence of the paragraph ends before token ``last``."""
        return 0 <= self.closing[index] < last

    def any(self, index: int) -> bool:
        """Whether the sentence holds a quotation mark."""
        return self.marked[index]


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
