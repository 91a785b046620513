"""Casualties: how many people were killed, injured, captured or are missing, as the text says it.

Each outcome word of the lexicon looks for its people: an active verb to its right ("killed six"), a passive,
a state or an intransitive verb to its left ("six people were killed", "three dead"), a noun of toll at the figure
after it. Denials of harm give {0, 0}. Words without a figure give nothing.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.annotators.casualties_lexicon import CasualtyLexicon, OutcomeWord
from service.extraction.annotators.casualties_people import People, PeopleReader, added
from service.extraction.document import DASHES, Document, Sentence
from service.extraction.mentions import CasualtyMention

BE = frozenset("was were is are been being be get got gets getting".split())
AUXILIARIES = BE | frozenset("has have had having 's 've".split())
LEFT_SKIP = AUXILIARIES | frozenset(
    "also later then reportedly now left confirmed declared pronounced reported critically seriously severely slightly"
    " lightly badly all both themselves to still remain remained remains remaining went go gone listed found instantly"
    " immediately tragically subsequently sadly including moderately either already allegedly apparently who that which"
    " officially initially deliberately brutally mortally fatally only taken held as shot simultaneously mostly"
    " since feared".split()
)
RIGHT_SKIP = frozenset(
    "also instantly immediately all the total of as only some including around estimated altogether a an its reportedly"
    " mostly another alone together in".split()
)
FEARED = frozenset(
    "feared believed presumed thought may might could would will should can cannot must if unless".split()
)
NEGATIONS = frozenset("not n't never cannot neither didn't wasn't weren't hasn't haven't don't doesn't".split())
TO_VERB = frozenset(
    "to will would could can may might shall should must cannot n't not didn't doesn't don't never".split()
)
CLAUSE_BREAKS = frozenset("while but when after before because although whereas though until unless ; : ! ?".split())
PREPOSITIONS = frozenset(
    "of in from near with to by on at among for including against between behind amid into over under like than besides"
    " inside outside alongside despite towards toward targeting hit hitting"
    " struck".split()
)
WHOLES = frozenset("total group number crowd team family column convoy crew".split())
PLACE_PREPOSITIONS = frozenset("in at near from outside inside around".split())
TOLL_SIGNS = frozenset(
    "to at of is was stands stood reached reaches reaching hit passed exceeded tops topped : - now".split()
)
AMONG = frozenset(
    "dead killed victims wounded injured casualties fatalities missing hostages captured deceased hurt".split()
)
EPOCHS = frozenset(
    "start beginning outbreak invasion war conflict revolution uprising coup outset full onset began started".split()
)
CONFLICTS = frozenset("war conflict insurgency uprising crisis fighting".split())
WINDOW = 40
"""Tokens that may lie between a subject and its verb."""
TOLL_WINDOW = 18
"""Tokens that may lie between "toll" and its figure."""


class _Found(Struct):
    """A mention in the making."""

    people: People
    outcome: CasualtyOutcome
    first: int
    last: int
    part: bool = False
    total: bool = False


def annotate_casualties(doc: Document, lexicon: CasualtyLexicon) -> None:
    """Set ``doc.casualties``, in order of the text; reads the document's numbers, times, weapons, places, actors."""
    words: dict[int, tuple[int, OutcomeWord]] = {}
    by_sentence: dict[int, list[int]] = {}
    for first, last, word in lexicon.outcomes.find(doc):
        words[first] = (last, word)
        by_sentence.setdefault(doc.sentence_of[first], []).append(first)
    zeros = _zero_sentences(doc, lexicon)
    for index in zeros:
        by_sentence.setdefault(index, [])
    if not by_sentence:
        doc.casualties = []
        return
    reader = PeopleReader(doc, lexicon, words)
    mentions: list[CasualtyMention] = []
    for index in sorted(by_sentence):
        mentions.extend(_SentenceReader(doc, lexicon, reader, doc.sentences[index], by_sentence[index]).read())
    doc.casualties = sorted(mentions, key=lambda m: (m.start, m.end, m.outcome, m.part))


def _zero_sentences(doc: Document, lexicon: CasualtyLexicon) -> set[int]:
    nouns = lexicon.zero_both | lexicon.zero_killed
    return {doc.sentence_of[i] for i, word in enumerate(doc.lower) if word in nouns}


