"""Annotator of weapons: designations and common names, each with its type in the codebook.

A designation, its modifiers and its head noun are one mention ("Iranian-made Shahed attack drones"), and the
designation decides the type. Modifiers that share a head noun are mentions of their own ("cruise and ballistic
missiles"). Words with other senses count only in the company that the lexicon asks for.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.vocabulary import WeaponType
from service.extraction.annotators.neighbours import word_before, words_after
from service.extraction.annotators.weapons.lexicon import (
    IGNORED,
    MODEL,
    MODIFIER,
    WORD,
    Conditions,
    Entry,
    WeaponLexicon,
)
from service.extraction.document import DASHES, Document
from service.extraction.mentions import WeaponMention

__all__ = ["WeaponLexicon", "annotate_weapons"]

QUOTES = frozenset("\"'“”‘’«»()")
COORDINATORS = frozenset(["and", "or", ",", "/", "&", "as", "well", "also"])
DETERMINERS = frozenset(
    "a an the two three four five six seven eight nine ten several some dozens its their his russian ukrainian"
    " iranian israeli american us our these those one more multiple many with by using".split()
)
CUE_REACH = 8  # tokens to either side in which a cue vouches for a designation
HEAD_REACH = 3  # tokens in which a weapon noun may follow a designation
GAP = 6  # tokens that may stand between a modifier and its head
ARMED = frozenset(["force", "group"])  # actors whose name alone speaks of war
WAR_WORDS = ((40, 1), (150, 2))  # texts of up to so many tokens are about war with so many words of war
MANY_WAR_WORDS = 3

# Families that a designation or substance may have besides that of its head noun ("Grad missiles", "FAB-500
# bomb", "white phosphorus shells", "drone airstrike"): the first of the two decides.
COMPATIBLE = frozenset(
    {
        ("missile", "artillery"), ("artillery", "missile"), ("missile", "drone"), ("drone", "missile"),
        ("bomb", "explosive"), ("bomb", "missile"), ("missile", "bomb"), ("incendiary", "artillery"),
        ("incendiary", "bomb"), ("incendiary", "explosive"), ("chemical", "artillery"), ("chemical", "explosive"),
        ("chemical", "bomb"), ("artillery", "explosive"), ("explosive", "bomb"), ("drone", "bomb"),
    }
)  # fmt: skip


class _Item(NamedTuple):
    first: int
    last: int
    entry: Entry
    type: WeaponType


def annotate_weapons(doc: Document, lexicon: WeaponLexicon) -> None:
    """Set ``doc.weapons``: the weapons that the text names, sorted by position, without overlaps."""
    items = _items(doc, lexicon)
    heads = _heads(doc, lexicon, items)
    mentions: list[WeaponMention] = []
    i = 0
    while i < len(items):
        end = _chain(doc, lexicon, items, heads, i)
        mention = _mention(doc, lexicon, items[i:end], heads[i])
        if mention is not None:
            mentions.append(mention)
        i = end
    doc.weapons = mentions


def _items(doc: Document, lexicon: WeaponLexicon) -> list[_Item]:
    """Return the phrases that hold in their context, with ambiguous types decided."""
    setting = _Setting(doc, lexicon)
    items: list[_Item] = []
    for first, last, entry in lexicon.phrases.find(doc):
        if entry.kind == IGNORED:
            continue
        named = bool(items) and items[-1].entry.kind == MODEL and items[-1].last == first
        if entry.conditions is not None and not named and not setting.holds(entry.conditions, first, last):
            continue
        kind = entry.type
        if entry.other is not None and setting.airborne(first):
            kind = entry.other
        items.append(_Item(first, last, entry, kind))
    return items


class _Setting:
    """What the words around a phrase say about its sense."""

    def __init__(self, doc: Document, lexicon: WeaponLexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        vocabulary = set(doc.lower)
        self.words: dict[int, set[str]] = {}
        self.needed = next((n for size, n in WAR_WORDS if len(doc.words) <= size), MANY_WAR_WORDS)
        self.war = len(vocabulary & lexicon.war) + any(actor.form in ARMED for actor in doc.actors)
        self.air = len(vocabulary & lexicon.air) - len(vocabulary & lexicon.ground)

    def sentence(self, i: int) -> set[str]:
        """Return the words of the token's sentence."""
        number = self.doc.sentence_of[i]
        if number not in self.words:
            sentence = self.doc.sentences[number]
            self.words[number] = set(self.doc.lower[sentence.first : sentence.last])
        return self.words[number]

    def airborne(self, i: int) -> bool:
        """Whether sentence, or else text, speaks of air war rather than of planted bombs."""
        words = self.sentence(i)
        here = len(words & self.lexicon.air) - len(words & self.lexicon.ground)
        return here > 0 or (here == 0 and self.air > 0)

    def at_war(self, first: int, last: int) -> bool:
        """Whether enough words of war stand in the text besides the phrase itself."""
        own = self.lexicon.war.intersection(self.doc.lower[first:last])
        return self.war - len(own) >= self.needed

    def holds(self, conditions: Conditions, first: int, last: int) -> bool:
        """Whether the conditions hold for the phrase at the tokens ``[first, last)``."""
        doc = self.doc
        if conditions.war and not self.at_war(first, last):
            return False
        if conditions.near and not (self.sentence(first) & conditions.near):
            return False
        if conditions.not_after and word_before(doc, first) in conditions.not_after:
            return False
        if conditions.not_before and conditions.not_before.intersection(words_after(doc, last)):
            return False
        if conditions.lowercase and not self._plain(first):
            return False
        joined = doc.ends[last - 1] - doc.starts[first] == sum(map(len, doc.words[first:last]))
        if conditions.dashed and not joined:
            return False
        if conditions.cue:
            return self._vouched(first, last)
        if conditions.designation:
            dash = any(word in DASHES for word in doc.words[first:last])
            return (joined and dash and self.at_war(first, last)) or self._vouched(first, last)
        return True

    def _plain(self, first: int) -> bool:
        """Whether the word is no proper name: in lower case, or where capitals say nothing."""
        doc = self.doc
        sentence = doc.sentences[doc.sentence_of[first]]
        word = doc.words[first]
        opening = sentence.first == first and word.endswith("s")
        return word[0].islower() or doc.shouting or sentence.heading or opening

    def _vouched(self, first: int, last: int) -> bool:
        """Whether a weapon noun follows, or the phrase stands like a common noun near a cue."""
        doc, lexicon, lower = self.doc, self.lexicon, self.doc.lower
        sentence = doc.sentences[doc.sentence_of[first]]
        i, seen = last, 0
        while i < sentence.last and seen < HEAD_REACH:
            word = lower[i]
            if word in lexicon.nouns or word in lexicon.tails:
                return True
            if word in lexicon.after_dash and doc.words[i - 1] in DASHES:
                return True
            if word in DASHES or word in QUOTES:
                i += 1
                continue
            if word in lexicon.fillers:
                i += 1
                seen += 1
                continue
            if doc.words[i][0].isupper() and not sentence.heading and not doc.shouting:
                return False
            break
        before = lower[max(sentence.first, first - 3) : first]
        if not before or not (DETERMINERS.intersection(before) or lexicon.nouns.intersection(before)):
            return False
        around = lower[max(sentence.first, first - CUE_REACH) : first] + lower[last : last + CUE_REACH]
        return bool(lexicon.cues.intersection(around))


