"""What the extraction and the parsers promise for any text: no exception but the declared ones, spans inside the text,
the same output twice.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import (
    check_body,
    check_cursor,
    check_extraction,
    check_filter,
    check_periods,
    check_query,
    check_text_search,
)

from schemas.article import ArticleIn
from schemas.counts import PERIODS, Dimension
from service.api.asking.names import Names
from service.api.asking.queries import ArticleQuery, CountsQuery, EventQuery, FilterQuery, VocabularyQuery
from service.api.asking.querystring import parameters_of
from service.api.changes import ChangeQuery
from service.api.extract import ExtractFields
from service.store import Store

REPORTS = [
    report["text"]
    for path in sorted((Path(__file__).parent.parent / "corpus" / "reports").glob("*.toml"))
    for report in tomllib.loads(path.read_text(encoding="utf-8"))["reports"]
]

BAD = [
    "9" * 30, "9" * 5000, "1" + ",000" * 400, "0", "-1", "1e999", "31 February 2025", "29 February 1900", "0000-00-00",
    "9999-12-31", "year 9999", "in 0001", "1 BC", "99:99", "25:61", "9999 years ago", "99999999999 days after", "next ",
    "\0", "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301", "\u0301" * 60, "ʼ", "’s", "½", "²", "①", "٣٤", "四", "İ",
    "ß", "ﬁ", "🇺🇦", "\U0010ffff", "\n\n", "\r", "\u2028", "\t", '"', "”", "((((", "))))", "....", "!!!", "--", "U.S.",
    "a.m.", "Kh-", "-136", "S-300V4", "killed", "between ", " of ", "=cmd|'/c'!A1", "';--", "%s", "{0}", "<script>",
]  # fmt: skip
"""Pieces that readers of numbers, dates and words stumble over."""

DATES = st.one_of(
    st.none(),
    st.dates().map(date.isoformat),
    st.sampled_from(
        ["0001-01-01", "9999-12-31", "2024-02-29", "2025-03-19T23:59:59-12:00", "2025-03-19t00:00:00+14:00"]
    ),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    st.text(max_size=30),
)
"""Publication dates, usable and not."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a report of which parts were cut, moved, repeated or replaced by what readers stumble over."""
    text = draw(st.sampled_from(REPORTS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(1, 1500))]
    for _ in range(draw(st.integers(0, 8))):
        begin = draw(st.integers(0, len(text)))
        end = draw(st.integers(begin, min(len(text), begin + 40)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(BAD), st.text(max_size=5), st.just(text[begin:end])))
        text = text[:begin] + piece * draw(st.integers(1, 4)) + text[end:]
    return text


@given(st.one_of(mutated(), st.text(max_size=300)), DATES, st.one_of(st.none(), st.text(max_size=60)))
@settings(max_examples=100, deadline=None)
def test_the_extraction_reads_any_text(text: str, published_at: str | None, title: str | None) -> None:
    check_extraction(ArticleIn(text=text, published_at=published_at, title=title))


@pytest.mark.parametrize("piece", BAD)
def test_the_extraction_reads_what_readers_stumble_over(piece: str) -> None:
    for text in (
        f"Shells killed {piece} people in Kharkiv on {piece}, police said {piece}.",
        f"{piece} Russia launched {piece} Shahed-136 drones at Sumy; {piece} were shot down. {piece}",
    ):
        for published_at in (None, "0001-01-01", "9999-12-31"):
            check_extraction(ArticleIn(text=text, published_at=published_at, title=piece))


JSON_BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=80), JSON_BODIES.map(lambda value: json.dumps(value).encode())))
def test_a_body_is_an_article_or_refused(body: bytes) -> None:
    check_body(body)


QUERIES = (ArticleQuery, ChangeQuery, CountsQuery, EventQuery, ExtractFields, VocabularyQuery)
NAMES = sorted({name for query in QUERIES for name in parameters_of(query)})
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from([*BAD[:16], "null", "2025-03-19/..", "1,2,3,4", "5,5", "UA", "true", "drone"]),
    st.floats().map(str), st.integers().map(str), DATES.map(str),
)  # fmt: skip


@st.composite
def query_strings(draw: st.DrawFn) -> bytes:
    """Return a query string of names that there are and others, encoded or not."""
    names = st.one_of(st.sampled_from(NAMES), st.text(max_size=8))
    pairs = draw(st.lists(st.tuples(names, VALUES), max_size=6))
    quoted = draw(st.booleans())
    return "&".join(f"{name}={_quoted(value) if quoted else value}" for name, value in pairs).encode("utf-8", "replace")


def _quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value.encode("utf-8", "replace"))


@given(st.sampled_from(QUERIES), st.one_of(query_strings(), st.binary(max_size=60)))
@settings(max_examples=200, deadline=None)
def test_a_query_string_is_read_or_refused(query: type, query_string: bytes) -> None:
    check_query(query, query_string)


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("promises") / "strikelog.db", readers=1)
    yield store
    store.close()


FILTERS = st.lists(st.tuples(st.sampled_from(sorted(parameters_of(FilterQuery))), VALUES), max_size=4)


@given(pairs=FILTERS)
@settings(max_examples=150, deadline=None)
def test_a_filter_is_answered_or_refused(pairs: list[tuple[str, str]], names: Names, store: Store) -> None:
    query_string = "&".join(f"{name}={_quoted(value)}" for name, value in dict(pairs).items()).encode()
    query = check_query(FilterQuery, query_string)
    if isinstance(query, FilterQuery):
        check_filter(query, names, store)


@given(st.one_of(st.text(max_size=80), st.binary(max_size=60).map(lambda raw: raw.hex())), st.integers(1, 3))
@settings(max_examples=200, deadline=None)
def test_a_cursor_from_elsewhere_is_refused(cursor: str, width: int) -> None:
    check_cursor(cursor, width)


@given(text=st.one_of(st.text(max_size=80), st.text('ab" *()^-:{}+\0', max_size=30)))
@settings(max_examples=200, deadline=None)
def test_words_to_search_for_have_no_syntax(text: str, names: Names, store: Store) -> None:
    if check_text_search(text) is not None:
        check_filter(FilterQuery(q=text), names, store)


@given(
    st.sampled_from(sorted(PERIODS)),
    st.lists(st.dates(), max_size=4),
    st.none() | st.dates(),
    st.none() | st.dates(),
)
@settings(max_examples=60, deadline=None)
def test_periods_are_filled_or_refused(by: Dimension, seen: list[date], first: date | None, last: date | None) -> None:
    check_periods(by, seen, first, last)
