"""Salvos: which weapons are means, how many there were, and what became of them."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import ArticleIn
from service.extraction.frames.clauses import Index
from service.extraction.frames.reading import build_frames
from service.extraction.pipeline import Pipeline

STATUSES = ("launched", "intercepted", "suppressed", "hit")


@lru_cache(maxsize=1)
def pipeline() -> Pipeline:
    return Pipeline()


def told(text: str) -> dict[str, dict[str, tuple[int | None, int | None]]]:
    """Return the counts of each type of weapon that the frames of the text use."""
    index = Index(pipeline().annotate(ArticleIn(text=text, published_at="2024-05-14")))
    found: dict[str, dict[str, tuple[int | None, int | None]]] = {}
    for frame in build_frames(index):
        for use in frame.weapons:
            counts = found.setdefault(use.mention.type.value, {})
            for status in STATUSES:
                count = getattr(use, status)
                if count is not None:
                    counts[status] = (count.min, count.max)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "counts"),
    [
        ("Russia launched 61 drones at Ukraine.", "drone", {"launched": (61, 61)}),
        ("Air defences shot down 12 of the 15 drones.", "drone", {"intercepted": (12, 12), "launched": (15, 15)}),
        ("Ukraine downed seven out of nine missiles.", "missile", {"intercepted": (7, 7), "launched": (9, 9)}),
        ("Ukraine shot down all 14 missiles.", "missile", {"intercepted": (14, 14), "launched": (14, 14)}),
        ("The army shot down 31 missiles out of 40 launched.", "missile",
         {"intercepted": (31, 31), "launched": (40, 40)}),
        ("All 26 drones fired were shot down.", "drone", {"intercepted": (26, 26), "launched": (26, 26)}),
        ("The frigate destroyed 11 drones launched by the Houthis.", "drone", {"intercepted": (11, 11)}),
        ("Nine drones were shot down and four were jammed.", "drone", {"intercepted": (9, 9), "suppressed": (4, 4)}),
        ("Russia fired 30 missiles, 22 of which were shot down.", "missile",
         {"launched": (30, 30), "intercepted": (22, 22)}),
        ("Russia attacked Odesa with a missile, which Ukraine shot down.", "missile",
         {"launched": (1, 1), "intercepted": (1, 1)}),
        ("Three of the drones were suppressed by electronic warfare.", "drone", {"suppressed": (3, 3)}),
        ("Gunners shot down 30 of the drones, 12 were jammed and seven hit their targets.", "drone",
         {"intercepted": (30, 30), "suppressed": (12, 12), "hit": (7, 7)}),
        ("About nine missiles crossed from Iran and most of them were intercepted.", "missile", {"launched": (9, 9)}),
        ("A Grad launcher was used against the village.", "artillery.rocket", {}),
        ("Troops shot down three reconnaissance drones over Odesa.", "drone.recon", {"intercepted": (3, 3)}),
        ("Debris from a downed drone set fire to a depot in Tula.", "drone", {"intercepted": (1, 1)}),
        ("Fragments of a drone that was shot down over Tula damaged a house.", "drone", {"intercepted": (1, 1)}),
        ("Drone debris damaged a house in Tula.", "drone", {}),
        ("Two missiles hit the hospital in Kharkiv.", "missile", {"hit": (2, 2)}),
        ("The hospital was struck by two missiles.", "missile", {"hit": (2, 2)}),
        ("Forty missiles struck Ukraine.", "missile", {"launched": (40, 40)}),
        ("As many as 20 drones targeted the city of Tula.", "drone", {"launched": (None, 20)}),
        ("The missile hit the airport in Lutsk.", "missile", {"hit": (1, 1)}),
        ("Russia attacked Kyiv on Tuesday, with a drone hitting a school in Brovary.", "drone", {"hit": (1, 1)}),
        ("Drones attacked Sumy; fragments of a drone fell on a school.", "drone", {}),
        ("The army fired an unprecedented number of missiles at Kyiv.", "missile", {}),
        ("The army fired a barrage of missiles at Kyiv.", "missile", {}),
        ("Russia conducted a combined drone and missile strike on Kyiv.", "drone", {}),
        ("Eight drones took off and six drones participated in the attack on Moscow.", "drone", {"launched": (6, 6)}),
        ("Russia launched 90 Shahed-type, Gerbera-type and other drones at Ukraine.", "drone", {"launched": (90, 90)}),
    ],
)  # fmt: skip
def test_salvos_counts(text: str, kind: str, counts: dict[str, tuple[int | None, int | None]]) -> None:
    assert told(text)[kind] == counts


def test_salvos_coordinated_weapons_share_their_verb() -> None:
    found = told("Russia launched 88 drones and 17 missiles at Ukraine overnight.")
    assert found == {"drone": {"launched": (88, 88)}, "missile": {"launched": (17, 17)}}


def test_salvos_list_before_a_passive_shares_its_fate() -> None:
    found = told("In total, 25 drones, 14 ballistic missiles and three cruise missiles were launched at Israel.")
    assert found["drone"] == {"launched": (25, 25)}
    assert found["missile.ballistic"] == {"launched": (14, 14)}
    assert found["missile.cruise"] == {"launched": (3, 3)}


def test_salvos_bare_number_refers_to_the_sentence_before() -> None:
    found = told("Russia launched 20 missiles at Lviv. Twelve of them were intercepted.")
    assert found == {"missile": {"launched": (20, 20), "intercepted": (12, 12)}}


def test_salvos_bare_number_refers_to_a_weapon_of_which_there_were_enough() -> None:
    found = told("The air force said 51 drones and three missiles were launched, of which 40 were shot down.")
    assert found["drone"] == {"launched": (51, 51), "intercepted": (40, 40)}
    assert found["missile"] == {"launched": (3, 3)}


def test_salvos_coordinated_verbs_have_numbers_of_their_own() -> None:
    found = told("Russia launched 103 drones at Ukraine. The air force downed 52 of them and lost track of another 36.")
    assert found == {"drone": {"launched": (103, 103), "intercepted": (52, 52), "suppressed": (36, 36)}}


def test_salvos_absolute_phrase_has_its_own_predicate() -> None:
    found = told("Russia launched 31 drones and five missiles, with one missile and 19 drones shot down.")
    assert found["missile"] == {"launched": (5, 5), "intercepted": (1, 1)}
    assert found["drone"] == {"launched": (31, 31), "intercepted": (19, 19)}


def test_salvos_whole_of_which_parts_are_told_was_launched() -> None:
    found = told("Of the 60 drones launched, 42 were destroyed and 15 disappeared from radar.")
    assert found == {"drone": {"launched": (60, 60), "intercepted": (42, 42), "suppressed": (15, 15)}}


def test_salvos_all_of_them_share_a_fate() -> None:
    text = "Russia launched 15 drones and eight missiles at Odesa on Monday. All of them were shot down."
    assert told(text) == {
        "drone": {"launched": (15, 15), "intercepted": (15, 15)},
        "missile": {"launched": (8, 8), "intercepted": (8, 8)},
    }


def test_salvos_ship_damaged_is_no_means() -> None:
    assert "warship" not in told("Satellite images showed damage to a landing ship in Sevastopol.")


def test_salvos_part_of_those_launched_was_intercepted() -> None:
    counts = told("Air defences shot down 30 of the 35 drones that Russia launched overnight.")["drone"]
    assert counts == {"launched": (35, 35), "intercepted": (30, 30)}


def test_salvos_whole_of_two_kinds_is_of_neither() -> None:
    found = told("The air force said it shot down 87 missiles and 27 drones out of 158 launched overnight.")
    assert found == {"missile": {"intercepted": (87, 87)}, "drone": {"intercepted": (27, 27)}}


def test_salvos_count_of_two_kinds_is_mixed() -> None:
    found = told("Russia attacked Ukraine with more than 150 missiles and drones.")
    assert found["mixed"] == {"launched": (150, None)}
    assert found["missile"] == found["drone"] == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ukrainian drones destroyed two Russian tanks near Avdiivka.", "artillery.tank"),
        ("The drones were shot down by Patriot missiles over Kyiv.", "missile.air_defence"),
        ("Two warships shot down six drones in the Red Sea.", "warship"),
        ("Germany supplied anti-tank missiles as Russian troops attacked Kyiv.", "missile.anti_tank"),
        ("Rockets were fired from Gaza; the Iron Dome intercepted 45 of them.", "missile.air_defence"),
        ("Fighters fired three anti-tank missiles at a Turkish tank near Afrin.", "artillery.tank"),
        ("Missiles hit an aircraft factory in Kyiv.", "aircraft"),
        ("US forces fired missiles at Homs in response to a gas attack.", "chemical"),
        ("A drone attack wounded the commander of a tank brigade in Belgorod.", "artillery.tank"),
        ("Russian forces shelled Nikopol with rockets.", "artillery"),
    ],
)
def test_salvos_what_is_hit_supplied_or_defends_is_no_means(text: str, kind: str) -> None:
    assert kind not in told(text)


def test_salvos_drones_beside_rockets_are_means() -> None:
    found = told("Two rockets and a Shahed drone were shot down over Kyiv.")
    assert found == {"artillery.rocket": {"intercepted": (2, 2)}, "drone.one_way": {"intercepted": (1, 1)}}


def test_salvos_air_attack_is_of_unknown_kind_where_drones_fly() -> None:
    assert "aircraft" not in told("Russia launched an air attack on Kyiv. It used drones and missiles in the attack.")
    assert "aircraft" in told("The army carried out an air attack on Idlib.")


def test_salvos_money_and_people_are_no_salvo() -> None:
    assert told("Drones attacked Riga. The state loses 6,500,000,000 a year.") == {"drone": {}}


WORDS = "10 of out all drones missiles and , shot down launched were which . by the hit a tanks - type".split()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_salvos_any_order_of_words_is_read(words: list[str]) -> None:
    told(" ".join(words))
