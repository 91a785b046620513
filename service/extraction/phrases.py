"""Multi-word look-up: all phrases of a lexicon found in one pass over a document's tokens.

Phrases and documents are tokenised alike and hyphens are left out of both, so that "car-bomb", "car bomb" and
"Kh-101", "Kh101" meet. The longest phrase at a token wins, and matches never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from service.extraction.document import DASHES, TOKEN, Document, fold

Value = TypeVar("Value")


class _Node(Generic[Value]):
    """A state of the trie: the words that may follow, and what ends here."""

    __slots__ = ("cased", "next", "value")

    def __init__(self) -> None:
        self.next: dict[str, _Node[Value]] = {}
        self.value: Value | None = None
        self.cased: dict[str, Value] | None = None

    def may_begin(self, doc: Document, i: int) -> bool:
        """Whether a phrase may begin at the token, whose word leads here: by itself or by the next token."""
        if self.value is not None or self.cased is not None:
            return True
        return i + 1 < len(doc.lower) and (doc.lower[i + 1] in self.next or doc.words[i + 1] in DASHES)


class Phrases(Generic[Value]):
    """A lexicon's phrases with the value that each stands for."""

    def __init__(self) -> None:
        self._root: _Node[Value] = _Node()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, phrase: str, value: Value, *, cased: bool = False) -> None:
        """Add a phrase; a ``cased`` one matches only as written ("US", "Grad") unless the text is in capitals."""
        node = self._root
        words = [word for word in TOKEN.findall(phrase) if word not in DASHES]
        for word in words:
            node = node.next.setdefault(fold(word), _Node())
        if cased:
            node.cased = {**(node.cased or {}), " ".join(words): value}
        else:
            node.value = value
        self._size += 1

    def update(self, phrases: Iterable[tuple[str, Value]]) -> None:
        """Add many phrases that match in any case."""
        for phrase, value in phrases:
            self.add(phrase, value)

    def find(self, doc: Document) -> Iterator[tuple[int, int, Value]]:
        """Yield ``(first, last, value)``, tokens half-open, leftmost and longest, without overlaps.

        Matches never leave their sentence.
        """
        free = 0
        for i in self._beginnings(doc):
            if i >= free:
                found = self._walk(doc, i, self._root.next[doc.lower[i]])
                if found is not None:
                    free, value = found
                    yield i, free, value

    def _beginnings(self, doc: Document) -> list[int]:
        """Return the tokens at which a phrase may begin, in order."""
        root, found = self._root.next, []
        for word, tokens in doc.positions.items():
            node = root.get(word)
            if node is not None:
                found += [i for i in tokens if node.may_begin(doc, i)]
        found.sort()
        return found

    def longest(self, doc: Document, first: int) -> tuple[int, Value] | None:
        """Return ``(last, value)`` of the longest phrase that begins at the token, or None."""
        node = self._root.next.get(doc.lower[first])
        return self._walk(doc, first, node) if node is not None and node.may_begin(doc, first) else None

    def _walk(self, doc: Document, first: int, begun: _Node[Value]) -> tuple[int, Value] | None:
        """Return ``(last, value)`` of the longest phrase that goes on from the state after the token, or None."""
        lower, words = doc.lower, doc.words
        limit = doc.sentences[doc.sentence_of[first]].last
        best: tuple[int, Value] | None = None
        node: _Node[Value] | None = begun
        i = first + 1
        while node is not None:
            if node.cased is not None:
                surface = " ".join(w for w in words[first:i] if w not in DASHES)
                if surface in node.cased:
                    best = (i, node.cased[surface])
                elif doc.shouting and node.value is None:
                    best = (i, next(iter(node.cased.values())))
                elif node.value is not None:
                    best = (i, node.value)
            elif node.value is not None:
                best = (i, node.value)
            while i < limit and words[i] in DASHES and i + 1 < limit:
                i += 1
            if i >= limit:
                break
            node = node.next.get(lower[i])
            i += 1
        return best
