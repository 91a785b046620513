"""The lexicon of speakers: reporting verbs by class, constructions, nouns and names of those who are cited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from service.extraction.document import fold
from service.extraction.lexicon.tables import read_tables
from service.extraction.phrases import Phrases

CLASSES = ("report", "claim", "accuse", "confirm", "deny", "comment")


class ReportingVerb(Struct, frozen=True):
    """A form of a reporting verb."""

    lemma: str
    kind: str
    """One of ``CLASSES``."""
    strength: str
    """``strong`` (any subject), ``normal``, or ``weak`` (only a known speaker right before it)."""
    form: str
    """``base``, ``third``, ``past`` or ``gerund``."""
    issuing: bool = False
    """Reports only with a document for its object: "issued a statement"."""


class Institution(Struct, frozen=True):
    """A body or outlet known by name, and the side that it speaks for."""

    side: str | None
    outlet: bool


class SpeakerLexicon:
    """What is known of reporting words and of those who are cited."""

    def __init__(self) -> None:
        self.verbs: dict[str, ReportingVerb] = {}
        self.tailed: dict[tuple[str, str], ReportingVerb] = {}
        self.issued: dict[str, frozenset[str]] = {}
        self.before: Phrases[str] = Phrases()
        self.before_words: set[str] = set()
        self.passive_by: set[str] = set()
        self.nouns: dict[str, str] = {}
        self.modifiers: set[str] = set()
        self.places: set[str] = set()
        self.institutions: Phrases[Institution] = Phrases()

    @classmethod
    def load(cls, extra: Path | None = None) -> SpeakerLexicon:
        """Read the lexicon, and lay the ``speakers.toml`` of the ``extra`` directory over it.

        Raises
        ------
        ValueError
            If a verb's class is unknown (``tomllib.TOMLDecodeError`` if the file is no TOML).
        """
        lexicon = cls()
        for tables in read_tables("speakers.toml", extra):
            lexicon._add(tables)
        return lexicon

    def _add(self, data: dict[str, Any]) -> None:
        irregular = {lemma: forms.split() for lemma, forms in data.get("irregular", {}).items()}
        for kind, strengths in data.get("verbs", {}).items():
            if kind not in CLASSES:
                raise ValueError(f"unknown class of reporting verbs: {kind!r}")
            for strength, lemmas in strengths.items():
                for lemma in lemmas:
                    self._add_verb(lemma, kind, strength, irregular)
        for table in data.get("issuing", []):
            for lemma in table["verbs"]:
                self._add_verb(lemma, "report", "normal", irregular, issuing=True)
                self.issued[lemma] = frozenset(table["objects"])
        constructions = data.get("constructions", {})
        for phrase in constructions.get("before", []):
            self.before.add(phrase, phrase)
            self.before_words.add(fold(phrase.split()[0]))
        self.passive_by.update(constructions.get("passive_by", []))
        for kind, nouns in data.get("nouns", {}).items():
            for noun in nouns:
                if kind == "modifier":
                    self.modifiers.add(fold(noun))
                elif kind == "place":
                    self.places.add(fold(noun))
                else:
                    self.nouns.setdefault(fold(noun), kind)
        for table, outlet in (("institutions", False), ("outlets", True)):
            for side, names in data.get(table, {}).items():
                for name in names:
                    self.institutions.add(name, Institution(None if side == "neutral" else side, outlet), cased=True)

    def _add_verb(
        self, lemma: str, kind: str, strength: str, irregular: dict[str, list[str]], *, issuing: bool = False
    ) -> None:
        head, _, tail = lemma.partition(" ")
        third, past, participle, gerund = irregular.get(head) or inflected(head)
        for form, name in ((past, "past"), (participle, "past"), (third, "third"), (gerund, "gerund"), (head, "base")):
            verb = ReportingVerb(head, kind, strength, name, issuing)
            if tail:
                self.tailed.setdefault((form, tail), verb)
            else:
                self.verbs.setdefault(form, verb)


def inflected(verb: str) -> list[str]:
    """Return third person, past, participle and gerund of a regular verb.

    >>> inflected("announce"), inflected("verify")
    (['announces', 'announced', 'announced', 'announcing'], ['verifies', 'verified', 'verified', 'verifying'])
    """
    if verb.endswith("e"):
        return [verb + "s", verb + "d", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"]
    sibilant = verb.endswith(("s", "sh", "ch", "x"))
    return [verb + ("es" if sibilant else "s"), verb + "ed", verb + "ed", verb + "ing"]
