"""``GET /v1/codebook``: every value with its meaning, and crosswalks that agree with the formats."""

from __future__ import annotations

import tomllib
from pathlib import Path

import httpx
import pytest

import service.api.codebook
from schemas.crosswalk import codes
from schemas.vocabulary import ActorKind, EventType, PlacePrecision, WeaponType
from service.api.codebook import VOCABULARIES, load_codebook
from service.formats.acled import GEO_PRECISION
from service.formats.plover import SECTORS

pytestmark = pytest.mark.asyncio(loop_scope="session")


def crosswalks(name: str, dataset: str) -> dict[str, list[str]]:
    found = next(v for v in load_codebook().vocabularies if v.name == name)
    return {entry.value: getattr(entry.crosswalks, dataset) for entry in found.values}


async def test_the_codebook_is_served_and_can_be_kept(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/codebook")
    assert [v["name"] for v in response.json()["vocabularies"]] == list(VOCABULARIES)
    entry = response.json()["vocabularies"][0]["values"][0]
    assert (entry["value"], entry["label"]) == ("aerial_strike", "Aerial strike")
    kept = await client.get("/v1/codebook", headers={"If-None-Match": response.headers["etag"]})
    assert kept.status_code == 304


async def test_the_codebook_has_every_value_of_every_vocabulary_and_no_other() -> None:
    tables = tomllib.loads(Path(service.api.codebook.__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
    assert {name: set(table) for name, table in tables.items()} == {
        name: {member.value for member in members} for name, members in VOCABULARIES.items()
    }
    for vocabulary in load_codebook().vocabularies:
        for entry in vocabulary.values:
            assert entry.label
            assert entry.definition.endswith(".")


async def test_crosswalks_of_event_types_hold_what_events_are_given() -> None:
    acled, plover = crosswalks("event_type", "acled"), crosswalks("event_type", "plover")
    for event_type in EventType:
        found = codes(event_type, [], [], [], [], True)
        assert f"{found.acled.event_type}: {found.acled.sub_event_type}" in acled[event_type]
        mode = f": {found.plover.mode}" if found.plover.mode else ""
        assert found.plover.event + mode in plover[event_type]


async def test_crosswalks_of_precision_and_actors_are_those_of_the_formats() -> None:
    acled = crosswalks("place_precision", "acled")
    assert {precision: [str(GEO_PRECISION[precision])] for precision in PlacePrecision} == acled
    assert {kind: [SECTORS[kind]] for kind in ActorKind} == crosswalks("actor_kind", "plover")
    assert all(crosswalks("weapon", "gtd")[kind] for kind in WeaponType)
