"""The lexicon of acts: every inflected form of a word of violence, with what it can be there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from schemas.vocabulary import EventType
from service.extraction.lexicon.tables import read_tables
from service.extraction.phrases import Phrases

SLOTS = ("base", "third", "past", "participle", "gerund")
GAP = " ... "
"""Stands in a separable verb for its object: "drive ... out of"."""


class Act(Struct, frozen=True):
    """An entry of the lexicon: a lemma with its pattern and the event type that it alone tells."""

    lemma: str
    pattern: str
    type: EventType | None
    weak: bool


class Senses(Struct):
    """What an inflected form can be: verb forms and nouns, each with its entry.

    Attributes
    ----------
    shield:
        The phrase holds an act word and is no act.
    placed:
        What the form is where its object is a place ("took the village").
    parted:
        What the form is where the particle follows its object, by the particle's words ("drove X out of").
    """

    base: Act | None = None
    third: Act | None = None
    past: Act | None = None
    participle: Act | None = None
    gerund: Act | None = None
    noun: Act | None = None
    shield: bool = False
    placed: Senses | None = None
    parted: dict[tuple[str, ...], Senses] | None = None

    @property
    def alone(self) -> bool:
        """Whether the form is an act by itself, whatever its object."""
        return any((self.base, self.third, self.past, self.participle, self.gerund, self.noun))


class ActLexicon:
    """The words of violence with all their inflections.

    ``forms`` holds the senses of each form; ``grounds`` are the nouns of what can be taken and lost ("town",
    "airport"), in both numbers.
    """

    def __init__(self, forms: dict[str, Senses], grounds: frozenset[str]) -> None:
        self.forms = forms
        self.grounds = grounds
        self.phrases: Phrases[Senses] = Phrases()
        for form, senses in forms.items():
            self.phrases.add(form, senses)

    @classmethod
    def load(cls, extra: Path | None = None) -> ActLexicon:
        """Read the lexicon, and lay the ``acts.toml`` of the ``extra`` directory over it."""
        forms: dict[str, Senses] = {}
        grounds: set[str] = set()
        for data in read_tables("acts.toml", extra):
            _read(data, forms)
            grounds.update(form for noun in data.get("grounds", {}).get("nouns", []) for form in (noun, plural(noun)))
        return cls(forms, frozenset(grounds))


def _read(data: dict[str, Any], forms: dict[str, Senses]) -> None:
    irregular = {verb: tuple(parts.split()) for verb, parts in data.get("irregular", {}).items()}
    for entry in data.get("acts", []):
        _read_entry(entry, forms, irregular)
    for phrase in data.get("shields", {}).get("phrases", []):
        forms.setdefault(phrase, Senses()).shield = True


def _read_entry(entry: dict[str, Any], forms: dict[str, Senses], irregular: dict[str, tuple[str, ...]]) -> None:
    kind = EventType(entry["type"]) if "type" in entry else None
    weak = bool(entry.get("weak"))
    for lemma in entry.get("verbs", []):
        act = Act(lemma, entry["pattern"], kind, weak)
        for slot, form in _inflections(lemma, irregular):
            _settle(forms.setdefault(form, Senses()), slot, act)
    for lemma in entry.get("placed", []):
        act = Act(lemma, entry["pattern"], kind, weak)
        for slot, form in _inflections(lemma, irregular):
            senses = forms.setdefault(form, Senses())
            senses.placed = senses.placed or Senses()
            _settle(senses.placed, slot, act)
    for lemma in entry.get("separable", []):
        head, _, particle = lemma.partition(GAP)
        act = Act(f"{head} {particle}", entry["pattern"], kind, weak)
        for slot, form in _inflections(head, irregular):
            senses = forms.setdefault(form, Senses())
            senses.parted = senses.parted or {}
            _settle(senses.parted.setdefault(tuple(particle.split()), Senses()), slot, act)
    for lemma in entry.get("nouns", []):
        act = Act(lemma, entry["pattern"], kind, weak)
        for form in (lemma, plural(lemma)):
            _settle(forms.setdefault(form, Senses()), "noun", act)


def _settle(senses: Senses, slot: str, act: Act) -> None:
    """Give the form its sense; the first entry of a word stands."""
    if getattr(senses, slot) is None:
        setattr(senses, slot, act)


def _inflections(lemma: str, irregular: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return each slot with its form, in American and in British spelling ("leveled", "levelled")."""
    forms = list(zip(SLOTS, inflect(lemma, irregular), strict=True))
    head, _, rest = lemma.partition(" ")
    if head.endswith("el") and head not in DOUBLING:
        doubled = inflect(f"{head}l {rest}".strip(), irregular)
        forms += list(zip(SLOTS, doubled, strict=True))[SLOTS.index("past") :]
    return forms


def inflect(lemma: str, irregular: dict[str, tuple[str, ...]]) -> tuple[str, str, str, str, str]:
    """Return base, third person, past, past participle and gerund of a verb; its first word is inflected.

    Examples
    --------
    >>> inflect("shoot down", {"shoot": ("shot", "shot")})
    ('shoot down', 'shoots down', 'shot down', 'shot down', 'shooting down')
    """
    head, _, rest = lemma.partition(" ")
    prefix, _, stem = head.rpartition("-")
    tail = f" {rest}" if rest else ""
    front = f"{prefix}-" if prefix else ""
    past, participle = irregular.get(stem) or ((_past(stem),) * 2)
    forms = (stem, _third(stem), past, participle, _gerund(stem))
    base, third, past, participle, gerund = (front + form + tail for form in forms)
    return base, third, past, participle, gerund


def plural(noun: str) -> str:
    """Return the plural of a regular noun or noun phrase; the word before "of" is inflected, or the last one.

    Examples
    --------
    >>> plural("exchange of fire")
    'exchanges of fire'
    """
    head, of, rest = noun.partition(" of ")
    return _third(head) + of + rest


def _third(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word == "go" or word == "do":
        return word + "es"
    return word + "s"


DOUBLING = frozenset(
    "hit stab ram gun gut cut club drop set strip put jam snap slam grip rip abut repel expel kidnap gas run win begin"
    " let lob flog trap drag swap".split()
)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return (verb + verb[-1] if verb in DOUBLING else verb) + "ed"


def _gerund(verb: str) -> str:
    if verb == "die":
        return "dying"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return (verb + verb[-1] if verb in DOUBLING else verb) + "ing"
