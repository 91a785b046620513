"""Geography of mentions: which places are one, which lies in which, and how far apart they are."""

from __future__ import annotations

import math

from schemas.vocabulary import PlacePrecision
from service.extraction.mentions import PlaceMention

ONE_PLACE_KM = 2.0
QUARTER = 1.5
"""How many times wider than its quarters a town is."""
PART_SHIFT = 0.55
"""How far the point of a part of a country lies from its centre, and how wide the part is, in radii of the country."""
POINTS = frozenset([PlacePrecision.CITY, PlacePrecision.SITE, PlacePrecision.DISTRICT])
WIDE = frozenset([PlacePrecision.COUNTRY, PlacePrecision.SEA])


def part_point(latitude: float, longitude: float, radius: float, east: float, north: float) -> tuple[float, float]:
    """Return latitude and longitude, in degrees, of the part that lies in a direction; the radius is in kilometres."""
    shift = PART_SHIFT * radius / 111.2
    shifted = latitude + north * shift
    return shifted, longitude + east * shift / max(0.2, math.cos(math.radians(shifted)))


def same_place(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two mentions name one place."""
    if a.geonames_id is not None and a.geonames_id == b.geonames_id:
        return True
    if a.name == b.name and a.country == b.country:
        return True
    return a.precision in POINTS and b.precision in POINTS and distance_km(a, b) < ONE_PLACE_KM


def encloses(wide: PlaceMention, narrow: PlaceMention) -> bool:
    """Whether the narrow place lies in the wide one."""
    if wide.country != narrow.country or narrow.precision is PlacePrecision.COUNTRY:
        return False
    if wide.precision is PlacePrecision.COUNTRY:
        return True
    if wide.precision is PlacePrecision.REGION and narrow.precision is not PlacePrecision.REGION:
        if narrow.admin1 == wide.name:
            return True
        if wide.admin1 and wide.relation != "part" and narrow.admin1:
            return wide.admin1 == narrow.admin1
        return distance_km(wide, narrow) <= (wide.radius_km or 100.0)
    if wide.precision in POINTS and narrow.precision in POINTS:
        wider = (wide.radius_km or 0.0) >= QUARTER * (narrow.radius_km or 0.0)
        return wider and not same_place(wide, narrow) and distance_km(wide, narrow) <= (wide.radius_km or 0.0)
    return False


def distance_km(a: PlaceMention, b: PlaceMention) -> float:
    """Return the great-circle distance in kilometres; infinite where a point is not known."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    la, lo, lb, lp = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
