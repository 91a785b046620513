"""Annotator of objects: things and people that can be hit, each with its type in the codebook.

The head noun's phrase decides ("oil depot", "railway power system"); a modifier that shares its head with a later
one is a mention of its own ("residential and office buildings"). The keys of the lexicon are explained at its head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from schemas.vocabulary import TargetType
from service.extraction.annotators.neighbours import word_before, words_after
from service.extraction.document import Document
from service.extraction.lexicon.tables import plural, read_tables
from service.extraction.mentions import ObjectMention
from service.extraction.phrases import Phrases

COORDINATORS = frozenset(["and", "or", ",", "/", "&", "as", "well", "also"])
GAP = 5  # tokens that may stand between a modifier and the phrase that holds its head
LINKS = frozenset(["of", "for"])
UNTOLD = frozenset([TargetType.MILITARY_BASE, TargetType.INDUSTRIAL, TargetType.INFRASTRUCTURE, TargetType.OTHER])
"""Types that a bare noun ("the camp", "the plant", "the building") has only where nothing more exact was told."""
NOTHING: frozenset[str] = frozenset()

SECTION_KEYS = {
    "objects": {"type", "types", "source", "nouns", "forms", "not_after", "not_before", "strict", "examples", "silent"},
    "modifiers": {"type", "words", "heads", "examples"},
    "ignore": {"phrases"},
}


class ObjectEntry(NamedTuple):
    """What a phrase of the lexicon stands for; without types it is no object."""

    types: tuple[TargetType, ...]
    head: str
    """The last word of the phrase in the singular, lower case."""
    plural: bool = False
    not_after: frozenset[str] = NOTHING
    not_before: frozenset[str] = NOTHING
    heads: frozenset[str] = NOTHING
    """Of a modifier alone: the heads that it goes with."""


class ObjectLexicon:
    """All phrases that name objects, and the modifiers that may share a head noun."""

    def __init__(self) -> None:
        self.phrases: Phrases[ObjectEntry] = Phrases()
        self.fillers: frozenset[str] = NOTHING
        self._entries: dict[str, ObjectEntry] = {}

    @classmethod
    def load(cls, extra_dir: Path | None = None) -> ObjectLexicon:
        """Read the lexicon, and lay the ``objects.toml`` of ``extra_dir`` over it.

        Raises
        ------
        ValueError
            If a table has an unknown key or type (``tomllib.TOMLDecodeError`` if a file is no TOML).
        """
        lexicon = cls()
        for tables in read_tables("objects.toml", extra_dir):
            lexicon._add(tables)
        for phrase, entry in lexicon._entries.items():
            lexicon.phrases.add(phrase, entry, cased=phrase != phrase.lower())
        return lexicon

    def _add(self, tables: Mapping[str, Any]) -> None:
        for name, keys in SECTION_KEYS.items():
            for table in tables.get(name, []):
                unknown = sorted(set(table) - keys)
                if unknown:
                    raise ValueError(f"objects.toml: [[{name}]] has no key {unknown[0]!r}")
        self.fillers |= frozenset(tables.get("fillers", {}).get("words", []))
        for table in tables.get("modifiers", []):
            self._add_modifiers(table)
        for table in tables.get("objects", []):
            self._add_objects(table)
        for table in tables.get("ignore", []):
            for phrase in table["phrases"]:
                for form in (phrase, plural(phrase)):
                    self._entries[form] = ObjectEntry((), "")

    def _add_modifiers(self, table: Mapping[str, Any]) -> None:
        types = (TargetType(table["type"]),)
        heads = frozenset(table["heads"])
        for word in table["words"]:
            self._entries[word] = ObjectEntry(types, "", heads=heads)
            for head in table["heads"]:
                self._entries[f"{word} {head}"] = ObjectEntry(types, head)
                self._entries[f"{word} {plural(head)}"] = ObjectEntry(types, head, plural=True)

    def _add_objects(self, table: Mapping[str, Any]) -> None:
        types = tuple(TargetType(name) for name in table.get("types", None) or [table["type"]])
        not_after, not_before = frozenset(table.get("not_after", ())), frozenset(table.get("not_before", ()))
        for phrase, head, is_plural in _forms(table):
            # A phrase of several words says by itself what it is; the neighbours of a bare noun matter.
            bare = " " not in phrase or table.get("strict", False)
            self._entries[phrase] = ObjectEntry(
                types, head, is_plural, not_after if bare else NOTHING, not_before if bare else _speech(not_before)
            )


def _speech(not_before: frozenset[str]) -> frozenset[str]:
    """Return the verbs of speech among the words: whoever speaks is not hit, by whatever name."""
    return not_before & {"said", "says", "told", "wrote", "reported", "announced"}


def _forms(table: Mapping[str, Any]) -> Iterable[tuple[str, str, bool]]:
    """Yield the phrases of a table, each with its head in the singular and whether it is a plural."""
    for noun in table.get("nouns", ()):
        head = noun.rpartition(" ")[2].lower()
        many = plural(noun)
        if many != noun:
            yield many, head, True
        yield noun, head, False
    for form in table.get("forms", ()):
        head = form.rpartition(" ")[2].lower()
        yield form, head.removesuffix("s"), head.endswith("s")


class _Item(NamedTuple):
    first: int
    last: int
    entry: ObjectEntry


def annotate_objects(doc: Document, lexicon: ObjectLexicon) -> None:
    """Set ``doc.objects``: what the text names that can be hit, sorted by position; a mention for each type."""
    items = [
        _Item(first, last, entry)
        for first, last, entry in lexicon.phrases.find(doc)
        if entry.types and _holds(doc, entry, first, last)
    ]
    mentions: list[ObjectMention] = []
    head: ObjectEntry | None = None
    following: _Item | None = None
    for item in reversed(items):
        entry = item.entry
        if not entry.heads:
            head = entry
        elif following is None or head is None or not _coordinated(doc, lexicon, item, following):
            head = None
        if head is not None and (not entry.heads or head.head in entry.heads):
            start, end = doc.starts[item.first], doc.ends[item.last - 1]
            mentions.extend(
                ObjectMention(start=start, end=end, type=kind, plural=head.plural) for kind in reversed(entry.types)
            )
        following = item
    mentions.reverse()
    doc.objects = _recalled(doc, mentions)


def _recalled(doc: Document, mentions: list[ObjectMention]) -> list[ObjectMention]:
    """Give "the camp" the type of the "camp for displaced people" told before it."""
    known: dict[str, TargetType] = {}
    result: list[ObjectMention] = []
    for mention in mentions:
        first, last = doc.token_at(mention.start), doc.token_at(mention.end - 1)
        if first < last:
            words = doc.lower[first : last + 1]
            known[words[0] if LINKS & set(words) else words[-1]] = mention.type
        elif first and doc.lower[first - 1] == "the" and mention.type in UNTOLD:
            mention = replace(mention, type=known.get(doc.lower[first], mention.type))
        result.append(mention)
    return result


def _holds(doc: Document, entry: ObjectEntry, first: int, last: int) -> bool:
    if entry.not_after and word_before(doc, first) in entry.not_after:
        return False
    return not (entry.not_before and entry.not_before.intersection(words_after(doc, last)))


def _coordinated(doc: Document, lexicon: ObjectLexicon, left: _Item, right: _Item) -> bool:
    """Whether only a coordinator, and words that change nothing, stand between the two phrases."""
    if right.first - left.last > GAP or doc.sentence_of[left.first] != doc.sentence_of[right.first]:
        return False
    between = doc.lower[left.last : right.first]
    joined = any(word in COORDINATORS for word in between)
    return joined and all(word in COORDINATORS or word in lexicon.fillers for word in between)
