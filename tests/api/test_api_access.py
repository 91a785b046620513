"""API keys: who is let in, what a key may do, and how soon that changes."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio
from api_service import SDEROT, SUMY, assert_problem, served
from litestar.routes import HTTPRoute
from test_api_server import serving

from schemas.access import ApiKey, Scope
from service.api.access import keyring
from service.api.access.check import operation_of
from service.api.access.keyring import KeyRing
from service.app import create_app
from service.keys import make_key, read_key
from service.settings import Auth, Settings
from service.store import Store, StoreBusy, StoredKey

OPEN = {"/livez", "/readyz", "/version", "/docs", "/openapi.json", "/openapi.yaml"}
PLAIN = {"content-type": "text/plain"}


in_session = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    database = tmp_path_factory.mktemp("access") / "strikelog.db"
    return Settings(database=database, extraction_workers=1, auth=Auth.ON)


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """One service that asks for keys, for all tests here."""
    async with served(settings) as client:
        yield client


async def stored_key(database: Path, scope: Scope) -> dict[str, str]:
    """Store a key beside the service and return the header that presents it."""
    new = make_key()
    store = Store.open(database, readers=1)
    await store.add_key(new.id, new.digest, scope, None)
    store.close()
    return bearer(new.text)


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def handlers(settings: Settings) -> list[tuple[str, str, Scope | None]]:
    """Return path, method and scope of every handler but those that only tell the methods of a path."""
    return [
        (route.path_format, method, operation_of(handler).scope)
        for route in create_app(settings).routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS"
    ]


@in_session
async def test_everything_but_probes_and_documentation_needs_a_key(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    for path, method, _ in handlers(settings):
        answer = await client.request(method, path)
        if path in OPEN:
            assert answer.status_code in (200, 503), path  # not ready before a worker is
        else:
            assert_problem(answer, 401, "unauthorized")
            assert answer.headers["www-authenticate"] == 'Bearer realm="strikelog"'
    assert (await client.head("/v1/events")).status_code == 401


@in_session
async def test_each_scope_includes_the_ones_before_it(client: httpx.AsyncClient, settings: Settings) -> None:
    needs = {(method, path): scope for path, method, scope in handlers(settings)}
    assert {operation for operation, scope in needs.items() if scope not in (None, Scope.READ)} == {
        ("POST", "/v1/articles"),
        ("POST", "/v1/articles/batch"),
        ("DELETE", "/v1/articles/{article_id}"),
    }
    for scope in Scope:
        key = await stored_key(settings.database, scope)
        for (method, path), needed in needs.items():
            answer = await client.request(method, path, headers={**key, **PLAIN})
            if needed is None or scope.includes(needed):
                assert answer.status_code not in (401, 403), (scope, method, path)
            else:
                problem = assert_problem(answer, 403, "forbidden")
                assert repr(needed.value) in problem["detail"]
                assert f'scope="{needed.value}"' in answer.headers["www-authenticate"]


@in_session
async def test_a_key_does_what_its_scope_says(client: httpx.AsyncClient, settings: Settings) -> None:
    read, write, admin = [await stored_key(settings.database, scope) for scope in Scope]
    assert_problem(await client.post("/v1/articles", json={"text": SUMY}, headers=read), 403, "forbidden")
    assert (await client.get("/v1/articles", headers=read)).json()["items"] == []
    stored = await client.post("/v1/articles", json={"text": SUMY}, headers=write)
    assert stored.status_code == 201
    assert (await client.get(stored.headers["location"], headers=read)).json() == stored.json()
    assert_problem(await client.delete(stored.headers["location"], headers=write), 403, "forbidden")
    assert (await client.delete(stored.headers["location"], headers=admin)).status_code == 204


@in_session
@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer ",
        "Bearer sl_",
        "Bearer sl_0123456789ab_" + "A" * 43,
        "Basic c2w6c2w=",
        "sl_0123456789ab_" + "A" * 43,
        "Bearer " + "x" * 5000,
    ],
)
async def test_what_is_no_key_is_refused(client: httpx.AsyncClient, settings: Settings, sent: str) -> None:
    await stored_key(settings.database, Scope.ADMIN)
    answer = await client.get("/v1/events", headers={"authorization": sent})
    assert_problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@in_session
async def test_the_id_of_a_key_without_its_secret_opens_nothing(client: httpx.AsyncClient, settings: Settings) -> None:
    key = await stored_key(settings.database, Scope.ADMIN)
    assert (await client.get("/v1/events", headers=key)).status_code == 200
    text = key["authorization"]
    other = text[:-1] + ("A" if text[-1] != "A" else "B")
    assert_problem(await client.get("/v1/events", headers={"authorization": other}), 401, "unauthorized")


@in_session
async def test_the_scheme_is_read_whatever_its_case(client: httpx.AsyncClient, settings: Settings) -> None:
    key = (await stored_key(settings.database, Scope.READ))["authorization"].removeprefix("Bearer ")
    assert (await client.get("/v1/events", headers={"authorization": f"bearer {key}"})).status_code == 200


@in_session
async def test_the_log_names_the_key_by_its_id(
    client: httpx.AsyncClient, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    key = await stored_key(settings.database, Scope.READ)
    with caplog.at_level(logging.INFO, logger="strikelog"):
        await client.get("/v1/events", headers=key)
        await client.post("/v1/articles", json={"text": SUMY}, headers=key)
        await client.get("/v1/events")
    lines = [record.__dict__ for record in caplog.records if record.name == "strikelog.access"]
    key_id = key["authorization"].split("_")[1]
    assert [(line["status"], line.get("key_id")) for line in lines] == [(200, key_id), (403, key_id), (401, None)]


async def test_without_keys_required_a_header_changes_nothing(tmp_path: Path) -> None:
    async with served(Settings(database=tmp_path / "strikelog.db", extraction_workers=1)) as client:
        assert (await client.get("/v1/events", headers=bearer("sl_nonsense"))).status_code == 200


async def test_a_start_that_nobody_or_anybody_can_use_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def warnings() -> list[str]:
        said = [r.getMessage() for r in caplog.records if r.name == "strikelog.app" and r.levelno == logging.WARNING]
        caplog.clear()
        return said

    beyond = Settings(database=tmp_path / "strikelog.db", extraction_workers=1, host="0.0.0.0")
    async with served(beyond) as client:
        (said,) = warnings()
        assert "strikelog keys create" in said
        assert "STRIKELOG_AUTH=off" in said
        key = await stored_key(beyond.database, Scope.READ)
        assert (await client.get("/v1/events", headers=key)).status_code == 200
    async with served(beyond):
        assert warnings() == []
    async with served(msgspec.structs.replace(beyond, auth=Auth.OFF)) as client:
        (said,) = warnings()
        assert "without a key" in said
        assert (await client.get("/v1/events")).status_code == 200
    async with served(msgspec.structs.replace(beyond, host="127.0.0.1")):
        assert warnings() == []


def stored(scope: Scope = Scope.READ) -> tuple[str, dict[str, StoredKey]]:
    new = make_key()
    key = ApiKey(id=new.id, scope=scope, label=None, created_at="2025-03-19T00:00:00.000Z", revoked_at=None)
    return new.text, {new.id: StoredKey(key, new.digest)}


async def test_a_known_key_is_looked_up_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    text, keys = stored()
    now, reads = 100.0, 0

    async def load() -> dict[str, StoredKey]:
        nonlocal reads
        reads += 1
        return dict(keys)

    monkeypatch.setattr(keyring, "monotonic", lambda: now)
    ring = KeyRing(load)
    for _ in range(10):
        assert await ring.find(text) is not None
    assert reads == 1
    keys.clear()
    now += keyring.KNOWN_SECONDS + 0.01
    assert await ring.find(text) is None
    assert reads == 2


async def test_made_up_keys_cost_few_reads_and_a_new_key_works_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: dict[str, StoredKey] = {}
    now, reads = 100.0, 0

    async def load() -> dict[str, StoredKey]:
        nonlocal reads
        reads += 1
        await asyncio.sleep(0)
        return dict(keys)

    monkeypatch.setattr(keyring, "monotonic", lambda: now)
    ring = KeyRing(load)
    made_up = [make_key().text for _ in range(50)]
    assert await asyncio.gather(*map(ring.find, made_up)) == [None] * 50
    assert reads == 1
    assert await ring.find("no key at all") is None
    text, more = stored()
    keys |= more
    now += 0.001
    assert await ring.find(text) is not None
    assert reads == 2


async def test_no_key_counts_while_they_cannot_be_read() -> None:
    async def load() -> dict[str, StoredKey]:
        raise StoreBusy("1000 reads are waiting already")

    with pytest.raises(StoreBusy):
        await KeyRing(load).find(make_key().text)


def test_a_key_is_read_as_it_was_made_and_has_256_bits() -> None:
    made = [make_key() for _ in range(200)]
    for new in made:
        assert read_key(new.text) == (new.id, new.digest)
        assert len(new.text) == len("sl_") + 12 + 1 + 43
    assert len({new.digest for new in made}) == len({new.id for new in made}) == 200
    for text in ("", "sl_", made[0].text + "\n", made[0].text[:-1], made[0].text.upper()):
        assert read_key(text) is None


@pytest.mark.parametrize(
    ("host", "auth", "required"),
    [
        ("127.0.0.1", "auto", False),
        ("127.8.9.1", "auto", False),
        ("::1", "auto", False),
        ("localhost", "auto", False),
        ("0.0.0.0", "auto", True),
        ("::", "auto", True),
        ("10.0.0.4", "auto", True),
        ("strikelog.example.org", "auto", True),
        ("127.0.0.1", "on", True),
        ("0.0.0.0", "off", False),
    ],
)
def test_keys_are_required_beyond_this_machine(host: str, auth: str, required: bool) -> None:
    settings = Settings.from_environment({"STRIKELOG_HOST": host, "STRIKELOG_AUTH": auth})
    assert settings.keys_required is required


def test_a_running_service_follows_the_command_line(tmp_path: Path) -> None:
    database, log = tmp_path / "strikelog.db", tmp_path / "log"

    def keys(*arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-c", "from service.cli import main; main()", "keys", *arguments]
        done = subprocess.run([*command, "--database", str(database)], capture_output=True, check=True, timeout=60)
        printed: dict[str, Any] = json.loads(done.stdout)
        return printed

    with serving(database, log, STRIKELOG_AUTH="on") as (_, client):
        assert_problem(client.get("/v1/events"), 401, "unauthorized")
        made = keys("create", "--scope", "write", "--label", "feed")
        header = bearer(made["key"])
        assert client.post("/v1/articles", json={"text": SDEROT}, headers=header).status_code == 201
        assert client.get("/v1/events", headers=header).status_code == 200
        assert keys("revoke", made["id"])["revoked_at"]
        revoked = time.monotonic()
        while client.get("/v1/events", headers=header).status_code == 200:
            assert time.monotonic() - revoked < 3, "a revoked key goes on to work"
            time.sleep(0.02)
        assert_problem(client.get("/v1/events", headers=header), 401, "unauthorized")
    with serving(database, log, STRIKELOG_AUTH="on") as (_, client):
        assert_problem(client.get("/v1/events", headers=header), 401, "unauthorized")
    with contextlib.closing(Store.open(database, readers=1)) as store:
        (listed,) = asyncio.run(store.list_keys())
    assert (listed.id, listed.scope, listed.label) == (made["id"], Scope.WRITE, "feed")
    assert made["key"] not in log.read_text()
    assert read_key(made["key"]) is not None
    assert made["key"].split("_", 2)[2].encode() not in database.read_bytes()
