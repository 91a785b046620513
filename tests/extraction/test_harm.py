"""What was hit: which nouns of a clause an act befalls, and what becomes of them in the event."""

from __future__ import annotations

import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import ArticleIn
from schemas.event import Event
from service.extraction.frames.clauses import Index
from service.extraction.frames.reading import build_frames
from service.extraction.pipeline import Pipeline


@lru_cache(maxsize=1)
def pipeline() -> Pipeline:
    return Pipeline()


def struck(text: str) -> list[tuple[str, str]]:
    """Return the words and types of the objects of all frames, in order."""
    doc = pipeline().annotate(ArticleIn(text=text, published_at="2024-05-14"))
    found = [mention for frame in build_frames(Index(doc)) for mention in frame.objects]
    return [(doc.text[m.start : m.end], m.type.value) for m in found]


def events(text: str) -> list[Event]:
    return pipeline().extract(ArticleIn(text=text, published_at="2024-05-14")).events


def kinds(text: str) -> list[list[str]]:
    return [sorted(target.type.value for target in event.targets) for event in events(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A Russian missile hit a school in Kharkiv.", ["school"]),
        ("A missile aimed at a barracks in Tula also damaged a church.", ["barracks", "church"]),
        ("Gunmen kidnapped 40 pupils from a school in Katsina.", ["school"]),
        ("Missiles hit military bases across Ukraine as well as two schools.", ["military bases", "schools"]),
        ("A loud explosion was heard at a military airfield in Saky.", ["military airfield"]),
        ("The strike killed ten prisoners who were held at a barracks in Olenivka.", ["barracks"]),
        ("The strike killed ten prisoners who had come from a barracks in Olenivka.", []),
        ("The port of Odesa has suffered heavy damage in the strikes.", ["port"]),
        ("Jets struck bases of the militants in Idlib.", ["bases"]),
        ("Drone debris fell on a school in Kyiv.", ["school"]),
        ("Bombs struck Kharkiv as Russian aircraft dropped flares.", []),
        ("A school in Kharkiv was hit by a Russian missile.", ["school"]),
        ("Russian drones attacked a depot, two houses and a railway bridge in Sumy.", ["houses", "railway bridge"]),
        ("Russian shelling of a market in Kherson went on.", ["market"]),
        ("Russia launched missiles at an oil refinery in Kremenchuk.", ["oil refinery"]),
        ("Russian drones hit Odesa, damaging the roof of a hospital.", ["hospital"]),
        ("Russia was blamed for bombing a theatre in Mariupol.", ["theatre"]),
        ("An oil depot in Belgorod caught fire after a Ukrainian drone strike.", ["oil depot"]),
        ("Ukrainian forces shelled Donetsk, and a hospital came under fire.", ["hospital"]),
        ("Homes destroyed in a Russian drone attack on Sumy.", ["Homes"]),
        ("A Russian strike damaged several shops, along with a hotel, in Kharkiv.", ["shops", "hotel"]),
        ("Rescuers in Dnipro pulled two killed men from the rubble of a kindergarten.", ["kindergarten"]),
    ],
)
def test_harm_objects_of_acts(text: str, words: list[str]) -> None:
    assert [word for word, _ in struck(text)][-len(words) :] == words


@pytest.mark.parametrize(
    "text",
    [
        "A Russian missile struck Odesa near a mosque.",
        "A Russian missile struck Odesa, the region's mayor Ivan Koval said.",
        "Russia attacked Kherson with drones launched from a bridge.",
        "Russian drones attacked Sumy as residents fled to a school.",
        "Ukraine's air force bombed the rebel-held town of Luhansk.",
        "Israeli warplanes bombed Gaza, forcing the evacuation of a hospital.",
        "Two wounded men died in a hospital after Russian shelling of Kherson.",
        "Russian forces shelled Kherson under the cover of armoured vehicles.",
    ],
)
def test_harm_bystanders_are_no_objects(text: str) -> None:
    assert struck(text) == []


