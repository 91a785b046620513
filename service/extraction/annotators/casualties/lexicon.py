"""The lexicon of casualties: outcome words with the way they take their people, and nouns for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from schemas.vocabulary import CasualtyGroup, CasualtyOutcome
from service.extraction.document import fold
from service.extraction.lexicon.tables import read_tables
from service.extraction.phrases import Phrases


class OutcomeWord(Struct, frozen=True):
    """A word that says what became of people; ``kind`` is explained at the head of the lexicon."""

    outcome: CasualtyOutcome
    kind: str
    needs_noun: bool
    near: frozenset[str]


class VictimNoun(Struct, frozen=True):
    """A noun for people."""

    of: CasualtyGroup
    plural: bool
    demonym: bool = False
    """An adjective of origin or faith as well: "13 American (service members)"."""


class CasualtyLexicon:
    """Outcome words, nouns for people, and the words around a denial of harm."""

    def __init__(self) -> None:
        self.outcomes: Phrases[OutcomeWord] = Phrases()
        self.victims: dict[str, VictimNoun] = {}
        self.armed: set[str] = set()
        self.irregulars: set[str] = set()
        self.things: set[str] = set()
        self.zero_both: set[str] = set()
        self.zero_killed: set[str] = set()
        self.zero_nouns: set[str] = set()
        self.zero_between: set[str] = set()
        self.zero_blockers: set[str] = set()

    @classmethod
    def load(cls, extra: Path | None = None) -> CasualtyLexicon:
        """Read the lexicon, and lay the ``casualties.toml`` of the ``extra`` directory over it.

        Raises
        ------
        ValueError
            If an entry names an unknown outcome or group (``tomllib.TOMLDecodeError`` if it is no TOML).
        """
        lexicon = cls()
        for tables in read_tables("casualties.toml", extra):
            lexicon._add(tables)
        return lexicon

    def _add(self, data: dict[str, Any]) -> None:
        for entry in data.get("words", []):
            word = OutcomeWord(
                CasualtyOutcome(entry["outcome"]),
                entry["kind"],
                bool(entry.get("needs_noun")),
                frozenset(entry.get("near", ())),
            )
            for form in entry["forms"]:
                self.outcomes.add(form, word)
        victims = data.get("victims", {})
        for group, nouns in victims.items():
            if group == "people":
                self._add_nouns(nouns, CasualtyGroup.UNSPECIFIED, demonym=True)
            elif group == "armed":
                self.armed.update(fold(noun) for noun in nouns)
            elif group == "irregulars":
                self.irregulars.update(form for noun in nouns for form in _both_numbers(fold(noun)))
            else:
                self._add_nouns(nouns, CasualtyGroup(group))
        for noun in data.get("things", {}).get("nouns", []):
            self.things.update(_both_numbers(fold(noun)))
        zero = data.get("zero", {})
        self.zero_both.update(zero.get("both", []))
        self.zero_killed.update(zero.get("killed", []))
        self.zero_nouns = self.zero_both | self.zero_killed
        self.zero_between.update(zero.get("between", []))
        self.zero_blockers.update(zero.get("blockers", []))

    def _add_nouns(self, nouns: list[str], of: CasualtyGroup, *, demonym: bool = False) -> None:
        for noun in nouns:
            one, many = _both_numbers(fold(noun))
            self.victims.setdefault(many, VictimNoun(of, True, demonym))
            self.victims.setdefault(one, VictimNoun(of, False, demonym))


def _both_numbers(noun: str) -> tuple[str, str]:
    """Return singular and plural of "noun" or "singular/plural".

    >>> _both_numbers("fisherman/fishermen"), _both_numbers("refugee"), _both_numbers("colleague")
    (('fisherman', 'fishermen'), ('refugee', 'refugees'), ('colleague', 'colleagues'))
    """
    one, slash, many = noun.partition("/")
    if slash:
        return one, many
    if one.endswith(("s", "x", "ch", "sh", "%", "$")) or one in COLLECTIVE:
        return one, one
    if one.endswith("y") and one[-2] not in "aeiou":
        return one, one[:-1] + "ies"
    return one, one + "s"


COLLECTIVE = frozenset(
    "personnel police crew staff taliban enemy militia troops lebanese sudanese chinese japanese vietnamese burmese"
    " congolese burkinabe thai".split()
)
"""Nouns used for many without a plural ending."""
