"""The incidents: which frames tell of one, by place, time, direction, means and reference."""

from __future__ import annotations

import math

import pytest
from stages import frames_of, incidents_of

from schemas.vocabulary import PlacePrecision
from service.extraction.events.incidents import gather
from service.extraction.geography import distance_km, encloses, same_place
from service.extraction.mentions import PlaceMention

DAY = "2025-03-19"


def place(
    name: str, country: str | None, lat: float | None, lon: float | None, precision: str, **more: object
) -> PlaceMention:
    return PlaceMention(
        start=0, end=1, name=name, country=country, admin1=more.get("admin1"), latitude=lat, longitude=lon,  # type: ignore[arg-type]
        geonames_id=more.get("geonames_id"), precision=PlacePrecision(precision), radius_km=more.get("radius_km"),  # type: ignore[arg-type]
    )  # fmt: skip


KYIV = place("Kyiv", "UA", 50.4547, 30.5238, "city", admin1="Kyiv City")
BROVARY = place("Brovary", "UA", 50.5110, 30.7909, "city", admin1="Kyiv Oblast")
OBOLON = place("Obolon", "UA", 50.5010, 30.4980, "city", admin1="Kyiv City")
SUMY = place("Sumy", "UA", 50.9216, 34.8003, "city", admin1="Sumy Oblast", radius_km=8.0)
SUMY_REGION = place("Sumy Oblast", "UA", 51.0, 34.0, "region", admin1="Sumy Oblast", radius_km=120.0)
UKRAINE = place("Ukraine", "UA", 49.0, 32.0, "country")
RUSSIA = place("Russia", "RU", 60.0, 100.0, "country")
NOWHERE = place("Somewhere", "UA", None, None, "city")


def test_incidents_distance_is_that_of_the_great_circle() -> None:
    assert distance_km(KYIV, SUMY) == pytest.approx(306, abs=6)
    assert distance_km(KYIV, KYIV) == 0
    assert distance_km(KYIV, SUMY) == pytest.approx(distance_km(SUMY, KYIV))
    assert distance_km(KYIV, NOWHERE) == math.inf
    east, west = place("a", None, 0.0, 179.5, "sea"), place("b", None, 0.0, -179.5, "sea")
    assert distance_km(east, west) == pytest.approx(111.2, abs=0.5)


def test_incidents_same_place() -> None:
    assert same_place(KYIV, KYIV)
    assert not same_place(KYIV, OBOLON)
    assert not same_place(KYIV, BROVARY)
    assert not same_place(SUMY, SUMY_REGION)
    assert same_place(place("a", "UA", 1, 1, "city", geonames_id=7), place("b", "UA", 50, 50, "city", geonames_id=7))
    assert not same_place(NOWHERE, KYIV)


def test_incidents_encloses() -> None:
    assert encloses(UKRAINE, SUMY)
    assert encloses(UKRAINE, SUMY_REGION)
    assert encloses(SUMY_REGION, SUMY)
    assert not encloses(SUMY, SUMY_REGION)
    assert not encloses(SUMY_REGION, KYIV)
    assert not encloses(RUSSIA, SUMY)
    assert not encloses(UKRAINE, UKRAINE)


CASES = [
    ("the attack refers back", "A missile hit a school in Sumy on Tuesday. The attack killed two teachers.", 1),
    ("figures refer back", "Rebels ambushed a patrol near Gao on Monday. Nine soldiers died.", 1),
    ("other places are others", "Drones hit a shop in Sumy on Tuesday. Shells killed two men in Kherson.", 2),
    ("other days are others", "Shells hit Kherson on Monday, killing one. On Tuesday, shells hit Kherson again.", 2),
    (
        "other direction",
        "Russian shells killed two people in Kherson on Tuesday. Ukrainian drones hit a refinery in Saratov.",
        2,
    ),
    (
        "one town of a country is not another",
        "Drones struck targets in Ukraine on Tuesday, among them a depot in Sumy. A drone also hit a shop in Odesa.",
        2,
    ),
    ("another beside it", "Shells hit a market in Gao on Monday. Gunmen also attacked a convoy outside the city.", 2),
    ("no other, though more were hurt", "A shell hit a market in Gao on Monday. Another nine people were wounded.", 1),
    ("a toll that rose", "A bomb killed eight in Gao on Monday. The death toll from the attack later rose to 11.", 1),
    ("one number, other bounds", "Bomb kills 60 in Gao\n\nAt least 60 people have been killed in Gao by a bomb.", 1),
    ("by other weapons", "Shells killed two people in Kherson on Monday. A drone killed a driver in Kherson.", 2),
    ("one sentence, several weapons", "Gunmen stormed a hotel in Gao on Monday after setting off a car bomb.", 1),
    ("how it came about", "In Odesa, three people were killed when a rocket hit a house.", 1),
    ("a country told after its town", "A missile hit a school in Sumy. Russia fired 90 drones at Ukraine.", 2),
    ("one list of places", "Russian drones struck Sumy, Poltava and Odesa overnight.", 1),
    ("two statements of one sentence", "Shells hit Kherson, killing one, while a drone hit a bus in Sumy.", 2),
    ("headline and lead", "Missile kills four in Kharkiv\n\nA missile killed four people in Kharkiv on Tuesday.", 1),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_incidents_gather(name: str, text: str, expected: int) -> None:
    assert len(incidents_of(text, DAY)) == expected


def test_incidents_hold_every_frame_once_and_in_order() -> None:
    text = " ".join(case[1] for case in CASES)
    frames = frames_of(text, DAY)
    incidents = gather(frames)
    assert sorted(id(f) for i in incidents for f in i.frames) == sorted(id(f) for f in frames)
    order = {id(frame): n for n, frame in enumerate(frames)}
    firsts = [min(order[id(frame)] for frame in incident.frames) for incident in incidents]
    assert firsts == sorted(firsts)
    for incident in incidents:
        told = [(f.heading, order[id(f)]) for f in incident.frames]
        assert told == sorted(told), "headings last"


def test_incidents_of_nothing() -> None:
    assert gather([]) == []
    assert incidents_of("Shares rose in Frankfurt on Tuesday.", DAY) == []


def test_incidents_time_is_the_finest() -> None:
    (incident,) = incidents_of(
        "A missile hit a school in Sumy earlier this week. The attack on Tuesday killed two.", DAY
    )
    assert incident.time is not None
    assert incident.time.begin is not None
    assert incident.time.begin.isoformat() == "2025-03-18"
