"""The lexicon of weapons: designations, common names, modifiers and the conditions on ambiguous ones.

The keys of the file are explained at its head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from schemas.vocabulary import WeaponType
from service.extraction.document import DASHES, TOKEN, fold
from service.extraction.lexicon.tables import plural, read_tables
from service.extraction.phrases import Phrases
from service.extraction.spelling import close_names

MODEL, WORD, MODIFIER, IGNORED = "model", "word", "modifier", "ignored"

SECTION_KEYS = {
    "models": {"type", "source", "models", "any_case", "context", "examples", "silent"},
    "words": {
        "type", "source", "nouns", "acts", "forms", "cased", "near", "context", "ambiguous", "lowercase",
        "not_after", "not_before", "examples", "silent",
    },
    "modifiers": {"type", "heads", "words", "source"},
    "ignore": {"phrases", "words", "after", "before"},
}  # fmt: skip

SMALL_WORDS = frozenset("as at an be am us so to in on no it is or my we he by if of do go me up".split())


class Conditions(Struct, frozen=True):
    """When an ambiguous word counts as a weapon; empty conditions always hold."""

    near: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    war: bool = False
    """The text must be about armed violence."""
    lowercase: bool = False
    cue: bool = False
    """An ordinary word or name too: only with a weapon noun beside it."""
    designation: bool = False
    """One letter and a number: needs a text about armed violence, and a cue where written without a dash."""
    dashed: bool = False
    """Letters that spell a small word ("AS-4"): only where letters and digits are joined."""


class Entry(NamedTuple):
    """What a phrase of the lexicon stands for."""

    kind: str
    type: WeaponType
    model: str | None = None
    plural: bool = False
    act: bool = False
    other: WeaponType | None = None
    """The type where the text is about air war."""
    conditions: Conditions | None = None
    senses: tuple[tuple[frozenset[str], WeaponType], ...] = ()
    """Of a modifier: types or families of its heads, and the type that it gives them."""


class WeaponLexicon:
    """All phrases that name weapons, and the sets of words that decide between their senses."""

    def __init__(self) -> None:
        self.phrases: Phrases[Entry] = Phrases()
        self.fillers: frozenset[str] = frozenset()
        self.after_dash: frozenset[str] = frozenset()
        self.tails: frozenset[str] = frozenset()
        self.nouns: set[str] = set()
        """Words that name weapons by themselves, and so vouch for a designation beside them."""
        self.war: frozenset[str] = frozenset()
        self.air: frozenset[str] = frozenset()
        self.ground: frozenset[str] = frozenset()
        self.cues: frozenset[str] = frozenset()
        self._names: dict[str, tuple[WeaponType, str | None]] = {}
        self._modifiers: dict[str, tuple[tuple[frozenset[str], WeaponType], ...]] = {}

    @classmethod
    def load(cls, extra_dir: Path | None = None) -> WeaponLexicon:
        """Read the lexicon, and lay the ``weapons.toml`` of ``extra_dir`` over it.

        Raises
        ------
        ValueError
            If a table has an unknown key or type (``tomllib.TOMLDecodeError`` if a file is no TOML).
        """
        lexicon = cls()
        for tables in read_tables("weapons.toml", extra_dir):
            lexicon._add(tables)
        return lexicon

    def resolve(self, text: str) -> tuple[WeaponType, str | None] | None:
        """Return type and model of a designation or common name in any case, or None if it is unknown."""
        return self._names.get(_key(text))

    def beginning(self, prefix: str) -> set[tuple[WeaponType, str | None]]:
        """Return types and models of whose designations and common names a word begins like this."""
        key = _key(prefix)
        return {meant for name, meant in self._names.items() if name.startswith(key) or f" {key}" in name}

    def suggest(self, text: str) -> list[str]:
        """Return up to five models or types whose names look like the text, best first."""
        found = (self._names[name] for name in close_names(_key(text), self._names))
        return list(dict.fromkeys(model or kind.value for kind, model in found))[:5]

    def _add(self, tables: dict[str, Any]) -> None:
        for name, keys in SECTION_KEYS.items():
            for table in tables.get(name, []):
                unknown = sorted(set(table) - keys)
                if unknown:
                    raise ValueError(f"weapons.toml: [[{name}]] has no key {unknown[0]!r}")
        self.fillers |= frozenset(tables.get("fillers", {}).get("words", []))
        self.after_dash |= frozenset(tables.get("fillers", {}).get("after_dash", []))
        self.tails |= frozenset(tables.get("tails", {}).get("words", []))
        for name, words in tables.get("context", {}).items():
            if name not in ("war", "air", "ground", "cues"):
                raise ValueError(f"weapons.toml: [context] has no key {name!r}")
            setattr(self, name, getattr(self, name) | frozenset(words))
        for table in tables.get("modifiers", []):
            self._add_modifiers(table)
        for table in tables.get("words", []):
            self._add_words(table)
        for table in tables.get("models", []):
            self._add_models(table)
        for table in tables.get("ignore", []):
            self._add_ignored(table)

    def _add_modifiers(self, table: Mapping[str, Any]) -> None:
        sense = (frozenset(table["heads"]), WeaponType(table["type"]))
        for word in table["words"]:
            senses = (*self._modifiers.get(_key(word), ()), sense)
            self._modifiers[_key(word)] = senses
            self.phrases.add(word, Entry(MODIFIER, sense[1], senses=senses))

    def _add_words(self, table: Mapping[str, Any]) -> None:
        first, _, second = table.get("ambiguous", table["type"]).partition("|")
        other = WeaponType(second) if second else None
        conditions = Conditions(
            near=frozenset(table.get("near", ())),
            not_after=frozenset(table.get("not_after", ())),
            not_before=frozenset(table.get("not_before", ())),
            war=table.get("context", False),
            lowercase=table.get("lowercase", False),
        )
        cased = frozenset(table.get("cased", ()))
        kind = WeaponType(first)
        for phrase, is_plural, act in _forms(table):
            # A phrase of several words says by itself what it is; conditions are for the bare word.
            bare = " " not in phrase and "-" not in phrase
            entry = Entry(WORD, kind, None, is_plural, act, other, conditions if bare or table.get("near") else None)
            self.phrases.add(phrase, entry, cased=phrase.removesuffix("s") in cased)
            self._names[_key(phrase)] = (kind, None)
            if bare and not act and phrase not in table.get("forms", ()):
                self.nouns.add(fold(phrase))

    def _add_models(self, table: Mapping[str, Any]) -> None:
        kind = WeaponType(table["type"])
        any_case, context = frozenset(table.get("any_case", ())), frozenset(table.get("context", ()))
        for model, aliases in table["models"].items():
            for name in (model, *aliases):
                conditions = _designation_conditions(name, name in context)
                for surface, is_plural in ((name, False), (name + "s", True)):
                    entry = Entry(MODEL, kind, model, is_plural, conditions=conditions)
                    for variant in _spellings(surface, name):
                        self.phrases.add(variant, entry, cased=name not in any_case)
                    self._names.setdefault(_key(surface), (kind, model))
        for model in table["models"]:
            self._names[_key(model)] = (kind, model)

    def _add_ignored(self, table: Mapping[str, Any]) -> None:
        phrases = list(table.get("phrases", ()))
        phrases += [f"{before} {word}" for word in table.get("words", ()) for before in table.get("after", ())]
        phrases += [f"{word} {after}" for word in table.get("words", ()) for after in table.get("before", ())]
        for phrase in phrases:
            for form in (phrase, plural(phrase)):
                self.phrases.add(form, Entry(IGNORED, WeaponType.UNKNOWN))
                self._names.pop(_key(form), None)


def _forms(table: Mapping[str, Any]) -> Iterable[tuple[str, bool, bool]]:
    """Yield the phrases of a table of words, each with whether it is a plural, and whether it is a use."""
    for noun in table.get("nouns", ()):
        many = plural(noun)
        if many != noun:
            yield many, True, False
        yield noun, False, False
    for act in table.get("acts", ()):
        yield plural(act), True, True
        yield act, False, True
    for form in table.get("forms", ()):
        yield form, False, True


def _spellings(surface: str, name: str) -> set[str]:
    """Return the spellings of a designation: as written, and "SU-34" beside "Su-34"."""
    if any(c.isdigit() for c in name) and name.split("-")[0].isalpha() and len(name.split("-")[0]) == 2:
        head, dash, rest = surface.partition("-")
        return {surface, f"{head.upper()}{dash}{rest}"}
    return {surface}


def _designation_conditions(name: str, cue: bool) -> Conditions | None:
    words = [word for word in TOKEN.findall(name) if word not in DASHES]
    coded = len(words) >= 2 and words[1][0].isdigit()
    designation = coded and len(words) == 2 and len(words[0]) == 1
    dashed = coded and len(words) == 2 and fold(words[0]) in SMALL_WORDS
    if not (cue or designation or dashed):
        return None
    return Conditions(cue=cue, designation=designation and not cue, dashed=dashed)


def _key(text: str) -> str:
    """Return the form under which a name is known: folded words without dashes."""
    return " ".join(fold(word) for word in TOKEN.findall(text) if word not in DASHES)
