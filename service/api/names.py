"""What the names in a query stand for: actors, weapons and places, by the lexicons that the extraction uses."""

from __future__ import annotations

from typing import Self

from schemas.query import LocationTerm, WeaponTerm
from schemas.vocabulary import WeaponType
from service.extraction.annotators.actors import ActorLexicon
from service.extraction.annotators.weapons import WeaponLexicon
from service.extraction.gazetteer import Gazetteer, Place

UNKNOWN_ACTOR = "unknown"
MOST_SUGGESTIONS = 5
WEAPON_TYPES = frozenset(weapon_type.value for weapon_type in WeaponType)


class UnknownNameError(ValueError):
    """A name that no lexicon has; the message says what is close to it."""

    def __init__(self, name: str, accepts: str, suggestions: list[str]) -> None:
        close = f"; close to it: {', '.join(suggestions[:MOST_SUGGESTIONS])}" if suggestions else ""
        super().__init__(f"{name!r} is not known{close}; accepted: {accepts}")


class Names:
    """Resolves names of actors, weapons, places and countries."""

    def __init__(self, actors: ActorLexicon, weapons: WeaponLexicon, gazetteer: Gazetteer) -> None:
        self._actors = actors
        self._weapons = weapons
        self._gazetteer = gazetteer

    @classmethod
    def load(cls) -> Self:
        """Load the lexicons and the gazetteer; takes tenths of a second."""
        return cls(ActorLexicon.load(), WeaponLexicon.load(), Gazetteer.load())

    def actor(self, text: str) -> tuple[str, ...]:
        """Return the id of the side that a name, an alias or an id stands for."""
        if text == UNKNOWN_ACTOR:
            return (UNKNOWN_ACTOR,)
        actor = self._actors.resolve(text)
        if actor is None:
            raise UnknownNameError(text, "an actor's id, name or alias", self._actors.suggest(text))
        return (actor,)

    def weapon(self, text: str) -> tuple[WeaponTerm, ...]:
        """Return the type, family or model that a name stands for."""
        folded = text.strip().lower()
        if folded in WEAPON_TYPES:
            return (WeaponTerm(type=WeaponType(folded)),)
        found = self._weapons.resolve(text)
        if found is None:
            types = ", ".join(WeaponType)
            raise UnknownNameError(text, f"a model such as Shahed-136, or one of {types}", [])
        weapon_type, model = found
        return (WeaponTerm(type=weapon_type) if model is None else WeaponTerm(model=model),)

    def location(self, text: str) -> tuple[LocationTerm, ...]:
        """Return the places that a name, an alias or a GeoNames id stands for.

        Countries and first-order units of the name are asked for with all that lies inside them; of the smaller
        places of the name, the best known lends its own name, so that an alias finds it.
        """
        if text.isascii() and text.isdigit() and len(text) < 19:
            return (LocationTerm(geonames_id=int(text)),)
        places = [self._gazetteer.place(candidate.id) for candidate in self._gazetteer.lookup(text)]
        if not places:
            close = [place.name for place in self._gazetteer.search(text, limit=MOST_SUGGESTIONS)]
            raise UnknownNameError(text, "a place's name or alias, or a GeoNames id", list(dict.fromkeys(close)))
        wide = [term for place in places if (term := _unit(place)) is not None]
        small = next((LocationTerm(name=place.name) for place in places if _unit(place) is None), None)
        return tuple(dict.fromkeys([*wide, *([small] if small else [])]))

    def country(self, code: str) -> tuple[str, ...]:
        """Return the ISO 3166-1 alpha-2 code, once it is known to be one."""
        if self._actors.resolve(code) != code:
            raise UnknownNameError(code, "an ISO 3166-1 alpha-2 code such as UA", [])
        return (code,)


def _unit(place: Place) -> LocationTerm | None:
    """Return the term for a country or a first-order unit with all that lies inside; None for other places."""
    if place.kind == "country":
        return LocationTerm(country=place.country)
    if place.kind == "region":
        return LocationTerm(country=place.country, admin1=place.name)
    return None
