"""Who acts and who suffers in fighting on the ground, by one clause and by the article around it."""

from __future__ import annotations

import pytest
from stages import frames_of, indexed

from service.extraction.events.sides import Sides
from service.extraction.frames.frame import Frame
from service.extraction.frames.reading import build_frames

CASES = [
    # published, text, who acts, who suffers
    ("2022-09-12", "Russian forces pulled out of Izium.", set(), {"RU"}),
    ("2025-03-13", "Russia pushed Ukrainian troops out of Sudzha.", {"RU"}, {"UA"}),
    ("2024-02-20", "Russian troops forced Ukrainian soldiers to withdraw from Avdiivka.", {"RU"}, {"UA"}),
    ("2025-01-28", "Goma fell to M23 rebels on Monday.", {"m23"}, set()),
    ("2016-06-26", "Iraqi troops have recaptured Fallujah from Islamic State.", {"IQ"}, {"islamic-state"}),
    ("2016-06-26", "Clashes between Iraqi troops and Islamic State fighters killed 12.", {"IQ"}, {"islamic-state"}),
    ("2025-07-24", "Thai and Cambodian soldiers clashed near Surin.", {"TH"}, {"KH"}),
    ("2022-09-14", "Azerbaijan and Armenia accused each other of opening fire near Jermuk.", {"AZ", "AM"}, set()),
    ("2023-05-21", "It was the Wagner group that captured the town of Bakhmut.", {"RU"}, set()),
    ("2024-11-30", "Men belonging to Hezbollah ambushed an Israeli patrol.", {"hezbollah"}, {"IL"}),
    ("2023-05-01", "Israeli soldiers killed two members of Hamas in Jenin.", {"IL"}, {"hamas"}),
    ("2015-01-05", "Thirteen people were kidnapped in Sirte by men of the Islamic State.", {"islamic-state"}, set()),
    ("1987-09-01", "COLOMBIAN SOLDIERS CLASHED WITH FARC GUERRILLAS IN META.", {"CO"}, {"farc"}),
]


def ids(frames: list[Frame], role: str) -> set[str]:
    return {actor.id for frame in frames for actor in getattr(frame, role)} - {"unknown"}


@pytest.mark.parametrize(("published", "text", "attackers", "targets"), CASES)
def test_roles_on_the_ground(published: str, text: str, attackers: set[str], targets: set[str]) -> None:
    frames = frames_of(text, published)
    assert ids(frames, "attackers") == attackers
    assert ids(frames, "targets") == targets


@pytest.mark.parametrize(
    "text",
    [
        "Turkey condemned the bombing of a market in Idlib on Monday.",
        "France denounced an attack that killed ten soldiers in Mali.",
        "Fighters aligned with Iran attacked a base in Erbil.",
    ],
)
def test_roles_who_condemns_or_backs_does_not_attack(text: str) -> None:
    assert ids(frames_of(text, "2023-05-15"), "attackers") == set()


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        ("A car bomb killed ten people in Mogadishu on Monday. Al-Shabaab claimed responsibility.", {"al-shabaab"}),
        ("A car bomb killed ten people in Mogadishu; al-Shabaab said it was behind the attack.", {"al-shabaab"}),
        ("A car bomb killed ten people in Mogadishu on Monday. It was claimed by al-Shabaab.", {"al-shabaab"}),
        ("Turkey blamed the YPG for a bombing that killed 28 people in Ankara.", {"ypg"}),
        ("Ankara holds the PKK responsible for the bombing in Istanbul that killed six people.", {"pkk"}),
        ("A bombing blamed on Boko Haram tore through a market in Maiduguri.", {"boko-haram"}),
        ("A bomb killed ten people in Kabul. No group claimed responsibility; the Taliban denied it.", set()),
        ("A bomb killed ten people in Kabul. The Taliban have not claimed responsibility.", set()),
    ],
)
def test_sides_claims_and_blame(text: str, attackers: set[str]) -> None:
    index = indexed(text, "2023-05-15")
    frames = build_frames(index)
    Sides(index.doc, frames)
    assert ids(frames, "attackers") == attackers


@pytest.mark.parametrize(
    ("published", "text", "target", "attacker"),
    [
        ("2012-05-01", "A bomb hit a post in Maiduguri. Boko Haram was silent.", "NG", "boko-haram"),
        ("1988-05-01", "A rocket hit a house in Basra. Iran was silent.", "IQ", "IR"),
        ("2015-05-01", "A rocket hit a house in Basra. Iran was silent.", "IQ", None),
        ("2023-05-01", "A rocket hit a house in Haifa. Hezbollah was silent.", "IL", "hezbollah"),
        ("2023-05-01", "A rocket hit a house in Tyre. Hezbollah was silent.", "LB", None),
    ],
)
def test_sides_opponents_of_the_year(published: str, text: str, target: str, attacker: str | None) -> None:
    index = indexed(text, published)
    assert Sides(index.doc, build_frames(index)).attacker_of(target, target) == attacker


def test_sides_nobody_attacks_itself() -> None:
    text = "Tigrayan forces retreated from Lalibela, a spokesman for the Tigray People's Liberation Front said."
    index = indexed(text, "2021-12-20")
    assert Sides(index.doc, build_frames(index)).attacker_of("tplf", "ET") != "tplf"
