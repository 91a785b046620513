"""Reading: what a clause's acts are taken for, by their objects, their means and those who act."""

from __future__ import annotations

import pytest
from stages import frames_of

from schemas.vocabulary import WeaponType

DAY = "2024-05-15"


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Russian bombs destroyed a school in Kupiansk.", [WeaponType.BOMB]),
        ("Bombs exploded at two markets in Peshawar.", [WeaponType.EXPLOSIVE]),
        ("Taliban bombs killed three soldiers near Sangin.", [WeaponType.EXPLOSIVE]),
    ],
)
def test_reading_the_bombs_of_a_state_fall_from_the_air(text: str, weapons: list[WeaponType]) -> None:
    (frame,) = frames_of(text, DAY)
    assert [use.mention.type for use in frame.weapons] == weapons


def test_reading_who_shoots_down_a_helicopter_attacks_its_owner() -> None:
    (frame,) = frames_of("Rebels of M23 shot down a Congolese army helicopter with a missile near Rutshuru.", DAY)
    assert [actor.id for actor in frame.attackers] == ["m23"]
    assert {actor.id for actor in frame.targets} == {"CD"}
    assert [use.mention.type for use in frame.weapons] == [WeaponType.MISSILE]


def test_reading_only_what_flies_is_shot_down() -> None:
    assert frames_of("The bill was shot down in parliament on Tuesday.", DAY) == []
    frames = frames_of("Russia launched 40 drones at Odesa. Most were shot down.", DAY)
    assert frames[-1].main is not None
    assert frames[-1].main.pattern == "intercept"


def test_reading_what_else_was_damaged_goes_on() -> None:
    frames = frames_of("A drone hit a house in Kharkiv. A shop was also damaged. Shares rose. A bank was damaged.", DAY)
    assert [[str(o.type) for o in frame.objects] for frame in frames] == [["residential"], ["commercial"]]


def test_reading_the_place_of_a_relative_clause_is_that_of_the_act() -> None:
    (frame,) = frames_of("Russia is accused of bombing a theatre where families were sheltering in Mariupol.", DAY)
    assert [place.name for place in frame.places] == ["Mariupol"]
    assert [str(o.type) for o in frame.objects][:1] == ["cultural"]


def test_reading_debris_is_of_the_weapons_told_before() -> None:
    told = frames_of("The army shot down 36 drones over Bryansk region. In Bryansk, debris set a depot on fire.", DAY)
    assert [use.mention.type for use in told[-1].weapons] == [WeaponType.DRONE]
    alone = frames_of("Rescuers pulled a girl from under the debris in Bryansk.", DAY)
    assert not any(frame.weapons for frame in alone)


def test_reading_verbs_are_parted_by_what_they_set_on_fire() -> None:
    (frame,) = frames_of("A drone strike set an oil depot on fire near Feodosia.", DAY)
    assert [str(o.type) for o in frame.objects] == ["oil"]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Gunmen attacked a convoy near Awka, killing four people and abducting three.", "attack"),
        ("Soldiers captured Venezuela's President Nicolas Maduro in Caracas.", "abduct"),
        ("Soldiers captured Caracas.", "capture"),
        ("Gunmen abducted three villagers near Awka and killed a fourth.", "abduct"),
    ],
)
def test_reading_an_attack_leads_what_it_brings(text: str, pattern: str) -> None:
    frame = frames_of(text, DAY)[0]
    assert frame.main is not None
    assert frame.main.pattern == pattern
