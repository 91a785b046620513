"""Events as GeoJSON (RFC 7946)."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from schemas.query import Suggestion

Position = Annotated[list[float], Meta(min_length=2, max_length=2)]
"""Longitude, latitude in WGS 84 degrees."""


class Point(Struct, frozen=True, tag_field="type", tag="Point"):
    """One place."""

    coordinates: Position


class MultiPoint(Struct, frozen=True, tag_field="type", tag="MultiPoint"):
    """Several places."""

    coordinates: list[Position]


class Feature(Struct, frozen=True, kw_only=True, tag_field="type", tag="Feature"):
    """One event."""

    id: str
    geometry: Point | MultiPoint | None
    """Null where no place of the event has coordinates."""
    properties: dict[str, Any]
    """The columns of the flat row."""


class FeatureCollection(Struct, frozen=True, kw_only=True, tag_field="type", tag="FeatureCollection"):
    """A page of events."""

    features: list[Feature]
    next: str | None
    """The cursor of the page after this one; null on the last page."""
    total: int | None = None
    """How many events match in all; null unless asked for."""
    did_you_mean: list[Suggestion] = []
    """The names in the query that are not known."""
