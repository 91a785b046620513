"""The lexicon of actors: every name of a side, and the words that make a phrase out of it.

Four files hold it, each with its sources: ``states.toml``, ``groups.toml``, ``forces.toml`` (named forces, head
words, generic actors, exceptions) and ``leaders.toml``. Files of the same names in a directory of the user's are
laid over them: a list is appended, any other value replaced, a new table added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

from schemas.vocabulary import ActorKind
from service.extraction.document import DASHES, TOKEN, fold
from service.extraction.lexicon.tables import read_tables
from service.extraction.phrases import Phrases
from service.extraction.spelling import close_names

FILES = ("states", "groups", "forces", "leaders")
UNKNOWN = "unknown"
ARTICLES = frozenset(("the", "a", "an"))

Table = dict[str, Any]


class Term(NamedTuple):
    """What a phrase may stand for."""

    side: str
    """Actor id, ``unknown`` for a generic actor, or empty for a phrase that is no actor."""
    form: str
    """As in :class:`~service.extraction.mentions.ActorMention`; also ``capital`` and ``none``."""
    word: str = ""
    """For a generic actor its class; for a person the folded last name."""
    context: bool = False
    """Only where the article names the side's country or the side by another name."""
    common: bool = False
    """A common noun, written without a capital: "contras"."""


class ActorLexicon:
    """The compiled lexicon.

    Attributes
    ----------
    terms:
        Everything that names a side, with its possible meanings, likeliest first.
    heads:
        Nouns that make a phrase after a side's name, with the form that they give it.
    members:
        Member words after a group's name.
    demonyms:
        From a folded demonym ("syrian", "russians") to the alpha-2 code of its state.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.states: Table = tables["states"]
        self.groups: Table = tables["groups"]
        forces = tables["forces"]
        words = forces["phrases"]
        self.terms: Phrases[tuple[Term, ...]] = Phrases()
        self.heads: Phrases[str] = Phrases()
        self.members: Phrases[str] = Phrases()
        self.demonyms: dict[str, str] = {}
        self.modifiers = frozenset(fold(word) for word in words["modifiers"])
        self.passive = frozenset(words["passive"])
        self.backed = frozenset(words["backed"])
        self.installed = frozenset(words["installed"])
        self.own_proxies = frozenset(words["own_proxies"])
        self.own_rebels = frozenset(words["own_rebels"])
        self.capitals_before = frozenset(forces["capitals"]["before"])
        self.capitals_after = frozenset(forces["capitals"]["after"])
        self.capital_heads = frozenset(forces["capitals"]["heads"])
        self.resolution: Table = forces["resolution"]
        exceptions = forces["exceptions"]
        self.capital_only = frozenset(exceptions["capital_only"])
        self.personal = frozenset(fold(name) for name in exceptions["personal"])
        self.words_in_capitals = frozenset(exceptions["words_in_capitals"])
        self.unless = {fold(name): frozenset(words) for name, words in exceptions["unless"].items()}
        self.titles = frozenset(tuple(map(fold, TOKEN.findall(title))) for title in words["titles"])
        self._names: dict[str, str] = {}
        self._compile(forces, tables["leaders"])

    @classmethod
    def load(cls, extra_dir: Path | None = None) -> ActorLexicon:
        """Return the lexicon with the files of ``extra_dir`` laid over it; read once per directory.

        Raises
        ------
        tomllib.TOMLDecodeError
            If a file is not TOML.
        """
        return _load(extra_dir)

    def name_of(self, side: str) -> str:
        """Return the usual English name of the side; the id where the lexicon has none."""
        name: str = self.states.get(side, {}).get("name") or self.groups.get(side, {}).get("name") or side
        return name

    def kind_of(self, side: str) -> ActorKind:
        """Return what kind of side the id names; ``unknown`` for an id that the lexicon lacks."""
        if side in self.states:
            return ActorKind.STATE
        group = self.groups.get(side)
        return ActorKind(group.get("kind", "group")) if group else ActorKind.UNKNOWN

    def country_of(self, side: str) -> str | None:
        """Return the alpha-2 code of the side's country: the state itself, or where a group comes from."""
        if side in self.states:
            return side
        country: str | None = self.groups.get(side, {}).get("country")
        return country

    def sides(self, country: str) -> list[str]:
        """Return the ids of the country's sides: the state first, then its groups in the lexicon's order."""
        groups = [side for side, group in self.groups.items() if group.get("country") == country]
        return [country, *groups] if country in self.states else groups

    def resolve(self, text: str) -> str | None:
        """Return the actor id that a caller's text means ("Moscow", "ansar allah", "UA"), or None."""
        plain = text.strip()
        if plain in self.states or plain in self.groups or plain == UNKNOWN:
            return plain
        key = _key(plain)
        if key in self._names:
            return self._names[key]
        slug = key.replace(" ", "-")
        if slug in self.groups or slug == UNKNOWN:
            return slug
        return plain.upper() if plain.upper() in self.states else None

    def beginning(self, prefix: str) -> set[str]:
        """Return the ids of sides of whose names a word begins like this."""
        key = _key(prefix)
        return {side for name, side in self._names.items() if name.startswith(key) or f" {key}" in name}

    def suggest(self, text: str) -> list[str]:
        """Return up to five ids whose names look like the text, best first."""
        return list(dict.fromkeys(self._names[name] for name in close_names(_key(text), self._names)))[:5]

    def _compile(self, forces: Table, leaders: Table) -> None:
        meanings: dict[tuple[str, bool], list[Term]] = {}
        for phrase, term, cased in _entries(self.states, self.groups, forces, leaders):
            found = meanings.setdefault((phrase, cased), [])
            if term not in found:
                found.append(term)
            if term.side and term.side != UNKNOWN and not term.context:
                self._names.setdefault(_key(phrase), term.side)
        for phrase, term in self._without_apostrophe(leaders):
            meanings.setdefault((phrase, True), []).append(term)
        for (phrase, cased), found in meanings.items():
            if found[0].context:
                self._names.setdefault(_key(phrase), found[0].side)
            self.terms.add(phrase, tuple(sorted(found, key=_likelihood)), cased=cased)
        for code, state in self.states.items():
            for demonym in (*state.get("adjectives", ()), *state.get("people", ())):
                self.demonyms.setdefault(fold(demonym), code)
        for form, heads in forces["heads"].items():
            for head in heads:
                self.heads.add(head, form)
        for member in forces["phrases"]["members"]:
            self.members.add(member, "group")

    def _without_apostrophe(self, leaders: Table) -> Iterator[tuple[str, Term]]:
        """Yield possessives as texts write them that lost their apostrophes: "Syrias army"."""
        for code, state in self.states.items():
            for name in (state["name"], *leaders.get(code, {}).get("bare", ())):
                plain = fold(name)
                if name.isalpha() and len(name) > 3 and not plain.endswith("s") and plain not in self.capital_only:
                    yield name + "s", Term(code, "demonym")


