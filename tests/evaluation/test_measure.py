"""The figures of small cases counted by hand."""

from __future__ import annotations

import pytest

from schemas.event import Count, Evidence
from service.evaluation.annotation import Actor, AnnotatedEvent, Casualty, Place, Target, Time
from service.evaluation.calibration import Band, Judged, bands, calibration_error
from service.evaluation.fillers import Filler
from service.evaluation.measure import Difference, Rates, score
from service.evaluation.report import calibration_table, differences, table

STRIKE = AnnotatedEvent(
    event_type="aerial_strike",
    modality="claimed",
    actors=[Actor(role="attacker", id="RU"), Actor(role="target", id="UA")],
    locations=[Place(name="Izium", country="UA")],
    time=Time(start="2024-03-02"),
    quote="A strike on Izium",
)
CLASH = AnnotatedEvent(event_type="armed_clash", modality="asserted", targets=[Target(type="vehicle")])


def test_a_perfect_answer() -> None:
    figures = score({"a": [STRIKE, CLASH], "b": []}, {"a": [CLASH, STRIKE]})
    assert figures.aligned["all"] == Rates(1.0, 1.0, 1.0, 7, 7, 7)
    assert figures.document["all"] == Rates(1.0, 1.0, 1.0, 7, 7, 7)
    assert figures.aligned["event"] == Rates(0.5, 0.5, 0.5, 1, 2, 2)  # the clash names no key to agree on
    assert (figures.articles, figures.modality_accuracy, figures.empty_accuracy) == (2, 1.0, 1.0)


def test_no_answer() -> None:
    figures = score({"a": [STRIKE]}, {})
    assert figures.aligned["all"] == Rates(0.0, 0.0, 0.0, 0, 5, 0)
    assert figures.aligned["event"] == Rates(0.0, 0.0, 0.0, 0, 1, 0)
    assert figures.modality_accuracy is None
    assert figures.empty_accuracy is None


def test_partly_right_by_hand() -> None:
    near = AnnotatedEvent(
        event_type="shelling",
        modality="asserted",
        actors=[Actor(role="attacker", id="RU"), Actor(role="target", id="BY")],
        locations=[Place(name="Izium")],
        casualties=[Casualty(outcome="killed", count=Count(1, 1))],
        confidence=0.72,
    )
    extra = AnnotatedEvent(event_type="explosion", confidence=0.31)
    figures = score({"a": [STRIKE], "b": []}, {"a": [extra, near], "b": [extra], "z": [extra]})
    assert figures.aligned["attacker"] == Rates(1.0, 1.0, 1.0, 1, 1, 1)
    assert figures.aligned["target"] == Rates(0.0, 0.0, 0.0, 0, 1, 1)
    assert figures.aligned["killed"] == Rates(0.0, 0.0, 0.0, 0, 0, 1)
    assert figures.aligned["type"] == Rates(0.0, 0.0, 0.0, 0, 1, 3)
    assert figures.aligned["all"] == Rates(0.2857, 0.4, 0.3333, 2, 5, 7)
    assert figures.aligned["event"] == Rates(0.3333, 1.0, 0.5, 1, 1, 3)
    assert figures.document["place"] == Rates(1.0, 1.0, 1.0, 1, 1, 1)
    assert (figures.modality_accuracy, figures.empty_accuracy) == (0.0, 0.0)
    assert figures.calibration == [Band(0.3, 0.4, 2, 0.31, 0.0), Band(0.7, 0.8, 1, 0.72, 1.0)]


def test_document_level_forgives_a_wrong_grouping() -> None:
    split = [
        AnnotatedEvent(event_type="aerial_strike", actors=STRIKE.actors),
        AnnotatedEvent(event_type="aerial_strike", locations=STRIKE.locations, time=STRIKE.time),
    ]
    figures = score({"a": [STRIKE]}, {"a": split})
    assert figures.aligned["all"].matched == 3
    assert figures.aligned["event"].matched in (0, 1)
    assert figures.document["all"] == Rates(1.0, 1.0, 1.0, 5, 5, 5)


def test_differences_name_what_was_missed_and_invented() -> None:
    wrong = AnnotatedEvent(
        event_type="aerial_strike",
        actors=STRIKE.actors,
        time=Time(start="2024-03-02", end="2024-03-09"),
        evidence=[Evidence(0, 5, "A raid\non Izium.")],
    )
    found: list[Difference] = []
    score({"a": [STRIKE], "b": []}, {"a": [wrong], "b": [CLASH]}, found)
    assert [(d.id, d.gold_event, d.predicted_event) for d in found] == [("a", 0, 0), ("b", None, 0)]
    assert found[0].missed == [Filler("place", STRIKE.locations[0]), Filler("date", STRIKE.time)]
    assert found[0].invented == [Filler("date", wrong.time)]
    assert list(differences(found)) == [
        "a  annotated #0  extracted #0",
        "   annotated: A strike on Izium",
        "   extracted: A raid on Izium.",
        "   - place: Izium (UA)",
        "   - date: 2024-03-02",
        "   + date: 2024-03-02 to 2024-03-09",
        "",
        "b  annotated none  extracted #0",
        "   + type: armed_clash",
        "   + object: vehicle",
        "",
    ]


def test_wholly_right_events_make_no_difference() -> None:
    found: list[Difference] = []
    score({"a": [STRIKE]}, {"a": [STRIKE]}, found)
    assert found == []


def test_bands_and_their_error() -> None:
    found = bands([Judged(0.95, True), Judged(1.0, True), Judged(0.05, False), Judged(0.05, True)])
    assert found == [Band(0.0, 0.1, 2, 0.05, 0.5), Band(0.9, 1.0, 2, 0.975, 1.0)]
    assert calibration_error(found) == pytest.approx((2 * 0.45 + 2 * 0.025) / 4)
    assert calibration_error([]) is None


def test_table_shows_every_slot() -> None:
    lines = table(score({"a": [STRIKE]}, {"a": [STRIKE]})).splitlines()
    assert lines[0] == "1 articles; modality 1.000; empty none"
    assert lines[3].split() == ["event", "1.000", "1.000", "1.000", "1", "1"]
    assert lines[-1].split() == ["all", "1.000", "1.000", "1.000", "5", "5", "1.000", "1.000", "1.000"]
    assert len(lines) == 17


def test_calibration_table_without_confidences() -> None:
    assert "no extracted event" in calibration_table(score({"a": [STRIKE]}, {"a": [STRIKE]}))