class _SentenceReader:
    """Reads the casualties of one sentence."""

    def __init__(
        self, doc: Document, lexicon: CasualtyLexicon, reader: PeopleReader, sentence: Sentence, words: list[int]
    ) -> None:
        self.doc, self.lexicon, self.reader, self.sentence = doc, lexicon, reader, sentence
        self.words = words
        self.lower = doc.lower
        self.phrases = reader.phrases(sentence.first, sentence.last)
        self.starting = {people.first: people for people in self.phrases}
        self.used: set[int] = set()
        self.found: list[_Found] = []

    def read(self) -> list[CasualtyMention]:
        """Return the sentence's mentions."""
        self._zeros()
        pending: list[tuple[int, int, OutcomeWord]] = []
        for first in self.words:
            last, word = self.reader.outcomes[first]
            if word.kind == "toll":
                self._toll(first, last, word)
            elif self._joined_by_or(first, last) or not self._right(first, last, word):
                pending.append((first, last, word))
        for first, last, word in pending:
            self._left(first, last, word)
        self._members()
        self._among()
        return self._mentions()

    # -- right: active verbs and phrases

    def _right(self, first: int, last: int, word: OutcomeWord) -> bool:
        if word.kind not in ("past", "present", "gerund", "right", "loss"):
            return False
        lower, start = self.lower, self.sentence.first
        before = lower[first - 1] if first > start else ""
        if word.kind == "present" and (before in TO_VERB or before in FEARED):
            return True
        auxiliary, hypothetical = self._auxiliary(first)
        if word.kind == "past" and hypothetical:
            return True
        if word.kind == "past" and auxiliary:
            return False
        if word.kind == "gerund" and (before in ("of", "for") and lower[first - 2 : first - 1] == ["capable"]):
            return True
        people = self._object(last, word)
        if people is None or not self._fits(people, word):
            return False
        if word.kind == "past" and self._belongs_left(first, people):
            return False
        parts = [people, *self._coordinated(people)]
        self._add(parts, word.outcome, min(first, people.first), last)
        self._gapped(parts[-1], word.outcome)
        return True

    def _object(self, i: int, word: OutcomeWord) -> People | None:
        limit = self.sentence.last
        for _ in range(4):
            if i >= limit:
                return None
            people = self.starting.get(i)
            if people is not None:
                return people
            if self.lower[i] not in RIGHT_SKIP:
                break
            if self.lower[i] in ("in", "as") or (self.lower[i] == "including" and word.kind != "past"):
                break
            i += 1
        if i < limit and word.kind != "loss" and self.lower[i] not in ("by", "in"):
            return self.reader.bare(i, limit)
        return None

    def _fits(self, people: People, word: OutcomeWord) -> bool:
        if people.first in self.used or people.part:
            return False
        if word.kind == "loss":
            return people.of is CasualtyGroup.MILITARY and people.noun
        if word.needs_noun:
            return people.noun and not (people.name and word.outcome is not CasualtyOutcome.KILLED)
        return True

    def _belongs_left(self, first: int, people: People) -> bool:
        """Whether "three killed two wounded" gives its second figure to the next word."""
        after = self.reader.outcomes.get(people.last)
        if after is None or after[1].kind not in ("past", "left"):
            following = self.lower[people.last] if people.last < self.sentence.last else ""
            if following not in BE or not self._adjacent_left(first):
                return False
        return self._adjacent_left(first) is not None

    def _adjacent_left(self, first: int) -> People | None:
        for people in self.phrases:
            if people.last == first and people.first not in self.used:
                return people
        return None

    def _coordinated(self, people: People) -> list[People]:
        """Return the phrases joined to an object: ", three soldiers and a boy", without clauses of their own."""
        chain: list[People] = []
        current = people
        while True:
            following = self._next_conjunct(current.last)
            if following is None or following.first in self.used or following.part:
                return chain
            if not following.noun or self._has_own_verb(following):
                return chain
            chain.append(following)
            current = following

    def _next_conjunct(self, i: int) -> People | None:
        limit = self.sentence.last
        joined = False
        while i < limit and self.lower[i] in (",", "and", "&", "plus"):
            joined, i = True, i + 1
        if not joined or i >= limit:
            return None
        if self.lower[i] == "as" and self.lower[i : i + 3] == ["as", "well", "as"]:
            i += 3
        return self.starting.get(i)

    def _has_own_verb(self, people: People) -> bool:
        if people.last >= self.sentence.last:
            return False
        word = self.lower[people.last]
        entry = self.reader.outcomes.get(people.last)
        return word in AUXILIARIES or (entry is not None and entry[1].kind in ("past", "left", "noun"))

    def _gapped(self, people: People, outcome: CasualtyOutcome) -> None:
        """Read "(killed three) in Kharkiv, two in Kherson and one in Sumy"."""
        i, limit = people.last, self.sentence.last
        while True:
            if i >= limit or self.lower[i] not in PLACE_PREPOSITIONS:
                return
            i += 1
            steps = 0
            while (
                i < limit
                and steps < 10
                and self.lower[i] not in (",", "and", ";", ".")
                and i not in self.reader.outcomes
            ):
                i, steps = i + 1, steps + 1
            following = self._next_conjunct(i)
            if following is None or following.first in self.used or following.part or self._has_own_verb(following):
                return
            if following.last >= limit or self.lower[following.last] not in PLACE_PREPOSITIONS:
                return
            self._add([following], outcome, following.first, following.last)
            i = following.last

    # -- left: passives, states, intransitives, nouns

    def _auxiliary(self, first: int) -> tuple[bool, bool]:
        """Return whether a form of be governs the word, and whether a modal, a fear or a negation does."""
        i, be, bad = first - 1, False, False
        while i >= self.sentence.first and first - i < 8:
            word = self.lower[i]
            if word in FEARED or word in NEGATIONS:
                bad = True
            elif word in BE:
                be = True
            elif word not in LEFT_SKIP and not word.endswith("ly") and word not in ("to", "or", "and"):
                break
            elif word in ("or", "and") and i not in self.reader.outcomes and i - 1 not in self.reader.outcomes:
                break
            i -= 1
        return be, bad

    def _left(self, first: int, last: int, word: OutcomeWord) -> None:
        if word.kind not in ("past", "left", "noun", "object"):
            return
        if word.kind == "object" and not self._near(first, word):
            return
        be, bad = self._auxiliary(first)
        i = first - 1
        while i >= self.sentence.first and first - i < 10 and self._skippable(i):
            i -= 1
        end = i + 1
        people = self._subject(end, first, word, be)
        if people is None or people.first in self.used:
            return
        if word.needs_noun and not (people.noun or be):
            return
        if (word.needs_noun or word.outcome is CasualtyOutcome.MISSING) and not people.known:
            return
        if bad and people.count.max != 0:
            return
        parts = [*self._leading(people), people]
        outcomes = [word.outcome]
        if self._joined_by_or(first, last) and people.count.max != 0:
            return
        if people.count.max == 0:
            if word.outcome is CasualtyOutcome.INJURED:
                outcomes.append(CasualtyOutcome.KILLED)
            elif self._joined_by_or(first, last) and word.outcome is CasualtyOutcome.KILLED:
                outcomes.append(CasualtyOutcome.INJURED)
            elif word.outcome not in (CasualtyOutcome.KILLED, CasualtyOutcome.INJURED):
                return
        for outcome in outcomes:
            self._add(parts, outcome, parts[0].first, last)
        if word.kind == "past" and be:
            self._gapped(People(first, last, people.count, people.of, True), word.outcome)

    def _skippable(self, i: int) -> bool:
        word = self.lower[i]
        if word in LEFT_SKIP or i in self.reader.barred:
            return True
        if word.endswith("ly") and i not in self.starting:
            return True
        return word in ("confirmed", "more", "civilian") and i - 1 >= self.sentence.first

    def _near(self, first: int, word: OutcomeWord) -> bool:
        start, end = max(self.sentence.first, first - 9), min(self.sentence.last, first + 8)
        return any(self.lower[i] in word.near for i in (*range(start, first), *range(first + 1, end)))

    def _subject(self, end: int, first: int, word: OutcomeWord, be: bool) -> People | None:
        start = self.sentence.first
        for people in reversed(self.phrases):
            if people.last > first or people.first >= first:
                continue
            if people.last >= end:
                return people if not self._inside_bracket(people) else None
            break
        if word.kind in ("noun", "object"):
            return None
        bare = self._bare_subject(end)
        if bare is not None:
            return bare
        if end - 1 >= start and not (be or word.kind == "left"):
            return None
        head = self.lexicon.victims.get(self.lower[end - 1]) if end > start else None
        if head is not None and head.plural and self.lower[end - 1] not in self.lexicon.armed:
            return None
        return self._distant(end)

    def _distant(self, end: int) -> People | None:
        """Return the nearest phrase before ``end`` that can be the subject across a parenthesis or a prepositional."""
        for people in reversed(self.phrases):
            if people.last > end:
                continue
            if end - people.last > WINDOW:
                return None
            if people.first in self.used:
                return None
            if people.part or self._inside_bracket(people):
                continue
            if self._blocked(people.last, end):
                return None
            return people
        return None

    def _inside_bracket(self, people: People) -> bool:
        """Whether the phrase hangs on a preposition, so that it is no subject."""
        i = people.first - 1
        while i >= self.sentence.first and self.lower[i] in ("the", "a", "all", "about"):
            i -= 1
        if i < self.sentence.first or self.lower[i] not in PREPOSITIONS:
            return False
        if self.lower[i] == "of" and i > self.sentence.first and self.lower[i - 1] in WHOLES:
            return False
        return self.lower[i] != "with"

    def _blocked(self, start: int, end: int) -> bool:
        commas = 0
        for i in range(start, end):
            word = self.lower[i]
            if word in CLAUSE_BREAKS:
                return True
            if word == "," or (word in DASHES and self._spaced(i)):
                commas += 1
            if (
                i in self.reader.outcomes
                and commas % 2 == 0
                and self.reader.outcomes[i][1].kind in ("past", "left", "gerund")
            ):
                return True
        return commas == 1

    def _spaced(self, i: int) -> bool:
        doc = self.doc
        return i > 0 and doc.ends[i - 1] < doc.starts[i]

    def _bare_subject(self, end: int) -> People | None:
        """Return "Woman" in "Woman killed", "The IS leader Abu X" or a name in "X was killed", ending at ``end``."""
        start = self.sentence.first
        for people in reversed(self.phrases):
            if people.last <= end:
                if people.last == end and people.first not in self.used:
                    return people
                break
        i = end
        while i > start and end - i < 8 and (self.lower[i - 1].isalpha() or self.doc.words[i - 1] in DASHES):
            if i - 1 in self.reader.outcomes or self.lower[i - 1] in PREPOSITIONS | CLAUSE_BREAKS | {
                "and",
                "that",
                "or",
            }:
                break
            i -= 1
        for begin in range(i, end):
            people = self.reader.bare(begin, end)
            if people is not None and people.last == end:
                return people
        return None

    def _leading(self, people: People) -> list[People]:
        """Return the phrases coordinated before a subject: "a woman, two men and (a child were killed)"."""
        chain: list[People] = []
        current = people
        while True:
            i = current.first - 1
            if i < self.sentence.first or self.lower[i] not in ("and", ",", "&"):
                return chain
            while i >= self.sentence.first and self.lower[i] in ("and", ",", "&"):
                i -= 1
            previous = next((p for p in self.phrases if p.last == i + 1), None)
            if previous is None or previous.first in self.used or previous.part or self._inside_bracket(previous):
                return chain
            if not previous.noun and not current.noun:
                return chain
            chain.insert(0, previous)
            current = previous

    def _joined_by_or(self, first: int, last: int) -> bool:
        """Whether the word shares its figure with another outcome: "killed or wounded", "dead and wounded"."""
        lower, outcomes = self.lower, self.reader.outcomes
        if last < self.sentence.last - 1 and lower[last] in ("or", "and", "/") and last + 1 in outcomes:
            other = outcomes[last + 1][1]
            mine = outcomes[first][1]
            if other.outcome is not mine.outcome and other.kind == mine.kind:
                return True
        if first - 2 >= self.sentence.first and lower[first - 1] in ("or", "and", "/"):
            for start in range(max(self.sentence.first, first - 4), first - 1):
                if start in outcomes and outcomes[start][0] == first - 1:
                    mine, other = outcomes[first][1], outcomes[start][1]
                    return other.outcome is not mine.outcome and other.kind == mine.kind
        return False

    # -- tolls, parts, zeros

    def _toll(self, first: int, last: int, word: OutcomeWord) -> None:
        if (
            "of" in self.lower[first:last]
            and "number" in self.lower[first:last]
            and self._leading_toll(first, last, word)
        ):
            return
        best: People | None = None
        for people in self.phrases:
            if not last <= people.first < last + TOLL_WINDOW or people.first in self.used:
                continue
            if people.part or people.count.max == 0 or people.count.min == 1 == people.count.max:
                continue
            before = self.lower[people.first - 1]
            if before in TOLL_SIGNS or before in ("risen", "the"):
                best = people
                break
        if best is None:
            return
        self._add([best], word.outcome, first, best.last, total=True)

    def _leading_toll(self, first: int, last: int, word: OutcomeWord) -> bool:
        """Read "bringing to 11 the number of people killed"."""
        for people in self.phrases:
            if people.last in (first, first - 1) and people.first not in self.used and not people.noun:
                self._add([people], word.outcome, people.first, last, total=True)
                return True
        return False

    def _members(self) -> None:
        """Read the parts of a figure: "including two children and a woman", "two of them children"."""
        mains = [found for found in self.found if not found.part and found.people.count.max != 0]
        if not mains:
            return
        for i in range(self.sentence.first, self.sentence.last):
            word = self.lower[i]
            if word in ("including", "include", "included", "includes", "among"):
                start = i + 1
                if word == "among" and self.lower[start : start + 1] == ["them"]:
                    start += 1
                if start < self.sentence.last and self.lower[start] == "at" and start not in self.starting:
                    continue
                people = self.starting.get(start)
            else:
                people = self.starting.get(i)
                if people is None or not people.part or people.of is CasualtyGroup.UNSPECIFIED:
                    continue
            if people is None or people.first in self.used:
                continue
            main = max((m for m in mains if m.first <= i), key=lambda m: _anchor(m, i), default=None)
            if main is None:
                continue
            for part in (people, *self._coordinated(people)):
                if part.noun and not part.name:
                    self._record(part, main.outcome, part.first, part.last, part=True)

    def _among(self) -> None:
        """Read "among the dead were two children" and "a child was among the injured"."""
        lower, limit = self.lower, self.sentence.last
        for i in range(self.sentence.first, limit - 2):
            if lower[i] != "among" or lower[i + 1] not in ("the", "those") or lower[i + 2] not in AMONG:
                continue
            entry = self.reader.outcomes.get(i + 2)
            outcome = entry[1].outcome if entry else CasualtyOutcome.KILLED
            j = i + 3
            while j < limit and (lower[j] in BE or lower[j] in ("there", "also")):
                j += 1
            after = self.starting.get(j)
            before = next((p for p in self.phrases if p.last <= i and i - p.last <= 2), None)
            for people in (before, after):
                if people is None or not people.noun or people.first in self.used or people.name:
                    continue
                chain = [people, *self._coordinated(people)] if people is after else [*self._leading(people), people]
                for part in chain:
                    self._record(part, outcome, min(i, part.first), max(i + 3, part.last), part=True)

    def _zeros(self) -> None:
        lower, lexicon = self.lower, self.lexicon
        seen = -1
        for i in range(self.sentence.first, self.sentence.last):
            word = lower[i]
            if (word not in lexicon.zero_both and word not in lexicon.zero_killed) or i <= seen:
                continue
            start = self._negated(i)
            end = i + 1
            if start is None and lower[i] in ("casualties", "injuries", "fatalities", "deaths", "victims"):
                start, end = i, self._avoided(i)
                if end == i:
                    continue
            if start is None:
                continue
            while end + 1 < self.sentence.last and lower[end] in ("or", "and", ","):
                if lower[end + 1] not in lexicon.zero_both and lower[end + 1] not in lexicon.zero_killed:
                    break
                end += 2
            seen = end
            between = lower[start:end]
            both = any(w in lexicon.zero_both for w in between)
            of = CasualtyGroup.CIVILIAN if any(w.startswith("civilian") for w in between) else CasualtyGroup.UNSPECIFIED
            people = People(start, end, Count(0, 0), of, True)
            for outcome in (CasualtyOutcome.KILLED, CasualtyOutcome.INJURED) if both else (CasualtyOutcome.KILLED,):
                self._record(people, outcome, start, end)

    def _negated(self, i: int) -> int | None:
        """Return the token of the negation that governs the noun at ``i``, or None."""
        lower, lexicon = self.lower, self.lexicon
        j = i - 1
        while j >= self.sentence.first and i - j < 14:
            word = lower[j]
            if word in lexicon.zero_blockers:
                return None
            if word in ("no", "without", "zero", "neither", "nobody"):
                return j if self._denies(j, i) else None
            if (word in NEGATIONS or word == "nor") and j + 1 < i:
                return j if self._denies(j, i) else None
            if word not in lexicon.zero_between:
                return None
            j -= 1
        return None

    def _denies(self, negation: int, noun: int) -> bool:
        """Whether the noun itself is denied: "no injured" is, "not injured" of a person is not."""
        people = self.starting.get(negation)
        if (
            people is not None
            and people.noun
            and self.lower[noun] in ("injured", "wounded", "hurt", "harmed", "killed", "dead")
        ):
            return False
        if self.lower[negation] in NEGATIONS and self.lower[noun] in (
            "injured",
            "wounded",
            "hurt",
            "harmed",
            "killed",
            "dead",
        ):
            return False
        return "far" not in self.lower[negation - 1 : negation] or True

    def _avoided(self, i: int) -> int:
        """Return the token after "casualties were avoided / have not been reported" (``i`` itself if it is not so)."""
        lower = self.lower
        negative = False
        for j in range(i + 1, min(self.sentence.last, i + 7)):
            word = lower[j]
            if word in NEGATIONS:
                negative = True
            elif word == "avoided" or (negative and word in ("reported", "recorded", "confirmed", "registered")):
                return j + 1
            elif word not in AUXILIARIES and word not in ("there", "yet", "so", "far", "immediately", "narrowly"):
                return i
        return i

    # -- output

    def _add(
        self, parts: list[People], outcome: CasualtyOutcome, first: int, last: int, *, total: bool = False
    ) -> None:
        """Record a figure, the sum of coordinated phrases, and those of them that name a group of their own."""
        if len(parts) == 1:
            self._record(parts[0], outcome, first, last, total=total)
            return
        groups = {people.of for people in parts}
        of = groups.pop() if len(groups) == 1 else _common(groups)
        of_parts = CasualtyGroup.MILITARY in {people.of for people in parts}
        whole = People(parts[0].first, parts[-1].last, added(parts), of, True)
        self._record(whole, outcome, first, max(last, whole.last), total=total)
        for people in parts:
            if people.of not in (of, CasualtyGroup.UNSPECIFIED) and (of_parts or people.of is CasualtyGroup.CHILD):
                self._record(people, outcome, people.first, people.last, part=True)
        self.used.update(people.first for people in parts)

    def _record(
        self,
        people: People,
        outcome: CasualtyOutcome,
        first: int,
        last: int,
        *,
        part: bool = False,
        total: bool = False,
    ) -> None:
        if people.count == Count(None, None):
            return
        self.used.add(people.first)
        found = _Found(people, outcome, min(first, people.first), max(last, people.last), part, total)
        found.total = found.total or (not part and people.count.max != 0 and self._running(found))
        self.found.append(found)

    def _running(self, found: _Found) -> bool:
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
            elif word == "year" and lower[i - 1] == "this":
                return True
            elif (
                word in CONFLICTS and i < found.first and any(w in ("has", "have") for w in lower[i + 1 : found.first])
            ):
                return True
        return False

    def _mentions(self) -> list[CasualtyMention]:
        doc = self.doc
        made: dict[tuple[int, int, str], CasualtyMention] = {}
        for found in self.found:
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


def _anchor(found: _Found, i: int) -> int:
    """How near before token ``i`` the figure's phrase or its verb ends."""
    return max(end for end in (found.people.last, found.last, -1) if end <= i or end == -1)


def _common(groups: set[CasualtyGroup]) -> CasualtyGroup:
    if groups <= {CasualtyGroup.CIVILIAN, CasualtyGroup.CHILD}:
        return CasualtyGroup.CIVILIAN
    return CasualtyGroup.UNSPECIFIED
