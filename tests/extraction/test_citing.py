"""Citing: who is named for an event's facts, and whether the article, a source or nobody undisputed tells of it."""

from __future__ import annotations

import pytest

from schemas.vocabulary import AttributionRole, Modality
from service.extraction.events.attribution import attribution, modality, settle_speakers, sources_at
from service.extraction.events.incidents import Incident, gather
from service.extraction.frames.reading import build_frames
from tests.extraction.stages import indexed

DAY = "2024-05-14"


def told(text: str) -> list[Incident]:
    """Return the incidents of a text with their speakers settled, each with the sides that its frames name."""
    index = indexed(text, DAY)
    incidents = gather(build_frames(index))
    settle_speakers(index, [(incident, sorted(incident.attackers)) for incident in incidents])
    return incidents


def sources(text: str) -> list[str]:
    rows = attribution(told(text)[0])
    return [("!" if row.role is AttributionRole.DENIES else "") + row.source for row in rows]


OWN_VOICE = [
    "Russian missiles hit Kharkiv on Monday, killing three people.",
    "Officials say two drones hit Odesa\n\nTwo Russian drones hit Odesa on Monday, setting a warehouse on fire.",
    "Russian missiles hit Kharkiv on Monday. Three people were killed, the governor said.",
    "Israel struck Beirut on Friday in a raid that reportedly killed a commander.",
    "US destroyers shot down 14 suspected attack drones launched by the Houthis over the Red Sea.",
]

CLAIMED = [
    "Russian missiles hit Kharkiv on Monday, the governor said.",
    "Russian missiles hit Kharkiv, the ministry said Monday, as thousands fled the city.",
    "According to Ukrainian officials, Russian missiles hit Kharkiv on Monday.",
    "The Ukrainian army said Russian missiles hit Kharkiv on Monday.",
    "Two drones hit Odesa\n\nTwo Russian drones hit Odesa on Monday, local officials said.",
    "Gunmen opened fire on an army post near Palmyra, the group's director Rami Salem told AFP.",
    "Hezbollah, the Lebanese group, said it had attacked an army base near Haifa on Monday.",
    "Israel allegedly bombed a depot near Damascus on Monday.",
    "Drone attacks were reported in the Kursk region on Monday.",
    "Two people are reported to have been killed by Russian shelling in Kherson on Monday.",
    "CAIRO: Hamas said on Friday that Israel had bombed a mosque in Gaza City.",
]

DISPUTED = [
    "The Sudanese army and the Rapid Support Forces blamed each other for a strike that hit a bridge in Khartoum.",
    "An explosion killed ten prisoners in Olenivka on Friday. Russia and Ukraine traded blame over the attack.",
    "Russia said Ukrainian drones attacked Moscow on Monday. Ukraine denied involvement.",
    "Activists said Syrian jets attacked Saraqib on Monday. Syria denied that its army had used any jets.",
]


@pytest.mark.parametrize("text", OWN_VOICE)
def test_modality_asserted(text: str) -> None:
    assert modality(told(text)[0]) is Modality.ASSERTED


@pytest.mark.parametrize("text", CLAIMED)
def test_modality_claimed(text: str) -> None:
    assert modality(told(text)[0]) is Modality.CLAIMED


@pytest.mark.parametrize("text", DISPUTED)
def test_modality_disputed(text: str) -> None:
    assert modality(told(text)[0]) is Modality.DISPUTED


def test_modality_both_sides_agree() -> None:
    text = "Ukrainian officials said Russian missiles hit Ukrainian troops in Odesa."
    assert modality(told(text)[0]) is Modality.CLAIMED
    text += " Russia's army said it hit Ukrainian troops in Odesa."
    assert modality(told(text)[0]) is Modality.ASSERTED


def test_modality_ways_of_war_denied_are_no_dispute() -> None:
    text = "Russian missiles hit a clinic in Kharkiv on Monday, officials said. Moscow denies targeting civilians."
    assert modality(told(text)[0]) is Modality.CLAIMED


def test_modality_others_deny_other_deeds() -> None:
    text = "Russian missiles hit Kharkiv on Monday, officials said. Iran denied responsibility for a raid on Erbil."
    assert modality(told(text)[0]) is Modality.CLAIMED


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Russian missiles hit Kharkiv on Monday.", []),
        ("Russian missiles hit Kharkiv, Oleh Petrenko said.", ["Oleh Petrenko"]),
        ("A drone hit a flat in Kherson, police said. Two people were hurt, the mayor said.", ["police", "mayor"]),
        ("A drone hit a flat in Kherson. Two people were hurt, the mayor said.", ["mayor"]),
        ("A drone hit a flat in Kherson. Wheat prices rose on Monday, the ministry said.", []),
        ("A drone hit a flat in Kherson, officials said. Ukrainian officials said the drone hit a flat in Kherson.",
         ["Ukrainian officials"]),
        ("Ukrainian drones attacked Moscow, Russia said. Ukraine denied involvement.", ["Russia", "!Ukraine"]),
    ],
)  # fmt: skip
def test_attribution(text: str, names: list[str]) -> None:
    assert sources(text) == names


def test_attribution_spans_are_the_names_there() -> None:
    text = "Russian missiles hit Kharkiv, Oleh Petrenko said. The missiles hit a depot in Kharkiv, Petrenko said."
    rows = attribution(told(text)[0])
    assert [[text[start:end] for start, end in row.spans] for row in rows] == [["Oleh Petrenko", "Petrenko"]]


def test_sources_at_scope() -> None:
    text = "Russian missiles hit Kharkiv, killing two, the mayor said."
    incident = told(text)[0]
    assert list(sources_at(incident, text.index("killing"))) == ["mayor"]
    assert list(sources_at(incident, text.index("said"))) == []


JUDGED = [
    "Russian missiles hit Odesa on Monday. The foreign minister said the attack on Odesa showed a need for sanctions.",
    "Russian missiles hit Odesa on Monday. Ana Costa, an analyst, said the strike on the port was a terrorist crime.",
]


@pytest.mark.parametrize("text", JUDGED)
def test_sources_who_judge_are_none(text: str) -> None:
    assert sources(text) == []
    assert modality(told(text)[0]) is Modality.ASSERTED


def test_sources_who_judge_and_report() -> None:
    text = "Russian missiles hit Odesa on Monday. The governor said the attack, a terrorist crime, killed four people."
    assert sources(text) == ["governor"]


def test_sources_who_deny_do_not_report() -> None:
    text = "Russian missiles hit a school in Kharkiv on Monday. Russia denied the attack and said it aimed elsewhere."
    assert sources(text) == ["!Russia"]
