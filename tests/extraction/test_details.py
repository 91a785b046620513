"""Details: clauses that tell no event of their own join the one told before them."""

from __future__ import annotations

import pytest

from schemas.article import ArticleIn
from schemas.event import Event
from service.extraction.pipeline import load


def events(text: str) -> list[Event]:
    return load().extract(ArticleIn(text=text, published_at="2024-05-14")).events


LEAD = "Russian missiles hit a hospital in Kharkiv on Monday."


def kinds(text: str) -> list[list[str]]:
    return [sorted(target.type.value for target in event.targets) for event in events(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "A school was also damaged.",
        "The mayor said a school was struck.",
        "A school was destroyed.",
    ],
)
def test_details_of_the_next_sentence(sentence: str) -> None:
    assert kinds(f"{LEAD} {sentence}") == [["education", "health"]]


def test_details_of_the_same_sentence() -> None:
    text = "Russian forces attacked the base in Chuhuiv with drones on Sunday, and a market was also targeted."
    assert kinds(text) == [["commercial", "military_base"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "The sky was grey. A school was also damaged.",
        "A school was damaged in April.",
        "A school in Kyrgyzstan was damaged.",
    ],
)
def test_details_of_something_else(sentence: str) -> None:
    assert "education" not in kinds(f"{LEAD} {sentence}")[0]


def test_details_of_people_where_none_were_told() -> None:
    (event,) = events(f"{LEAD} Four people were hurt.")
    assert [(row.outcome.value, row.count.min) for row in event.casualties] == [("injured", 4)]


def test_details_have_their_sentence_as_evidence() -> None:
    (event,) = events(f"{LEAD} The mayor said a school was struck.")
    assert [evidence.text for evidence in event.evidence][-1] == "The mayor said a school was struck."
    assert [row.source for row in event.attribution] == ["mayor"]


def test_details_are_explained() -> None:
    explained = load().explain(ArticleIn(text=f"{LEAD} The mayor said a school was struck.", published_at="2024-05-14"))
    (candidate,) = explained.candidates
    assert [explained.frames[number].sentence for number in candidate.frames] == [0, 1]
