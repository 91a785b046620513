"""Dates of incidents, codebook section 6: which time is the act's, what is lent, what stays unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.article import ArticleIn
from schemas.event import Event
from service.extraction.pipeline import Pipeline

PUBLISHED = "2024-05-15"  # a Wednesday
Extract = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def extract() -> Extract:
    pipeline = Pipeline()

    def run(text: str) -> list[Event]:
        return pipeline.extract(ArticleIn(text=text, published_at=PUBLISHED)).events

    return run


def dates(events: list[Event], place: str) -> tuple[str | None, str | None]:
    """The dates of the event at a place."""
    found = [event.time for event in events if any(at.name == place for at in event.locations)]
    assert found, f"no event at {place}"
    return found[0].start, found[0].end


@pytest.mark.parametrize(
    ("text", "place", "start", "end"),
    [
        ("Russian missiles hit a power plant in Kharkiv on Monday, killing three people.", "Kharkiv", "13", "13"),
        ("Russian missiles hit a power plant in Kharkiv, killing three people.", "Kharkiv", "15", "15"),
        ("Russian drones struck a hospital in Odesa overnight, wounding four people.", "Odesa", "14", "15"),
        ("Russia hit a hospital in Odesa in a strike on Monday that killed almost 30 people.", "Odesa", "13", "13"),
        ("Russian drones struck a hospital in Odesa over the weekend, wounding four.", "Odesa", "11", "12"),
    ],
    ids=["weekday", "news of the day", "overnight", "before a relative", "weekend"],
)
def test_time_of_the_act(extract: Extract, text: str, place: str, start: str, end: str) -> None:
    assert dates(extract(text), place) == (f"2024-05-{start}", f"2024-05-{end}")


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said on Tuesday that a Russian missile killed three people in Kharkiv.",
        "The governor on Monday announced that Russian shelling killed three people in Kharkiv.",
        "A Russian missile killed three people in Kharkiv, the mayor told reporters in the city on Tuesday.",
        "As of 07:00 on 13 May, crews were still at work where Russian shelling killed three people in Kharkiv.",
        "A Russian missile killed three people in Kharkiv ahead of a summit next week.",
    ],
    ids=["said on", "on Monday announced", "told reporters", "as of", "future"],
)
def test_time_of_the_telling_is_no_time_of_the_act(extract: Extract, text: str) -> None:
    assert dates(extract(text), "Kharkiv") == ("2024-05-15", "2024-05-15")


def test_time_of_the_act_after_a_word_of_telling(extract: Extract) -> None:
    events = extract(
        "Russian missiles killed three people in Kharkiv in a strike which Kyiv said took place on Sunday."
    )
    assert dates(events, "Kharkiv") == ("2024-05-12", "2024-05-12")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The mayor said Monday's shelling of Kherson killed three people.", "13"),
        ("Russian shells killed three people in Kherson in Monday's bombardment.", "13"),
        ("Russian jets bombed Kherson and killed three men blamed for last week's bombing of a bus.", "15"),
    ],
    ids=["no time of telling", "the same act", "another act"],
)
def test_time_in_the_genitive_dates_its_noun(extract: Extract, text: str, day: str) -> None:
    assert dates(extract(text), "Kherson") == (f"2024-05-{day}", f"2024-05-{day}")


def test_time_of_the_attack_that_is_answered_is_not_the_answers(extract: Extract) -> None:
    events = extract(
        "Israeli jets bombed Hodeidah in retaliation for a drone attack last month. Six people were killed."
    )
    assert dates(events, "Hodeidah") == ("2024-05-15", "2024-05-15")


def test_harm_is_dated_by_its_cause(extract: Extract) -> None:
    events = extract("At least eight people were killed in Mogadishu after a car bomb exploded on Monday.")
    assert dates(events, "Mogadishu") == ("2024-05-13", "2024-05-13")


def test_details_of_the_same_paragraph_have_the_time_of_their_lead(extract: Extract) -> None:
    events = extract(
        "Russian missiles hit homes in Kyiv on Monday, killing four people. "
        "In Dnipro, Russian missiles destroyed a maternity hospital and wounded nine people."
    )
    assert dates(events, "Dnipro") == ("2024-05-13", "2024-05-13")


def test_what_has_just_happened_is_not_dated_by_its_neighbour(extract: Extract) -> None:
    events = extract(
        "Russian missiles hit homes in Kyiv on Monday, killing four people. "
        "Russian forces have shelled a market in Kherson and wounded nine people."
    )
    assert dates(events, "Kherson") == ("2024-05-15", "2024-05-15")


def test_an_act_two_days_before_another_is_counted_back(extract: Extract) -> None:
    events = extract(
        "Israeli jets bombed Hodeidah on Tuesday, killing six people. "
        "The strikes came two days after Houthi drones killed a man in Tel Aviv."
    )
    assert dates(events, "Tel Aviv") == ("2024-05-12", "2024-05-12")


def test_an_act_that_is_only_recalled_has_no_date(extract: Extract) -> None:
    events = extract("Rescuers were clearing debris in the wake of Russian strikes in Vinnytsia that killed 23 people.")
    assert dates(events, "Vinnytsia") == (None, None)


def test_without_publication_only_full_dates_resolve() -> None:
    pipeline = Pipeline()
    told = "Russian missiles hit homes in Kyiv on Monday, killing four people."
    assert [e.time.start for e in pipeline.extract(ArticleIn(text=told)).events] == [None]
    dated = "Russian missiles hit homes in Kyiv on 13 May 2024, killing four people."
    assert [e.time.start for e in pipeline.extract(ArticleIn(text=dated)).events] == ["2024-05-13"]


def test_every_time_points_into_the_text(extract: Extract) -> None:
    text = (
        "Russian missiles hit homes in Kyiv overnight, killing four people. "
        "In Dnipro, Russian missiles destroyed a maternity hospital and wounded nine people."
    )
    for event in extract(text):
        assert [text[start:end] for start, end in event.time.spans] == ["overnight"]
        assert event.time.text == "overnight"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Israeli strikes have killed 60 people in Rafah since Saturday.", "2024-05-11"),
        ("Israeli strikes have killed 60 people in Rafah since the army moved in on Friday.", "2024-05-10"),
        ("Rebels have been shelling Rafah for five days, killing 44 people.", "2024-05-10"),
    ],
    ids=["since a day", "since an act", "for days"],
)
def test_what_has_gone_on_reaches_to_publication(extract: Extract, text: str, start: str) -> None:
    assert dates(extract(text), "Rafah") == (start, "2024-05-15")


def test_the_largest_attack_since_a_date_is_one_of_today(extract: Extract) -> None:
    events = extract("Israel has carried out its heaviest air strikes on Rafah since Saturday, killing 60 people.")
    assert dates(events, "Rafah") == ("2024-05-15", "2024-05-15")
