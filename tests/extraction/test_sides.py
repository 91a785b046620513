"""The sides: who is meant where a clause names one side or none."""

from __future__ import annotations

import pytest
from stages import frames_of, incidents_of, indexed

from schemas.article import ArticleIn
from schemas.vocabulary import ActorKind, ActorRole, PlacePrecision
from service.extraction.events.sides import Sides, country_of, holder_of
from service.extraction.frames.reading import build_frames
from service.extraction.mentions import PlaceMention
from service.extraction.pipeline import load

DAY = "2025-03-19"


def sides_of(text: str, published: str = DAY) -> Sides:
    index = indexed(text, published)
    return Sides(index.doc, build_frames(index))


def town(name: str, country: str, admin1: str | None = None) -> PlaceMention:
    return PlaceMention(
        start=0, end=1, name=name, country=country, admin1=admin1, latitude=None, longitude=None, geonames_id=None,
        precision=PlacePrecision.CITY, radius_km=None,
    )  # fmt: skip


def test_sides_the_attacker_follows_from_a_clause_that_names_both() -> None:
    sides = sides_of("Russian forces shelled Ukrainian troops near Lyman on Monday. Drones hit Kharkiv on Tuesday.")
    assert sides.attacker_of("UA", "UA") == "RU"
    assert sides.attacker_of(None, "UA") == "RU"


def test_sides_the_attacker_follows_from_the_country_of_the_place() -> None:
    sides = sides_of("Israeli jets bombed Beirut on Monday.")
    assert sides.attacker_of(None, "LB") == "IL"


def test_sides_nobody_is_known_where_the_article_names_nobody() -> None:
    assert sides_of("Drones hit an oil plant on Saturday.").attacker_of("SA", "SA") is None


def test_sides_an_opponent_counts_only_if_the_article_names_it() -> None:
    assert sides_of("A missile hit a school in Sumy.").attacker_of("UA", "UA") is None
    assert sides_of("A missile hit a school in Sumy. Russia was silent.").attacker_of("UA", "UA") == "RU"


def test_sides_a_conflict_counts_only_in_its_years() -> None:
    text = "A bomb fell on a house in Sumy. Russia was silent."
    assert sides_of(text, "1995-05-01").attacker_of("UA", "UA") is None


def test_sides_the_target_is_the_country_of_the_place() -> None:
    assert sides_of("Russian drones hit Sumy.").target_of({"RU"}, "UA") == "UA"


def test_sides_the_target_at_home_is_the_opponent() -> None:
    sides = sides_of("Sudan's army fought the Rapid Support Forces in Khartoum.")
    assert sides.target_of({"SD"}, "SD") == "rsf"


def test_sides_a_supplier_does_not_attack() -> None:
    text = "Russia attacked Odesa on Monday. Iranian drones hit a warehouse in the city."
    index = indexed(text, DAY)
    frames = build_frames(index)
    sides = Sides(index.doc, frames)
    sides.dispel(frames)
    assert not any(actor.id == "IR" for frame in frames for actor in frame.attackers)


def test_sides_a_maker_attacks_where_it_is_the_only_side() -> None:
    text = "Iranian drones hit a barracks near Erbil on Monday."
    index = indexed(text, DAY)
    frames = build_frames(index)
    sides = Sides(index.doc, frames)
    sides.dispel(frames)
    assert any(actor.id == "IR" for frame in frames for actor in frame.attackers)


def test_sides_kinds() -> None:
    sides = sides_of("Israel bombed Hezbollah and the US-led coalition bombed nobody.")
    assert sides.kind_of("IL") is ActorKind.STATE
    assert sides.kind_of("hezbollah") is ActorKind.GROUP
    assert sides.kind_of("FR") is ActorKind.STATE
    assert sides.kind_of("rsf") is ActorKind.GROUP


@pytest.mark.parametrize(
    ("name", "country", "year", "holder"),
    [
        ("Sevastopol", "UA", 2024, "RU"),
        ("Sevastopol", "UA", 2010, None),
        ("Kyiv", "UA", 2024, None),
        ("Paris", "FR", 2024, None),
    ],
)
def test_sides_holders(name: str, country: str, year: int, holder: str | None) -> None:
    assert holder_of(town(name, country), year) == holder


def test_sides_country_of_an_incident_is_that_of_most_places() -> None:
    (incident,) = incidents_of("Russian drones struck Sumy, Poltava and Odesa overnight.", DAY)
    assert country_of(incident) == "UA"


def test_sides_do_not_depend_on_the_order_of_a_set() -> None:
    text = "Russia and Iran and Syria bombed rebels and the Islamic State and Turkey in Idlib and Aleppo."
    index = indexed(text, "2016-05-01")
    first = Sides(index.doc, frames_of(text, "2016-05-01"))
    second = Sides(index.doc, frames_of(text, "2016-05-01"))
    for country in ("SY", "RU", "TR"):
        assert first.target_of({"RU", "SY", "IR"}, country) == second.target_of({"SY", "IR", "RU"}, country)
        assert first.attacker_of(None, country) == second.attacker_of(None, country)


def test_sides_the_only_enemy_of_the_year_is_meant_at_home() -> None:
    sides = sides_of("Ukrainian troops have retaken two villages.")
    assert sides.target_of({"UA"}, "UA") == "RU"


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        ("Air strikes killed nine people in Raqqa, which Islamic State fighters hold. Russia bombed Raqqa.", {"RU"}),
        ("Planes of the Libyan National Army bombed Tripoli on Sunday.", {"lna"}),
    ],
)
def test_sides_only_groups_that_have_aircraft_fly(text: str, attackers: set[str]) -> None:
    events = load().extract(ArticleIn(text=text, published_at="2019-06-03")).events
    assert {a.id for e in events for a in e.actors if a.role is ActorRole.ATTACKER} == attackers


def test_sides_a_country_is_at_war_where_its_opponent_is_named() -> None:
    sides = sides_of("An explosion shook Kyiv, in Ukraine, on Friday. Russia said nothing.")
    assert sides.at_war("UA")
    assert not sides.at_war("PL")
