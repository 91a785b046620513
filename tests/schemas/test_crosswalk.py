"""The crosswalk of docs/codebook.md, section 2, row by row: from the codebook's types to ACLED's and PLOVER's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.crosswalk import codes
from schemas.event import Actor, Codes, Count, Location, Target, Weapon
from schemas.vocabulary import ActorKind, ActorRole, EventType, PlacePrecision, TargetType, WeaponType

CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"
FOUR = Count(4, 4)
ACLED_TYPES = {
    "Air/drone strike": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Chemical weapon": "Explosions/Remote violence",
    "Armed clash": "Battles",
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Attack": "Violence against civilians",
    "Sexual violence": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Non-violent transfer of territory": "Strategic developments",
    "Looting/property destruction": "Strategic developments",
    "Disrupted weapons use": "Strategic developments",
}
"""ACLED's sub-event types by the event type that each belongs to (ACLED codebook 2023)."""


def rows() -> dict[EventType, tuple[str, str]]:
    """Return the ACLED and PLOVER columns of the codebook's table by event type."""
    found = {}
    for line in CODEBOOK.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0].strip("`") in set(EventType):
            found[EventType(cells[0].strip("`"))] = (cells[2], cells[3])
    return found


def coded(kind: str, *weapons: Weapon | str, attacker: str = "RU", country: str = "UA", hit: bool = True) -> Codes:
    side = ActorKind.STATE if attacker.isupper() else ActorKind.GROUP
    return codes(
        EventType(kind),
        [Actor(role=ActorRole.ATTACKER, id=attacker, kind=side)],
        [weapon if isinstance(weapon, Weapon) else Weapon(type=WeaponType(weapon)) for weapon in weapons],
        [Location(name="Somewhere", country=country, precision=PlacePrecision.CITY)],
        [Target(type=TargetType.RESIDENTIAL, text="a house")] if hit else [],
        harmed=False,
    )


