"""``GET /v1/events/counts``: groups with labels, gaps filled, refusals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, submit

from schemas.counts import Counts, Dimension, FigureSum, Group, Key, Tally
from service.api.asking.periods import filled

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUERY = "/v1/events/counts?source=Counts%20wire"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def stored(client: httpx.AsyncClient) -> None:
    for text, day in ((SUMY, "2025-03-19"), (SUMY, "2025-05-20"), (SDEROT, "2024-01-16")):
        await submit(client, text, source="Counts wire", published_at=day)


async def counted(client: httpx.AsyncClient, query: str) -> dict[str, Any]:
    response = await client.get(f"{QUERY}&{query}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def values(found: dict[str, Any]) -> dict[tuple[str | None, ...], int]:
    return {tuple(key["value"] for key in group["keys"]): group["events"] for group in found["items"]}


async def test_groups_have_values_labels_and_sums(client: httpx.AsyncClient) -> None:
    found = await counted(client, "by=attacker")
    first = found["items"][0]
    assert first["keys"] == [{"value": "RU", "label": "Russia", "country": None}]
    assert first["events"] == 2
    assert first["injured"] == {"min": 6, "max": 6, "unknown": 0}
    assert first["launched"] == {"min": 52, "max": 52, "unknown": 0}
    assert first["intercepted"]["min"] == 40
    assert found["total"]["events"] == 3
    assert found["total"]["killed"] == {"min": 1, "max": 1, "unknown": 2}
    assert (found["by"], found["truncated"], found["did_you_mean"]) == (["attacker"], False, [])


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("actor", {("RU",): 2, ("UA",): 2, ("IL",): 1, ("hamas",): 1}),
        ("target_side", {("UA",): 2, ("IL",): 1}),
        ("weapon_family", {("drone",): 2, ("artillery",): 1}),
        ("country", {("UA",): 2, ("IL",): 1}),
        ("location", {("692194",): 2, ("293619",): 1}),
        ("target_type", {("health",): 2}),
        ("year", {("2024",): 1, ("2025",): 2}),
        ("month", {("2024-01",): 1, ("2025-03",): 1, ("2025-05",): 1}),
        ("attacker,year", {("hamas", "2024"): 1, ("RU", "2025"): 2}),
        ("year&by=attacker", {("2024", "hamas"): 1, ("2025", "RU"): 2}),
    ],
)
async def test_events_by_dimensions(client: httpx.AsyncClient, by: str, groups: dict[tuple[str, ...], int]) -> None:
    assert values(await counted(client, f"by={by}")) == groups


async def test_filters_narrow_what_is_counted(client: httpx.AsyncClient) -> None:
    assert values(await counted(client, "by=country&attacker=Russia&date_from=2025-05-01")) == {("UA",): 1}
    unknown = await counted(client, "by=country&attacker=Rusia")
    assert unknown["items"] == []
    assert unknown["total"]["events"] == 0
    assert unknown["did_you_mean"][0]["suggestions"][0] == "Russia"


async def test_periods_without_events_are_filled_in(client: httpx.AsyncClient) -> None:
    found = await counted(client, "by=month&date_from=2025-02-01&date_to=2025-06-30&fill=true")
    assert list(values(found).items()) == [
        (("2025-02",), 0),
        (("2025-03",), 1),
        (("2025-04",), 0),
        (("2025-05",), 1),
        (("2025-06",), 0),
    ]
    both = values(await counted(client, "by=attacker,year&date_to=2025-12-31&fill=true"))
    assert both == {("hamas", "2024"): 1, ("RU", "2024"): 0, ("hamas", "2025"): 0, ("RU", "2025"): 2}


async def test_groups_are_cut_at_the_limit(client: httpx.AsyncClient) -> None:
    found = await counted(client, "by=attacker&limit=1")
    assert (len(found["items"]), found["truncated"]) == (1, True)


@pytest.mark.parametrize(
    ("query", "slug", "field"),
    [
        ("", "invalid-parameter", "by"),
        ("by=actor,country,month", "invalid-parameter", "by"),
        ("by=day,month", "invalid-parameter", "by"),
        ("by=colour", "invalid-parameter", "by"),
        ("by=actor&fill=true", "invalid-parameter", "fill"),
        ("by=day&fill=true&date_from=0001-01-01&date_to=2025-01-01", "invalid-parameter", "fill"),
        ("by=day&sort=date", "unknown-parameter", "sort"),
        ("by=day&limit=0", "invalid-parameter", "limit"),
        ("by=day&q=%22%22", "invalid-parameter", "q"),
    ],
)
async def test_counts_that_make_no_sense_are_refused(
    client: httpx.AsyncClient, query: str, slug: str, field: str
) -> None:
    assert_problem(await client.get(f"/v1/events/counts?{query}"), 400, slug, field)


def series(by: Dimension, *periods: str | None) -> Counts:
    nothing = FigureSum(min=0, max=0, unknown=1)
    figures = dict.fromkeys(("killed", "injured", "launched", "intercepted"), nothing)
    items = [Group(keys=[Key(value=p, label=p or "no date")], events=1, **figures) for p in periods]
    return Counts(by=[by], items=items, truncated=False, total=Tally(events=len(items), **figures))


@pytest.mark.parametrize(
    ("by", "periods", "filled_in"),
    [
        (Dimension.DAY, ["2024-02-28", "2024-03-01"], ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (Dimension.WEEK, ["2020-W52", "2021-W01"], ["2020-W52", "2020-W53", "2021-W01"]),
        (Dimension.MONTH, ["2024-11", "2025-01"], ["2024-11", "2024-12", "2025-01"]),
        (Dimension.YEAR, ["2023", "2025"], ["2023", "2024", "2025"]),
        (Dimension.YEAR, ["9998", "9999"], ["9998", "9999"]),
        (Dimension.DAY, [None, "2024-02-28"], [None, "2024-02-28"]),
        (Dimension.DAY, [None], [None]),
        (Dimension.DAY, [], []),
    ],
)
async def test_series_have_no_gaps(by: Dimension, periods: list[str | None], filled_in: list[str | None]) -> None:
    found = filled(series(by, *periods), None, None)
    assert [group.keys[0].value for group in found.items] == filled_in
    assert sum(group.events for group in found.items) == len(periods)


async def test_series_reach_to_the_days_asked_for() -> None:
    found = filled(series(Dimension.DAY), dt.date(2024, 12, 31), dt.date(2025, 1, 2))
    assert [group.keys[0].value for group in found.items] == ["2024-12-31", "2025-01-01", "2025-01-02"]
