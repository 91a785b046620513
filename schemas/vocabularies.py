"""What occurs in the store: sides, weapons and places, with how many events have them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from schemas.query import DEFAULT_LIMIT
from schemas.vocabulary import ActorKind, PlacePrecision


class RankedTerm(NamedTuple):
    """A facet, a value of it, and a rank: terms of a lower one come first, however many events others have."""

    facet: str
    value: str
    rank: int = 0


class TermFilter(Struct, frozen=True, kw_only=True):
    """Which terms of some facets, those with the most events first, and which page of them."""

    facets: tuple[str, ...]
    values: tuple[RankedTerm, ...] | None = None
    """Only these; None for all."""
    name_prefix: str | None = None
    """Of places: also those whose folded name begins like this, before those of `values` with a rank above 0."""
    value_prefix: str | None = None
    """Only terms whose value begins like this."""
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


class StoredTerm(Struct, frozen=True, kw_only=True):
    """A term as it is filed."""

    facet: str
    value: str
    label: str
    events: int


class StoredPlace(Struct, frozen=True, kw_only=True):
    """A place as it is filed; where events name it differently, as the first did."""

    name: str
    country: str | None
    admin1: str | None
    precision: PlacePrecision
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    events: int
    """Events at this very place; those inside a country or region are counted by `country` and `admin1`."""


class TermPage(Struct, frozen=True, kw_only=True):
    """One page of terms."""

    items: list[StoredTerm]
    next: str | None


class LocationPage(Struct, frozen=True, kw_only=True):
    """One page of places, those with the most events first."""

    items: list[StoredPlace]
    next: str | None
    """The cursor of the page after this one; null on the last page."""


class ActorCount(Struct, frozen=True, kw_only=True):
    """A side."""

    id: str
    name: str
    """Its usual English name."""
    kind: ActorKind
    country: str | None
    events: int
    """Events that it is in, in either role."""


class ActorPage(Struct, frozen=True, kw_only=True):
    """One page of sides, those with the most events first."""

    items: list[ActorCount]
    next: str | None
    """The cursor of the page after this one; null on the last page."""


class WeaponKind(StrEnum):
    """What a name of a weapon stands for."""

    FAMILY = "family"
    TYPE = "type"
    MODEL = "model"


class WeaponCount(Struct, frozen=True, kw_only=True):
    """A family, a type or a model of weapons."""

    value: str
    """As the filter `weapon` takes it."""
    kind: WeaponKind
    label: str
    events: int


class WeaponPage(Struct, frozen=True, kw_only=True):
    """One page of weapons, those with the most events first."""

    items: list[WeaponCount]
    next: str | None
    """The cursor of the page after this one; null on the last page."""
