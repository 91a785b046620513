"""Names of sides: which phrases of the lexicon a document holds, and which of its meanings each has there.

An abbreviation of several meanings goes by the countries that the article names; a name that is also a common
word, a person's or another place's goes by its case and its neighbours.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from service.extraction.annotators.actors.lexicon import ActorLexicon, Term
from service.extraction.document import Document

FUNCTION_WORDS = frozenset(
    "in on at to from of for and or but by with the a an as that this when while after before if since than into over"
    " against between like near inside outside across both how why what where who which whether because although"
    " though meanwhile however earlier later also yet so said says many most some all no not new".split()
)


class Match(NamedTuple):
    """A phrase of the lexicon where it stands, in tokens."""

    first: int
    last: int
    term: Term


def find_names(doc: Document, lexicon: ActorLexicon) -> dict[int, Match]:
    """Return the names of sides and generic actors in the document by the token where each begins."""
    raw = list(lexicon.terms.find(doc))
    chooser = _Chooser(doc, lexicon)
    for _, _, terms in raw:
        chooser.note(terms[0])
    found: dict[int, Match] = {}
    for first, last, terms in raw:
        term = chooser.choose(first, last, terms)
        if term is not None:
            found[first] = Match(first, last, term)
    return found


class _Chooser:
    """Chooses among the meanings of the phrases of one document."""

    def __init__(self, doc: Document, lexicon: ActorLexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.words, self.lower = doc.words, doc.lower
        self.named: Counter[str] = Counter()
        """The sides that the document names beyond doubt, and their countries."""
        self.vocabulary: frozenset[str] | None = None

    def note(self, term: Term) -> None:
        """Count a side that the document names, and for a group or force its country too."""
        if not term.side or term.context:
            return
        self.named[term.side] += 1
        country = self.lexicon.country_of(term.side)
        if country and country != term.side:
            self.named[country] += 1

    def choose(self, first: int, last: int, terms: tuple[Term, ...]) -> Term | None:
        """Return the meaning of the phrase here, or None if it names no side after all."""
        if last - first == 1 and not self._plausible(first, terms[0]):
            return None
        best = terms[0]
        if any(term.context for term in terms):
            named = self.named
            counts = [
                (not term.context, named[term.side] + named[self.lexicon.country_of(term.side) or ""], term)
                for term in terms
            ]
            counts = [row for row in counts if row[0] or row[1]]
            if not counts:
                return None
            best = max(counts, key=lambda row: row[1])[2]
        named_so = best.form in ("leader", "group", "force", "metonym") and not best.common
        if named_so and not self._capitalised(first, last):
            return None
        return best

    def _capitalised(self, first: int, last: int) -> bool:
        return any(word[0].isupper() or word[0].isdigit() for word in self.words[first:last])

    def _plausible(self, i: int, term: Term) -> bool:
        """Whether one word is the name here, and not a common word, a person or another place."""
        word, folded, lexicon = self.words[i], self.lower[i], self.lexicon
        if term.form in ("none", "generic"):
            return True
        if folded in lexicon.capital_only and word[0].islower():
            return False
        if folded in lexicon.words_in_capitals and word.isupper() and self._among_capitals(i):
            return False
        if folded in lexicon.unless and self._contradicted(lexicon.unless[folded]):
            return False
        return not (folded in lexicon.personal and self._part_of_name(i))

    def _contradicted(self, words: frozenset[str]) -> bool:
        if self.vocabulary is None:
            self.vocabulary = frozenset(self.lower)
        return not words.isdisjoint(self.vocabulary)

    def _among_capitals(self, i: int) -> bool:
        if self.doc.shouting:
            return True
        near = [w for w in self.words[max(0, i - 2) : i + 3] if w.isalpha() and len(w) > 1 and w != self.words[i]]
        return len(near) > 1 and all(w.isupper() for w in near)

    def _part_of_name(self, i: int) -> bool:
        """Whether a capitalised word that is no name of a side stands beside: "Michael Jordan"."""
        if self.doc.shouting:
            return False
        sentence = self.doc.sentences[self.doc.sentence_of[i]]
        if sentence.heading:
            return False
        for j in (i - 1, i + 1):
            if not sentence.first <= j < sentence.last:
                continue
            word, folded = self.words[j], self.lower[j]
            if not word[0].isupper() or word.isupper() or not word.isalpha() or folded in FUNCTION_WORDS:
                continue
            known = folded in self.lexicon.demonyms or (folded,) in self.lexicon.titles
            head = self.lexicon.heads.longest(self.doc, j) is not None or folded in self.lexicon.modifiers
            if not known and not head and self.lexicon.terms.longest(self.doc, j) is None:
                return True
        return False
