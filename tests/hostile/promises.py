"""What holds for whatever is sent: for property tests, and for a fuzzer that is led by coverage."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from schemas.article import ArticleIn, Extraction
from schemas.counts import Counts, Dimension, FigureSum, Group, Key, Tally
from schemas.query import EventFilter
from service.api.asking.filters import event_filter
from service.api.asking.names import Names
from service.api.asking.periods import filled
from service.api.asking.queries import FilterQuery
from service.api.asking.querystring import read_query
from service.api.bodies import checked, decode_article
from service.api.problems import ApiProblem
from service.extraction import explain, extract
from service.store import BadCursor, BadText, Store
from service.store.cursor import issue, read
from service.store.text_search import match_expression

MAX_TEXT_CHARS = 200_000
SUM = FigureSum(min=0, max=0, unknown=0)


def check_extraction(article: ArticleIn) -> None:
    """An article that the service accepts is read without an exception, twice alike, its spans inside its text."""
    try:
        accepted = checked(article, MAX_TEXT_CHARS)
    except ApiProblem:
        return
    extraction = extract(accepted, mentions=True)
    explanation = explain(accepted)
    for span in (*spans(msgspec.to_builtins(extraction)), *spans(msgspec.to_builtins(explanation))):
        start, end = span
        assert 0 <= start < end <= len(article.text), span
    first = msgspec.json.encode((extraction, explanation))
    handed_on = msgspec.msgpack.decode(msgspec.msgpack.encode(extraction), type=Extraction)
    assert msgspec.json.encode(handed_on) == msgspec.json.encode(extraction)
    assert msgspec.json.encode((extract(accepted, mentions=True), explain(accepted))) == first


def spans(value: Any, key: str = "") -> Iterator[tuple[int, int]]:
    """Yield every span in something made of dicts and lists."""
    if key in ("span", "spans", "acts") and isinstance(value, tuple | list) and list(map(type, value)) == [int, int]:
        yield value[0], value[1]
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from spans(part, name)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from spans(part, key)


def check_body(body: bytes) -> None:
    """The body of a request is an article, or refused with the fields at fault."""
    try:
        decode_article(body, MAX_TEXT_CHARS)
    except ApiProblem as problem:
        assert 400 <= problem.kind.status < 500
        assert problem.detail


def check_query(query: type[Struct], query_string: bytes) -> Struct | None:
    """A query string is read, twice alike, or refused; return what was read."""
    try:
        asked = read_query(query, query_string)
    except ApiProblem as problem:
        assert problem.kind.status == 400
        assert problem.errors or "query string" in problem.detail
        return None
    assert read_query(query, query_string) == asked
    return asked


def check_filter(query: FilterQuery, names: Names, store: Store) -> None:
    """What a query asks for is found out, and answered by the store, or refused."""

    async def answer() -> None:
        asked = await event_filter(query, names, store)
        await store.list_stored_events(asked.filter)

    try:
        asyncio.run(answer())
    except ApiProblem as problem:
        assert problem.kind.status == 400
    except (BadCursor, BadText):
        pass


def check_cursor(cursor: str, width: int) -> None:
    """A cursor that was not issued for a query is refused; one that was comes back as it went."""
    query = EventFilter(cursor=cursor)
    try:
        keys = read(query, width)
    except BadCursor:
        return
    assert keys is not None
    assert len(keys) == width
    assert read(EventFilter(cursor=issue(query, keys)), width) == keys


def check_text_search(text: str) -> str | None:
    """Words are an expression without syntax of their own, or refused; return the expression."""
    try:
        expression = match_expression(text)
    except BadText:
        return None
    pieces = expression[1:-1].split('" "')
    assert all(piece and '"' not in piece and "\0" not in piece for piece in pieces)
    return expression


def check_periods(by: Dimension, seen: list[date], date_from: date | None, date_to: date | None) -> None:
    """Periods are filled in order, without a gap, or refused because they are too many."""
    values = sorted({_named(by, day) for day in seen})
    items = [Group(keys=[Key(value=v, label=v)], events=1, killed=SUM, injured=SUM, launched=SUM, intercepted=SUM)
             for v in values]  # fmt: skip
    total = Tally(events=len(items), killed=SUM, injured=SUM, launched=SUM, intercepted=SUM)
    try:
        result = filled(Counts(by=[by], items=items, truncated=False, total=total), date_from, date_to)
    except ApiProblem as problem:
        assert problem.kind.status == 400
        return
    names = [group.keys[0].value or "" for group in result.items]
    assert names == sorted(set(names))
    assert set(values) <= set(names)


def _named(by: Dimension, day: date) -> str:
    year, week, _ = day.isocalendar()
    return {
        Dimension.DAY: day.isoformat(),
        Dimension.WEEK: f"{year:04d}-W{week:02d}",
        Dimension.MONTH: day.isoformat()[:7],
        Dimension.YEAR: day.isoformat()[:4],
    }[by]
