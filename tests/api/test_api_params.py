"""How single values of query parameters are read."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.query import BoundingBox
from service.api.asking.params import (
    BOX,
    COUNT,
    COUNTRY,
    DATE,
    FLAG,
    INTERVAL,
    LIMIT,
    POINT,
    PROBABILITY,
    PUBLICATION,
    RADIUS,
    Interval,
    Kind,
    Point,
)

MARCH_1, MARCH_9 = date(2025, 3, 1), date(2025, 3, 9)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (DATE, "2025-03-01", MARCH_1),
        (PUBLICATION, "2025-03-01", "2025-03-01"),
        (PUBLICATION, "2025-03-01T08:30:00Z", "2025-03-01T08:30:00+00:00"),
        (PUBLICATION, "2025-03-01T08:30:00", "2025-03-01T08:30:00"),
        (PUBLICATION, "2025-03-01T08:30:00 02:00", "2025-03-01T08:30:00+02:00"),
        (INTERVAL, "2025-03-01", Interval(MARCH_1, MARCH_1)),
        (INTERVAL, "2025-03-01T12:00:00Z", Interval(MARCH_1, MARCH_1)),
        (INTERVAL, "2025-03-01/2025-03-09", Interval(MARCH_1, MARCH_9)),
        (INTERVAL, "2025-03-01T00:00:00Z/2025-03-09T23:59:59Z", Interval(MARCH_1, MARCH_9)),
        (INTERVAL, "2025-03-01/..", Interval(MARCH_1, None)),
        (INTERVAL, "2025-03-01T/..", Interval(MARCH_1, None)),
        (INTERVAL, "../2025-03-09", Interval(None, MARCH_9)),
        (INTERVAL, "/2025-03-09", Interval(None, MARCH_9)),
        (BOX, "30,44,41.5,53", BoundingBox(30, 44, 41.5, 53)),
        (BOX, "170,-20,-170,20", BoundingBox(170, -20, -170, 20)),
        (BOX, "-180,-90,180,90", BoundingBox(-180, -90, 180, 90)),
        (POINT, "50.45,30.52", Point(50.45, 30.52)),
        (RADIUS, "0.5", 0.5),
        (COUNT, "0", 0),
        (LIMIT, "1", 1),
        (LIMIT, "5000", 1000),
        (LIMIT, "9" * 5000, 1000),
        (PROBABILITY, "1", 1.0),
        (FLAG, "true", True),
        (COUNTRY, "ua", "UA"),
    ],
)
def test_params_read_what_they_accept(kind: Kind, text: str, value: object) -> None:
    assert kind.read(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DATE, "2025-02-30"),
        (DATE, "20250301"),
        (DATE, "2025-3-1"),
        (DATE, "yesterday"),
        (DATE, "2025-03-01T00:00:00Z"),
        (PUBLICATION, "2025-03-01T08:30"),
        (PUBLICATION, "2025-03-01T25:30:00Z"),
        (PUBLICATION, "March 2025"),
        (PUBLICATION, "2025-W12-3"),
        (INTERVAL, ".."),
        (INTERVAL, "../.."),
        (INTERVAL, "/"),
        (INTERVAL, "2025-03-09/2025-03-01"),
        (INTERVAL, "2025-03-01/2025-03-09/2025-03-10"),
        (BOX, "30,44,41"),
        (BOX, "30,53,41,44"),
        (BOX, "30,44,41,91"),
        (BOX, "30,44,181,53"),
        (BOX, "a,b,c,d"),
        (BOX, "nan,44,41,53"),
        (BOX, "1_0,44,41,53"),
        (POINT, "91,0"),
        (POINT, "50.45"),
        (RADIUS, "0"),
        (RADIUS, "-5"),
        (RADIUS, "inf"),
        (RADIUS, "30000"),
        (COUNT, "-1"),
        (COUNT, "1.0"),
        (COUNT, "1e3"),
        (COUNT, "٣"),
        (COUNT, "9999999999"),
        (COUNT, "9" * 5000),
        (LIMIT, "0"),
        (LIMIT, "-1"),
        (LIMIT, "ten"),
        (PROBABILITY, "1.01"),
        (PROBABILITY, "nan"),
        (FLAG, "yes"),
        (COUNTRY, "UKR"),
        (COUNTRY, "1A"),
    ],
)
def test_params_refuse_the_rest(kind: Kind, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        kind.read(text)
