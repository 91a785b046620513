"""Actors: every mention of a side, in the widest sensible phrase.

One pass of the lexicon over the tokens finds names; a name then grows to the phrase around it: "Ukraine" to
"Ukraine's air force", "Iran" to "Iran-backed Houthi rebels", "Putin" to "Russian President Vladimir Putin".
Generic actors ("the army", "rebels") are found here and given a side in
:mod:`service.extraction.annotators.actors.resolution`.
"""

from __future__ import annotations

from service.extraction.annotators.actors.lexicon import ARTICLES, UNKNOWN, ActorLexicon, Term
from service.extraction.annotators.actors.names import FUNCTION_WORDS, Match, find_names
from service.extraction.annotators.actors.resolution import Found, resolve_generics
from service.extraction.document import DASHES, Document
from service.extraction.mentions import ActorMention

__all__ = ["ActorLexicon", "annotate_actors"]

POSSESSIVES = frozenset(("'s", "'"))
LONGEST_PHRASE = 7
"""How many tokens past a name its heads and modifiers may reach."""
LOCATIVES = frozenset(
    "in near at to from on over outside around into towards toward across inside of above through via off".split()
)
SPEAKING_HEADS = frozenset(("spokesman", "spokesperson", "spokeswoman", "ambassador", "envoy", "governor", "mayor"))
IRREGULAR_STEMS = ("militia", "paramilit", "fighter", "unit")
REBEL_STEMS = ("rebel", "insurg", "opposition", "guerr", "guerill", "separatis")
PREFIXES = frozenset(("anti", "non", "ex", "post", "pre"))


def annotate_actors(doc: Document, lexicon: ActorLexicon) -> None:
    """Set ``doc.actors``: the mentions of sides in order of the text, without overlaps."""
    found = resolve_generics(doc, _Recogniser(doc, lexicon).run(), lexicon)
    doc.actors = [_mention(doc, item, lexicon) for item in found]


def _mention(doc: Document, item: Found, lexicon: ActorLexicon) -> ActorMention:
    start, end = doc.starts[item.first], doc.ends[item.last - 1]
    return ActorMention(
        start=start,
        end=end,
        id=item.side,
        name=" ".join(doc.text[start:end].split()),
        kind=lexicon.kind_of(item.side),
        country=lexicon.country_of(item.side) or item.country,
        form=item.form,
    )


