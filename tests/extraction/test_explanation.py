"""Explanations: the same events as the extraction finds, and a reason for all else."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.article import ArticleIn
from schemas.explanation import Explanation
from service.extraction import explain, extract

API_PAGE = Path(__file__).parent.parent.parent / "docs" / "api.md"

ARTICLE = ArticleIn(
    text="Russian forces attacked Sumy with Shahed drones overnight, wounding three people, the governor said. "
    "Kyiv vowed to strike back. Russia denied attacking Kharkiv.\n\n"
    "In 2015 rebels seized the town of Debaltseve.",
    published_at="2025-03-19",
)


def explained(text: str) -> Explanation:
    return explain(ArticleIn(text=text, published_at="2025-03-19"))


def test_candidates_that_stand_are_the_events_of_the_extraction() -> None:
    explanation, extraction = explain(ARTICLE), extract(ARTICLE, mentions=True)
    standing = [candidate for candidate in explanation.candidates if candidate.dropped is None]
    assert [candidate.event_id for candidate in standing] == [event.id for event in extraction.events]
    assert [candidate.confidence for candidate in standing] == [event.confidence for event in extraction.events]
    for candidate in standing:
        assert candidate.threshold is not None
        assert candidate.confidence is not None
        assert candidate.confidence >= candidate.threshold
    assert explanation.mentions == extraction.mentions
    assert (explanation.article_id, explanation.pipeline_version) == (
        extraction.article_id,
        extraction.pipeline_version,
    )


def test_every_act_is_told_or_set_aside_with_a_reason() -> None:
    explanation = explain(ARTICLE)
    assert {act.text: act.set_aside for act in explanation.acts} == {
        "attacked": None,
        "wounding": None,
        "strike back": "planned",
        "attacking": "denied",
        "seized": None,
    }
    told = {span for frame in explanation.frames for span in frame.acts}
    assert told == {act.span for act in explanation.acts if act.set_aside is None}


def test_spans_are_those_of_the_text_and_numbers_those_of_the_lists() -> None:
    explanation = explain(ARTICLE)
    for frame in explanation.frames:
        sentence = explanation.sentences[frame.sentence]
        assert sentence.span[0] <= frame.span[0] < frame.span[1] <= sentence.span[1]
        for filler in frame.fillers:
            assert ARTICLE.text[slice(*filler.span)] == filler.text
    attack = explanation.frames[explanation.candidates[0].frames[0]]
    roles = {filler.role: filler.value for filler in attack.fillers}
    assert (roles["attacker"], roles["weapon"], roles["place"]) == ("RU", "drone.one_way", "Sumy")
    assert (roles["casualty"], roles["time"]) == ("injured", "2025-03-18")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In 2015 rebels seized the town of Debaltseve.", "background"),
        ("A gas explosion killed two people in Lyon on Monday.", "no_conflict"),
        ("An accidental explosion hit a depot of the Ukrainian army near Sumy on Monday.", "accident"),
        ("The pub in Leeds was damaged by vandals on Monday.", "no_violence"),
        ("Prices rose amid Russia's invasion of Ukraine.", "war_itself"),
    ],
)
def test_a_candidate_that_is_no_event_has_its_reason(text: str, reason: str) -> None:
    assert [candidate.dropped for candidate in explained(text).candidates] == [reason]
    assert [candidate.event_id for candidate in explained(text).candidates] == [None]


def test_an_unlikely_candidate_has_its_confidence_and_what_it_was_made_of() -> None:
    candidates = explained(
        "The exhibition in Vienna shows paintings. Its theme is the war that began when Russia invaded Ukraine in "
        "February 2022, the curators said."
    ).candidates
    unlikely = [candidate for candidate in candidates if candidate.dropped == "unlikely"]
    assert unlikely
    for candidate in unlikely:
        assert candidate.confidence is not None
        assert candidate.threshold is not None
        assert candidate.confidence < candidate.threshold
        assert candidate.features


def test_a_frame_of_a_total_over_months_is_background() -> None:
    frames = explained("Since January, shelling has killed 4,000 people in Sumy, the governor said.").frames
    assert [frame.dropped for frame in frames] == ["background"]


def test_an_article_of_nothing_explains_nothing() -> None:
    explanation = explained("The orchestra played.")
    assert (explanation.acts, explanation.frames, explanation.candidates) == ([], [], [])
    assert len(explanation.sentences) == 1


def test_the_page_on_the_interface_names_the_reasons() -> None:
    page = API_PAGE.read_text(encoding="utf-8")
    reasons = "negated planned denied figurative fictional recalled foiled unsupported no_violence no_conflict accident"
    for reason in [*reasons.split(), "disaster", "background", "war_itself", "no_detail", "unlikely"]:
        assert f"`{reason}`" in page
