"""``/v1/codebook``: the vocabularies with labels, definitions and crosswalks."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response, get

from schemas import vocabulary
from schemas.codebook import Codebook, Crosswalks, Entry, Vocabulary
from service.api.asking.querystring import read_no_query
from service.api.contract.operation import Answer, operation
from service.api.responses import conditional

VOCABULARIES: dict[str, type[StrEnum]] = {
    "event_type": vocabulary.EventType,
    "modality": vocabulary.Modality,
    "actor_role": vocabulary.ActorRole,
    "actor_kind": vocabulary.ActorKind,
    "weapon": vocabulary.WeaponType,
    "place_precision": vocabulary.PlacePrecision,
    "time_precision": vocabulary.TimePrecision,
    "target_type": vocabulary.TargetType,
    "casualty_outcome": vocabulary.CasualtyOutcome,
    "casualty_group": vocabulary.CasualtyGroup,
    "attribution_role": vocabulary.AttributionRole,
}


@cache
def load_codebook() -> Codebook:
    """Return the codebook; read once."""
    tables = tomllib.loads(Path(__file__).with_name("codebook.toml").read_text(encoding="utf-8"))
    return Codebook(
        vocabularies=[
            Vocabulary(name=name, values=[_entry(member, tables[name][member]) for member in members])
            for name, members in VOCABULARIES.items()
        ]
    )


@cache
def labels(name: str) -> dict[str, str]:
    """Return the labels of a vocabulary by value."""
    found = next(vocabulary for vocabulary in load_codebook().vocabularies if vocabulary.name == name)
    return {entry.value: entry.label for entry in found.values}


@get(
    "/v1/codebook",
    operation_id="getCodebook",
    summary="Read the codebook",
    tags=["vocabularies"],
    opt=operation(
        Answer(200, "The vocabularies.", Codebook, headers=("ETag",)),
        Answer(304, "The representation that `If-None-Match` names is still the one."),
        problems=(400, 500),
    ),
)
async def get_codebook(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return every vocabulary with its values: what each means, and what it is called in other datasets."""
    read_no_query(request.scope["query_string"])
    return conditional(request, load_codebook())


def _entry(value: str, table: dict[str, Any]) -> Entry:
    names = dict(table)
    return Entry(
        value=str(value),
        label=names.pop("label"),
        definition=names.pop("definition"),
        crosswalks=msgspec.convert(names, Crosswalks),
    )
