"""The kinds of value that query parameters take: how each is read, described and refused.

Nothing here knows of HTTP. A reader takes the decoded text of one value and raises ``ValueError`` when it
cannot be used; the kind's ``accepts`` then tells the caller what would have been.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct

from schemas.counts import DEFAULT_GROUPS, MAX_GROUPS
from schemas.query import DEFAULT_LIMIT, MAX_LIMIT, BoundingBox

MAX_COUNT = 1_000_000_000
MAX_VALUE_CHARS = 2000
"""The longest value of any parameter."""
MAX_VALUES = 100
"""Values of one parameter at most."""
NOT_BLANK = r"^[^\u0000]*\S[^\u0000]*$"
"""A text of which not everything is blank, without NUL; for the contract."""
MOMENT = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([Tt][^/]*)?"
"""A calendar date or a date-time; for the contract."""
HALF_EARTH_KM = 20_040.0
"""Half the length of the Equator, rounded up: no two places are farther apart."""


class Interval(Struct, frozen=True):
    """A closed interval of calendar dates; a null end is open."""

    start: date | None
    end: date | None


class Point(Struct, frozen=True):
    """A point in WGS 84 degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Kind:
    """A kind of value: its reader, what it accepts in words, and its JSON Schema."""

    read: Callable[[str], Any]
    accepts: str
    schema: dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A query parameter; ``many`` where a repeated parameter or a comma list means OR."""

    kind: Kind
    description: str
    many: bool = False
    example: str | None = None
    most: int = MAX_VALUES
    """Values at most, where they are many."""
    required: bool = False


def read_date(value: str) -> date:
    """Read an ISO 8601 calendar date in its extended form, ``2025-03-19``."""
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise ValueError(value)
    return date.fromisoformat(value)


def read_day(value: str) -> date:
    """Read a date, or the date that an RFC 3339 date-time carries; a bare ``T`` may follow a date."""
    if len(value) <= 11:
        return read_date(value.removesuffix("T"))
    read_date_time(value)
    return read_date(value[:10])


def read_date_time(value: str) -> datetime:
    """Read an RFC 3339 date-time with its offset: ``2025-03-19T08:30:00Z``, ``2025-03-19T08:30:00+02:00``."""
    if len(value) > 20 and value[-6] == " ":
        # A plus sign that was not percent-encoded in a query string reads as a space.
        value = f"{value[:-6]}+{value[-5:]}"
    if len(value) < 20 or value[10] not in "Tt " or value[13] != ":" or value[16] != ":":
        raise ValueError(value)
    read_date(value[:10])
    moment = datetime.fromisoformat(value.upper())
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def read_publication(value: str) -> str:
    """Read a publication date and return it in ISO 8601.

    It is a calendar date or an RFC 3339 date-time. Many feeds give the time without an offset: only the calendar
    date counts, so that is taken as it stands.
    """
    if len(value) == 10:
        return read_date(value).isoformat()
    if len(value) == 19 and value[10] in "Tt ":
        read_date(value[:10])
        return datetime.fromisoformat(value.upper()).isoformat()
    return read_date_time(value).isoformat()


def read_interval(value: str) -> Interval:
    """Read the ``datetime`` of OGC API Features: an instant, ``start/end``, ``start/..`` or ``../end``."""
    if "/" not in value:
        day = read_day(value)
        return Interval(day, day)
    first, _, last = value.partition("/")
    start = None if first in ("", "..") else read_day(first)
    end = None if last in ("", "..") else read_day(last)
    if start is None and end is None:
        raise ValueError(value)
    if start is not None and end is not None and start > end:
        raise ValueError(value)
    return Interval(start, end)


def read_box(value: str) -> BoundingBox:
    """Read ``west,south,east,north`` in degrees."""
    west, south, east, north = _numbers(value, 4)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(value)
    return BoundingBox(west, south, east, north)


def read_point(value: str) -> Point:
    """Read ``lat,lon`` in degrees."""
    latitude, longitude = _numbers(value, 2)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(value)
    return Point(latitude, longitude)


def _numbers(value: str, how_many: int) -> list[float]:
    numbers = [_number(part) for part in value.split(",")]
    if len(numbers) != how_many:
        raise ValueError(value)
    return numbers


def _number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number) or "_" in value:
        raise ValueError(value)
    return number


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise ValueError(value)
    return int(value[:20])


def _bounded_whole(value: str) -> int:
    number = _whole(value)
    if number > MAX_COUNT:
        raise ValueError(value)
    return number


def limit_of(most: int, default: int) -> Kind:
    """Return the kind of how many items are wanted: at least one; more than the most count as the most."""

    def read(value: str) -> int:
        number = _whole(value)
        if number < 1:
            raise ValueError(value)
        return min(number, most)

    return Kind(
        read,
        f"a whole number of at least 1 (above {most} counts as {most})",
        {"type": "integer", "minimum": 1, "default": default},
    )


def _probability(value: str) -> float:
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError(value)
    return number


def _radius(value: str) -> float:
    number = _number(value)
    if not 0 < number <= HALF_EARTH_KM:
        raise ValueError(value)
    return number


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(value)
    return value == "true"


def _country(value: str) -> str:
    if len(value) != 2 or not (value.isascii() and value.isalpha()):
        raise ValueError(value)
    return value.upper()


def one_of(vocabulary: type[StrEnum]) -> Kind:
    """Return the kind of the values of a closed vocabulary."""
    values = [member.value for member in vocabulary]
    return Kind(vocabulary, "one of " + ", ".join(values), {"type": "string", "enum": values})


def _text_of_at_most(limit: int) -> Kind:
    """Return the kind of any text that is not blank and has at most so many characters."""

    def read(value: str) -> str:
        if not value.strip() or len(value) > limit or "\0" in value:
            raise ValueError(value)
        return value

    return Kind(
        read,
        f"text of 1 to {limit} characters",
        {"type": "string", "minLength": 1, "maxLength": limit, "pattern": NOT_BLANK},
    )


def _text_in_form(form: str, limit: int, accepts: str) -> Kind:
    """Return the kind of text of which all matches a regular expression."""
    pattern = re.compile(form)

    def read(value: str) -> str:
        if len(value) > limit or not pattern.fullmatch(value):
            raise ValueError(value)
        return value

    return Kind(
        read,
        f"{accepts}, of at most {limit} characters",
        {"type": "string", "minLength": 1, "maxLength": limit, "pattern": f"^{form}$"},
    )


TEXT = Kind(str, "any text", {"type": "string", "minLength": 1, "maxLength": MAX_VALUE_CHARS, "pattern": NOT_BLANK})
DATE = Kind(read_date, "a calendar date such as 2025-03-19", {"type": "string", "format": "date"})
PUBLICATION = Kind(
    read_publication,
    "a date such as 2025-03-19 or a date-time such as 2025-03-19T08:30:00+02:00, its offset optional",
    {"type": "string", "minLength": 10, "pattern": f"^{MOMENT}$"},
)
NAME_PREFIX = _text_of_at_most(100)
NAME = _text_of_at_most(200)
TITLE = _text_of_at_most(2000)
SOURCE = _text_of_at_most(500)
EXTERNAL_ID = _text_of_at_most(255)
URL = _text_in_form(r"https?://[^\s<>\"\x00-\x1f]+", 2000, "a URL that begins with http:// or https://")
LANGUAGE = _text_in_form(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", 35, "a BCP 47 language tag such as en")
INTERVAL = Kind(
    read_interval,
    "a date or date-time, or two of them in order as start/end, one of which may be '..'",
    {"type": "string", "pattern": rf"^({MOMENT}(/({MOMENT}|\.\.)?)?|(\.\.)?/{MOMENT})$"},
)
BOX = Kind(
    read_box,
    "four numbers west,south,east,north: longitudes from -180 to 180, latitudes from -90 to 90, south not above north",
    {"type": "string"},
)
POINT = Kind(read_point, "two numbers lat,lon: -90 to 90, -180 to 180", {"type": "string"})
RADIUS = Kind(
    _radius,
    f"a number of kilometres above 0 and at most {HALF_EARTH_KM:.0f}",
    {"type": "number", "exclusiveMinimum": 0, "maximum": HALF_EARTH_KM},
)
COUNT = Kind(
    _bounded_whole,
    f"a whole number from 0 to {MAX_COUNT}",
    {"type": "integer", "minimum": 0, "maximum": MAX_COUNT},
)
LIMIT = limit_of(MAX_LIMIT, DEFAULT_LIMIT)
GROUPS = limit_of(MAX_GROUPS, DEFAULT_GROUPS)
PROBABILITY = Kind(_probability, "a number from 0 to 1", {"type": "number", "minimum": 0, "maximum": 1})
FLAG = Kind(_flag, "true or false", {"type": "boolean", "default": False})
COUNTRY = Kind(
    _country,
    "an ISO 3166-1 alpha-2 code such as UA",
    {"type": "string", "pattern": "^[A-Za-z]{2}$"},
)
