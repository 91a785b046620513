"""The look-up of phrases: the longest from the left, by folded words, without hyphens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.document import Document
from service.extraction.phrases import Phrases


def lexicon(*phrases: str, cased: tuple[str, ...] = ()) -> Phrases[str]:
    found: Phrases[str] = Phrases()
    found.update((phrase, phrase) for phrase in phrases)
    for phrase in cased:
        found.add(phrase, phrase.lower(), cased=True)
    return found


def matches(phrases: Phrases[str], text: str) -> list[tuple[str, str]]:
    doc = Document(text)
    return [(text[doc.starts[a] : doc.ends[b - 1]], value) for a, b, value in phrases.find(doc)]


def test_phrases_the_longest_wins() -> None:
    phrases = lexicon("car", "car bomb", "car bomb attack", "bomb")
    assert matches(phrases, "A car bomb went off") == [("car bomb", "car bomb")]
    assert matches(phrases, "the car bomb attack") == [("car bomb attack", "car bomb attack")]


def test_phrases_a_longer_one_that_breaks_off_leaves_the_shorter() -> None:
    phrases = lexicon("islamic state", "islamic state of iraq and the levant", "iraq")
    assert matches(phrases, "Islamic State of Iraq said") == [("Islamic State", "islamic state"), ("Iraq", "iraq")]


def test_phrases_never_overlap() -> None:
    assert matches(lexicon("air force base", "base camp"), "the air force base camp") == [
        ("air force base", "air force base")
    ]


@pytest.mark.parametrize("text", ["car-bomb", "car bomb", "Car – Bomb", "CAR BOMB"])
def test_phrases_leave_hyphens_and_case_aside(text: str) -> None:
    assert matches(lexicon("car bomb"), text) == [(text, "car bomb")]


@pytest.mark.parametrize("text", ["Kh-101", "Kh 101", "Kh101"])
def test_phrases_designations_read_alike(text: str) -> None:
    assert matches(lexicon("Kh-101"), f"two {text} missiles") == [(text, "Kh-101")]


def test_phrases_leave_accents_aside() -> None:
    assert matches(lexicon("Türkiye"), "in Turkiye and TÜRKIYE") == [("Turkiye", "Türkiye"), ("TÜRKIYE", "Türkiye")]


def test_phrases_cased_match_only_as_written() -> None:
    phrases = lexicon(cased=("US", "Grad"))
    assert matches(phrases, "US forces told us of a Grad, not of a grad student") == [("US", "us"), ("Grad", "grad")]


def test_phrases_cased_match_in_a_text_in_capitals() -> None:
    phrases = lexicon(cased=("Grad",))
    assert matches(phrases, "REBELS FIRED GRAD ROCKETS AT THE TOWN") == [("GRAD", "grad")]


def test_phrases_cased_and_plain_readings_of_one_word() -> None:
    phrases = lexicon("polish", cased=("Polish",))
    assert matches(phrases, "Polish troops polish guns") == [("Polish", "polish"), ("polish", "polish")]


def test_phrases_never_leave_their_sentence() -> None:
    assert matches(lexicon("fire base"), "They opened fire. Base camp was hit.") == []


def test_phrases_count_what_was_added() -> None:
    assert len(lexicon("a", "b c", cased=("D",))) == 3


WORD = st.sampled_from(["air", "Air", "force", "base", "-", ".", "U.S.", "Kh", "101", "’s", "\n"])


@given(st.lists(st.lists(WORD, min_size=1, max_size=3), max_size=8), st.lists(WORD, max_size=40))
@settings(max_examples=100, deadline=None)
def test_phrases_matches_are_in_order_and_inside_sentences(entries: list[list[str]], words: list[str]) -> None:
    phrases = lexicon(*(" ".join(entry) for entry in entries if any(w.isalnum() for w in entry)))
    doc = Document(" ".join(words))
    reached = 0
    for first, last, value in phrases.find(doc):
        assert reached <= first < last <= len(doc.words)
        assert doc.sentence_of[first] == doc.sentence_of[last - 1]
        assert [w for w in doc.lower[first:last] if w != "-"] == [w for w in Document(value).lower if w != "-"]
        reached = last
