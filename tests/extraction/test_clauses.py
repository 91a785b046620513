"""The clauses: where statements end, and which acts did not happen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stages import indexed

from service.extraction.frames.reality import unreal


def clauses(text: str) -> list[tuple[str, str]]:
    index = indexed(text)
    doc = index.doc
    return [(text[doc.starts[c.first] : doc.ends[c.last - 1]], c.opener) for c in index.clauses[0]]


def verdicts(text: str) -> dict[str, str]:
    """Return for each act of the text why it did not happen."""
    index = indexed(text)
    found = {}
    for row in index.clauses:
        for clause in row:
            for first, _, act in index.acts.within(clause.first, clause.last):
                found[text[act.start : act.end]] = unreal(index, clause, first, act)
    return found


def test_clauses_two_things_hit_are_one_subject() -> None:
    text = "Militants attacked a base near Djibo on Sunday, and a police station and a market were also targeted."
    assert [opener for _, opener in clauses(text)] == ["", "and"]
    assert clauses(text)[1][0].startswith(", and a police station")


def test_clauses_before_a_time_opens_none() -> None:
    assert len(clauses("Gunmen swept through the town before dawn on Thursday and shot at people in their homes.")) == 1


def test_clauses_a_simple_sentence_is_one() -> None:
    assert clauses("A drone hit a depot in Ryazan, killing two guards.") == [
        ("A drone hit a depot in Ryazan, killing two guards.", "")
    ]


@pytest.mark.parametrize("word", ["while", "whereas", "but", "although"])
def test_clauses_contrast_parts_them(word: str) -> None:
    found = clauses(f"Russia shelled Kherson, {word} Ukraine struck Belgorod.")
    assert [opener for part, opener in found if part != ","] == ["", word]


def test_clauses_a_second_subject_with_its_act_parts_them() -> None:
    found = clauses("Russian drones hit Sumy and Ukrainian missiles struck a bridge in Crimea.")
    assert len(found) == 2
    assert found[1][0].startswith("and Ukrainian missiles")


def test_clauses_joined_objects_do_not() -> None:
    assert len(clauses("Russian drones hit a school and a hospital in Sumy.")) == 1


def test_clauses_as_of_time_parts_them_and_as_of_role_does_not() -> None:
    assert len(clauses("Two women died as Russian troops shelled Kherson.")) == 2
    assert len(clauses("The army struck depots as part of its campaign.")) == 1


@pytest.mark.parametrize(
    ("text", "act", "expected"),
    [
        ("The rebels did not attack the town.", "attack", "negated"),
        ("The rebels never captured Goma.", "captured", "negated"),
        ("Russia could attack Odesa from the sea.", "attack", "planned"),
        ("Russia will shell the town again.", "shell", "planned"),
        ("Hamas vowed to attack Israel.", "attack", "planned"),
        ("The army denied attacking the camp.", "attacking", "denied"),
        ("There was no attack on the camp.", "attack", "negated"),
        ("The minister warned of an attack on the capital.", "attack", "planned"),
        ("They prepared for an assault on Goma.", "assault", "planned"),
        pytest.param(
            "The army continued to bomb the town.",
            "bomb",
            "",
            marks=pytest.mark.xfail(reason="the base form of a verb that is also a noun is lost", strict=False),
        ),
        ("Russia shelled the town on Monday.", "shelled", ""),
        ("An attack on the camp killed ten people.", "attack", ""),
        ("Drones used to strike the depot were found.", "strike", ""),
        pytest.param(
            "If Russia attacked Poland, NATO would act.",
            "attacked",
            "planned",
            marks=pytest.mark.xfail(reason="an if that opens the sentence opens no clause", strict=False),
        ),
        pytest.param(
            "It was not the first time that rockets hit the base.",
            "hit",
            "",
            marks=pytest.mark.xfail(reason="negation reaches into a clause of its own", strict=False),
        ),
        pytest.param(
            "Troops who could not be named captured Goma.",
            "captured",
            "",
            marks=pytest.mark.xfail(reason="negation reaches out of a relative clause", strict=False),
        ),
    ],
)
def test_clauses_unreal_acts(text: str, act: str, expected: str) -> None:
    assert verdicts(text)[act] == expected


WORDS = st.sampled_from(
    "Russia shelled Kherson while drones hit , and ; - but as troops fired rockets at Kyiv since Monday . two".split()
)


@given(st.lists(WORDS, max_size=40))
@settings(max_examples=60, deadline=None)
def test_clauses_part_every_sentence(words: list[str]) -> None:
    index = indexed(" ".join(words))
    for number, sentence in enumerate(index.doc.sentences):
        row = index.clauses[number]
        covered = [i for clause in row for i in range(clause.first, clause.last)]
        assert covered == list(range(sentence.first, sentence.last))
        assert all(clause.sentence == number for clause in row)
        assert row[0].opener == ""
