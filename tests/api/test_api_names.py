"""What the names in a query stand for."""

from __future__ import annotations

import pytest

from schemas.query import LocationTerm, WeaponTerm
from schemas.vocabulary import WeaponType
from service.api.asking.names import Names, UnknownNameError


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("RU", "RU"),
        ("ru", "RU"),
        ("Russia", "RU"),
        ("Moscow", "RU"),
        ("Hezbollah", "hezbollah"),
        ("unknown", "unknown"),
    ],
)
def test_actors_by_id_name_and_alias(names: Names, text: str, actor: str) -> None:
    assert names.actor(text) == (actor,)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("drone", WeaponTerm(type=WeaponType.DRONE)),
        ("drone.one_way", WeaponTerm(type=WeaponType.DRONE_ONE_WAY)),
        ("Drone.One_Way", WeaponTerm(type=WeaponType.DRONE_ONE_WAY)),
        ("drones", WeaponTerm(type=WeaponType.DRONE)),
        ("Shahed", WeaponTerm(model="Shahed")),
        ("shahed-136", WeaponTerm(model="Shahed-136")),
    ],
)
def test_weapons_by_type_family_and_model(names: Names, text: str, term: WeaponTerm) -> None:
    assert names.weapon(text) == (term,)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Sumy", LocationTerm(name="Sumy")),
        ("Kiev", LocationTerm(name="Kyiv")),
        ("Odessa", LocationTerm(name="Odesa")),
        ("692194", LocationTerm(geonames_id=692194)),
        ("Ukraine", LocationTerm(country="UA")),
        ("690791", LocationTerm(country="UA")),
        ("Sumy Oblast", LocationTerm(country="UA", admin1="Sumy Oblast")),
        ("Sumy region", LocationTerm(country="UA", admin1="Sumy Oblast")),
        ("692196", LocationTerm(country="UA", admin1="Sumy Oblast")),
        ("Donbas", LocationTerm(name="Donbas")),
        ("Donbas", LocationTerm(country="UA", admin1="Luhansk Oblast")),
    ],
)
def test_locations_by_name_alias_id_and_what_holds_them(names: Names, text: str, term: LocationTerm) -> None:
    assert term in names.location(text)


def test_a_city_does_not_stand_for_the_region_named_after_it(names: Names) -> None:
    assert names.location("Sumy") == (LocationTerm(name="Sumy"),)


@pytest.mark.parametrize("kind", ["actor", "weapon", "location"])
def test_names_that_nobody_has_are_not_known(names: Names, kind: str) -> None:
    with pytest.raises(UnknownNameError, match="'Xyzzyqux' is not known"):
        getattr(names, kind)("Xyzzyqux")


@pytest.mark.parametrize(
    ("kind", "misspelt", "close"),
    [
        ("actor", "Russsia", "Russia"),
        ("actor", "Hezbolah", "hezbollah"),
        ("weapon", "Iskandar-M", "Iskander-M"),
        ("location", "Kyivv", "Kyiv"),
        ("location", "Zaporizhzhai", "Zaporizhzhia"),
        ("location", "Kharki", "Kharkiv"),
    ],
)
def test_a_misspelt_name_comes_back_with_what_is_close(names: Names, kind: str, misspelt: str, close: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        getattr(names, kind)(misspelt)
    assert close.casefold() in [suggestion.casefold() for suggestion in caught.value.suggestions()]
    for suggestion in caught.value.suggestions():
        getattr(names, kind)(suggestion)


def test_countries_must_be_countries(names: Names) -> None:
    assert names.is_country("UA")
    assert not names.is_country("ZZ")
