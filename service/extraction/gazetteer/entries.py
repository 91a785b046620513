"""What goes into the gazetteer, before it is compiled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

KINDS = ("country", "region", "area", "district", "sea", "site", "city")
"""Feature kinds; their order is the order of the records."""

EARTH_KM = 6371.0


class Entry(Struct, kw_only=True):
    """A place with its names.

    ``parent`` is the key of the unit that holds it (``UA``, ``UA.21``, ``UA.21.5901``), ``code`` its own such key.
    """

    kind: str
    name: str
    country: str | None
    latitude: float
    longitude: float
    population: int = 0
    geonames_id: int = 0
    radius_km: float = 5.0
    code: str = ""
    parent: str = ""
    aliases: Sequence[str] = ()
    noted: bool = False
    """Named in a lexicon by hand: known from the news, so that a small population says little."""


def distance_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """Return the great-circle distance in kilometres between two points in degrees (haversine)."""
    la1, la2 = math.radians(a_lat), math.radians(b_lat)
    h = math.sin((la2 - la1) / 2) ** 2 + math.cos(la1) * math.cos(la2) * math.sin(math.radians(b_lon - a_lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def centre(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in km of a unit known by its settlements.

    The middle between their mean and the middle of their bounding box: the mean leans to where people live, the
    box to stray points. The radius reaches nine settlements in ten. Longitudes across the antimeridian are unrolled.
    """
    lons = [lon for _, lon in points]
    if max(lons) - min(lons) > 180:
        points = [(lat, lon + 360 if lon < 0 else lon) for lat, lon in points]
        lons = [lon for _, lon in points]
    lats = [lat for lat, _ in points]
    lat = (sum(lats) / len(lats) + (min(lats) + max(lats)) / 2) / 2
    lon = (sum(lons) / len(lons) + (min(lons) + max(lons)) / 2) / 2
    reach = sorted(distance_km(lat, lon, a, o) for a, o in points)
    return lat, lon - 360 if lon > 180 else lon, reach[int(0.9 * (len(reach) - 1))]


def city_radius(population: int) -> float:
    """Return the radius in km of a disc with the population at 1,500 people a square kilometre, 1.5 at least."""
    return max(1.5, math.sqrt(population / 1500 / math.pi))


def latin(names: Iterable[str]) -> list[str]:
    """Return the names written in Latin letters that are likely names.

    GeoNames marks no languages; names without a capital are machine transliterations, those of three capitals
    airport codes.
    """
    kept = []
    for name in names:
        letters = [c for c in name if c.isalpha()]
        if len(letters) < 3 or not any(c.isupper() for c in letters):
            continue
        if not all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or 0x2B0 <= ord(c) < 0x370 for c in letters):
            continue
        if len(letters) == len(name) <= 4 and name.isupper():
            continue
        kept.append(name)
    return kept
