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
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_kinds(text: str, expected: EventType) -> None:
    assert kind_of(incidents_of(text, "2024-05-05")[0]) is expected
