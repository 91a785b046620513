"""``/v1/events/counts``: events counted by one or two dimensions."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from schemas.counts import MAX_GROUPS, PERIODS, CountQuery, Counts, Dimension, Group, Key
from service.api.codebook import labels
from service.api.filters import event_filter
from service.api.names import Names
from service.api.operation import Answer, operation
from service.api.periods import filled
from service.api.problems import Kind, refused_field
from service.api.queries import CountsQuery
from service.api.querystring import read_query
from service.api.responses import json_answer
from service.api.services import Services

SIDES = frozenset({Dimension.ACTOR, Dimension.ATTACKER, Dimension.TARGET_SIDE})
LABELLED = {
    Dimension.WEAPON: "weapon",
    Dimension.WEAPON_FAMILY: "weapon",
    Dimension.EVENT_TYPE: "event_type",
    Dimension.TARGET_TYPE: "target_type",
}
"""Dimensions whose values are of a vocabulary of the codebook."""


@get(
    "/v1/events/counts",
    operation_id="countEvents",
    summary="Count events by one or two dimensions",
    tags=["events"],
    opt=operation(Answer(200, "The groups.", Counts), query=CountsQuery, problems=(400, 500, 503)),
)
async def count_events(request: Request[Any, Any, Any], services: NamedDependency[Services]) -> Response[bytes]:
    """Count the events that match every filter given, with the sums of killed, injured, launched and intercepted.

    An event counts in the group of each of its values, and in the period of its first day. Launched and intercepted
    are those of the group's weapon, or of the one weapon asked for; else the largest figure of the event.
    """
    query = read_query(CountsQuery, request.scope["query_string"])
    _check(query)
    asked = await event_filter(query, services.names, services.store)
    limit = MAX_GROUPS if query.fill else query.limit
    counts = await services.store.count_events(CountQuery(filter=asked.filter, by=tuple(query.by), limit=limit))
    if query.fill:
        counts = filled(counts, asked.filter.date_from, asked.filter.date_to)
    items = [_labelled(group, counts.by, services.names) for group in counts.items]
    return json_answer(msgspec.structs.replace(counts, items=items, did_you_mean=asked.did_you_mean))


def _check(query: CountsQuery) -> None:
    if not 1 <= len(query.by) <= 2:
        raise refused_field(Kind.INVALID_PARAMETER, "by", f"{len(query.by)} dimensions; accepted: one or two")
    if len(PERIODS.intersection(query.by)) > 1:
        raise refused_field(Kind.INVALID_PARAMETER, "by", "two dimensions of time; accepted: one beside another one")


def _labelled(group: Group, by: list[Dimension], names: Names) -> Group:
    keys = [_label(key, dimension, names) for key, dimension in zip(group.keys, by, strict=True)]
    return msgspec.structs.replace(group, keys=keys)


def _label(key: Key, dimension: Dimension, names: Names) -> Key:
    value = key.value or ""
    if dimension in SIDES:
        return msgspec.structs.replace(key, label=names.actor_name(value))
    if dimension is Dimension.COUNTRY:
        return msgspec.structs.replace(key, label=names.actor_name(value))
    if dimension in LABELLED:
        return msgspec.structs.replace(key, label=labels(LABELLED[dimension]).get(value, key.label))
    return key