def _gap(doc: Document, lexicon: WeaponLexicon, left: _Item, right: _Item) -> str:
    """Say how two neighbouring phrases stand: "joined", "coordinated" or "apart"."""
    if right.first - left.last > GAP or doc.sentence_of[left.first] != doc.sentence_of[right.first]:
        return "apart"
    coordinated = False
    for i in range(left.last, right.first):
        word = doc.lower[i]
        if word in COORDINATORS:
            coordinated = True
        elif not (_fills(doc, lexicon, i) or (left.entry.kind == MODIFIER and _adjective(doc, i))):
            return "apart"
    return "coordinated" if coordinated else "joined"


def _fills(doc: Document, lexicon: WeaponLexicon, i: int) -> bool:
    """Whether the token may stand between the parts of a weapon's name and change nothing."""
    word = doc.lower[i]
    if word in lexicon.after_dash and doc.words[i - 1] in DASHES:
        return True
    return word in lexicon.fillers or word in QUOTES or word in DASHES


def _adjective(doc: Document, i: int) -> bool:
    """Whether the token looks like a proper adjective ("one-way Houthi drones")."""
    heading = doc.sentences[doc.sentence_of[i]].heading
    return doc.words[i][0].isupper() and not doc.shouting and not heading


def _heads(doc: Document, lexicon: WeaponLexicon, items: list[_Item]) -> list[_Item | None]:
    """Return for each phrase its head noun: its own, or the one that it shares with those after it."""
    heads: list[_Item | None] = [None] * len(items)
    for i in range(len(items) - 1, -1, -1):
        if items[i].entry.kind == WORD:
            heads[i] = items[i]
        elif i + 1 < len(items) and _gap(doc, lexicon, items[i], items[i + 1]) != "apart":
            heads[i] = heads[i + 1]
    return heads


