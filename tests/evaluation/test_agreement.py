"""When two values are the same."""

from __future__ import annotations

import pytest

from service.evaluation.agreement import agrees, distance_km, plain, same_date, same_place, same_source
from service.evaluation.annotation import Place, Time
from service.evaluation.fillers import Filler

KYIV = Place(name="Kyiv", country="UA", precision="city", latitude=50.4547, longitude=30.5238)
LVIV = Place(name="Lviv", country="UA", precision="city", latitude=49.8383, longitude=24.0232)


def test_distance_of_kyiv_and_lviv() -> None:
    assert distance_km(KYIV, LVIV) == pytest.approx(468.6, abs=1.0)


def test_distance_without_coordinates_is_unknown() -> None:
    assert distance_km(KYIV, Place(name="Kyiv")) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ḩalab", "halab"), ("Saint-Denis, Réunion", "saint denis reunion"), ("Київ", ""), (None, "")],
)
def test_plain_names(name: str | None, expected: str) -> None:
    assert plain(name) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (KYIV, LVIV, False),
        (KYIV, Place(name="KYIV"), True),
        (KYIV, Place(name="Kyiv", country="RU"), False),
        (KYIV, Place(name="Brovary", precision="city", latitude=50.5113, longitude=30.7909), True),
        (KYIV, Place(name="Kyiv Oblast", precision="region", latitude=50.4547, longitude=30.5238), False),
        (
            Place(name="Black Sea", precision="sea", latitude=43.0, longitude=34.0),
            Place(name="off Crimea", precision="region", latitude=43.5, longitude=34.0),
            True,
        ),
        (
            Place(name="Black Sea", precision="sea", latitude=43.0, longitude=34.0),
            Place(name="off Crimea", precision="region", latitude=44.0, longitude=34.0),
            False,
        ),
        (
            Place(name="Sudan", country="SD", precision="country"),
            Place(name="The Sudan", country="SD", precision="country"),
            True,
        ),
        (
            Place(name="Djibouti", country="DJ", precision="country"),
            Place(name="Djibouti", country="DJ", precision="city"),
            False,
        ),
    ],
)
def test_same_place(gold: Place, predicted: Place, same: bool) -> None:
    assert same_place(gold, predicted) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        (("2024-02-28", "2024-02-29"), ("2024-02-29", None), True),
        (("2024-02-28", None), ("2024-02-29", None), False),
        (("2024-02-01", "2024-02-29"), ("2024-02-10", "2024-02-10"), False),
        (("2024-02-01", "2024-02-29"), ("2024-02-02", "2024-03-01"), True),
        (("2024-02-28", None), (None, "2024-02-28"), False),
        (("2024-02-28", None), ("2024-02-30", None), False),
    ],
)
def test_same_date(gold: tuple[str, str | None], predicted: tuple[str | None, str | None], same: bool) -> None:
    assert same_date(Time(start=gold[0], end=gold[1]), Time(start=predicted[0], end=predicted[1])) is same


@pytest.mark.parametrize(
    ("gold", "predicted", "same"),
    [
        ("Governor Ivan Petrenko", "Ivan Petrenko", True),
        ("the Ministry of Defence", "ministry of health", False),
        ("border guard", "coast watch", False),
        ("local police chief", "regional police chief", True),
        ("army spokesman Adel", "navy spokesman", False),
        ("the", "the", False),
    ],
)
def test_same_source(gold: str, predicted: str, same: bool) -> None:
    assert same_source(gold, predicted) is same


def test_agreement_needs_the_same_slot() -> None:
    assert agrees(Filler("attacker", "RU"), Filler("attacker", "RU"))
    assert not agrees(Filler("attacker", "RU"), Filler("target", "RU"))
    assert not agrees(Filler("source", None), Filler("source", None))
