"""What is an event at all, by the rules alone, before the model of confidence has its say."""

from __future__ import annotations

import pytest
from stages import indexed

from service.extraction.events.building import draft_events
from service.extraction.events.sides import Sides
from service.extraction.frames.reading import build_frames

DAY = "2025-03-19"


def drafts(text: str) -> int:
    index = indexed(text, DAY)
    frames = build_frames(index)
    sides = Sides(index.doc, frames)
    sides.dispel(frames)
    return len(draft_events(index, frames, sides, None))


@pytest.mark.parametrize(
    "text",
    [
        "A Russian missile hit a school in Sumy on Tuesday.",
        "Rebels of the M23 captured Masisi on Saturday.",
        "Al-Shabaab gunmen killed nine people in Beledweyne on Tuesday.",
        "Ukrainian air defences shot down 33 Russian drones overnight.",
        "A roadside bomb killed three soldiers near Gao in Mali on Monday.",
        "Myanmar troops shot dead four protesters in Mandalay on Sunday.",
        "Russia fired drones at Ukraine for weeks. Explosions were heard in Kyiv on Friday.",
        "Two bombs killed eight soldiers in a barracks on Tuesday.",
        "A powerful explosion took place in Kerch on Friday. Ukraine and Russia blamed each other.",
    ],
)
def test_newsworthiness_violence_of_a_conflict_is(text: str) -> None:
    assert drafts(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Shares rose in Frankfurt on Tuesday.",
        "A gas blast killed three people in Prague on Tuesday.",
        "A lorry hit a bus near Lyon on Tuesday and killed four people.",
        "The storm battered Brest and killed a fisherman on Monday.",
        "The striker hit the bar twice in Madrid on Tuesday.",
        "A man stabbed his neighbour in Leeds on Monday.",
        pytest.param(
            "Germany delivered 40 drones to Ukraine on Monday.",
            marks=pytest.mark.xfail(reason="counted weapons that are only delivered", strict=False),
        ),
        "More than 12,000 civilians have been killed in Ukraine since February 2022.",
        "Hamas vowed to attack Tel Aviv.",
        "North Korea tested a ballistic missile on Monday.",
        "A wildfire near Almeria killed twelve people on Friday. Soldiers and army helicopters fought the flames.",
        "An accidental blast at an army depot near Izmir killed five soldiers on Thursday.",
    ],
)
def test_newsworthiness_peace_and_background_are_not(text: str) -> None:
    assert drafts(text) == 0


def test_newsworthiness_a_total_counts_up_to_31_days() -> None:
    assert drafts("Shelling by the Rapid Support Forces has killed 62 people in Omdurman in the past two weeks.") == 1
    assert drafts("Shelling by the Rapid Support Forces has killed 620 people in Omdurman in the past two years.") == 0
