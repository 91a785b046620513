"""The document that all stages share: text, tokens, sentences and paragraphs, all with code-point offsets.

Tokens are runs of letters, runs of digits (with inner separators), or single other characters; letters and
digits never share a token, so that "Kh-101", "Kh 101" and "Kh101" read alike. Sentences never cross a
paragraph. The text itself is never rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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

TOKEN = re.compile(
    r"[A-Za-z]{2,}(?=[ ,\n])"  # most words, without a look at what else they might be
    r"|(?:[A-Za-z]\.){2,}"  # U.S., a.m.
    r"|\d+(?:st|nd|rd|th|ST|ND|RD|TH)(?![^\W_])"  # 92nd
    r"|\d+(?:[.,:]\d+)*"  # 1,200  3.5  07:00
    r"|['’‘ʼ`´](?:s|S)(?![^\W_])"  # the possessive
    r"|[^\W\d_](?:[^\W\d_ʼ]|[\u0300-\u036f])*(?:['’ʼ`](?![sS](?![^\W_]))[^\W\d_ʼ]+)*"  # words, Sana'a, don't
    r"|\S"
)

ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col maj capt sgt cpl pvt adm cmdr brig gov sen rep pres st no nos vs etc approx dept"
    " est inc ltd co corp jr sr fig jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs"
    " fri sat sun km mt ft rev hon messrs supt det insp ala ariz ark calif colo conn del fla ga ill ind kan ky la mass"
    " md mich minn miss mont neb nev okla ore penn tenn tex vt va wash wis wyo ont que".split()
)

CLOSERS = "\"'”’)]»"
OPENERS = "\"'“‘([«"
TERMINATORS = frozenset(".!?…")
ENDINGS = TERMINATORS | frozenset(CLOSERS)
"""What a token must end with to end a sentence."""
NESTING = 8
"""Closing quotes and brackets in a row at most that are looked through for the full stop before them."""
FOLDS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-",
     "“": '"', "”": '"', "«": '"', "»": '"', "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "ı": "i"}
)  # fmt: skip
DASHES = frozenset("-–—−‑‐")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return the word as lexicons know it: lower case, no accents, plain quotes and dashes; never empty."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(FOLDS))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower() or word


class Sentence(NamedTuple):
    """A sentence: its span in the text, and its tokens ``[first, last)``."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    heading: bool
    """A title or caption: a paragraph of one sentence without a full stop."""


