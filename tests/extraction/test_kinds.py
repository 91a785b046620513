"""The type of an event: the main act, the weapon between strikes, and not the war around it."""

from __future__ import annotations

import pytest
from stages import incidents_of

from schemas.vocabulary import EventType
from service.extraction.events.kinds import kind_of

CASES = [
    # text, type of the first incident
    ("A Russian drone hit a depot in Sumy.", EventType.AERIAL_STRIKE),
    ("Blasts were heard in Sumy on Friday. Five drones hit the town on Friday.", EventType.AERIAL_STRIKE),
    ("Russian strikes hit stations in Vinnytsia on Monday. Rockets hit the stations in Vinnytsia on Monday.",
     EventType.SHELLING),
    ("An explosion was heard in Mogadishu on Friday.", EventType.EXPLOSION),
    ("Russia attacked a depot in Sumy with drones, far from the front line of its offensive.",
     EventType.AERIAL_STRIKE),
    ("The army launched an offensive in Sumy.", EventType.ARMED_CLASH),
    ("Militants killed 19 soldiers at an army base in Uri.", EventType.ARMED_CLASH),
    ("Gunmen opened fire on soldiers near Uri and killed seven soldiers.", EventType.ARMED_CLASH),
    ("An attack in Sumy killed two officers.", EventType.OTHER_VIOLENCE),
    ("The militants executed three officers in Idlib.", EventType.SHOOTING),
    ("Syrian forces fired rockets with sarin gas at Jobar and killed 80 people.", EventType.OTHER_VIOLENCE),
    ("Rebels fired shells with toxic materials at Aleppo and hurt nine people.", EventType.OTHER_VIOLENCE),
    ("Israel killed 90 people in a bombing in Khan Younis.", EventType.AERIAL_STRIKE),
    ("Boko Haram killed nine people in a bombing in Maiduguri.", EventType.EXPLOSION),
    ("Israeli forces made a ground attack on Rafah together with airstrikes.", EventType.ARMED_CLASH),
    ("Syria's air force destroyed two depots of the rebels in Idlib.", EventType.AERIAL_STRIKE),
    ("Russian shelling and drone attacks struck Kherson on Saturday and killed one person.", EventType.AERIAL_STRIKE),
    ("Russian shelling struck Kherson on Saturday and a drone hit it on Sunday.", EventType.SHELLING),
    ("The attacks targeted a market in Timbuktu and killed nine people.", EventType.OTHER_VIOLENCE),
    ("A market in Sumy was targeted on Friday and nine people were killed.", EventType.AERIAL_STRIKE),
    ("Hamas attacked a village near Sderot, killing 12 people and kidnapping four.", EventType.ARMED_CLASH),
    ("Boko Haram kidnapped 12 farmers near Maiduguri.", EventType.ABDUCTION),
    ("Hamas' October 7 attack killed 12 people in Sderot.", EventType.ARMED_CLASH),
    ("Three missiles were fired at the bridge joining occupied Crimea to Russia.", EventType.AERIAL_STRIKE),
]  # fmt: skip


def test_kinds_a_blast_yields_to_the_weapon_of_the_headline() -> None:
    text = "Russian missile attack hits Dnipro\n\nAn explosion in Dnipro hurt 20 people on Saturday."
    assert {kind_of(incident) for incident in incidents_of(text, "2024-05-05")} == {EventType.AERIAL_STRIKE}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_kinds(text: str, expected: EventType) -> None:
    assert kind_of(incidents_of(text, "2024-05-05")[0]) is expected
