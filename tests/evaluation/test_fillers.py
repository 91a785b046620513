"""What an event says, as slots and values."""

from __future__ import annotations

from schemas.event import Count
from service.evaluation.annotation import (
    Actor,
    AnnotatedEvent,
    Attribution,
    Casualty,
    Place,
    Target,
    Time,
    Weapon,
)
from service.evaluation.fillers import Filler, WeaponCount, fillers, united


def test_fillers_of_a_full_event() -> None:
    place, time = Place(name="Odesa", spans=[(3, 8)]), Time(start="2024-05-01")
    event = AnnotatedEvent(
        event_type="aerial_strike",
        actors=[Actor(role="attacker", id="RU"), Actor(role="target", id="UA")],
        weapons=[Weapon(type="drone.one_way", launched=Count(9, 9), hit=Count(None, None))],
        locations=[place],
        time=time,
        casualties=[Casualty(outcome="killed", count=Count(2, None))],
        targets=[Target(type="port")],
        attribution=[Attribution(source="the governor")],
    )
    assert fillers(event) == [
        Filler("type", "aerial_strike"),
        Filler("attacker", "RU"),
        Filler("target", "UA"),
        Filler("weapon", "drone"),
        Filler("weapon_type", "drone.one_way"),
        Filler("weapon_count", WeaponCount("drone", "launched", Count(9, 9))),
        Filler("place", place),
        Filler("date", time),
        Filler("killed", Count(2, None)),
        Filler("object", "port"),
        Filler("source", "the governor"),
    ]


def test_what_says_nothing_gives_no_filler() -> None:
    event = AnnotatedEvent(
        event_type="shelling",
        actors=[Actor(role="attacker", id="unknown"), Actor(role="witness", id="UA"), Actor(role="target")],
        weapons=[Weapon(type="unknown", launched=Count(4, 4)), Weapon()],
        time=Time(end="2024-05-01"),
        casualties=[
            Casualty(outcome="killed", count=Count()),
            Casualty(outcome="captured", count=Count(3, 3)),
            Casualty(outcome="injured"),
        ],
    )
    assert fillers(event) == [Filler("type", "shelling")]


def test_a_thing_said_twice_is_one_filler() -> None:
    event = AnnotatedEvent(weapons=[Weapon(type="missile"), Weapon(type="missile.cruise")])
    assert [filler.slot for filler in fillers(event)] == ["type", "weapon", "weapon_type", "weapon_type"]


def test_united_events_count_a_place_once_wherever_it_stands() -> None:
    first, second = Place(name="Odesa", spans=[(3, 8)]), Place(name="Odesa", spans=[(90, 95)])
    events = [[Filler("place", first)], [Filler("place", second)]]
    assert united(events) == [Filler("place", Place(name="Odesa"))]
    assert len(fillers(AnnotatedEvent(locations=[first, second]))) == 3
