"""The acts: which words of violence a text holds, in which form and with which pattern of arguments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stages import annotated

from service.extraction.annotators.acts.lexicon import ActLexicon, inflect, plural
from service.extraction.frames.frame import PRIORITY

FORMS = {"finite", "passive", "gerund", "infinitive", "noun"}


def acts(text: str) -> list[tuple[str, str, str]]:
    return [(text[a.start : a.end], a.pattern, a.form) for a in annotated(text).acts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian troops shelled the town.", ("shelled", "attack", "finite")),
        ("The town was shelled by Russian troops.", ("shelled", "attack", "passive")),
        ("The town has been heavily shelled.", ("shelled", "attack", "passive")),
        ("They continued to shell the town.", ("shell", "attack", "infinitive")),
        ("Shelling of the town killed nobody.", ("Shelling", "attack", "noun")),
        ("The rebels captured Goma.", ("captured", "capture", "finite")),
        ("Goma was captured by the rebels.", ("captured", "capture", "passive")),
        ("Air defences shot down a drone.", ("shot down", "intercept", "finite")),
        ("Two drones were shot down.", ("shot down", "intercept", "passive")),
        ("The army repelled an assault.", ("repelled", "repel", "finite")),
        ("Troops withdrew from the city.", ("withdrew", "withdraw", "finite")),
        pytest.param(
            "Goma fell to the rebels.",
            ("fell to", "fall", "finite"),
            marks=pytest.mark.xfail(reason="a place that falls to a side named without context", strict=False),
        ),
        ("Gunmen kidnapped four women.", ("kidnapped", "abduct", "finite")),
        ("Soldiers boarded the tanker.", ("boarded", "board", "finite")),
        ("The army launched a missile.", ("launched", "launch", "finite")),
        ("A car bomb exploded in the square.", ("exploded", "explode", "finite")),
        ("Heavy fighting raged in the town.", ("fighting", "fight", "noun")),
        ("A bomb killed three people.", ("killed", "kill", "finite")),
        ("The blast destroyed two houses.", ("destroyed", "damage", "finite")),
    ],
)
def test_acts_form_and_pattern(text: str, expected: tuple[str, str, str]) -> None:
    word, *rest = expected
    assert any(word in surface and rest == found for surface, *found in acts(text))


@pytest.mark.parametrize(
    "text",
    [
        "He had a heart attack.",
        "The unions struck a deal with the owners.",
        "Workers voted for a general strike.",
        "The occupied city is quiet.",
    ],
)
def test_acts_shielded_and_adjectival_words_are_none(text: str) -> None:
    assert acts(text) == []


def test_acts_a_noun_in_s_is_no_verb() -> None:
    assert all(form != "finite" for _, _, form in acts("Military targets were listed in the report."))


@pytest.mark.parametrize(
    ("lemma", "irregular", "forms"),
    [
        ("shell", {}, ("shell", "shells", "shelled", "shelled", "shelling")),
        ("seize", {}, ("seize", "seizes", "seized", "seized", "seizing")),
        ("storm", {}, ("storm", "storms", "stormed", "stormed", "storming")),
        ("occupy", {}, ("occupy", "occupies", "occupied", "occupied", "occupying")),
        ("crush", {}, ("crush", "crushes", "crushed", "crushed", "crushing")),
        ("shoot down", {"shoot": ("shot", "shot")},
         ("shoot down", "shoots down", "shot down", "shot down", "shooting down")),
        ("die", {}, ("die", "dies", "died", "died", "dying")),
    ],
)  # fmt: skip
def test_acts_inflection(lemma: str, irregular: dict[str, tuple[str, ...]], forms: tuple[str, ...]) -> None:
    assert inflect(lemma, irregular) == forms


@pytest.mark.parametrize(("noun", "many"), [("attack", "attacks"), ("clash", "clashes"), ("assault", "assaults")])
def test_acts_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_acts_every_pattern_of_the_lexicon_has_a_rank() -> None:
    doc = annotated("")
    found = set()
    for form in ("shelled", "captured", "withdrew", "fell to", "kidnapped", "boarded", "exploded", "repelled"):
        doc = annotated(f"Troops {form} the town.")
        found |= {act.pattern for act in doc.acts}
    assert found <= set(PRIORITY)
    assert len(ActLexicon.load().phrases) > 500


@given(
    st.lists(st.sampled_from("troops shelled the attack strikes were to hit by bombing of Kyiv . , shot down".split()))
)
@settings(max_examples=60, deadline=None)
def test_acts_lie_inside_the_text_without_overlaps(words: list[str]) -> None:
    doc = annotated(" ".join(words))
    reached = 0
    for act in doc.acts:
        assert reached <= act.start < act.end <= len(doc.text)
        assert act.form in FORMS
        assert act.noun == (act.form == "noun")
        reached = act.end


@pytest.mark.parametrize(
    "text", ["Debris fell on a school.", "A missile fell near the town.", "Parts crashed onto a roof."]
)
def test_acts_what_falls_is_a_weapon(text: str) -> None:
    assert [pattern for _, pattern, _ in acts(text)] == ["attack"]


@pytest.mark.parametrize("text", ["Snow fell on a school.", "Prices fell near the border.", "Leaves fell onto a roof."])
def test_acts_other_falls_are_none(text: str) -> None:
    assert acts(text) == []
