"""The roles: which side acts and which suffers, by the syntax of one clause."""

from __future__ import annotations

import pytest
from stages import acts_by_token, indexed

from service.extraction.frames.roles import assign_roles

CASES = [
    # text, who acts, who suffers
    ("Russian forces shelled Ukrainian positions near Lyman.", {"RU"}, {"UA"}),
    ("Ukrainian positions were shelled by Russian forces.", {"RU"}, {"UA"}),
    ("Israel attacked Hezbollah in the south.", {"IL"}, {"hezbollah"}),
    ("Hezbollah was attacked by Israel.", {"IL"}, {"hezbollah"}),
    ("Israeli air strikes killed three Hamas fighters.", {"IL"}, {"hamas"}),
    ("A Russian attack on Ukraine killed two.", {"RU"}, {"UA"}),
    ("An attack by al-Shabaab on Kenyan troops killed two.", {"al-shabaab"}, {"KE"}),
    ("The Taliban's assault on the base failed.", {"taliban"}, set()),
    ("Ukraine shot down nine Russian drones.", {"RU"}, {"UA"}),
    ("Israel's Iron Dome system intercepted nine rockets.", set(), {"IL"}),
    ("Nine drones were shot down by Ukraine.", set(), {"UA"}),
    ("Russian troops repelled a Ukrainian assault.", {"UA"}, {"RU"}),
    ("Russian troops withdrew from the town.", set(), {"RU"}),
    ("Goma was seized by the M23 rebels.", {"m23"}, set()),
    ("The M23 captured the town from Congolese soldiers.", {"m23"}, {"CD"}),
    ("Boko Haram kidnapped four Nigerian soldiers.", {"boko-haram"}, {"NG"}),
    ("Turkish jets bombed PKK camps.", {"TR"}, {"pkk"}),
    ("Houthi missiles struck an American destroyer.", {"houthis"}, {"US"}),
    ("Sudanese soldiers clashed with the Rapid Support Forces.", {"SD"}, {"rsf"}),
    ("Ukrainian drones destroyed two Russian tanks.", {"UA"}, {"RU"}),
    ("Russian troops withdrew from Bucha on Friday, Ukrainian officials said.", set(), {"RU"}),
    ("KYIV, Ukraine (NW) - A Russian missile struck a school in Izium.", {"RU"}, set()),
    ("The Islamic State killed 12 Syrian soldiers.", {"islamic-state"}, {"SY"}),
    ("After Hezbollah shelled an Israeli base, sirens sounded.", {"hezbollah"}, {"IL"}),
]


@pytest.mark.parametrize(("text", "attackers", "targets"), CASES, ids=lambda value: value if type(value) is str else "")
def test_roles(text: str, attackers: set[str], targets: set[str]) -> None:
    index = indexed(text, "2024-05-01")
    roles = assign_roles(index, index.clauses[0][0], acts_by_token(index))
    assert {actor.id for actor in roles.attackers} - {"unknown"} == attackers
    assert {actor.id for actor in roles.targets} - {"unknown"} - attackers == targets


@pytest.mark.parametrize(
    "text",
    [
        "Iran-backed militiamen fired rockets at a base.",
        "Rwanda said that rebels had fired at a base.",
    ],
)
def test_roles_backers_and_speakers_do_not_act(text: str) -> None:
    index = indexed(text, "2024-05-01")
    roles = assign_roles(index, index.clauses[0][0], acts_by_token(index))
    assert not {actor.id for actor in roles.attackers} & {"IR", "RW"}


def test_roles_the_maker_of_a_weapon_is_a_supplier() -> None:
    index = indexed("Russia attacked Odesa with Iranian drones.", "2024-05-01")
    roles = assign_roles(index, index.clauses[0][0], acts_by_token(index))
    assert {a.id for a in roles.attackers if id(a) in roles.suppliers} <= {"IR"}
    assert "RU" in {a.id for a in roles.attackers if id(a) not in roles.suppliers}
