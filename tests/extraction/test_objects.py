"""The annotator of objects: head phrases, several types, shared heads."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.annotators.objects import ObjectLexicon, annotate_objects
from service.extraction.document import Document

LEXICON = ObjectLexicon.load()


def annotate(text: str) -> Document:
    doc = Document(text)
    annotate_objects(doc, LEXICON)
    return doc


def found(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.type.value) for m in annotate(text).objects]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a grain terminal", "port"),
        ("an ammunition depot", "military_base"),
        ("a fuel depot", "oil"),
        ("a grain depot", "agriculture"),
        ("a thermal power plant", "energy"),
        ("a water treatment plant", "water"),
        ("an electronics plant", "industrial"),
        ("a maternity hospital", "health"),
        ("a 12-storey building", "residential"),
        ("a radar station", "air_defence"),
        ("an armoured personnel carrier", "military_equipment"),
        ("a mortar position", "military_equipment"),
        ("a convoy of traders", "transport"),
        ("a car service station", "commercial"),
    ],
)
def test_objects_modifier_decides_the_type(text: str, kind: str) -> None:
    assert [k for _, k in found(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a camp for displaced people burned; shells fell on the camp", "humanitarian"),
        ("a power plant was hit; the plant burned", "energy"),
        ("shells fell on the camp", "military_base"),
        ("a power plant was hit; a plant burned", "industrial"),
    ],
)
def test_objects_bare_noun_is_what_was_told_before(text: str, kind: str) -> None:
    assert found(text)[-1][1] == kind


def test_objects_phrase_with_two_types_has_two_mentions_at_one_span() -> None:
    text = "Drones struck the railway power system"
    assert found(text) == [("railway power system", "transport"), ("railway power system", "energy")]


def test_objects_coordinated_modifiers_share_their_head() -> None:
    text = "Shells damaged energy, transport and other critical infrastructure"
    assert found(text) == [
        ("energy", "energy"),
        ("transport", "transport"),
        ("critical infrastructure", "infrastructure"),
    ]


def test_objects_modifier_alone_is_silent() -> None:
    assert found("Energy and industrial prices rose") == []


def test_objects_plural() -> None:
    assert [m.plural for m in annotate("Two schools and a clinic were hit").objects] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "Officials said so.",
        "Residents said so.",
        "The White House and the World Bank agreed.",
        "The ministry said so.",
        "In general, the stock market rose.",
        "A car bomb went off.",
    ],
)
def test_objects_speakers_and_set_phrases_are_silent(text: str) -> None:
    assert found(text) == []


TOKENS = st.sampled_from(
    "energy and transport infrastructure , other critical railway power system residential office buildings . said"
    " the White House car bomb - of flats block schools".split()
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(TOKENS, max_size=40).map(" ".join)))
def test_objects_spans_lie_inside_and_ascend(text: str) -> None:
    spans = [(m.start, m.end) for m in annotate(text).objects]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(spans))
