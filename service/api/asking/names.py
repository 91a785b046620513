"""What the names in a query stand for: actors, weapons and places, by the lexicons that the extraction uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Self

from schemas.query import LocationTerm, WeaponTerm
from schemas.vocabulary import ActorKind, WeaponType
from service.extraction.annotators.actors.annotator import ActorLexicon
from service.extraction.annotators.weapons.annotator import WeaponLexicon
from service.extraction.gazetteer import Candidate, Gazetteer, Place
from service.extraction.gazetteer.entries import distance_km
from service.store import fold

MOST_SUGGESTIONS = 5
MOST_PLACES = 500
"""Places that a prefix is taken for, at most."""

MOST_PREFIXES = 200
"""Prefixes whose places are remembered: all who type begin with the same few letters, and those take longest."""

WEAPON_TYPES = frozenset(weapon_type.value for weapon_type in WeaponType)
WIDE = frozenset(("country", "region", "area"))
UNIT_WORDS = frozenset(("region", "oblast", "province", "governorate", "state"))
"""Words after a place's name that ask for the first-order unit of that name."""


ALIAS = 2
"""What `nearness` is of a thing that only an alias names."""


class UnknownNameError(ValueError):
    """A name that no lexicon has."""

    def __init__(self, name: str, suggest: Callable[[], Iterable[str]]) -> None:
        super().__init__(f"{name!r} is not known")
        self._suggest = suggest

    def suggestions(self) -> list[str]:
        """Return names that are close to it. To find them takes longer than all else about a name."""
        return list(dict.fromkeys(self._suggest()))[:MOST_SUGGESTIONS]


