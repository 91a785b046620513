"""What the names in a query stand for."""

from __future__ import annotations

import pytest

from schemas.query import LocationTerm, WeaponTerm
from schemas.vocabulary import WeaponType
from service.api.names import Names, UnknownNameError


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
def test_names_that_nobody_has_are_refused(names: Names, kind: str) -> None:
    with pytest.raises(UnknownNameError, match=r"'Xyzzyqux' is not known.*accepted: "):
        getattr(names, kind)("Xyzzyqux")


def test_a_misspelt_actor_comes_back_with_what_is_close(names: Names) -> None:
    with pytest.raises(UnknownNameError, match="close to it: RU"):
        names.actor("Russsia")


def test_countries_must_be_countries(names: Names) -> None:
    assert names.country("UA") == ("UA",)
    with pytest.raises(UnknownNameError):
        names.country("ZZ")
