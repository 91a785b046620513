"""Reads the compiled gazetteer through a memory map."""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

import marisa_trie  # type: ignore[import-not-found]

from service.extraction.gazetteer import layout
from service.extraction.gazetteer.entries import KINDS
from service.extraction.gazetteer.names import name_key
from service.extraction.gazetteer.spelling import consonants, resembles

ARTEFACT = Path(__file__).parent / "places.bin"


UNCOUNTED = 2000
"""People assumed of a town whose population GeoNames does not know: it is listed as the seat of a unit."""


class Candidate(NamedTuple):
    """A place that a name may stand for: a record of the gazetteer with what choosing needs."""

    id: int
    main: bool
    """The name is the place's main name, not one of its aliases."""
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int
    noted: bool
    """Named in a lexicon by hand: known from the news."""
    held_by: tuple[int, ...]
    """The units that hold the place, from the smallest to its country."""
    prior: float
    """How likely the name alone means the place; see ``prominence``."""


class Place(NamedTuple):
    """All that the gazetteer knows of a place. Degrees are WGS 84."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames_id: int | None
    radius_km: float


def prominence(kind: str, population: int, main: bool, noted: bool) -> float:
    """Return how likely a name means a place at all, from the place's kind and population, 0 to 6.

    A place that bears the name only as an alias, and is in none of our lexicons, counts one less.
    """
    if kind == "country":
        return 6.0
    if kind in ("area", "sea"):
        return 5.5
    weight = 4.0 if noted and kind == "site" else 0.0
    if kind == "region":
        weight = 3.5 if population > 1_000_000 else 2.0
    elif kind == "district":
        weight = 0.5
    elif kind == "city":
        weight = math.log10((population or UNCOUNTED) + 100) - 2.5 + (1.5 if noted else 0.0)
    return weight if main or noted else weight - 1.0


class Gazetteer:
    """The places of the world by name.

    Raises
    ------
    ValueError
        If the file is not a gazetteer of this layout.
    """

    def __init__(self, path: Path = ARTEFACT) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        view = memoryview(self._map)
        if bytes(view[-8:]) != layout.MAGIC:
            raise ValueError(f"{path} is not a gazetteer of layout {layout.MAGIC.decode()}: build it again")
        length = int.from_bytes(view[-16:-8], "little")
        index = json.loads(bytes(view[-16 - length : -16]))
        self._countries: list[str] = index["countries"]
        self.size: int = index["records"]
        columns = {
            name: view[start : start + size].cast(layout.COLUMNS[name])
            for name, (start, size) in index["columns"].items()
        }
        self._latitude, self._longitude = columns["latitude"], columns["longitude"]
        self._population, self._geonames = columns["population"], columns["geonames"]
        self._kind, self._noted, self._country = columns["kind"], columns["noted"], columns["country"]
        self._parent, self._radius, self._name = columns["parent"], columns["radius"], columns["name"]
        self._first, self._posting = columns["first"], columns["posting"]
        self._text: int = index["columns"]["text"][0]
        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(path))
        self._cached = lru_cache(maxsize=20_000)(self._candidates)
        self._states = {
            code: self._candidate(record, True)
            for record in takewhile(lambda r: KINDS[self._kind[r]] == "country", range(self.size))
            if (code := self._country_of(record)) is not None
        }
        self._begun = lru_cache(maxsize=50_000)(self._prefixes)

    @classmethod
    def load(cls, path: Path = ARTEFACT) -> Gazetteer:
        """Open the gazetteer; the file is mapped, not read."""
        return cls(path)

    def names_in(self, key: str) -> tuple[str, ...]:
        """Return the keys of names that the key begins with, whole words only, the longest first."""
        return self._begun(key)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Return what the name may stand for: bearers of it as main name first, then the more populous."""
        return self.lookup_key(name_key(name))

    def lookup_key(self, key: str) -> tuple[Candidate, ...]:
        """Return what a key made by ``name_key`` may stand for."""
        return self._cached(key)

    def resembling(self, key: str, countries: frozenset[str]) -> tuple[Candidate, ...]:
        """Return the towns of the countries whose names resemble the key, the more populous first."""
        letters = consonants(key)
        if not letters:
            return ()
        bearers = (c for c in self._cached(layout.RESEMBLING + letters) if c.country in countries)
        return tuple(c for c in bearers if resembles(key, name_key(self._name_of(c.id))))

    def country(self, code: str) -> Candidate | None:
        """Return the country of the ISO code."""
        return self._states.get(code)

    def place(self, record: int) -> Place:
        """Return all about a record."""
        geonames = self._geonames[record]
        return Place(
            record,
            self._name_of(record),
            KINDS[self._kind[record]],
            self._country_of(record),
            self._admin1_of(record),
            self._latitude[record] / layout.DEGREE,
            self._longitude[record] / layout.DEGREE,
            self._population[record],
            geonames or None,
            self._radius[record] / 10,
        )

    def ancestors(self, record: int) -> Iterator[int]:
        """Yield the units that hold the record, from the smallest to its country."""
        record = self._parent[record]
        while record != layout.NONE_16:
            yield record
            record = self._parent[record]

    def search(self, prefix: str, limit: int = 20) -> list[Place]:
        """Return places whose name begins with the prefix, exact names and the more populous first."""
        key = name_key(prefix)
        if not key:
            return []
        exact = [c.id for c in self.lookup_key(key)]
        seen = dict.fromkeys(exact)
        ranked: dict[int, tuple[int, int]] = {}
        for position, longer in enumerate(self._trie.iterkeys(key)):
            if position >= 5000:
                break
            for c in self.lookup_key(longer)[:5]:
                if c.id not in seen:
                    ranked[c.id] = (KINDS.index(c.kind), -c.population)
        ids = [*seen, *sorted(ranked, key=lambda record: (ranked[record][1], record))]
        return [self.place(record) for record in ids[:limit]]

    def misspelt(self, name: str, limit: int = 5) -> list[Place]:
        """Return places with a name that is one letter away from this one, the better known first."""
        key = name_key(name)
        bearers = {c.id: c for near in _one_edit_from(key) for c in self.lookup_key(near)} if len(key) > 2 else {}
        ranked = sorted(bearers.values(), key=lambda c: (c.noted, c.population, c.main), reverse=True)
        return [self.place(c.id) for c in ranked[:limit]]

    def _prefixes(self, key: str) -> tuple[str, ...]:
        size = len(key)
        found: list[str] = self._trie.prefixes(key)
        return tuple(name for name in reversed(found) if len(name) == size or key[len(name)] == " ")

    def _candidates(self, key: str) -> tuple[Candidate, ...]:
        number = self._trie.get(key)
        if number is None:
            return ()
        hits = self._posting[self._first[number] : self._first[number + 1]]
        return tuple(self._candidate(hit >> 1, bool(hit & 1)) for hit in hits)

    def _candidate(self, record: int, main: bool) -> Candidate:
        kind, population, noted = KINDS[self._kind[record]], self._population[record], bool(self._noted[record])
        return Candidate(
            record,
            main,
            kind,
            self._country_of(record),
            self._latitude[record] / layout.DEGREE,
            self._longitude[record] / layout.DEGREE,
            population,
            noted,
            tuple(self.ancestors(record)),
            prominence(kind, population, main, noted),
        )

    def _name_of(self, record: int) -> str:
        first = self._text + self._name[record]
        return self._map[first : self._map.find(b"\0", first)].decode()

    def _country_of(self, record: int) -> str | None:
        number = self._country[record]
        return None if number == layout.NONE_8 else self._countries[number]

    def _admin1_of(self, record: int) -> str | None:
        """Return the name of the unit next below the country."""
        held_by = [unit for unit in self.ancestors(record) if KINDS[self._kind[unit]] != "country"]
        return self._name_of(held_by[-1]) if held_by else None


def _one_edit_from(key: str) -> set[str]:
    """Return the keys with one letter more, less, another, or two changed round."""
    cuts = [(key[:at], key[at:]) for at in range(len(key) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    more = {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    return (fewer | turned | changed | more) - {key}
