"""The figures of one sentence, and what all who read them share: phrases for people by position, coordination, sums."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties.lexicon import CasualtyLexicon
from service.extraction.annotators.casualties.people import People, PeopleReader, added
from service.extraction.document import Document, Sentence

BE = frozenset("was were is are been being be get got gets getting".split())
AUXILIARIES = BE | frozenset("has have had having 's 've".split())
EPOCHS = frozenset(
    "start beginning outbreak invasion war conflict revolution uprising coup outset full onset began started".split()
)
LEFT_SKIP = AUXILIARIES | frozenset(
    "also later then reportedly now left confirmed declared pronounced reported critically seriously severely slightly"
    " lightly badly all both themselves to still remain remained remains remaining went go gone listed found instantly"
    " immediately tragically subsequently sadly including moderately either already allegedly apparently who that which"
    " officially initially deliberately brutally mortally fatally only taken held as shot simultaneously mostly"
    " since feared".split()
)
FEARED = frozenset(
    "feared believed presumed thought may might could would will should can cannot must if unless".split()
)
NEGATIONS = frozenset("not n't never cannot neither didn't wasn't weren't hasn't haven't don't doesn't".split())
PLACE_PREPOSITIONS = frozenset("in at near from outside inside around".split())
CONFLICTS = frozenset("war conflict insurgency uprising crisis fighting".split())

PREPOSITIONS = frozenset(
    "of in from near with to by on at among for including against between behind amid into over under like than besides"
    " inside outside alongside despite towards toward targeting hit hitting struck".split()
)
SINGLE = Count(1, 1)
WHOLES = frozenset("total group number crowd team family column convoy crew".split())


class Found(Struct):
    """A mention in the making: tokens ``[first, last)``."""

    people: People
    outcome: CasualtyOutcome
    first: int
    last: int
    part: bool = False
    total: bool = False


class Figures:
    """The phrases for people of one sentence, which of them are spoken for, and the figures found so far."""

    def __init__(self, doc: Document, lexicon: CasualtyLexicon, reader: PeopleReader, sentence: Sentence) -> None:
        self.doc, self.lexicon, self.reader, self.sentence = doc, lexicon, reader, sentence
        self.lower = doc.lower
        self.outcomes = reader.outcomes
        self.phrases = reader.phrases(sentence.first, sentence.last)
        self.firsts = [people.first for people in self.phrases]
        self.starting = {people.first: people for people in self.phrases}
        self.ending = {people.last: people for people in self.phrases}
        self.used: set[int] = set()
        self.found: list[Found] = []

    def before(self, end: int, reach: int) -> list[People]:
        """Return the phrases that begin before token ``end``, the nearest first, at most ``reach`` tokens away."""
        k = bisect_right(self.firsts, end - 1)
        low = bisect_right(self.firsts, end - reach - 1)
        return self.phrases[low:k][::-1]

    def after(self, first: int, reach: int) -> list[People]:
        """Return the phrases that begin in the ``reach`` tokens from ``first`` on."""
        return self.phrases[bisect_right(self.firsts, first - 1) : bisect_right(self.firsts, first + reach - 1)]

    def coordinated(self, people: People) -> list[People]:
        """Return the phrases joined to an object: ", three soldiers and a boy", without clauses of their own.

        Those that only say who the object was ("two people, a man and a woman") are none.
        """
        chain: list[People] = []
        current = people
        while True:
            following = self.next_conjunct(current.last)
            if following is None or following.first in self.used or following.part:
                break
            if not following.noun or self.has_own_verb(following) or self._apart(current, following):
                break
            chain.append(following)
            current = following
        return [] if self._apposed(people, chain) else chain

    def _apart(self, people: People, following: People) -> bool:
        """Whether a comma alone parts off one person, and no list goes on: "wounding 17, the governor said"."""
        if following.count != SINGLE or "and" in self.lower[people.last : following.first]:
            return False
        return self.next_conjunct(following.last) is None

    def _apposed(self, people: People, others: list[People]) -> bool:
        """Whether the phrases after a comma are the same people told one by one."""
        if not others or self.lower[people.last : people.last + 1] != [","]:
            return False
        return people.count.min is not None and added(others).min == people.count.min

    def next_conjunct(self, i: int) -> People | None:
        """Return the phrase that a comma or "and" at the token joins on."""
        limit = self.sentence.last
        joined = False
        while i < limit and self.lower[i] in (",", "and", "&", "plus"):
            joined, i = True, i + 1
        if not joined or i >= limit:
            return None
        if self.lower[i] == "as" and self.lower[i : i + 3] == ["as", "well", "as"]:
            i += 3
        found = self.starting.get(i)
        if found is None and self.lower[i - 1] == "and":
            people = self.reader.bare(i, limit)  # "killing a mother and young child"
            found = people if people is not None and not people.name else None
        return found

    def has_own_verb(self, people: People) -> bool:
        """Whether the phrase is followed by a verb of its own: "and 15 (were injured)"."""
        if people.last >= self.sentence.last:
            return False
        word = self.lower[people.last]
        entry = self.outcomes.get(people.last)
        return word in AUXILIARIES or (entry is not None and entry[1].kind in ("past", "left", "noun"))

    def subjects(self, people: People) -> list[People]:
        """Return a subject with the phrases coordinated before it: "a woman, two men and (a child were killed)"."""
        chain = [*self.leading(people), people]
        if self._apposed(chain[0], chain[1:]):
            self.used.update(other.first for other in chain[1:])
            return chain[:1]
        return chain

    def leading(self, people: People) -> list[People]:
        """Return the phrases coordinated before a subject."""
        chain: list[People] = []
        current = people
        while True:
            i = current.first - 1
            if i < self.sentence.first or self.lower[i] not in ("and", ",", "&"):
                return chain
            while i >= self.sentence.first and self.lower[i] in ("and", ",", "&"):
                i -= 1
            previous = self.ending.get(i + 1) or self._unarticled(i + 1)
            if previous is None or previous.first in self.used or previous.part or self.inside_bracket(previous):
                return chain
            if not previous.noun and not current.noun:
                return chain
            chain.insert(0, previous)
            current = previous

    def _unarticled(self, end: int) -> People | None:
        """Return the person named without an article in a list: "a father, mother (and two children were killed)"."""
        if end - 2 < self.sentence.first or self.lower[end - 2] not in ("and", ","):
            return None
        people = self.reader.bare(end - 1, end)
        return people if people is not None and people.last == end and self.ending.get(end - 2) is not None else None

    def inside_bracket(self, people: People) -> bool:
        """Whether the phrase hangs on a preposition, so that it is no subject."""
        i = people.first - 1
        while i >= self.sentence.first and self.lower[i] in ("the", "a", "all", "about"):
            i -= 1
        if i > self.sentence.first and self.lower[i] in ("them", "whom"):
            i -= 1
        if i < self.sentence.first or self.lower[i] not in PREPOSITIONS:
            return False
        if self.lower[i] == "of" and i > self.sentence.first and self.lower[i - 1] in WHOLES:
            return False
        return self.lower[i] != "with"

    def adjacent_left(self, first: int) -> People | None:
        """Return the free phrase that ends right before the token."""
        people = self.ending.get(first)
        return people if people is not None and people.first not in self.used else None

    def spaced(self, i: int) -> bool:
        """Whether a dash at the token stands between words and not inside one."""
        return i > 0 and self.doc.ends[i - 1] < self.doc.starts[i]

    def auxiliary(self, first: int) -> tuple[bool, bool]:
        """Return whether a form of be governs the word, and whether a modal, a fear or a negation does."""
        i, be, bad = first - 1, False, False
        while i >= self.sentence.first and first - i < 8:
            word = self.lower[i]
            if word in FEARED or word in NEGATIONS:
                bad = True
            elif word in BE:
                be = True
            elif word in ("or", "and"):
                if i not in self.outcomes and i - 1 not in self.outcomes:
                    break
            elif word not in LEFT_SKIP and not word.endswith("ly"):
                break
            i -= 1
        return be, bad

    def gapped(self, i: int, outcome: CasualtyOutcome) -> None:
        """Read "(killed three) in Kharkiv, two in Kherson and one in Sumy" from token ``i`` on."""
        limit = self.sentence.last
        while True:
            if i >= limit or self.lower[i] not in PLACE_PREPOSITIONS:
                return
            i += 1
            steps = 0
            while i < limit and steps < 10 and self.lower[i] not in (",", "and", ";", ".") and i not in self.outcomes:
                i, steps = i + 1, steps + 1
            following = self.next_conjunct(i)
            if following is None or following.first in self.used or following.part or self.has_own_verb(following):
                return
            if following.last >= limit or self.lower[following.last] not in PLACE_PREPOSITIONS:
                return
            self.add([following], outcome, following.first, following.last)
            i = following.last

    def add(self, parts: list[People], outcome: CasualtyOutcome, first: int, last: int, *, total: bool = False) -> None:
        """Record a figure, the sum of coordinated phrases, and those of them that name a group of their own."""
        if len(parts) == 1:
            self.record(parts[0], outcome, first, last, total=total)
            return
        if self._opposed(parts):
            for people in parts:
                self.record(people, outcome, min(first, parts[0].first), max(last, parts[-1].last), total=total)
            return
        groups = {people.of for people in parts}
        of = groups.pop() if len(groups) == 1 else _common(groups)
        of_parts = CasualtyGroup.MILITARY in {people.of for people in parts}
        whole = People(parts[0].first, parts[-1].last, added(parts), of, True)
        self.record(whole, outcome, first, max(last, whole.last), total=total)
        for people in parts:
            own = people.first in self.reader.numbers or of_parts or people.of is CasualtyGroup.CHILD
            if own and (people.of is not of or people.first in self.reader.numbers):
                self.record(people, outcome, people.first, people.last, part=True)
        self.used.update(people.first for people in parts)

    def _opposed(self, parts: list[People]) -> bool:
        """Whether the losses of two sides are counted, which have no sum: "five soldiers and three rebels"."""
        if not any(people.of is CasualtyGroup.MILITARY for people in parts):
            return False
        irregular, sides = set(), set()
        for people in parts:
            words = range(people.first, people.last)
            irregular.add(any(self.lower[i] in self.lexicon.irregulars for i in words))
            sides.add(next((self.reader.sides[i] for i in words if i in self.reader.sides), None))
        armed = all(people.of is CasualtyGroup.MILITARY for people in parts)
        return (armed and len(irregular) > 1) or len(sides - {None, "unknown"}) > 1

    def record(
        self,
        people: People,
        outcome: CasualtyOutcome,
        first: int,
        last: int,
        *,
        part: bool = False,
        total: bool = False,
    ) -> None:
        """Record one figure; a phrase can be recorded for one word only."""
        if people.count == Count(None, None):
            return
        self.used.add(people.first)
        found = Found(people, outcome, min(first, people.first), max(last, people.last), part, total)
        found.total = found.total or (not part and people.count.max != 0 and self._running(found))
        self.found.append(found)

    def _running(self, found: Found) -> bool:
        """Whether the clause marks a running total: "since 2022", "since the start of the war", "this year"."""
        lower = self.lower
        low, high = max(self.sentence.first, found.first - 10), min(self.sentence.last, found.last + 14)
        for i in range(low, high):
            word = lower[i]
            if word == "since" and i + 1 < high:
                ahead = lower[i + 1 : i + 7]
                if (
                    ahead[0].isdigit()
                    or any(w in EPOCHS for w in ahead)
                    or any(len(w) == 4 and w.isdigit() for w in ahead[:4])
                ):
                    return True
            elif (word == "year" and lower[i - 1] == "this") or (
                word in CONFLICTS and i < found.first and any(w in ("has", "have") for w in lower[i + 1 : found.first])
            ):
                return True
        return False


def _common(groups: set[CasualtyGroup]) -> CasualtyGroup:
    if groups <= {CasualtyGroup.CIVILIAN, CasualtyGroup.CHILD}:
        return CasualtyGroup.CIVILIAN
    return CasualtyGroup.UNSPECIFIED
