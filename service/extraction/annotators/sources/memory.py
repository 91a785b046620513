"""Who has spoken so far, and whom a surname, a pronoun or "the ministry" points back at."""

from __future__ import annotations

from msgspec import Struct

from service.extraction.annotators.sources.names import POSSESSIVES, Speaker, SpeakerReader
from service.extraction.document import Document

PERSONAL = {"he": "person", "she": "person", "it": "organisation", "they": "group"}
SPEAKING = frozenset("person title group organisation name".split())
GENERAL = frozenset("ngo group monitor watchdog organisation organization agency body network outlet".split())
LOOK_BACK = 24
"""Speakers that a pronoun or a definite phrase may point back over."""
POSITIONS = 8
"""Earlier places of a surname that are looked at for the full name."""


class Known(Struct):
    """A speaker met before."""

    name: str
    kind: str
    words: frozenset[str]
    side: str | None


class Memory:
    """The speakers of a document in the order in which they spoke."""

    def __init__(self, doc: Document, reader: SpeakerReader) -> None:
        self.doc, self.reader, self.lower = doc, reader, doc.lower
        self.memory: list[Known] = []
        self.surnames: dict[str, list[int]] | None = None

    def remember(self, speaker: Speaker) -> Known | None:
        """Return who the phrase names, if anybody, and keep them as one who may be pointed back at."""
        known = self._resolve(speaker)
        if known is None or not known.name:
            return None
        self.memory.append(known)
        return known

    def _resolve(self, speaker: Speaker) -> Known | None:
        """Return who the phrase names, or whom it points back at; None if that is nobody."""
        if speaker.kind == "pronoun":
            return self._antecedent(speaker.head)
        if speaker.kind == "document":
            return self._issuer(speaker)
        words = frozenset(self.lower[speaker.first : speaker.last])
        side = self._side(speaker)
        name = self._text(speaker.name_first, speaker.name_last)
        if speaker.kind in ("name", "person") and speaker.name_last - speaker.name_first <= 2:
            full = self._full_name(speaker)
            if full is not None:
                earlier = next((k for k in reversed(self.memory[-LOOK_BACK:]) if k.name == full), None)
                return Known(full, "person", words, side or (earlier.side if earlier else None))
        words_named = range(speaker.name_first, speaker.name_last)
        short = len(words_named) == 1 or (len(words_named) == 2 and not any(map(self.reader.capital, words_named)))
        if speaker.definite and short and speaker.kind in ("organisation", "title", "group", "unknown"):
            earlier = self._pointed(speaker)
            if earlier is not None:
                return earlier
        if speaker.definite and speaker.kind == "name":
            earlier = next(
                (k for k in reversed(self.memory[-LOOK_BACK:]) if speaker.head in k.words and k.kind == "organisation"),
                None,
            )
            if earlier is not None and speaker.name_last - speaker.name_first == 1:
                return earlier
        kind = (
            "organisation"
            if speaker.kind == "name" and speaker.name_last - 1 in (self.reader.sides.keys() | self.reader.places)
            else speaker.kind
        )
        return Known(name, kind, words, side)

    def _antecedent(self, pronoun: str) -> Known | None:
        wanted = PERSONAL[pronoun]
        for known in reversed(self.memory[-LOOK_BACK:]):
            if wanted == "person" and known.kind in ("person", "title", "name"):
                return known
            if wanted == "organisation" and known.kind in ("organisation", "name"):
                return known
            if wanted == "group" and known.kind in ("group", "organisation"):
                return known
        return None

    def _issuer(self, speaker: Speaker) -> Known | None:
        """Return whose statement or report it is."""
        for i in range(speaker.name_last - 1, speaker.name_first, -1):
            if self.lower[i] in POSSESSIVES:
                inner = self.reader.left(i, speaker.name_first - 1 if speaker.name_first else 0)
                return self._resolve(inner) if inner is not None and inner.kind in SPEAKING else None
            if self.lower[i] in ("from", "by", "of") and i + 1 < speaker.name_last:
                inner = self.reader.right(i + 1, speaker.name_last)
                return self._resolve(inner) if inner is not None and inner.kind in SPEAKING else None
        head = speaker.name_last - 1
        if head > speaker.name_first and self.lower[head - 1] in ("media", "press", "news"):
            return Known(
                self._text(speaker.name_first, head),
                "group",
                frozenset(self.lower[speaker.name_first : head]),
                self._side(speaker),
            )
        if head > speaker.name_first:
            inner = self.reader.left(head, max(0, speaker.name_first - 1))
            if inner is not None and inner.name_first >= speaker.name_first and inner.kind in SPEAKING - {"name"}:
                return self._resolve(inner)
        if (
            self.lower[head] in ("statement", "post", "message", "report", "communique")
            and speaker.definite
            and self.memory
        ):
            return self.memory[-1]
        return None

    def _pointed(self, speaker: Speaker) -> Known | None:
        """Return the earlier speaker that "the ministry", "the NGO", "the governor" points at."""
        for known in reversed(self.memory[-LOOK_BACK:]):
            if len(known.words) > 1 and (speaker.head in known.words or speaker.head + "s" in known.words):
                return known
        if speaker.head in GENERAL:
            for known in reversed(self.memory[-LOOK_BACK:]):
                if known.kind == "organisation" and (known.side is None or speaker.head == "group"):
                    return known
        return None

    def _full_name(self, speaker: Speaker) -> str | None:
        """Return the earlier full name that ends in this surname, if there is one."""
        if self.surnames is None:
            self.surnames = {}
            capital = [word[0].isupper() for word in self.doc.words]
            for i, word in enumerate(self.lower):
                if i and capital[i] and capital[i - 1]:
                    self.surnames.setdefault(word, []).append(i)
        length = speaker.name_last - speaker.name_first
        wanted = self.lower[speaker.name_first : speaker.name_last]
        for i in self.surnames.get(speaker.head, ())[:POSITIONS]:
            if i >= speaker.name_first:
                return None
            named = self.reader.left(i + 1, max(0, i - 7, self.doc.sentences[self.doc.sentence_of[i]].first))
            if named is None or named.kind != "person" or named.name_last != i + 1:
                continue
            if named.name_last - named.name_first > length and self.lower[i + 1 - length : i + 1] == wanted:
                return self._text(named.name_first, named.name_last)
        return None

    def _text(self, first: int, last: int) -> str:
        return " ".join(self.doc.text[self.doc.starts[first] : self.doc.ends[last - 1]].split())

    def _side(self, speaker: Speaker) -> str | None:
        for i in range(speaker.first, speaker.last):
            if i in self.reader.sides and self.reader.sides[i] != "unknown":
                return self.reader.sides[i]
        for i in range(speaker.first, speaker.last):
            institution = self.reader.known.get(i)
            if institution is not None and institution.side is not None:
                return institution.side
        return None
