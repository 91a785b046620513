"""The document: tokens, sentences and paragraphs with their offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.extraction.document import Document, fold

WORDS = st.sampled_from(
    ["Kyiv", "U.S.", "Gen.", "the", "3.5", "1,200", "92nd", "Kh-101", "’s", "“", "”", ".", "...", "?", "\n", "\n\n",
     "…", "Дніпро", "n\u0303", "😀", "don't", "-", "(", ")", "a.m.", "\u00a0", "\r\n", ":"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join))


def words(text: str) -> list[str]:
    return Document(text).words


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in Document(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. jets", ["U.S.", "jets"]),
        ("the 92nd Brigade", ["the", "92nd", "Brigade"]),
        ("1,200 men", ["1,200", "men"]),
        ("at 07:30, 3.5 km", ["at", "07:30", ",", "3.5", "km"]),
        ("Kh-101", ["Kh", "-", "101"]),
        ("Kh101", ["Kh", "101"]),
        ("Ukraine's army", ["Ukraine", "'s", "army"]),
        ("Ukraine’s army", ["Ukraine", "’s", "army"]),
        ("Ukraineʼs army in Krasnokutsʼk", ["Ukraine", "ʼs", "army", "in", "Krasnokutsʼk"]),
        ("Sana'a fell", ["Sana'a", "fell"]),
        ("they don’t", ["they", "don’t"]),
        ("Sana'a's port", ["Sana'a", "'s", "port"]),
        ("Сили оборони", ["Сили", "оборони"]),
        ("e\u0301clat", ["e\u0301clat"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_document_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Kyiv", "kyiv"), ("Türkiye", "turkiye"), ("MÉDECINS", "medecins"), ("’s", "'s"), ("–", "-"), ("Łódź", "lodz"),
        ("Дніпро", "дніпро"), ("́", "́"), ("…", "..."),
    ],
)  # fmt: skip
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text(min_size=1, max_size=20))
def test_fold_never_empties_a_word(word: str) -> None:
    assert fold(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell. Two died.", ["Shells fell.", "Two died."]),
        ("Gen. Oleksandr Syrskyi spoke. He left.", ["Gen. Oleksandr Syrskyi spoke.", "He left."]),
        ("Lt. Col. Smith was hurt.", ["Lt. Col. Smith was hurt."]),
        ("President George W. Bush spoke.", ["President George W. Bush spoke."]),
        ("The U.S. Navy fired. It hit.", ["The U.S. Navy fired.", "It hit."]),
        ("They flew to the U.S. The talks failed.", ["They flew to the U.S.", "The talks failed."]),
        ("It flew 3.5 km. Then it fell.", ["It flew 3.5 km.", "Then it fell."]),
        ("He said: “We held.” Then he left.", ["He said: “We held.”", "Then he left."]),
        ("“Did they fire?” he asked.", ["“Did they fire?” he asked."]),
        ("Four were dead.The army withdrew.", ["Four were dead.", "The army withdrew."]),
        ("It was hit on Jan. 5 in Goma.", ["It was hit on Jan. 5 in Goma."]),
        ("Why? Nobody knows!", ["Why?", "Nobody knows!"]),
        ("See www.example.org for more.", ["See www.example.org for more."]),
        ("They waited... and left.", ["They waited... and left."]),
    ],
)
def test_document_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_document_paragraphs_end_sentences() -> None:
    doc = Document("Drones hit Odesa\n\nTwo were hurt, the mayor said.\nRead more")
    assert [s.paragraph for s in doc.sentences] == [0, 1, 2]
    assert [s.heading for s in doc.sentences] == [True, False, True]


def test_document_hard_wrapped_lines_do_not() -> None:
    lines = [
        "The rebels who attacked the barracks in the north of the town",
        "shortly after midnight had come across the river in boats and",
        "left again before dawn, when two companies of the army reached",
        "the scene from the capital and found that the fires which they",
        "had seen from the road were those of the stores and the stable.",
    ]
    assert len(sentences("\n".join(lines))) == 1


@pytest.mark.parametrize(
    ("text", "shouting"),
    [("REBELS ATTACKED THE BARRACKS IN SAN MIGUEL", True), ("NATO and EU officials met in Brussels", False),
     ("", False), ("12 45 1989", False)],
)  # fmt: skip
def test_document_shouting(text: str, shouting: bool) -> None:
    assert Document(text).shouting is shouting


def test_document_looks_up_tokens_and_sentences_by_offset() -> None:
    text = "Shells fell. Two died."
    doc = Document(text)
    assert doc.words[doc.token_at(text.index("died"))] == "died"
    assert doc.words[doc.token_at(text.index(" Two"))] == "Two"
    assert doc.token_at(len(text)) == len(doc.words)
    assert doc.sentence_at(text.index("Two")) == 1
    assert doc.sentence_at(len(text) + 10) == 1
    assert Document("").sentence_at(0) == 0


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_document_tokens_are_all_that_is_not_space(text: str) -> None:
    doc = Document(text)
    assert [text[a:b] for a, b in zip(doc.starts, doc.ends, strict=True)] == doc.words
    assert all(a < b for a, b in zip(doc.starts, doc.ends, strict=True))
    assert "".join("".join(doc.words).split()) == "".join(text.split())
    assert len(doc.lower) == len(doc.words)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_document_sentences_part_the_tokens(text: str) -> None:
    doc = Document(text)
    covered = [i for s in doc.sentences for i in range(s.first, s.last)]
    assert covered == list(range(len(doc.words)))
    assert [n for n, s in enumerate(doc.sentences) for _ in range(s.first, s.last)] == doc.sentence_of
    for s in doc.sentences:
        assert (s.start, s.end) == (doc.starts[s.first], doc.ends[s.last - 1])
    assert [s.paragraph for s in doc.sentences] == sorted(s.paragraph for s in doc.sentences)


@pytest.mark.parametrize("unit", ["drone ", "a", "U.S.", "'", ") ", "\n", ". ", "1,", "e\u0301"])
def test_document_takes_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    Document(text)
    assert time.process_time() - begun < 5.0
