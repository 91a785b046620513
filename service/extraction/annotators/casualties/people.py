"""Noun phrases for people with their number: "at least six people", "a woman and her son", "12 others"."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from schemas.event import Count
from schemas.vocabulary import CasualtyGroup
from service.extraction.annotators.casualties.lexicon import CasualtyLexicon, OutcomeWord, VictimNoun
from service.extraction.document import DASHES, Document

ARTICLES = frozenset("a an another the his her its their this that our my one".split())
POSSESSIVES = frozenset("his her their its our my".split())
QUANTIFIERS = frozenset("other others more additional further fellow extra".split())
PRONOUNS = frozenset("them whom those these us which".split())
STOPS = frozenset(
    "in on at by with from for against of during after before amid under over between into near despite through and or"
    " but nor that which who whom whose while when where as if because since until than then so to via per about above"
    " below behind beyond across along around inside outside within without upon toward towards off out up down is are"
    " was were be been being am has have had having do does did will would can could may might shall should must not"
    " n't 's he she it they we you i him me us them there here also including included include includes reportedly"
    " allegedly apparently only just yet still overnight today yesterday tomorrow early late earlier later ago"
    " according said says say told reported following injuries both all a an the his her its their this these those"
    " another some any no every each either neither whether though although however instantly immediately altogether"
    " seriously critically severely slightly lightly badly mortally dead wounded injured killed missing".split()
)
AGED_CHILD = 18
OLDEST = 110
SINGLE = Count(1, 1)
DIGITS = re.compile(r"\d{1,3}\Z")
AGES = 7
"""Tokens that a list of ages may go back to "aged"."""
LONGEST = 8
"""Tokens a noun phrase may have after its number."""


class People(Struct, frozen=True):
    """Tokens ``[first, last)`` of a noun phrase for people, how many they are, and who."""

    first: int
    last: int
    count: Count
    of: CasualtyGroup
    noun: bool
    """Whether a noun for people stands there, and not the bare figure."""
    part: bool = False
    """"two of them"."""
    known: bool = True
    """Whether the noun is one of the lexicon."""
    name: bool = False
    """A proper name."""


class PeopleReader:
    """Reads noun phrases for people from a document's tokens."""

    def __init__(self, doc: Document, lexicon: CasualtyLexicon, outcomes: dict[int, tuple[int, OutcomeWord]]) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.outcomes = outcomes
        self.numbers: dict[int, tuple[int, Count, str]] = {}
        for number in doc.numbers:
            if number.kind in ("cardinal", "vague", "zero"):
                first = bisect_right(doc.ends, number.start)
                self.numbers[first] = (bisect_right(doc.ends, number.end - 1) + 1, number.count, number.kind)
        self.barred: set[int] = set()
        for start, end in [(t.start, t.end) for t in doc.times] + [(w.start, w.end) for w in doc.weapons]:
            self.barred.update(range(bisect_right(doc.ends, start), bisect_right(doc.ends, end - 1) + 1))
        self.placed: set[int] = set()
        for place in doc.places:
            self.placed.update(range(bisect_right(doc.ends, place.start), bisect_right(doc.ends, place.end - 1) + 1))
        self.leaders: dict[int, int] = {}
        self.sides: dict[int, str] = {}
        for actor in doc.actors:
            first, last = bisect_right(doc.ends, actor.start), bisect_right(doc.ends, actor.end - 1) + 1
            if actor.form == "leader":
                self.leaders[first] = last
            else:
                self.sides.update(dict.fromkeys(range(first, last), actor.id))

    def phrases(self, first: int, last: int) -> list[People]:
        """Return the noun phrases of the tokens ``[first, last)``, in order and without overlaps."""
        found: list[People] = []
        i = first
        while i < last:
            people = self.at(i, last)
            if people is not None:
                found.append(people)
                i = max(people.last, i + 1)
            else:
                i += 1
        return found

    def at(self, i: int, limit: int) -> People | None:
        """Return the noun phrase that begins at the token, or None."""
        number = self.numbers.get(i)
        lower = self.doc.lower
        if number is not None and i not in self.barred and not self._age(i):
            return self._counted(i, number[0], number[1], limit)
        word = lower[i]
        if word == "nobody" or (word == "no" and i + 1 < limit and lower[i + 1] in ("one", "-")):
            last = i + 1 if word == "nobody" else i + 2
            return People(i, min(last, limit), Count(0, 0), CasualtyGroup.UNSPECIFIED, True)
        if word in POSSESSIVES and i + 1 in self.numbers:
            people = self._counted(i, *self.numbers[i + 1][:2], limit)
            return people if people is not None and people.noun else None  # "his two sons"
        if word in ARTICLES:
            return self._single(i, i + 1, limit)
        if word == "both" and i + 1 < limit:
            end, noun, _, _ = self._head(i + 1, limit)
            if noun is not None and noun.plural:
                return People(i, end, Count(2, 2), noun.of, True)
        return None

    def bare(self, i: int, limit: int) -> People | None:
        """Return a singular noun phrase without article ("Woman", "senior commander X") at the token, or None."""
        people = self._single(i, i, limit)
        return people if people is not None else self.name(i, limit)

    def noun(self, i: int, limit: int) -> tuple[int, VictimNoun] | None:
        """Return the plural noun for people that stands at the token without a figure, with its end; or None."""
        end, noun, _, thing = self._head(i, limit)
        return (end, noun) if noun is not None and noun.plural and not thing else None

    def name(self, i: int, limit: int) -> People | None:
        """Return a person's name at the token: two or more capitalised words that are no place and no side."""
        if i in self.leaders:
            return People(i, self.leaders[i], SINGLE, CasualtyGroup.UNSPECIFIED, True, name=True)
        words, last, capitals = self.doc.words, i, 0
        if self.doc.shouting:
            return None
        while last < limit and last - i < LONGEST:
            word = words[last]
            if word in DASHES and last > i:
                last += 1
                continue
            if not word[0].isupper() and self.doc.lower[last] not in (
                "al",
                "bin",
                "de",
                "el",
                "ibn",
                "von",
                "van",
                "abu",
            ):
                break
            if last in self.barred or last in self.placed or last in self.sides or last in self.numbers:
                return None
            if self.doc.lower[last] in STOPS or self.doc.lower[last] in self.lexicon.armed:
                return None
            capitals += word[0].isupper()
            last += 1
        if capitals < 2 or not words[last - 1][0].isupper() or self.doc.lower[last - 1].endswith("s'"):
            return None
        noun = self.lexicon.victims.get(self.doc.lower[last - 1])
        if noun is not None and noun.plural:
            return None
        return People(i, last, SINGLE, CasualtyGroup.UNSPECIFIED, True, name=True)

    def _passed(self, k: int, limit: int) -> bool:
        """Whether the token may be passed over between number and noun: a hyphen, "other", a comma of adjectives."""
        word = self.doc.lower[k]
        if word in QUANTIFIERS or (word in DASHES and self._inner_dash(k)):
            return True
        return word == "," and _adjectives(self.doc.lower, k, limit, self.lexicon.victims)

    def _bounded(self, k: int) -> bool:
        """Whether no phrase for people reaches over the token."""
        word = self.doc.lower[k]
        if word in STOPS and self.doc.words[k] != "US":
            return True
        return k in self.outcomes or k in self.barred or not word[0].isalpha()

    def _inner_dash(self, i: int) -> bool:
        doc = self.doc
        return 0 < i < len(doc.words) - 1 and doc.ends[i - 1] == doc.starts[i] and doc.ends[i] == doc.starts[i + 1]

    def _age(self, i: int) -> bool:
        """Whether the figure is an age: "aged 6 and 7", "one of the men, 23, died"."""
        lower = self.doc.lower
        if 0 < i < len(lower) - 1 and lower[i - 1] == lower[i + 1] == "," and DIGITS.match(lower[i]):
            return int(lower[i]) <= OLDEST
        for j in range(i - 1, max(-1, i - AGES), -1):
            if lower[j] in ("aged", "ages", "age"):
                return True
            if lower[j] not in ("and", ",", "to", "between", "from", "-") and not lower[j][0].isdigit():
                return False
        return False

    def _counted(self, i: int, j: int, count: Count, limit: int) -> People | None:
        lower = self.doc.lower
        part = False
        if j < limit and lower[j] == "of" and j + 1 < limit:
            if lower[j + 1] in PRONOUNS:
                part, j = True, j + 2
                if j < limit and lower[j] in ("a", "an") and j + 1 < limit:
                    j += 1
            elif lower[j + 1] in ("the", "its", "his", "her", "their", "our", "these", "those") and j + 2 < limit:
                j += 2
            else:
                j += 1
        end, noun, known, things = self._head(j, limit)
        if things:
            return None
        if noun is not None:
            of, end = self._armed(noun, end, limit)
            return People(i, end, count, of, True, part)
        if end > j and not known:
            return People(i, end, count, CasualtyGroup.UNSPECIFIED, False, part, False)
        return People(i, max(end, j), count, CasualtyGroup.UNSPECIFIED, False, part)

    def _single(self, i: int, j: int, limit: int) -> People | None:
        end, noun, _, things = self._head(j, limit)
        if noun is None or things:
            if (
                j < limit
                and self.doc.lower[j] in ("couple", "pair")
                and (j + 1 >= limit or self.doc.lower[j + 1] != "of")
            ):
                return People(i, j + 1, Count(2, 2), CasualtyGroup.UNSPECIFIED, True)
            return None
        if noun.plural:
            return None
        of, end = self._armed(noun, end, limit)
        return People(i, end, SINGLE, of, True)

    def _head(self, j: int, limit: int) -> tuple[int, VictimNoun | None, bool, bool]:
        """Read modifiers and head noun from token ``j``.

        Returns
        -------
        The token after the phrase, its noun if the lexicon has it, whether every word was known, and whether the
        head is a thing.
        """
        lower, words, victims = self.doc.lower, self.doc.words, self.lexicon.victims
        k, noun, noun_end, known, age, thing = j, None, j, True, None, False
        stop, adjective = min(limit, j + LONGEST), False
        while k < stop:
            word = lower[k]
            if DIGITS.match(word) and k + 4 < limit and lower[k + 2] in ("year", "month") and words[k + 1] in DASHES:
                age = int(word) if lower[k + 2] == "year" else 0
                k += 5
                stop = min(limit, k + LONGEST)
                continue
            if self._passed(k, limit):
                k += 1
                continue
            if self._bounded(k) or (k in self.numbers and k > j):
                break
            pair = f"{lower[k - 1]} {word}" if k > j else word
            entry = victims.get(pair) or victims.get(word)
            if entry is not None:
                noun, noun_end, thing, adjective = entry, k + 1, False, False
            elif noun is not None and noun_end == k and word in self.lexicon.things:
                noun, thing = None, True
            elif word in self.lexicon.things:
                thing = True
            elif noun is None and not words[k][0].isupper():
                known = False
            elif noun is not None and not words[k][0].isupper():
                if not noun.demonym or noun.plural or word.endswith("ing"):
                    break
                adjective = True
            k += 1
        if adjective:
            noun, known = None, False
        if noun is None and age is not None:
            noun, noun_end = VictimNoun(CasualtyGroup.UNSPECIFIED, False), k
        if noun is None:
            while k > j and words[k - 1] in DASHES:
                k -= 1
            return k, None, known and k > j and _plural_name(words[k - 1]), thing
        if age is not None and age < AGED_CHILD:
            noun = VictimNoun(CasualtyGroup.CHILD, noun.plural)
        elif noun.of is CasualtyGroup.UNSPECIFIED and "civilian" in lower[j:noun_end]:
            noun = VictimNoun(CasualtyGroup.CIVILIAN, noun.plural)
        end = (
            k
            if k > noun_end and all(words[x][0].isupper() or words[x] in DASHES for x in range(noun_end, k))
            else noun_end
        )
        return end, noun, True, thing

    def _armed(self, noun: VictimNoun, end: int, limit: int) -> tuple[CasualtyGroup, int]:
        """Read "of the security forces" after "members": they are military."""
        lower = self.doc.lower
        if end >= limit or lower[end] not in ("of", "from", "with") or noun.of is not CasualtyGroup.UNSPECIFIED:
            return noun.of, end
        for k in range(end + 1, min(limit, end + 7)):
            if k in self.outcomes or lower[k] in ("was", "were", "and", ",", "who", "in"):
                break
            entry = self.lexicon.victims.get(lower[k])
            if lower[k] in self.lexicon.armed or (entry is not None and entry.of is CasualtyGroup.MILITARY):
                return CasualtyGroup.MILITARY, k + 1
        return noun.of, end


def _adjectives(lower: list[str], k: int, limit: int, victims: dict[str, VictimNoun]) -> bool:
    """Whether the comma stands between two adjectives of one noun: "unarmed, elderly men"."""
    return (
        k + 2 < limit
        and lower[k + 2] in victims
        and lower[k - 1] not in victims
        and lower[k + 1].isalpha()
        and (lower[k + 1] not in STOPS and lower[k + 1] not in victims and not lower[k - 1].isdigit())
    )


def _plural_name(word: str) -> bool:
    return word[0].isupper() and word[-1] in "sei"


def added(parts: list[People]) -> Count:
    """Return the sum of the phrases' counts; a bound that one of them lacks is lacking in the sum."""
    low: int | None = 0
    high: int | None = 0
    for people in parts:
        low = None if low is None or people.count.min is None else low + people.count.min
        high = None if high is None or people.count.max is None else high + people.count.max
    return Count(low, high)
