"""``/v1/events/counts``: events counted by one or two dimensions."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from schemas.counts import MAX_GROUPS, PERIODS, CountQuery, Counts, Dimension, Group, Key
from service.api.asking.filters import event_filter
from service.api.asking.names import Names
from service.api.asking.periods import filled
from service.api.asking.queries import CountsQuery
from service.api.asking.querystring import read_query
from service.api.codebook import labels
from service.api.contract.operation import Answer, operation
from service.api.problems import Kind, refused_field
from service.api.responses import json_answer
from service.api.services import Services

NAMED = frozenset({Dimension.ACTOR, Dimension.ATTACKER, Dimension.TARGET_SIDE, Dimension.COUNTRY})
"""Dimensions whose values are sides or states."""

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
    items = list(map(_Labels(counts.by, services.names).of, counts.items))
    return json_answer(msgspec.structs.replace(counts, items=items, did_you_mean=asked.did_you_mean))


def _check(query: CountsQuery) -> None:
    if not 1 <= len(query.by) <= 2:
        raise refused_field(Kind.INVALID_PARAMETER, "by", f"{len(query.by)} dimensions; accepted: one or two")
    if len(PERIODS.intersection(query.by)) > 1:
        raise refused_field(Kind.INVALID_PARAMETER, "by", "two dimensions of time; accepted: one beside another one")


class _Labels:
    """The words for the values of dimensions, each found once."""

    def __init__(self, by: list[Dimension], names: Names) -> None:
        self._by = by
        self._names = names
        self._known: dict[tuple[Dimension, Key], Key] = {}

    def of(self, group: Group) -> Group:
        """Return the group with labels that people read."""
        keys = [self._labelled(dimension, key) for dimension, key in zip(self._by, group.keys, strict=True)]
        return group if keys == group.keys else msgspec.structs.replace(group, keys=keys)

    def _labelled(self, dimension: Dimension, key: Key) -> Key:
        if dimension not in NAMED and dimension not in LABELLED:
            return key
        found = self._known.get((dimension, key))
        if found is None:
            value = key.value or ""
            if dimension in NAMED:
                label = self._names.actor_name(value)
            else:
                label = labels(LABELLED[dimension]).get(value, key.label)
            found = self._known[dimension, key] = msgspec.structs.replace(key, label=label)
        return found
