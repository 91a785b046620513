"""The contract: generated and committed alike, sound, and true of what the service answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from api_service import SUMY, submit
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from schemas.vocabulary import EventType
from service.api.contract.document import describe, render_openapi
from service.api.problems import TYPE_PREFIX, Kind
from service.app import create_app
from service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
API_PAGE = ROOT / "docs" / "api.md"


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    return describe(create_app(Settings()))


def operations(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_committed_contract_is_the_generated_one() -> None:
    generated = render_openapi(create_app(Settings()), "yaml")
    assert (ROOT / "openapi.yaml").read_text(encoding="utf-8") == generated, "run: strikelog openapi > openapi.yaml"


def test_both_forms_say_the_same(contract: dict[str, Any]) -> None:
    app = create_app(Settings())
    assert json.loads(render_openapi(app, "json")) == yaml.safe_load(render_openapi(app, "yaml")) == contract


def test_the_contract_is_sound_openapi(contract: dict[str, Any]) -> None:
    validate(contract)


def test_every_reference_resolves(contract: dict[str, Any]) -> None:
    def references(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)

    names = {f"#/components/schemas/{name}" for name in contract["components"]["schemas"]}
    assert set(references(contract)) == names


def test_every_operation_is_named_described_and_can_fail_as_a_problem(contract: dict[str, Any]) -> None:
    seen = set()
    for path, method, operation in operations(contract):
        assert operation["operationId"] not in seen
        seen.add(operation["operationId"])
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert operation["tags"], (path, method)
        for status, response in operation["responses"].items():
            assert "X-Request-ID" in response["headers"]
            if int(status) >= 400 and path not in ("/readyz",):
                assert list(response["content"]) == ["application/problem+json"]


def test_vocabularies_are_closed_in_filters_and_open_in_answers(contract: dict[str, Any]) -> None:
    values = [event_type.value for event_type in EventType]
    parameters = {p["name"]: p for p in contract["paths"]["/v1/events"]["get"]["parameters"]}
    assert parameters["event_type"]["schema"]["items"]["enum"] == values
    answered = contract["components"]["schemas"]["EventType"]
    assert "enum" not in answered
    assert answered["x-extensible-enum"] == sorted(values)


def test_an_article_in_a_request_has_no_other_members(contract: dict[str, Any]) -> None:
    article = contract["components"]["schemas"]["ArticleIn"]
    assert article["additionalProperties"] is False
    assert article["required"] == ["text"]


def test_the_page_on_the_interface_names_every_path_parameter_and_kind_of_problem(contract: dict[str, Any]) -> None:
    page = API_PAGE.read_text(encoding="utf-8")
    for path, method, operation in operations(contract):
        assert f"`{method.upper()} {path}`" in page
        for parameter in operation.get("parameters", []):
            assert f"`{parameter['name']}`" in page or parameter["in"] == "path", parameter["name"]
    for kind in Kind:
        assert f"| `{kind.slug}` | {kind.status} |" in page, kind
    assert TYPE_PREFIX in page


@pytest.mark.asyncio(loop_scope="session")
async def test_answers_are_what_the_contract_says(client: httpx.AsyncClient, contract: dict[str, Any]) -> None:
    article = await submit(client, SUMY, source="Contract wire", published_at="2025-03-19")
    event = article["events"][0]["id"]
    asked = [
        ("get", "/v1/articles", "/v1/articles?source=Contract%20wire"),
        ("get", "/v1/articles", "/v1/articles?limit=none"),
        ("get", "/v1/articles/{article_id}", f"/v1/articles/{article['id']}"),
        ("get", "/v1/articles/{article_id}", "/v1/articles/ar_none"),
        ("get", "/v1/articles/{article_id}/explain", f"/v1/articles/{article['id']}/explain"),
        ("get", "/v1/events", "/v1/events?count=exact"),
        ("get", "/v1/events", "/v1/events?actor=Xyzzyqux"),
        ("get", "/v1/events", "/v1/events?schema=acled&limit=2"),
        ("get", "/v1/events", "/v1/events?format=geojson&limit=2"),
        ("get", "/v1/events", "/v1/events?fields=id"),
        ("get", "/v1/events/{event_id}", f"/v1/events/{event}"),
        ("get", "/v1/events/counts", "/v1/events/counts?by=attacker,month&fill=true"),
        ("get", "/v1/events/counts", "/v1/events/counts?by=attacker&actor=Xyzzyqux"),
        ("get", "/v1/actors", "/v1/actors"),
        ("get", "/v1/weapons", "/v1/weapons?q=dro"),
        ("get", "/v1/locations", "/v1/locations?limit=1"),
        ("get", "/v1/changes", "/v1/changes?limit=1"),
        ("get", "/v1/codebook", "/v1/codebook"),
        ("get", "/livez", "/livez"),
        ("get", "/readyz", "/readyz"),
        ("get", "/version", "/version"),
    ]
    for method, path, url in asked:
        assert_as_described(contract, method, path, await client.request(method, url))
    extract = await client.post("/v1/extract?include=mentions", json={"text": SUMY})
    assert_as_described(contract, "post", "/v1/extract", extract)
    for body in ({"text": SUMY, "source": "Contract wire", "published_at": "2025-03-19"}, {"text": ""}):
        assert_as_described(contract, "post", "/v1/articles", await client.post("/v1/articles", json=body))


@pytest.mark.asyncio(loop_scope="session")
async def test_each_result_of_a_batch_is_what_the_contract_says(
    client: httpx.AsyncClient, contract: dict[str, Any]
) -> None:
    for body in (b'{"text": "Shells hit Sumy on Monday."}', b'{"text": ""}', b"no JSON"):
        answer = await client.post("/v1/articles/batch", content=body, headers={"content-type": "application/x-ndjson"})
        assert_as_described(contract, "post", "/v1/articles/batch", answer)


def assert_as_described(contract: dict[str, Any], method: str, path: str, response: httpx.Response) -> None:
    described = contract["paths"][path][method]["responses"][str(response.status_code)]
    media_type = response.headers["content-type"]
    schema = {**described["content"][media_type]["schema"], "components": contract["components"]}
    Draft202012Validator(schema).validate(response.json())
    schemas = described["content"][media_type]["schema"]
    references = [one["$ref"].rpartition("/")[2] for one in schemas.get("anyOf", [schemas])]
    members = [contract["components"]["schemas"][reference]["properties"] for reference in references]
    assert any(set(response.json()) <= set(known) for known in members), f"{path} answers members the contract lacks"
