"""Noun phrases of speakers: "Kharkiv's mayor Ihor Terekhov", "officials in the region", "the ministry"."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from service.extraction.annotators.sources.lexicon import Institution, SpeakerLexicon
from service.extraction.document import DASHES, Document

ARTICLES = frozenset("the a an its his her their our this that these those my".split())
CONNECTORS = frozenset("of for in at from with near to on inside within around".split())
PARTICLES = frozenset(
    "al el ul bin ibn abu abd abdel abdul de del della der di du la le van von zu und ben ould dos da wa".split()
)
POSSESSIVES = frozenset("'s ’s ‘s".split())
COMPOUND = frozenset("run led backed controlled held affiliated aligned linked based appointed installed owned".split())
PREFIXES = frozenset("pro anti".split())
INITIALS = frozenset("maj gen col lt sgt capt brig adm cmdr mr mrs ms dr prof gov sen rep st cpl pvt jr sr".split())
NOT_NAMES = frozenset(
    "i've i'm i'd i'll we've we're it's he's she's that's there's"
    " the a an in on at by with from for against of during after before but and or nor as if when while where"
    " that this these those there it he she they we you i its his her their our my what who which how why not"
    " no yes all many most some any each every both several few more less meanwhile however earlier later today"
    " yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april"
    " may june july august september october november december according also then since until because although"
    " though despite read watch see related live breaking video photo photos getty update updated speaking"
    " writing says said even suspected alleged".split()
)
MAXIMUM = 14
"""Tokens of one run at most."""
DEPTH = 3
"""Prepositional phrases that one name may chain: "head of the army of the region"."""


class Speaker(NamedTuple):
    """Tokens ``[first, last)`` of a speaker's phrase and what it says."""

    first: int
    last: int
    name_first: int
    name_last: int
    kind: str
    """``person``, ``organisation``, ``group``, ``title`` (an office without a name), ``document``, ``name`` (one
    capitalised word), ``pronoun`` or ``unknown``."""
    definite: bool
    """Led by an article or possessive pronoun, so that it may point back."""
    head: str
    """The folded head noun, or the last word of the name."""