def _chain(doc: Document, lexicon: WeaponLexicon, items: list[_Item], heads: list[_Item | None], start: int) -> int:
    """Return the end of the run of phrases from ``start`` on that are one mention."""
    i = start
    while i + 1 < len(items):
        left, right = items[i], items[i + 1]
        if left.entry.kind == WORD and left.last != right.first:
            break
        if _gap(doc, lexicon, left, right) != "joined" or not _joins(left, right, heads[i]):
            break
        i += 1
    return i + 1


def _joins(left: _Item, right: _Item, head: _Item | None) -> bool:
    if left.entry.kind == MODIFIER:
        return head is not None and _sense(left, head) is not None
    if right.entry.kind == MODIFIER:
        return left.entry.kind == MODEL and head is not None
    if right.entry.kind == MODEL:
        return left.entry.kind == MODEL and left.type.family == right.type.family
    if left.type.family == right.type.family:
        return True
    if right.entry.act and right.type is WeaponType.AIRCRAFT:
        return left.type.family in ("drone", "missile", "aircraft")
    substance = left.entry.kind == MODEL or left.type.family in ("incendiary", "chemical")
    return substance and (left.type.family, right.type.family) in COMPATIBLE


def _sense(modifier: _Item, head: _Item) -> WeaponType | None:
    """Return the type that a modifier gives to its head, or None where it does not go with it."""
    for heads, kind in modifier.entry.senses:
        if head.type in heads or head.type.family in heads or (head.entry.other or head.type) in heads:
            return kind
    return None


def _mention(doc: Document, lexicon: WeaponLexicon, chain: list[_Item], head: _Item | None) -> WeaponMention | None:
    kind, model = _kind(chain, head)
    if kind is None:
        return None
    last, named = chain[-1].last, chain[-1].entry
    many = named.plural
    if named.kind == MODEL:
        last, tail_plural = _tail(doc, lexicon, last)
        many = many or tail_plural
    elif named.kind == MODIFIER and head is not None:
        many = head.entry.plural
    return WeaponMention(
        start=doc.starts[chain[0].first], end=doc.ends[last - 1], type=kind, model=model, plural=many, act=named.act
    )


def _kind(chain: list[_Item], head: _Item | None) -> tuple[WeaponType | None, str | None]:
    """Return type and model of a run: a designation decides, then the most exact word."""
    for item in chain:
        if item.entry.kind == MODEL:
            return item.type, item.entry.model
    kinds = [
        kind
        for item in chain
        if (kind := _sense(item, head) if item.entry.kind == MODIFIER and head is not None else item.type)
        and (item.entry.kind != MODIFIER or head is not None)
    ]
    if not kinds:
        return None, None
    return next((kind for kind in kinds if "." in kind.value), kinds[0]), None


def _tail(doc: Document, lexicon: WeaponLexicon, last: int) -> tuple[int, bool]:
    """Return the end of a designation with the noun that belongs to it ("Patriot batteries"), and its number."""
    limit = doc.sentences[doc.sentence_of[last - 1]].last
    for i in range(last, min(last + 2, limit)):
        word = doc.lower[i]
        if word in lexicon.tails:
            return i + 1, word.endswith("s")
        if word not in DASHES and word not in QUOTES and word not in lexicon.fillers:
            break
    return last, False
