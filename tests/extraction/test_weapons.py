"""The annotator of weapons: spans, types, models, number and use."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.annotators.weapons.annotator import WeaponLexicon, annotate_weapons
from service.extraction.document import Document

LEXICON = WeaponLexicon.load()


def annotate(text: str) -> Document:
    doc = Document(text)
    annotate_weapons(doc, LEXICON)
    return doc


def found(text: str) -> list[tuple[str, str, str | None]]:
    return [(text[m.start : m.end], m.type.value, m.model) for m in annotate(text).weapons]


def test_weapons_designation_and_head_noun_are_one_mention() -> None:
    assert found("Iranian-made Shahed attack drones crossed the border") == [
        ("Shahed attack drones", "drone.one_way", "Shahed")
    ]


def test_weapons_designation_decides_the_type() -> None:
    assert found("They fired S-300 missiles at the city") == [("S-300 missiles", "missile.air_defence", "S-300")]


def test_weapons_coordinated_modifiers_share_their_head() -> None:
    text = "The army fired cruise and ballistic missiles"
    assert found(text) == [
        ("cruise", "missile.cruise", None),
        ("ballistic missiles", "missile.ballistic", None),
    ]
    assert all(mention.plural for mention in annotate(text).weapons)


def test_weapons_designations_of_a_type_need_no_noun_of_their_own() -> None:
    models = [model for _, _, model in found("Gerbera-type, Italmas-type and other drones crossed")]
    assert models == ["Gerbera", "Italmas", None]


def test_weapons_modifier_reaches_over_a_proper_adjective() -> None:
    assert found("They downed a one-way Houthi attack drone.") == [
        ("one-way Houthi attack drone", "drone.one_way", None)
    ]


def test_weapons_verb_parts_a_designation_from_what_it_fired() -> None:
    assert all(len(text.split()) < 3 for text, _, _ in found("Fighters of Fateh fired shells at the army"))


def test_weapons_modifier_without_a_weapon_is_silent() -> None:
    assert found("The cruise and naval visits ended") == []


@pytest.mark.parametrize("text", ["a missile and drone attack killed two", "drone and missile strikes killed two"])
def test_weapons_of_a_mixed_attack_are_two(text: str) -> None:
    assert {kind for _, kind, _ in found(text)} == {"missile", "drone"}


def test_weapons_noun_in_a_compound_is_no_use() -> None:
    doc = annotate("A drone strike followed an airstrike on the town")
    assert [(m.type.value, m.act) for m in doc.weapons] == [("drone", False), ("aircraft", True)]


def test_weapons_drone_airstrike_is_a_drone() -> None:
    assert found("A US drone airstrike killed the commander") == [("drone airstrike", "drone", None)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A bomb exploded in a market, killing five", "explosive"),
        ("The jets dropped a bomb on the market, killing five", "bomb"),
        ("The bombing of the church by terrorists killed five", "explosive"),
        ("Planes took part in the bombing of the rebel town", "aircraft"),
        ("A suicide car bomb blew up", "explosive.vehicle"),
        ("A roadside bomb blew up", "explosive.ied"),
    ],
)
def test_weapons_bomb_follows_its_context(text: str, kind: str) -> None:
    assert kind in {found_kind for _, found_kind, _ in found(text)}


@pytest.mark.parametrize("text", ["Kh-101 missiles", "Kh 101 missiles", "Kh101 missiles", "KH-101 missiles"])
def test_weapons_spelling_of_a_designation_does_not_matter(text: str) -> None:
    assert found(text) == [(text, "missile.cruise", "Kh-101")]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Two F-16s were shot down", "F-16"),
        ("a Patriot air defence system was hit", "Patriot"),
        ("Patriot batteries were hit", "Patriot"),
        ("troops fired a Javelin at the tank", "Javelin"),
        ("the 9K720 Iskander missile struck", "Iskander"),
        ("“Geran-2” drones struck", "Shahed-136"),
    ],
)
def test_weapons_model(text: str, model: str) -> None:
    assert model in {found_model for _, _, found_model in found(text)}


@pytest.mark.parametrize(
    "text",
    [
        "A patriot planted an arrow in the garden of Neptune.",
        "The Quds Force commander and Emad Hassan attacked the plan at a war museum.",
        "The space agency said the rocket launch went well.",
        "Prices rocketed as the manager was fired after a bombshell report.",
        "Shell, the oil company, set up a shell company.",
        "The film was shot in Spain by a director with a think tank.",
        "As 15 people watched at 4 am, an 18-year-old man sang.",
    ],
)
def test_weapons_figurative_and_civil_uses_are_silent(text: str) -> None:
    assert found(text) == []


def test_weapons_are_found_in_capitals() -> None:
    assert found("GRAD ROCKETS KILL FIVE SOLDIERS IN ATTACK") == [("GRAD ROCKETS", "artillery.rocket", "Grad")]


def test_weapons_plural_is_that_of_the_head() -> None:
    doc = annotate("A Grad launcher and two Kalibr cruise missiles hit the army base")
    assert [m.plural for m in doc.weapons] == [False, True]


TOKENS = st.sampled_from(
    "cruise and ballistic missiles Shahed drones , / - Kh 101 the bomb bombing suicide car fired attack “ ” ( )"
    " Patriot Grad s FPV kamikaze guided aerial . AS 15 tank water of".split()
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(TOKENS, max_size=40).map(" ".join)))
def test_weapons_spans_lie_inside_and_ascend(text: str) -> None:
    spans = [(m.start, m.end) for m in annotate(text).weapons]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
