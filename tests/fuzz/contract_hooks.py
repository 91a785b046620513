"""What Schemathesis has to know of the service beyond its contract: lines of JSON, rules that no contract can state."""

from __future__ import annotations

import json
import re
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.engine import observations
from schemathesis.specs.openapi.checks import positive_data_acceptance

EXPLAINED = re.compile(
    r"cursor: the cursor (is damaged|was issued )"
    r"|since: .* ahead of "
    r"|fields: given beside another schema"
    r"|\w+: has a NUL character"
    r"|(date_from|published_from): .* is after "
    r"|datetime: (given beside date_from or date_to|['\"].*; accepted: a date)"
    r"|(near|radius_km): missing beside "
    r"|by: .* dimensions"
    r"|fill: (no dimension of time in by|.* groups; at most )"
    r"|q: no letter and no digit to search for"
    r"|country: .*; accepted: ISO 3166-1"
    r"|(title|published_at|source|url|language|external_id): no such parameter here"
    r"|published_at: ['\"].*; accepted: a date"
    r"|(bbox|near): ['\"].*; accepted: "
    r"|\w+: ('null'; leave it out|empty; accepted)",
    re.DOTALL,
)
"""Why a request that the contract allows is refused all the same, as a parameter and how the message on it begins.

OpenAPI has no words for parameters that exclude or need one another, for two in the wrong order, for those that only go
with one type of body, for a cursor of another query, for days that the calendar lacks, for numbers in a text, for a
code that no country has, and for words without a letter.
"""


def _path_of_link(value: str, origin: tuple[str, str], read: Any = observations._same_origin_path) -> str | None:
    try:
        path: str | None = read(value, origin)
    except ValueError:
        return None
    return path


observations._same_origin_path = _path_of_link
"""Schemathesis takes every text of an answer that begins like a URL for a link, and stops at one with a bad host."""


@schemathesis.serializer("application/x-ndjson")
def lines(ctx: schemathesis.SerializationContext, value: Any) -> bytes:
    """Return a body of one line."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


@schemathesis.deserializer("application/x-ndjson")
def first_line(ctx: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:
    """Return the first result of a batch, as the contract describes each, or the text of a list."""
    if not ctx.operation.path.endswith("/batch"):
        return response.content.decode()
    return json.loads(response.content.splitlines()[0])


@schemathesis.check
def accepted_or_explained(
    ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """A request that the contract allows is accepted, or refused for a reason that no contract can state."""
    try:
        positive_data_acceptance(ctx, response, case)
    except Failure:
        errors = response.json()["errors"]
        if not errors or not all(EXPLAINED.match(f"{error['field']}: {error['message']}") for error in errors):
            raise