class Names:
    """Resolves names of actors, weapons, places and countries."""

    def __init__(self, actors: ActorLexicon, weapons: WeaponLexicon, gazetteer: Gazetteer) -> None:
        self._actors = actors
        self._weapons = weapons
        self._gazetteer = gazetteer
        self._beginning = lru_cache(MOST_PREFIXES)(self._search)
        units = list(_units(gazetteer))
        self._regions = [place for place in units if place.kind == "region"]
        self._units = {place.geonames_id: place for place in units if place.geonames_id is not None}

    @classmethod
    def load(cls, lexicon_dir: Path | None = None) -> Self:
        """Load the lexicons, with those of the directory laid over them, and the gazetteer."""
        return cls(ActorLexicon.load(lexicon_dir), WeaponLexicon.load(lexicon_dir), Gazetteer.load())

    def actor(self, text: str) -> tuple[str, ...]:
        """Return the id of the side that a name, an alias or an id stands for."""
        actor = self._actors.resolve(text)
        if actor is None:
            raise UnknownNameError(text, lambda: map(self._actors.name_of, self._actors.suggest(text)))
        return (actor,)

    def actor_name(self, actor: str) -> str:
        """Return the usual English name of a side; its id where the lexicon has none."""
        return self._actors.name_of(actor)

    def actor_kind(self, actor: str) -> ActorKind:
        """Return what kind of side an id names."""
        return self._actors.kind_of(actor)

    def actor_country(self, actor: str) -> str | None:
        """Return the country of a side."""
        return self._actors.country_of(actor)

    def actors_beginning(self, prefix: str) -> list[str]:
        """Return the ids of sides of whose names and aliases a word begins like this."""
        return sorted(self._actors.beginning(prefix))

    def weapons_beginning(self, prefix: str) -> tuple[list[WeaponType], list[str]]:
        """Return the types and the models of whose names a word begins like this."""
        found = self._weapons.beginning(prefix)
        types = {kind for kind, model in found if model is None}
        return sorted(types), sorted({model for _, model in found if model is not None})

    def places_beginning(self, prefix: str) -> tuple[int, ...]:
        """Return the GeoNames ids of places of which a name or alias, old ones included, begins like this."""
        return self._beginning(prefix)

    def _search(self, prefix: str) -> tuple[int, ...]:
        found = self._gazetteer.search(prefix, MOST_PLACES)
        return tuple(place.geonames_id for place in found if place.geonames_id is not None)

    def weapon(self, text: str) -> tuple[WeaponTerm, ...]:
        """Return the type, family or model that a name stands for."""
        folded = text.strip().lower()
        if folded in WEAPON_TYPES:
            return (WeaponTerm(type=WeaponType(folded)),)
        found = self._weapons.resolve(text)
        if found is None:
            raise UnknownNameError(text, lambda: self._weapons.suggest(text))
        weapon_type, model = found
        return (WeaponTerm(type=weapon_type) if model is None else WeaponTerm(model=model),)

    def location(self, text: str) -> tuple[LocationTerm, ...]:
        """Return the places that a name, an alias or a GeoNames id stands for.

        A country, a first-order unit or a named area is asked for with all that lies inside it. Of smaller places that
        share the name, the best known gives its own name beside the name asked for, so that "Kiev" finds Kyiv.
        """
        if text.isascii() and text.isdigit() and len(text) < 19:
            unit = self._units.get(int(text))
            return (LocationTerm(geonames_id=int(text)) if unit is None else _inside(unit),)
        candidates = self._gazetteer.lookup(text)
        terms = list(self._wide(candidates)) or list(self._small(candidates))
        if not terms:
            terms = list(self._unit_named(text))
        if not terms:
            raise UnknownNameError(text, lambda: self._near(text))
        return tuple(dict.fromkeys(terms))

    def _near(self, text: str) -> Iterator[str]:
        """Yield the names of places that begin like the text, and of those that are spelt almost like it."""
        for place in (*self._gazetteer.search(text, MOST_SUGGESTIONS), *self._gazetteer.misspelt(text)):
            yield place.name

    def is_country(self, code: str) -> bool:
        """Whether the code is one of ISO 3166-1 alpha-2."""
        return self._actors.resolve(code) == code

    def _wide(self, candidates: tuple[Candidate, ...]) -> Iterator[LocationTerm]:
        """Yield terms for the countries, regions and areas of the name: an alias counts where no main name does."""
        named = [c for c in candidates if c.main] or list(candidates)
        wide = [c for c in named if c.kind in WIDE]
        noted = [c for c in wide if c.noted or c.kind == "country"]
        for candidate in noted or wide:
            place = self._gazetteer.place(candidate.id)
            if place.kind == "area":
                yield LocationTerm(name=place.name)
                yield from (_inside(region) for region in self._regions_in(place))
            else:
                yield _inside(place)

    def _small(self, candidates: tuple[Candidate, ...]) -> Iterator[LocationTerm]:
        small = [c for c in candidates if c.kind not in WIDE]
        best_known = sorted(small, key=lambda c: (c.noted, c.population), reverse=True)[:1]
        for candidate in (*best_known, *(c for c in small if c.main)):
            yield LocationTerm(name=self._gazetteer.place(candidate.id).name)

    def _unit_named(self, text: str) -> Iterator[LocationTerm]:
        """Yield the first-order unit that "Sumy region" names: that of the name, or of the city of that name."""
        name, _, word = text.strip().rpartition(" ")
        if word.lower() not in UNIT_WORDS:
            return
        candidates = sorted(self._gazetteer.lookup(name), key=lambda c: (c.noted, c.population), reverse=True)
        regions = [self._gazetteer.place(c.id) for c in candidates if c.kind == "region"]
        if regions:
            yield _inside(regions[0])
            return
        for candidate in candidates[:1]:
            place = self._gazetteer.place(candidate.id)
            if place.admin1 is not None:
                yield LocationTerm(country=place.country, admin1=place.admin1)

    def _regions_in(self, area: Place) -> Iterator[Place]:
        """Yield the regions whose centre lies within the radius of a named area ("Donbas", "Gaza Strip")."""
        for region in self._regions:
            if region.country == area.country:
                apart = distance_km(area.latitude, area.longitude, region.latitude, region.longitude)
                if apart <= area.radius_km:
                    yield region


def nearness(typed: str, names: Iterable[str]) -> int:
    """Return how near a beginning of a name is to the main names of a thing: the nearer, the lower.

    0 where it is one of them, 1 where a word of one begins like it, `ALIAS` where none does.
    """
    key = fold(typed)
    folded = [fold(name) for name in names]
    return 0 if key in folded else 1 if any(f" {key}" in f" {name}" for name in folded) else ALIAS


def _inside(unit: Place) -> LocationTerm:
    """Return the term for a country or a first-order unit with all that lies inside."""
    return LocationTerm(country=unit.country, admin1=unit.name if unit.kind == "region" else None)


def _units(gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the countries and regions; the gazetteer's records are in the order of their kinds."""
    for record in range(gazetteer.size):
        place = gazetteer.place(record)
        if place.kind not in ("country", "region"):
            return
        yield place
