"""The OpenAPI 3.1 contract, generated from the routes, the query Structs and msgspec's own schemas."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import yaml
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from msgspec import Struct

from schemas.access import Scope
from schemas.article import ArticleIn
from schemas.problem import Problem
from service.api.asking.params import Parameter
from service.api.asking.querystring import parameters_of
from service.api.bodies import METADATA, PLAIN
from service.api.contract.operation import ARTICLE_TEXT, HEADERS, OPT_KEY, Answer, Operation
from service.api.contract.schemas import component_schemas, reference
from service.api.operations import VERSION
from service.api.problems import MEDIA_TYPE, Kind

DESCRIPTION = """\
Reads reports of armed conflict and serves them as data: what happened, when, where, who to whom, with what, and
on whose word, every value tied to its place in the text.

Offsets are in Unicode code points, half-open: `text[start:end]`. Dates are ISO 8601, times RFC 3339 in UTC, places
WGS 84. Lists are never null. Vocabularies are closed in filters and open in answers: a later version may add values
and fields. Every error is an RFC 9457 problem.
"""

TAGS = {
    "extraction": "Events from a text, without storing it.",
    "articles": "Articles and the events in them.",
    "events": "The query.",
    "vocabularies": "What occurs in the store, and what the codebook knows.",
    "operations": "Probes and versions.",
}


SECURITY_SCHEME = "apiKey"
KEYS = """\
An API key, `sl_…`, with the scope that the operation names: `read`, `write` or `admin`, of which each includes the ones
before it. A service that only listens on its own machine asks for none, unless it is set to.
"""

PROBLEM_HEADERS = {401: ("WWW-Authenticate",), 403: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}

NUMBERS = frozenset({"Retry-After", "X-Total-Count"})
"""Headers whose value is a whole number."""


class _Dumper(yaml.SafeDumper):
    """Writes what occurs twice twice: not every reader of contracts knows YAML's anchors."""

    def ignore_aliases(self, data: object) -> bool:
        """Say that nothing is to be an anchor."""
        return True


def render_openapi(app: Litestar, form: Literal["json", "yaml"]) -> str:
    """Return the contract of the application's routes as a document."""
    document = describe(app)
    if form == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text


def describe(app: Litestar) -> dict[str, Any]:
    """Return the contract of the application's routes: every handler that carries an ``Operation``."""
    paths: dict[str, dict[str, Any]] = {}
    answers: set[type[Struct]] = {Problem}
    bodies: set[type[Struct]] = set()
    for route in sorted((r for r in app.routes if isinstance(r, HTTPRoute)), key=lambda r: r.path_format):
        for method, (handler, _) in sorted(route.route_handler_map.items()):
            details = handler.opt.get(OPT_KEY)
            if details is not None:
                paths.setdefault(route.path_format, {})[method.lower()] = _operation(handler, route, details)
                answers.update(body for answer in details.answers for one in answer.bodies.values() for body in one)
                bodies.update(body for body in details.takes.values() if body is not None)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Strikelog",
            "version": VERSION,
            "description": DESCRIPTION,
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "security": [{SECURITY_SCHEME: []}],
        "components": {
            "schemas": _schemas(answers, bodies),
            "securitySchemes": {SECURITY_SCHEME: {"type": "http", "scheme": "bearer", "description": KEYS}},
        },
    }


def _operation(handler: HTTPRouteHandler, route: HTTPRoute, details: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": handler.operation_id,
        "summary": handler.summary,
        "description": inspect.getdoc(handler.fn) or "",
        "tags": sorted({tag for layer in handler.ownership_layers for tag in layer.tags or ()}),
    }
    parameters = [_path_parameter(name) for name in route.path_parameters]
    if details.query is not None:
        declared = parameters_of(details.query)
        for name, parameter in declared.items():
            only_raw = PLAIN in details.takes and name in METADATA
            parameters.append(_query_parameter(name, parameter, "Only beside a raw text." if only_raw else ""))
    if parameters:
        described["parameters"] = parameters
    if details.takes:
        described["requestBody"] = _request_body(details.takes)
    responses = {}
    for answer in details.answers:
        responses[str(answer.status)] = _answer(answer)
    for status in (*details.problems, *_refusals(details.scope)):
        responses[str(status)] = _problem(status)
    described["responses"] = dict(sorted(responses.items()))
    described["security"] = [] if details.scope is None else [{SECURITY_SCHEME: [details.scope.value]}]
    return described