class SpeakerReader:
    """Reads speakers' phrases from a document's tokens."""

    def __init__(self, doc: Document, lexicon: SpeakerLexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.known: dict[int, Institution] = {}
        self.known_end: dict[int, int] = {}
        for first, last, institution in lexicon.institutions.find(doc):
            self.known_end[last] = first
            for i in range(first, last):
                self.known[i] = institution
        self.timed: set[int] = set()
        for time in doc.times:
            self.timed.update(range(bisect_right(doc.ends, time.start), bisect_right(doc.ends, time.end - 1) + 1))
        self.places: set[int] = set()
        for place in doc.places:
            self.places.update(range(bisect_right(doc.ends, place.start), bisect_right(doc.ends, place.end - 1) + 1))
        self.sides: dict[int, str] = {}
        self.adjectives: set[int] = set()
        self.leaders: set[int] = set()
        for actor in doc.actors:
            span = range(bisect_right(doc.ends, actor.start), bisect_right(doc.ends, actor.end - 1) + 1)
            for i in span:
                self.sides.setdefault(i, actor.id)
            if actor.form == "leader":
                self.leaders.update(span)
            elif actor.form == "demonym":
                self.adjectives.update(span)

    # -- words

    def capital(self, i: int) -> bool:
        """Whether the token may belong to a proper name."""
        word = self.doc.words[i]
        if not word[0].isalpha() or self.doc.lower[i] in NOT_NAMES:
            return False
        if self.doc.lower[i] in self.lexicon.verbs and (self.doc.shouting or self._gerund_opening(i)):
            return False
        return word[0].isupper() or word.startswith(("al-", "d'"))

    def _gerund_opening(self, i: int) -> bool:
        """Whether a capital only opens the sentence: "Rejecting claims"."""
        doc = self.doc
        return self.lexicon.verbs[doc.lower[i]].form == "gerund" and doc.sentences[doc.sentence_of[i]].first == i

    def inner(self, i: int) -> bool:
        """Whether the token may stand inside a speaker's phrase."""
        word = self.doc.lower[i]
        if i in self.timed and i not in self.known:
            return False
        if self.capital(i) or i in self.known:
            return True
        if word in self.lexicon.nouns or word in self.lexicon.modifiers or word in self.lexicon.places:
            return word not in NOT_NAMES
        if word in PARTICLES:
            following = i + 1
            while following < len(self.doc.words) and self.doc.lower[following] in PARTICLES:
                following += 1
            return following < len(self.doc.words) and self.capital(following)
        if word in COMPOUND or word in PREFIXES:
            dash = i - 1 if word in COMPOUND else i + 1
            return 0 < dash < len(self.doc.words) - 1 and self.doc.words[dash] in DASHES
        if word[0].isdigit():
            return len(word) < 5 and i > 0 and self.capital(i - 1) and self.doc.lower[i - 1] in self.lexicon.nouns
        return word in POSSESSIVES

    def _glue(self, i: int, floor: int, limit: int) -> bool:
        """Whether the token is a hyphen, an initial's full stop or an ampersand inside a phrase."""
        word, lower = self.doc.words[i], self.doc.lower
        if word in DASHES:
            doc = self.doc
            return floor < i < limit - 1 and doc.ends[i - 1] == doc.starts[i] and doc.ends[i] == doc.starts[i + 1]
        if word == "." and i > floor:
            return lower[i - 1] in INITIALS or (len(lower[i - 1]) == 1 and self.doc.words[i - 1].isupper())
        return word == "&"

    # -- phrases

    def left(self, end: int, floor: int) -> Speaker | None:
        """Return the speaker whose phrase ends before token ``end``, not reaching before ``floor``."""
        i = end
        if i - 1 > floor and self.doc.words[i - 1] == ")":
            for j in range(i - 2, max(floor, i - 7), -1):
                if self.doc.words[j] == "(":
                    i = j
                    break
        pieces = 0
        first, last = i, i
        start, definite = self._run_left(i, floor)
        if start == i:
            return None
        first = start - 1 if definite else start
        while pieces < DEPTH and first - 1 > floor and self.doc.lower[first - 1] in CONNECTORS:
            inner_start, inner_definite = self._run_left(first - 1, floor)
            if inner_start == first - 1 or not self._takes_complement(first - 1, start):
                break
            start, definite = inner_start, inner_definite
            first = start - 1 if definite else start
            pieces += 1
        return self._named(start, last, first, end, definite, chained=pieces > 0)

    def _takes_complement(self, connector: int, following: int) -> bool:
        """Whether the word before the connector takes it on: "head of", "Endowment for (Peace)"."""
        if self.doc.lower[connector - 1] in self.lexicon.nouns:
            return True
        return self.doc.lower[connector] == "for" and self.capital(connector - 1) and self.capital(following)

    def _run_left(self, end: int, floor: int) -> tuple[int, bool]:
        i, floor = end, max(floor, end - MAXIMUM)
        while i > floor:
            if self.inner(i - 1) or self._glue(i - 1, floor, end):
                i -= 1
            elif self.doc.words[i - 1] == ")" and i - 4 > floor and self.doc.words[i - 3] == "(" and self.inner(i - 4):
                i -= 3
            else:
                break
        if i < end and self.doc.lower[end - 1] in POSSESSIVES:
            return end, False
        while i < end and (self.doc.lower[i] in POSSESSIVES or not self.doc.words[i][0].isalpha()):
            i += 1
        if i == end:
            return end, False
        definite = i > floor and self.doc.lower[i - 1] in ARTICLES
        if not definite and self.doc.lower[end - 1] in self.lexicon.nouns:
            for j in range(i - 1, max(floor, i - 4) - 1, -1):
                word = self.doc.lower[j]
                if word in ARTICLES:
                    return j + 1, True
                if not word.isalpha() or word in NOT_NAMES or word in CONNECTORS or word in self.lexicon.verbs:
                    break
        return i, definite

    def right(self, first: int, limit: int) -> Speaker | None:
        """Return the speaker whose phrase begins at token ``first``."""
        lower, i = self.doc.lower, first
        definite = i < limit and lower[i] in ARTICLES
        if definite:
            i += 1
        start = i
        i = self._run_right(i, limit)
        if i == start:
            return None
        if i + 1 < limit and lower[i] == "and" and i - 1 in self.adjectives:
            second = self._run_right(i + 1, limit)
            i = second if second > i + 1 and lower[second - 1] in self.lexicon.nouns else i
        for _ in range(DEPTH):
            if i >= limit or lower[i] not in CONNECTORS or not self._heads(start, i, limit):
                break
            j = i + 1
            if j < limit and lower[j] in ARTICLES:
                j += 1
            k = self._run_right(j, limit)
            if k == j or not self._complement(i, j, k):
                break
            i = k
        return self._named(start, i, first, i, definite, chained=False)

    def _complement(self, connector: int, first: int, last: int) -> bool:
        """Whether "for Human Rights", "in the region" may belong to the phrase before it."""
        word = self.doc.lower[connector]
        if word in ("on", "to", "with", "from", "at"):
            return False
        if word in ("of", "for"):
            return True
        return self.capital(first) or self.doc.lower[last - 1] in self.lexicon.places

    def _heads(self, start: int, end: int, limit: int) -> bool:
        """Whether the phrase has a noun that takes a complement, or is a name going on: "Physicians for Peace"."""
        if any(self.doc.lower[i] in self.lexicon.nouns for i in range(start, end)):
            return True
        return (
            self.doc.lower[end] in ("of", "for") and self.capital(end - 1) and end + 1 < limit and self.capital(end + 1)
        )

    def _run_right(self, first: int, limit: int) -> int:
        i, limit = first, min(limit, first + MAXIMUM)
        while i < limit:
            if self.inner(i):
                if self.doc.lower[i] in self.lexicon.verbs and not self.capital(i) and i > first:
                    break
                i += 1
            elif self._glue(i, first, limit) or (self.doc.lower[i].isalpha() and self._noun_ahead(i, limit)):
                i += 1
            else:
                break
        while i > first and not self.doc.words[i - 1][0].isalpha():
            i -= 1
        if i > first and self.doc.lower[i - 1] in POSSESSIVES:
            i -= 1
        return i

    def _noun_ahead(self, i: int, limit: int) -> bool:
        """Whether an unknown modifier at ``i`` leads to a speaker's noun within three tokens."""
        lower = self.doc.lower
        for j in range(i, min(limit, i + 3)):
            word = lower[j]
            if (
                word in NOT_NAMES
                or word in CONNECTORS
                or word in ARTICLES
                or not word.isalpha()
                or word in self.lexicon.verbs
            ):
                return False
            if word in self.lexicon.nouns and j > i:
                return True
        return False

    def _named(self, start: int, last: int, first: int, end: int, definite: bool, *, chained: bool) -> Speaker | None:
        """Choose the name inside the phrase: the person's if there is one, else the whole without its article."""
        lower, nouns = self.doc.lower, self.lexicon.nouns
        while start < last and (lower[start] in POSSESSIVES or not self.doc.words[start][0].isalnum()):
            start += 1
        if start >= last:
            return None
        head = lower[last - 1]
        begin = self._person(start, last)
        if begin is not None and not self._complement_name(begin, start):
            capitals = sum(1 for i in range(begin, last) if self.capital(i))
            if capitals > 1:
                return Speaker(first, end, begin, last, "person", definite and begin == start, head)
            if begin > start and lower[begin - 1] in nouns and nouns[lower[begin - 1]] in ("title", "organisation"):
                kind = "person" if nouns[lower[begin - 1]] == "title" else "organisation"
                return Speaker(first, end, begin, last, kind, False, head)
            if begin == start or (lower[begin - 1] not in POSSESSIVES and not self.capital(begin - 1)):
                return Speaker(first, end, begin, last, "name", definite and begin == start, head)
        if last - 1 in self.known:
            opening = last - 1
            while (
                opening - 1 >= start and opening - 1 in self.known and self.known[opening - 1] is self.known[last - 1]
            ):
                opening -= 1
            if self.known[last - 1].outlet or opening == start:
                return Speaker(first, end, opening, last, "organisation", definite, head)
        kind = self._kind(start, last, chained)
        return Speaker(first, end, start, last, kind, definite, self._head_noun(start, last))

    def _complement_name(self, begin: int, start: int) -> bool:
        """Whether the name is what the phrase is of: "Ministry of Foreign Affairs", "officials in New Delhi"."""
        i = begin - 1
        while i > start and self.doc.lower[i] in ARTICLES:
            i -= 1
        return i > start and self.doc.lower[i] in CONNECTORS

    def _kind(self, start: int, last: int, chained: bool) -> str:
        nouns, lower = self.lexicon.nouns, self.doc.lower
        opening = nouns.get(self._head_noun(start, last)) if chained or self._connected(start, last) else None
        kind = opening or nouns.get(lower[last - 1])
        if kind == "proper":
            kind = "organisation" if self.capital(last - 1) else None
        if kind is not None:
            return kind
        if last - 1 in self.known or last - 1 in self.sides:
            return "demonym" if last - 1 in self.adjectives else "organisation"
        if any(self.capital(i) for i in range(start, last)):
            return "name"
        return "unknown"

    def _connected(self, start: int, last: int) -> bool:
        return any(self.doc.lower[i] in CONNECTORS for i in range(start + 1, last))

    def _head_noun(self, start: int, last: int) -> str:
        """Return the head: the noun before the first connector, else the last word."""
        for i in range(start + 1, last):
            if self.doc.lower[i] in CONNECTORS:
                return self.doc.lower[i - 1]
        return self.doc.lower[last - 1]

    def _person(self, start: int, last: int) -> int | None:
        """Return where a personal name begins that ends the phrase, or None if the phrase ends in no such name."""
        i = last
        while i > start:
            j = i - 1
            word = self.doc.lower[j]
            if j in self.known or word in self.lexicon.nouns or word in POSSESSIVES:
                break
            if (j in self.places or j in self.sides) and j not in self.leaders:
                break
            if self.doc.shouting and word in self.lexicon.modifiers:
                break
            if not self.capital(j) and word not in PARTICLES and not self._glue(j, start - 1, last):
                break
            i -= 1
        while i < last and not self.doc.words[i][0].isalpha():
            i += 1
        return i if i < last and self.capital(last - 1) else None
