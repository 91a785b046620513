"""What occurs in the store: counts, prefixes, pages, and the indexes they are read from."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from store_samples import event, submission

from schemas.vocabularies import RankedTerm, TermFilter
from service.store import BadCursor, Store
from service.store.connection import open_reader
from service.store.vocabularies import list_places, list_terms

SOURCES = ("source", "outlet")


@pytest.fixture
async def stored(store: Store) -> Store:
    for attacker, places in (("RU", ("Sumy",)), ("RU", ("Sumy", "Suva")), ("hamas", ("Nowhere", "Sumy Oblast"))):
        await store.add_article(*submission(event(attacker=attacker, places=places)))
    return store


async def counted(store: Store, **asked: object) -> dict[str, int]:
    page = await store.list_terms(TermFilter(**asked))  # type: ignore[arg-type]
    return {term.value: term.events for term in page.items}


async def test_terms_are_those_of_the_facets_with_the_most_frequent_first(stored: Store) -> None:
    found = await counted(stored, facets=("attacker", "target"))
    assert list(found.items()) == [("UA", 3), ("RU", 2), ("hamas", 1)]


async def test_terms_by_value_and_by_prefix(stored: Store) -> None:
    assert await counted(
        stored, facets=("attacker",), values=(RankedTerm("attacker", "hamas"), RankedTerm("target", "UA"))
    ) == {"hamas": 1}
    assert await counted(stored, facets=("attacker",), values=()) == {}
    assert await counted(stored, facets=SOURCES, value_prefix="gov") == {"governor olafur": 3}
    assert await counted(stored, facets=SOURCES, value_prefix="gox") == {}


async def test_terms_of_a_lower_rank_come_first_on_every_page(stored: Store) -> None:
    ranked = (("UA", 2), ("RU", 1), ("hamas", 1), ("hamas", 0), ("IL", 0))
    values = tuple(RankedTerm(role, actor, rank) for actor, rank in ranked for role in ("attacker", "target"))
    asked = TermFilter(facets=("attacker", "target"), values=values, limit=1)
    seen = []
    while True:
        page = await stored.list_terms(asked)
        seen += [(term.value, term.events) for term in page.items]
        if page.next is None:
            break
        asked = msgspec.structs.replace(asked, cursor=page.next)
    assert seen == [("hamas", 1), ("RU", 2), ("UA", 3)]


async def test_places_of_the_name_come_before_those_of_an_alias(stored: Store) -> None:
    aliases = tuple(RankedTerm("location", place, 2) for place in ("692194", "692196"))
    asked = TermFilter(facets=("location",), values=aliases, name_prefix="suv")
    assert [place.name for place in (await stored.list_places(asked)).items] == ["Suva", "Sumy", "Sumy Oblast"]


async def test_places_are_told_apart_and_found_by_the_beginning_of_their_name(stored: Store) -> None:
    page = await stored.list_places(TermFilter(facets=("location",)))
    assert page.items[0].events == 2
    assert {(place.name, place.country, place.events) for place in page.items} == {
        ("Sumy", "UA", 2),
        ("Suva", "FJ", 1),
        ("Nowhere", None, 1),
        ("Sumy Oblast", "UA", 1),
    }
    by_name = TermFilter(facets=("location",), values=(), name_prefix="sum")
    assert {place.name for place in (await stored.list_places(by_name)).items} == {"Sumy", "Sumy Oblast"}
    by_id = TermFilter(facets=("location",), values=(RankedTerm("location", "692194"),))
    assert [place.name for place in (await stored.list_places(by_id)).items] == ["Sumy"]


async def test_a_walk_visits_every_term_once(stored: Store) -> None:
    asked = TermFilter(facets=("attacker", "target", "country"), limit=1)
    seen = []
    cursor: str | None = None
    while True:
        page = await stored.list_terms(TermFilter(facets=asked.facets, limit=1, cursor=cursor))
        seen += [(term.facet, term.value) for term in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_a_cursor_of_other_terms_is_refused(stored: Store) -> None:
    page = await stored.list_terms(TermFilter(facets=("attacker",), limit=1))
    with pytest.raises(BadCursor):
        await stored.list_terms(TermFilter(facets=("target",), cursor=page.next))


@pytest.mark.parametrize(
    ("asked", "steps"),
    [
        (TermFilter(facets=("attacker",)), ["SEARCH t USING INDEX sqlite_autoindex_terms_1 (facet=?)"]),
        (
            TermFilter(facets=SOURCES, value_prefix="gov"),
            ["SEARCH t USING INDEX sqlite_autoindex_terms_1 (facet=? AND value>? AND value<?)"],
        ),
        (
            TermFilter(facets=("location",), values=(RankedTerm("location", "1"),), name_prefix="su"),
            [
                "SEARCH n USING COVERING INDEX sqlite_autoindex_terms_1 (facet=? AND value=?)",
                "SEARCH places USING COVERING INDEX places_by_name (name_key>? AND name_key<?)",
            ],
        ),
    ],
)
async def test_terms_are_read_from_an_index(stored: Store, tmp_path: Path, asked: TermFilter, steps: list[str]) -> None:
    connection = open_reader(tmp_path / "test.db")
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    (list_places if asked.facets == ("location",) else list_terms)(connection, asked)
    connection.set_trace_callback(None)
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}")]
    connection.close()
    for step in steps:
        assert step in plan
    assert not any(line.startswith(("SCAN t", "SCAN s", "SCAN p")) for line in plan)