def _likelihood(term: Term) -> tuple[bool, bool]:
    return term.form == "capital", term.context


def _entries(states: Table, groups: Table, forces: Table, leaders: Table) -> Iterator[tuple[str, Term, bool]]:
    """Yield every phrase with its meaning and whether it matches only as written."""
    for phrase in forces["exceptions"]["not_actors"]:
        yield phrase, Term("", "none"), False
    for code, state in states.items():
        yield from _spelled(state, Term(code, "name"))
        for key, form in (
            ("adjectives", "demonym"),
            ("people", "people"),
            ("metonyms", "metonym"),
            ("capitals", "capital"),
        ):
            for phrase in state.get(key, ()):
                yield phrase, Term(code, form), False
    for code, named in forces["named"].items():
        yield from _spelled(named, Term(code, "force"))
    for code, people in leaders.items():
        yield from _people((*people.get("names", ()), *people.get("bare", ())), code)
    for slug, group in groups.items():
        yield from _spelled(group, Term(slug, "group"))
        yield from _people(group.get("leaders", ()), slug)
    for kind, phrases in forces["generics"].items():
        for phrase in phrases:
            yield phrase, Term(UNKNOWN, "generic", kind), False


def _spelled(entry: Table, term: Term) -> Iterator[tuple[str, Term, bool]]:
    if "name" in entry:
        yield entry["name"], term, False
    for phrase in entry.get("names", ()):
        yield phrase, term, False
    for phrase in entry.get("cased", ()):
        yield phrase, term, True
    for phrase in entry.get("cased_in_context", ()):
        yield phrase, term._replace(context=True), True
    for phrase in entry.get("common", ()):
        yield phrase, term._replace(context=True, common=True), False


def _people(names: tuple[str, ...], side: str) -> Iterator[tuple[str, Term, bool]]:
    for name in names:
        yield name, Term(side, "leader", fold(TOKEN.findall(name)[-1])), False


def _key(text: str) -> str:
    """Return the words of a name as look-ups compare them: folded, without articles, hyphens and apostrophes."""
    words = [fold(word) for word in TOKEN.findall(text) if word not in DASHES]
    if len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(word.replace("'", "").replace(".", "") for word in words).strip()


def _overlay(base: Table, extra: Table) -> Table:
    merged = dict(base)
    for key, value in extra.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _overlay(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *(item for item in value if item not in old)]
        else:
            merged[key] = value
    return merged


@lru_cache(maxsize=4)
def _load(extra_dir: Path | None) -> ActorLexicon:
    tables: dict[str, Table] = {}
    for name in FILES:
        tables[name] = reduce(_overlay, read_tables(f"{name}.toml", extra_dir))
    return ActorLexicon(tables)