class Document:
    """The text of one article with what the stages have found in it so far.

    Attributes
    ----------
    text:
        The text as submitted.
    published:
        The calendar date of publication in the offset that it was given with, or None.
    starts, ends, words, lower:
        The tokens, as parallel lists: offsets, surface, and folded form.
    positions:
        Each folded form with the tokens that have it, in order.
    sentences, sentence_of:
        The sentences, and for each token the index of its sentence.
    shouting:
        True if the text is in capital letters throughout, so that case says nothing.
    """

    __slots__ = (
        "actors", "acts", "casualties", "ends", "lower", "numbers", "objects", "places", "positions",
        "published", "sentence_of", "sentences", "shouting", "speakers", "starts", "text", "times", "title", "weapons",
        "words",
    )  # fmt: skip

    def __init__(self, text: str, published: date | None = None, title: str | None = None) -> None:
        self.text = text
        self.published = published
        self.title = title
        spans = [match.span() for match in TOKEN.finditer(text)]
        self.starts: list[int] = [start for start, _ in spans]
        self.ends: list[int] = [end for _, end in spans]
        self.words: list[str] = [text[start:end] for start, end in spans]
        self.lower = [fold(word) for word in self.words]
        self.positions: dict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.lower):
            self.positions[word].append(i)
        self.shouting = _shouting(self.words)
        self.sentences: list[Sentence] = []
        self.sentence_of: list[int] = []
        self._split()
        self.numbers: list[NumberMention] = []
        self.times: list[TimeMention] = []
        self.places: list[PlaceMention] = []
        self.actors: list[ActorMention] = []
        self.weapons: list[WeaponMention] = []
        self.objects: list[ObjectMention] = []
        self.casualties: list[CasualtyMention] = []
        self.speakers: list[SpeakerMention] = []
        self.acts: list[ActMention] = []

    def where(self, vocabulary: Container[str]) -> list[int]:
        """Return the tokens whose folded form is in the vocabulary, in order."""
        found = [i for word, tokens in self.positions.items() if word in vocabulary for i in tokens]
        found.sort()
        return found

    def token_at(self, offset: int) -> int:
        """Return the index of the first token that ends after ``offset`` (the token count if there is none)."""
        return bisect_right(self.ends, offset)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds the token at ``offset`` (the last one past the end)."""
        if not self.sentence_of:
            return 0
        return self.sentence_of[min(self.token_at(offset), len(self.sentence_of) - 1)]

    def _split(self) -> None:
        text, starts, ends, words = self.text, self.starts, self.ends, self.words
        wrapped = _hard_wrapped(text)
        first, paragraph, count = 0, 0, len(words)
        for i in self._stops():
            gap = text[ends[i] : starts[i + 1]] if i + 1 < count else "\n\n"
            breaks = 0 if gap in ("", " ") else gap.count("\n")
            new_paragraph = i + 1 == count or breaks > 1 or (breaks == 1 and not wrapped)
            if new_paragraph or (words[i][-1] in ENDINGS and self._ends_sentence(i, gap)):
                heading = new_paragraph and not self._stopped(first, i)
                self.sentences.append(Sentence(starts[first], ends[i], first, i + 1, paragraph, heading))
                self.sentence_of.extend([len(self.sentences) - 1] * (i + 1 - first))
                first = i + 1
            if new_paragraph:
                paragraph += 1

    def _stops(self) -> list[int]:
        """Return the tokens that may end a sentence: by their last character, before a new line, or as the last."""
        found = {i for i, word in enumerate(self.words) if word[-1] in ENDINGS}
        at = self.text.find("\n")
        while at >= 0:
            found.add(bisect_left(self.starts, at) - 1)
            at = self.text.find("\n", at + 1)
        found.add(len(self.words) - 1)
        found.discard(-1)
        return sorted(found)

    def _stopped(self, first: int, last: int) -> bool:
        """Whether the stretch ends like a sentence: with a full stop, perhaps inside closing quotes."""
        while last > first and self.words[last] in CLOSERS:
            last -= 1
        return self.words[last] in TERMINATORS or self.words[last].endswith(".")

    def _ends_sentence(self, i: int, gap: str) -> bool:
        words = self.words
        word = words[i]
        if word in CLOSERS:
            previous = i
            while previous > max(0, i - NESTING) and words[previous] in CLOSERS:
                previous -= 1
            return bool(gap) and words[previous] in TERMINATORS and self._opens(i + 1)
        if word not in TERMINATORS and not (word.endswith(".") and len(word) > 1):
            return False
        following = words[i + 1]
        if following in CLOSERS and not gap:
            return False
        if word == "." or len(word) > 1:
            if not gap and not (following[0].isupper() and i and words[i - 1].islower()):
                return False  # 3.kh, www.x.y; but "dead.The" is a lost space
            if len(word) > 1:  # U.S. ends a sentence only before a word that starts one
                return self._opens(i + 1) and self.lower[i + 1] in SENTENCE_STARTERS
            before = words[i - 1] if i else ""
            glued = i > 0 and self.ends[i - 1] == self.starts[i]
            if glued and len(before) == 1 and before.isupper():
                return False  # an initial: George W. Bush
            if glued and self.lower[i - 1] in ABBREVIATIONS and before[0].isupper():
                return False
            if glued and self.lower[i - 1] in ("no", "approx", "vs", "km", "st") and following[0].isdigit():
                return False
        if word == "…" or (word == "." and i and words[i - 1] == "."):
            return following[0].isupper()
        return self._opens(i + 1)

    def _opens(self, i: int) -> bool:
        """Whether a sentence may begin at the token: a capital, a digit or an opening quote."""
        word = self.words[i]
        return not word[0].islower() and word not in ",;:)]"


SENTENCE_STARTERS = frozenset(
    "the a an in on at it he she they we this that these those but and however meanwhile after before earlier when"
    " while as for there his her its their our some many most no one two three several more both since during".split()
)


def _shouting(words: list[str]) -> bool:
    letters = [word for word in words[:400] if word.isalpha() and len(word) > 1]
    return bool(letters) and sum(word.isupper() for word in letters) > 0.7 * len(letters)


def _hard_wrapped(text: str) -> bool:
    """Whether single line breaks are a typesetter's: most lines are of like length and end inside a sentence."""
    lines = [line.rstrip() for line in text[:8000].split("\n")]
    inner = [a for a, b in pairwise(lines) if a and b.strip()]
    if len(inner) < 4:
        return False
    cut = sum(40 <= len(line) <= 100 and line[-1] not in '.!?"”:' for line in inner)
    return cut > 0.6 * len(inner)
