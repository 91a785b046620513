"""Acts of the ground that happened, and their twins that did not."""

from __future__ import annotations

import pytest
from stages import indexed

from service.extraction.frames.reality import unreal


def happened(text: str) -> list[str]:
    index = indexed(text, "2024-05-15")
    return [
        text[act.start : act.end]
        for row in index.clauses
        for clause in row
        for first, _, act in index.acts.within(clause.first, clause.last)
        if not unreal(index, clause, first, act)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If Russian troops capture Kharkiv, the army will retreat to the river.",
        "Whether Russian forces captured Bakhmut could not be confirmed.",
        "The Security Council demanded that M23 withdraw from Goma and Bukavu.",
        "The army prevented the rebels from taking Bangui.",
        "Ukraine must be able to push Russian troops out of Sudzha.",
        "Polish troops stormed a mock village near Orzysz.",
        "Taiwanese soldiers recaptured the airport during an exercise.",
        "The army practised repelling an assault on Taoyuan.",
        "The militants tried to capture the town of Macomia.",
        "The general hoped to regain Severodonetsk.",
        "The army refused to withdraw from Wad Madani.",
        "He spoke of his goal of retaking the city.",
        "The rebels never entered the city of Bukavu.",
        "Villagers fear that gunmen will kidnap more children.",
        "Russia is preparing an assault on Kupiansk.",
        "Ukrainian troops will not withdraw from Chasiv Yar.",
        "The two sides agreed to withdraw their troops from Hodeidah.",
        "The missiles can fly for an hour and destroy ships at sea.",
        "The minister came under fire from opposition lawmakers over the deal.",
        "Soldiers fought the flames near Almeria.",
        "In the film, rebels storm the palace in Lagos.",
        "Transport planes dropped food over Darfur.",
        "Two boys died of cholera in Darfur.",
        "A ferry struck a pier in Piraeus.",
        "Three swans were hit by airplanes near Prague.",
    ],
)
def test_clauses_what_did_not_happen(text: str) -> None:
    assert happened(text) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ukraine's army managed to retake Izium.", "retake"),
        ("Ukrainian forces have been forced to withdraw from Avdiivka.", "withdraw from"),
        ("The rebels tried to storm the base.", "storm"),
        ("The convoy came under fire near Menaka.", "came under fire"),
        ("Drones flew over the border and struck a depot.", "struck"),
        ("Goma was the latest town to fall to the rebels.", "fall to"),
        ("The garrison was ambushed during a drill, and nine soldiers were killed.", "ambushed"),
        ("After the rebels captured Sake, the army withdrew from the hills.", "captured"),
    ],
)
def test_clauses_what_happened(text: str, act: str) -> None:
    assert act in happened(text)


def test_clauses_the_pair_of_a_between_is_not_parted() -> None:
    index = indexed("Clashes between Iraqi troops and Islamic State fighters killed 12 people in Tikrit.", "2016-06-26")
    assert len(index.clauses[0]) == 1
