"""Arsenal: one row for each kind of weapon of an event, and one for each source that disagrees."""

from __future__ import annotations

from functools import lru_cache

from schemas.article import ArticleIn
from schemas.event import Weapon
from service.extraction.pipeline import Pipeline


@lru_cache(maxsize=1)
def pipeline() -> Pipeline:
    return Pipeline()


def weapons(text: str) -> list[Weapon]:
    """Return the weapons of the text's events."""
    events = pipeline().extract(ArticleIn(text=text, published_at="2024-05-14")).events
    return [weapon for event in events for weapon in event.weapons]


def test_arsenal_bare_word_gives_way_to_the_subtype_and_leaves_it_its_count() -> None:
    rows = weapons("Russia launched 30 drones at Kyiv overnight. The Shahed drones hit Kyiv in the attack.")
    assert [row.type.value for row in rows] == ["drone.one_way"]
    assert rows[0].launched is not None
    assert rows[0].launched.min == 30


def test_arsenal_ship_that_fired_missiles_is_not_listed() -> None:
    rows = weapons("Russian warships fired four cruise missiles at Odesa on Tuesday.")
    assert [row.type.value for row in rows] == ["missile.cruise"]


def test_arsenal_sources_that_disagree_have_rows_of_their_own() -> None:
    rows = weapons(
        "Ukraine attacked Moscow with drones on Monday. Russia's defence ministry said that eight drones were launched"
        " at Moscow. Local media said that 25 drones were launched at Moscow."
    )
    assert sorted(row.launched.min or 0 for row in rows if row.launched is not None) == [8, 25]


def test_arsenal_spans_hold_the_numbers() -> None:
    text = "Russia launched 88 drones at Ukraine overnight."
    (row,) = weapons(text)
    assert [text[start:end] for start, end in row.spans] == ["88 drones"]
