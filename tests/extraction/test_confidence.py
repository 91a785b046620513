"""What speaks for an incident: the war around it, and how much of the article is about it."""

from __future__ import annotations

from stages import indexed

from service.extraction.events.building import draft_events
from service.extraction.events.sides import Sides
from service.extraction.frames.reading import build_frames


def first_features(text: str, published: str) -> dict[str, float]:
    index = indexed(text, published)
    frames = build_frames(index)
    return draft_events(index, frames, Sides(index.doc, frames), None)[0].features


def test_features_know_who_fights_whom_in_the_year() -> None:
    found = first_features("Russian missiles struck a depot in Kharkiv on Friday. Ukraine vowed revenge.", "2023-05-05")
    assert found["known foes"]
    assert found["country at war"]
    assert found["its enemy is named"]


def test_features_a_country_is_at_war_only_in_its_years() -> None:
    text = "Argentine jets bombed a British base in Stanley on Friday."
    assert first_features(text, "1982-05-29")["known foes"]
    assert not first_features(text, "2005-05-29")["known foes"]


def test_features_share_is_what_part_of_the_article_tells_of_the_incident() -> None:
    alone = first_features("A missile struck a depot in Kharkiv on Friday.", "2023-05-05")
    beside = first_features(
        "A missile struck a depot in Kharkiv on Friday. A drone hit a school in Odesa on Monday.", "2023-05-05"
    )
    assert alone["share"] == 1.0
    assert 0.0 < beside["share"] < 1.0