def test_harm_pronoun_stands_for_the_last_thing_named() -> None:
    assert struck("Families slept in the theatre in Mariupol when it was bombed by Russia.") == [
        ("theatre", "cultural")
    ]


def test_harm_owner_of_a_thing_is_no_object() -> None:
    assert struck("Israel bombed the homes of two commanders in Gaza.") == [("homes", "residential")]


def test_harm_container_gives_way_to_what_it_holds() -> None:
    assert struck("Russian rockets struck a street of small houses in Kharkiv.") == [("houses", "residential")]


def test_harm_side_is_no_object() -> None:
    assert struck("US aircraft carried out strikes against militants in eastern Syria.") == []


def test_harm_civilians_who_died_are_casualties_and_no_objects() -> None:
    assert kinds("A Russian missile killed three civilians in Kharkiv on Monday.") == [[]]


def test_harm_people_aimed_at_are_objects() -> None:
    found = kinds("Russian artillery attacked a queue for bread in Chernihiv on Monday, killing ten people.")
    assert found == [["civilians"]]


def test_harm_fallen_soldiers_are_objects_where_nothing_else_is() -> None:
    assert kinds("Ukrainian rockets killed 60 Russian soldiers in Makiivka on Monday.") == [["military_personnel"]]
    found = kinds("A Ukrainian missile hit a barracks in Makiivka on Monday, killing 60 Russian soldiers.")
    assert found == [["military_base"]]


def test_harm_killed_commander_was_aimed_at() -> None:
    found = kinds("An Israeli airstrike on a house in Beirut killed a senior Hezbollah commander on Monday.")
    assert found == [["military_personnel", "residential"]]


def test_harm_civilians_shot_are_objects() -> None:
    assert kinds("Gunmen from Boko Haram shot dead 12 villagers in Maiduguri, Nigeria, on Monday.") == [["civilians"]]


def test_harm_vague_buildings_yield_to_what_is_named() -> None:
    found = kinds("Russian drones damaged a hotel and several buildings in Odesa on Monday.")
    assert found == [["commercial"]]
    assert kinds("Russian drones damaged several buildings in Odesa on Monday.") == [["other"]]


def test_harm_clash_names_no_people() -> None:
    found = kinds("Ukrainian and Russian troops fought in Bakhmut on Monday, and 20 soldiers were killed.")
    assert all("military_personnel" not in kind for kind in found)


def test_harm_spans_are_the_words() -> None:
    text = "A Russian missile hit a school in Kharkiv on Monday. The school was destroyed by the missile."
    for event in events(text):
        for target in event.targets:
            assert {text[start:end] for start, end in target.spans} == {target.text} == {"school"}


def test_harm_long_clause_is_read_in_linear_time() -> None:
    def seconds(count: int) -> float:
        doc = pipeline().annotate(ArticleIn(text="Drones hit " + "a school and " * count + "a bridge in Kyiv."))
        index = Index(doc)
        begin = time.perf_counter()
        build_frames(index)
        return time.perf_counter() - begin

    seconds(50)
    assert seconds(2000) < 2.0


WORDS = st.sampled_from(
    "Russian drones hit a school , and houses of the mayor near Kyiv was were it they destroyed in under fire strikes"
    " on which that killed soldiers civilians bombing rubble along with to camp market . - 's".split()
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_harm_objects_are_mentions_of_the_document(text: str) -> None:
    doc = pipeline().annotate(ArticleIn(text=text))
    for frame in build_frames(Index(doc)):
        assert all(mention in doc.objects for mention in frame.objects)


def test_harm_infrastructure_yields_to_what_is_named() -> None:
    text = "Russian missiles hit civilian infrastructure and a hospital in Kharkiv on Monday."
    assert kinds(text) == [["health"]]
    assert kinds("Russian missiles hit civilian infrastructure in Kharkiv on Monday.") == [["infrastructure"]]