class _Recogniser:
    """The state of one document's recognition."""

    def __init__(self, doc: Document, lexicon: ActorLexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.words, self.lower = doc.words, doc.lower
        self.matches = find_names(doc, lexicon)
        self.bound: dict[str, Term] = {}
        """Last names and abbreviations that this document introduces, by surface."""
        self.found: list[Found] = []

    def run(self) -> list[Found]:
        """Return what the document mentions, generic actors still without a side."""
        for match in self.matches.values():
            if match.term.form == "leader" and match.last - match.first > 1 and len(match.term.word) > 2:
                self.bound.setdefault(self.words[match.last - 1], match.term)
        matches, bound, count = self.matches, self.bound, len(self.words)
        i = 0
        while i < count:
            at = matches.get(i)
            if at is None:
                if bound and self.words[i] in bound:
                    i = self._emit(Match(i, i + 1, bound[self.words[i]]))
                else:
                    i += 1
            elif at.term.form == "none":
                i = at.last
            else:
                i = self._emit(at)
        return self.found

    # --- phrases -----------------------------------------------------------------------------------------

    def _emit(self, match: Match) -> int:
        """Add the phrase around the name; return the token to go on from."""
        first, last, term = match
        while last - first > 1 and self.lower[first] in ARTICLES:
            first += 1
        if term.form == "generic":
            group = self._group_of(last)
            if group is not None:
                return self._group(first, group.last, group.term)
            return self._add(first, last, UNKNOWN, "generic", term.word)
        if term.form == "group":
            return self._group(first, last, term)
        compound = self._compound(last)
        if compound:
            done = self._compounded(first, last, term, compound)
            if done is not None:
                return done
        prefix = self._prefix(first)
        if prefix == "pro":
            return self._proxy(first - 2, first, last, term)
        if prefix:
            return last
        return self._state(first, last, term)

    def _add(self, first: int, last: int, side: str, form: str, word: str = "", country: str | None = None) -> int:
        if self.found and self.found[-1].last > first:
            return max(last, self.found[-1].last)
        self.found.append(Found(first, last, side, form, word, country))
        return last

    def _state(self, first: int, last: int, term: Term) -> int:
        """Add a phrase of a state: its name alone, or with the force, office or people after it."""
        if term.form == "leader":
            return self._leader(first, last, term)
        if term.form == "force":
            last = self._parenthesis(last, term)
        reach, form, heads = self._heads(last, term)
        if form is None:
            group = self._group_after(last, reach, term)
            if group is not None:
                return self._group(first, group.last, group.term)
            if term.form == "capital" and not self._governing(first, last):
                return last
            return self._add(first, last, term.side, "metonym" if term.form == "capital" else term.form)
        group = self._group_after(last, reach, term)
        if group is not None:
            return self._group(first, group.last, group.term)
        if form == "leader" or self.lower[reach - 1] in SPEAKING_HEADS:
            return self._titled(first, reach, term.side, form)
        if form == "rebel":
            return self._rebels(first, reach, term.side, heads)
        if form in ("force", "government"):
            reach = self._parenthesis(reach, Term(term.side, form))
        return self._add(first, reach, term.side, form)

    def _heads(self, last: int, term: Term) -> tuple[int, str | None, int]:
        """Follow modifiers and heads after a name: where the last head ends, its form, and where the heads begin."""
        limit = self._limit(last)
        possessed = last < limit and self.lower[last] in POSSESSIVES
        i = last + 1 if possessed else last
        if term.form == "people" and not possessed:
            return last, None, last
        if term.form == "capital" and not possessed and (i >= limit or self.lower[i] not in self.lexicon.capital_heads):
            return last, None, last
        bare_name = term.form in ("name", "metonym", "force") and not possessed and not self.words[last - 1].isupper()
        reach, form, begin = last, None, i
        stop = min(limit, i + LONGEST_PHRASE)
        while i < stop:
            head = self.lexicon.heads.longest(self.doc, i)
            if head is not None:
                if bare_name and head[1] not in ("force", "government", "leader"):
                    break
                i, form = head
                reach = i
            elif self.lower[i] in self.lexicon.modifiers or self.words[i] in DASHES:
                i += 1
            else:
                break
        return reach, form, begin

    def _limit(self, i: int) -> int:
        """Return the end of the sentence that the token before ``i`` stands in."""
        return self.doc.sentences[self.doc.sentence_of[i - 1]].last

    def _rebels(self, first: int, last: int, side: str, begin: int) -> int:
        if side in self.lexicon.own_rebels:
            return self._add(first, last, side, "force")
        word = "rebels" if any(self._rebel_word(i) for i in range(begin, last)) else "unnamed"
        return self._add(first, last, UNKNOWN, "generic", word, side)

    def _rebel_word(self, i: int) -> bool:
        return self.lower[i].startswith(REBEL_STEMS)

    def _governing(self, first: int, last: int) -> bool:
        """Whether a capital stands for its government here, by the words around it."""
        before = self.lower[first - 1] if first else ""
        if before in LOCATIVES:
            return False
        if before in self.lexicon.capitals_after:
            return True
        return last < self._limit(last) and self.lower[last] in self.lexicon.capitals_before

    # --- compounds ---------------------------------------------------------------------------------------

    def _compound(self, last: int) -> str | None:
        """Return the second part of a compound: "backed" after "Iran" in "Iran-backed"."""
        if last + 1 < self._limit(last) and self.words[last] in DASHES:
            return self.lower[last + 1]
        return None

    def _prefix(self, first: int) -> str | None:
        """Return the prefix before the name ("pro" in "pro-Russian"), or None."""
        if first >= 2 and self.words[first - 1] in DASHES:
            before = self.lower[first - 2]
            if before == "pro" or before in PREFIXES:
                return before
        return None

    def _compounded(self, first: int, last: int, term: Term, part: str) -> int | None:
        """Add what a compound of a name makes; None where the name counts as it stands ("Russian-occupied")."""
        after = last + 2
        if part in self.lexicon.installed:
            return self._installed(first, after, term)
        if part in self.lexicon.backed:
            return self._proxy(first, first, after, term)
        if part in self.lexicon.passive:
            return after
        return None

    def _installed(self, first: int, after: int, term: Term) -> int:
        reach, form, _ = self._heads(after, Term(term.side, "demonym"))
        if form is None:
            return self._add(first, after, term.side, "government")
        if form == "leader" or self.lower[reach - 1] in SPEAKING_HEADS:
            return self._titled(first, reach, term.side, "leader")
        return self._add(first, reach, term.side, "government" if form in ("rebel", "people") else form)

    def _proxy(self, first: int, name: int, after: int, term: Term) -> int:
        """Add those whom a state backs ("Iran-backed militia"): its own side for a few, else an unnamed one."""
        backed = self.matches.get(after)
        if backed is not None and backed.term.form == "demonym":
            reach, form, _ = self._heads(backed.last, backed.term)
            if form in ("force", "government") and not self.lower[reach - 1].startswith(IRREGULAR_STEMS):
                return self._add(first, reach, backed.term.side, form)
            after = backed.last
        reach, form, begin = self._heads(after, Term(term.side, "demonym"))
        group = self._next_group(reach if form else begin)
        if group is not None:
            return self._group(first, group.last, group.term)
        if form in (None, "people", "leader"):
            return max(after, name + 1)
        if term.side in self.lexicon.own_proxies:
            return self._add(first, reach, term.side, "force" if form in ("rebel", "force") else "government")
        if form == "government":
            return self._add(first, reach, UNKNOWN, "generic", "government")
        return self._add(first, reach, UNKNOWN, "generic", "rebels" if self._rebel_word(reach - 1) else "proxy")

    # --- groups ------------------------------------------------------------------------------------------

    def _group(self, first: int, last: int, term: Term) -> int:
        """Add a group with its abbreviation in parentheses and its member words: "Islamic State (IS) group"."""
        if term.form == "leader":
            return self._leader(first, last, term)
        last = self._parenthesis(last, term)
        limit = self._limit(last)
        i = last + 1 if last < limit and self.lower[last] in POSSESSIVES else last
        stop = min(limit, i + LONGEST_PHRASE)
        while i < stop:
            member = self.lexicon.members.longest(self.doc, i)
            if member is not None:
                i = last = member[0]
            elif self.lower[i] in self.lexicon.modifiers:
                i += 1
            else:
                break
        last = self._parenthesis(last, term)
        return self._add(first, last, term.side, "group")

    def _next_group(self, i: int) -> Match | None:
        match = self.matches.get(i)
        return match if match is not None and match.term.form == "group" else None

    def _group_of(self, last: int) -> Match | None:
        """Return the group in "fighters of the GROUP", "gunmen from GROUP"."""
        limit = self._limit(last)
        if last + 1 >= limit or self.lower[last] not in ("of", "from"):
            return None
        after = last + 2 if self.lower[last + 1] == "the" else last + 1
        group = self._next_group(after) or self._next_group(last + 1)
        return group if group is not None and group.last <= limit else None

    def _group_after(self, last: int, reach: int, term: Term) -> Match | None:
        """Return the group that a phrase of its country leads to: "Lebanon's Hezbollah", "Kurdish PKK"."""
        i = reach
        limit = self._limit(last)
        if i < limit and self.lower[i] in POSSESSIVES:
            i += 1
        while i < limit and self.lower[i] in self.lexicon.modifiers:
            i += 1
        match = self._next_group(i)
        if match is None:
            return None
        country = self.lexicon.country_of(match.term.side)
        return match if reach > last or country in (None, term.side) else None

    def _parenthesis(self, last: int, term: Term) -> int:
        """Take in an abbreviation in parentheses after a full name, and bind it for the rest of the document."""
        words = self.words
        if last + 2 >= self._limit(last) or words[last] != "(":
            return last
        end = last + 1
        while end < min(self._limit(last), last + 6) and words[end] != ")":
            end += 1
        inner = words[last + 1 : end]
        if end >= len(words) or words[end] != ")" or not inner:
            return last
        if not all(word in DASHES or word == "/" or word.isupper() or word.isdigit() for word in inner):
            return last
        if len(inner) == 1 and len(inner[0]) > 1 and inner[0] not in self.bound:
            self.bound[inner[0]] = term
        return end + 1

    # --- people ------------------------------------------------------------------------------------------

    def _leader(self, first: int, last: int, term: Term) -> int:
        """Add a person of a side with the titles before the name."""
        floor = self.found[-1].last if self.found else 0
        floor = max(floor, self.doc.sentences[self.doc.sentence_of[first]].first)
        titled = first
        while titled > floor:
            length = next(
                (n for n in (3, 2, 1) if tuple(self.lower[titled - n : titled]) in self.lexicon.titles
                 and titled - n >= floor),
                0,
            )  # fmt: skip
            if not length:
                break
            titled -= length
        before = self.found[-1] if self.found else None
        if (
            before is not None
            and before.last == titled == floor
            and before.side == term.side
            and (before.form in ("demonym", "name", "leader") and self._adjoins(before))
        ):
            self.found.pop()
            titled = before.first
        limit = self._limit(last)
        if last < limit and self.lower[last] in POSSESSIVES and term.form == "leader":
            head = self.lexicon.heads.longest(self.doc, last + 1) if last + 1 < limit else None
            if head is not None and head[1] in ("force", "government"):
                form = "group" if term.side in self.lexicon.groups else head[1]
                return self._add(titled, head[0], term.side, form)
        return self._add(titled, last, term.side, "leader")

    def _adjoins(self, before: Found) -> bool:
        return self.doc.sentence_of[before.first] == self.doc.sentence_of[before.last]

    def _titled(self, first: int, last: int, side: str, form: str) -> int:
        """Add an office of a side with the name of who holds it, and bind the last name."""
        match = self.matches.get(last)
        if match is not None and match.term.form == "leader":
            return self._add(first, match.last, match.term.side, "leader")
        limit = min(self._limit(last), last + 3)
        end = last
        while end < limit and self._proper(end):
            end += 1
        if end - last >= 2 and not self.doc.shouting:
            self.bound.setdefault(self.words[end - 1], Term(side, "leader", self.lower[end - 1]))
            return self._add(first, end, side, "leader")
        return self._add(first, last, side, form)

    def _proper(self, i: int) -> bool:
        word = self.words[i]
        return (
            word[0].isupper()
            and not word.isupper()
            and len(word) > 1
            and i not in self.matches
            and self.lower[i] not in FUNCTION_WORDS
        )
