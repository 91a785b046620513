"""How a query string becomes a Struct, and what is said of one that cannot."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.query import EventSort
from schemas.vocabulary import EventType
from service.api.asking.queries import EventQuery
from service.api.asking.querystring import parameters_of, read_query
from service.api.problems import ApiProblem, Kind


def refusal(query: str) -> ApiProblem:
    with pytest.raises(ApiProblem) as caught:
        read_query(EventQuery, query.encode())
    return caught.value


def test_an_empty_query_asks_for_nothing() -> None:
    assert read_query(EventQuery, b"") == EventQuery()


def test_repeated_parameters_and_comma_lists_are_alternatives() -> None:
    both = read_query(EventQuery, b"actor=RU,%20UA&actor=hamas&event_type=shelling,explosion")
    assert both.actor == ["RU", "UA", "hamas"]
    assert both.event_type == [EventType.SHELLING, EventType.EXPLOSION]


def test_an_alternative_given_twice_counts_once() -> None:
    assert read_query(EventQuery, b"actor=RU,RU").actor == ["RU"]


def test_sort_takes_a_minus_sign() -> None:
    assert read_query(EventQuery, b"sort=-killed").sort is EventSort.KILLED_DESC


@pytest.mark.parametrize(
    ("query", "kind", "field", "says"),
    [
        ("actr=RU", Kind.UNKNOWN_PARAMETER, "actr", "did you mean 'actor'?"),
        ("Actor=RU", Kind.UNKNOWN_PARAMETER, "Actor", "no such parameter"),
        ("limit=1&limit=2", Kind.REPEATED_PARAMETER, "limit", "given 2 times"),
        ("date_from=null", Kind.INVALID_PARAMETER, "date_from", "'null'; leave it out"),
        ("date_from=", Kind.INVALID_PARAMETER, "date_from", "empty; accepted: a calendar date"),
        ("date_from", Kind.INVALID_PARAMETER, "date_from", "empty"),
        ("actor=RU,,UA", Kind.INVALID_PARAMETER, "actor", "empty"),
        ("date_from=2025-02-30", Kind.INVALID_PARAMETER, "date_from", "'2025-02-30'; accepted: a calendar date"),
        ("event_type=war", Kind.INVALID_PARAMETER, "event_type", "'war'; accepted: one of aerial_strike, shelling"),
        ("count=all", Kind.INVALID_PARAMETER, "count", "'all'; accepted: one of exact"),
        ("q=a%00b", Kind.INVALID_PARAMETER, "q", "NUL"),
        ("q=" + "a" * 2001, Kind.INVALID_PARAMETER, "q", "2001 characters; at most 2000"),
        ("actor=" + ",".join(str(n) for n in range(101)), Kind.INVALID_PARAMETER, "actor", "101 values; at most 100"),
    ],
)
def test_each_mistake_names_the_parameter_the_value_and_what_is_accepted(
    query: str, kind: Kind, field: str, says: str
) -> None:
    problem = refusal(query)
    assert problem.kind is kind
    assert [error.field for error in problem.errors] == [field]
    assert says in problem.errors[0].message
    assert field in problem.detail


def test_every_mistake_is_reported_at_once() -> None:
    problem = refusal("frm=1&limit=0&bbox=1,2&limit=3")
    assert problem.kind is Kind.INVALID_PARAMETER
    assert [error.field for error in problem.errors] == ["frm", "limit", "bbox"]


@pytest.mark.parametrize("query", ["q=%FF%FE", "%FF=1", "&".join(["q=1"] * 201)])
def test_a_query_string_that_cannot_be_read_is_refused(query: str) -> None:
    assert refusal(query).kind is Kind.INVALID_PARAMETER


NAMES = st.sampled_from([*parameters_of(EventQuery), "unknown", ""])


@given(st.lists(st.tuples(NAMES, st.text(max_size=30)), max_size=6))
def test_any_query_string_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    encoded = urlencode([(name, value.encode("utf-8", "ignore")) for name, value in pairs]).encode()
    try:
        read_query(EventQuery, encoded)
    except ApiProblem as problem:
        assert problem.kind.status == 400


@given(st.binary(max_size=60).filter(lambda raw: max(raw, default=0) < 128))
def test_any_bytes_in_a_query_string_are_read_or_refused(raw: bytes) -> None:
    try:
        read_query(EventQuery, raw)
    except ApiProblem as problem:
        assert problem.kind.status == 400