def _refusals(scope: Scope | None) -> tuple[int, ...]:
    """Return the statuses with which a caller may be refused; every key has the lowest scope."""
    if scope is None:
        return ()
    return (401, 429) if scope is Scope.READ else (401, 403, 429)


def _path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameter(name: str, parameter: Parameter, remark: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = parameter.kind.schema
    described: dict[str, Any] = {
        "name": name,
        "in": "query",
        "description": f"{parameter.description} {remark}".rstrip(),
        "schema": {"type": "array", "items": schema, "maxItems": parameter.most} if parameter.many else schema,
    }
    if parameter.required:
        described["required"] = True
    if parameter.many:
        described |= {"style": "form", "explode": True}
    if parameter.example is not None:
        example: Any = msgspec.convert(parameter.example, _example_type(schema), strict=False)
        described["example"] = [example] if parameter.many else example
    return described


def _example_type(schema: dict[str, Any]) -> type[str | int | float]:
    return {"integer": int, "number": float}.get(schema["type"], str)


def _request_body(takes: Mapping[str, type[Struct] | None]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for media_type, body in takes.items():
        text = {"description": "The raw text; the other fields go into the query string."} | ARTICLE_TEXT
        content[media_type] = {"schema": text if body is None else reference(body)}
    return {"required": True, "content": content}


def _answer(answer: Answer) -> dict[str, Any]:
    described: dict[str, Any] = {"description": answer.description, "headers": _headers(answer.headers)}
    if answer.bodies:
        described["content"] = {
            # A key is a range of media types: without parameters it holds for all of them.
            media_type.partition(";")[0]: {"schema": _any_of(one)}
            for media_type, one in answer.bodies.items()
        }
    if answer.links:
        described["links"] = {name: _link(name, pointer) for name, pointer in answer.links.items()}
    return described


def _link(name: str, pointer: str) -> dict[str, Any]:
    operation, _, parameter = name.partition(".")
    return {"operationId": operation, "parameters": {parameter: f"$response.body#{pointer}"}}


def _any_of(bodies: Sequence[type[Struct]]) -> dict[str, Any]:
    if not bodies:
        return {"type": "string"}
    return reference(bodies[0]) if len(bodies) == 1 else {"anyOf": [reference(body) for body in bodies]}


def _problem(status: int) -> dict[str, Any]:
    kinds = [kind for kind in Kind if kind.status == status]
    listed = "\n".join(f"- `{kind.type}`: {kind.title}" for kind in kinds)
    return {
        "description": f"A problem of one of these types:\n\n{listed}",
        "headers": _headers(PROBLEM_HEADERS.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": reference(Problem)}},
    }


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {
        name: {"description": HEADERS[name], "schema": {"type": "integer" if name in NUMBERS else "string"}}
        for name in (*names, "X-Request-ID")
    }


def _schemas(answers: set[type[Struct]], bodies: set[type[Struct]]) -> dict[str, Any]:
    """Return the component schemas, with what the fields of an article in a body may hold."""
    schemas = component_schemas(answers, bodies)
    if ArticleIn in bodies:
        members = schemas[ArticleIn.__name__]["properties"]
        members["text"] |= ARTICLE_TEXT
        for name, parameter in METADATA.items():
            said = members[name].get("description", parameter.description)
            members[name] = {"description": said, "anyOf": [parameter.kind.schema, {"type": "null"}], "default": None}
    return schemas