CASES = [
    ("aerial_strike", ["drone.one_way"], "Air/drone strike", "ASSAULT", {"drone"}),
    ("aerial_strike", ["aircraft"], "Air/drone strike", "ASSAULT", {"aerial"}),
    ("aerial_strike", ["aircraft.helicopter", "bomb"], "Air/drone strike", "ASSAULT", {"aerial"}),
    ("aerial_strike", ["drone", "missile"], "Air/drone strike", "ASSAULT", {"drone", "aerial"}),
    ("aerial_strike", ["missile.ballistic"], "Shelling/artillery/missile attack", "ASSAULT", {"heavy-weapons"}),
    ("aerial_strike", ["missile", "missile.cruise"], "Shelling/artillery/missile attack", "ASSAULT", {"heavy-weapons"}),
    ("aerial_strike", ["unknown"], "Air/drone strike", "ASSAULT", {"aerial"}),
    ("shelling", ["artillery"], "Shelling/artillery/missile attack", "ASSAULT", {"heavy-weapons"}),
    ("shelling", ["artillery.rocket"], "Shelling/artillery/missile attack", "ASSAULT", {"heavy-weapons"}),
    ("explosion", ["explosive.ied"], "Remote explosive/landmine/IED", "ASSAULT", {"explosives"}),
    ("explosion", ["explosive.mine"], "Remote explosive/landmine/IED", "ASSAULT", {"explosives"}),
    ("explosion", [], "Remote explosive/landmine/IED", "ASSAULT", {"explosives"}),
    ("explosion", ["explosive.suicide"], "Suicide bomb", "ASSAULT", {"explosives", "suicide-attack"}),
    ("explosion", ["explosive.suicide", "explosive.vehicle"], "Suicide bomb", "ASSAULT",
     {"explosives", "suicide-attack"}),
    ("explosion", ["explosive.grenade"], "Grenade", "ASSAULT", {"explosives"}),
    ("armed_clash", ["firearm"], "Armed clash", "ASSAULT", {None}),
    ("shooting", ["firearm"], "Attack", "ASSAULT", {"firearms"}),
    ("naval_attack", ["drone.naval"], "Shelling/artillery/missile attack", "ASSAULT", {None}),
    ("sabotage", [], "Looting/property destruction", "SABOTAGE", {None}),
    ("abduction", [], "Abduction/forced disappearance", "COERCE", {"seize"}),
    ("other_violence", ["blade"], "Attack", "ASSAULT", {None}),
    ("other_violence", ["chemical"], "Chemical weapon", "ASSAULT", {None, "unconventional"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "weapons", "acled", "plover", "modes"), CASES)
def test_crosswalk(kind: str, weapons: list[str], acled: str, plover: str, modes: set[str | None]) -> None:
    found = coded(kind, *weapons)
    assert found.acled.sub_event_type == acled
    assert found.plover.event == plover
    assert found.plover.mode in modes


@pytest.mark.parametrize(
    ("attacker", "country", "expected"),
    [
        ("UA", "UA", "Government regains territory"),
        ("RU", "UA", "Non-state actor overtakes territory"),
        ("m23", "CD", "Non-state actor overtakes territory"),
        ("SD", "SD", "Government regains territory"),
        ("unknown", "UA", "Non-state actor overtakes territory"),
    ],
)
def test_crosswalk_territory_by_home_state(attacker: str, country: str, expected: str) -> None:
    found = coded("territorial_change", attacker=attacker, country=country)
    assert found.acled.sub_event_type == expected
    assert (found.plover.event, found.plover.mode) == ("COERCE", "seize")


def test_crosswalk_only_intercepted_weapons_are_disrupted() -> None:
    downed = Weapon(type=WeaponType.DRONE, intercepted=FOUR)
    assert coded("aerial_strike", downed, hit=False).acled.sub_event_type == "Disrupted weapons use"
    assert coded("aerial_strike", downed, hit=True).acled.sub_event_type == "Air/drone strike"
    struck = Weapon(type=WeaponType.DRONE, intercepted=FOUR, hit=Count(1, 1))
    assert coded("aerial_strike", struck, hit=False).acled.sub_event_type == "Air/drone strike"


def test_crosswalk_all_launched_were_intercepted() -> None:
    downed = Weapon(type=WeaponType.MISSILE, launched=FOUR, intercepted=FOUR)
    assert coded("aerial_strike", downed, hit=False).acled.sub_event_type == "Disrupted weapons use"


def test_crosswalk_some_launched_were_not_intercepted() -> None:
    most = Weapon(type=WeaponType.DRONE, launched=Count(9, 9), intercepted=FOUR)
    assert coded("aerial_strike", most, hit=False).acled.sub_event_type == "Air/drone strike"


def test_crosswalk_the_table_of_the_codebook_has_every_type() -> None:
    assert set(rows()) == set(EventType)


@pytest.mark.parametrize(("kind", "weapons"), [(case[0], case[1]) for case in CASES])
def test_crosswalk_says_what_the_table_says(kind: str, weapons: list[str]) -> None:
    acled, plover = rows()[EventType(kind)]
    found = coded(kind, *weapons)
    allowed = {re.sub(r"\(.*?\)", "", name).strip() for name in re.sub(r"\([^)]*\)", "", acled).split(";")}
    assert found.acled.sub_event_type in allowed
    assert plover.startswith(found.plover.event)
    assert ACLED_TYPES[found.acled.sub_event_type] == found.acled.event_type


def test_crosswalk_weapons_that_may_have_got_through_are_not_disrupted() -> None:
    for launched in (Count(5, 5), Count(4, None)):
        downed = Weapon(type=WeaponType.MISSILE, launched=launched, intercepted=FOUR)
        assert coded("aerial_strike", downed, hit=False).acled.sub_event_type == "Shelling/artillery/missile attack"
    jammed = Weapon(type=WeaponType.DRONE, launched=Count(5, 5), intercepted=FOUR, suppressed=Count(1, 1))
    assert coded("aerial_strike", jammed, hit=False).acled.sub_event_type == "Disrupted weapons use"
