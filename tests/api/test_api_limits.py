"""How often one caller may ask."""

from __future__ import annotations

from collections.abc import AsyncIterator
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from api_service import SUMY, assert_problem, served
from test_api_access import bearer

from schemas.access import Scope
from service.api.access import limits
from service.api.access.callers import UNKNOWN, address_of
from service.api.access.limits import Buckets, Rate
from service.app import create_app
from service.keys import make_key
from service.settings import Auth, Settings
from service.store import Store

in_session = pytest.mark.asyncio(loop_scope="session")

SLOW = 0.01
"""So few a second that no bucket fills while a test runs."""


class Clock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(limits, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_a_bucket_gives_its_burst_and_then_the_rate(clock: Clock) -> None:
    buckets = Buckets(Rate(per_second=10, burst=5))
    assert [buckets.take("a") for _ in range(5)] == [0] * 5
    assert buckets.take("a") == pytest.approx(0.1)
    assert buckets.take("a") == pytest.approx(0.1), "a refused request costs no token"
    clock.now += 0.101
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    clock.now += 3600
    assert [buckets.take("a") for _ in range(5)] == [0] * 5, "a bucket never holds more than the burst"
    assert buckets.take("a") > 0


def test_over_a_long_time_a_caller_gets_the_rate(clock: Clock) -> None:
    buckets = Buckets(Rate(per_second=10, burst=5))
    passed = 0
    for _ in range(10_000):
        clock.now += 0.01
        passed += buckets.take("a") == 0
    assert passed == pytest.approx(1000 + 5, abs=2)


def test_callers_have_buckets_of_their_own(clock: Clock) -> None:
    buckets = Buckets(Rate(per_second=1, burst=1))
    assert [buckets.take(caller) == 0 for caller in "abab"] == [True, True, False, False]


def test_the_caller_that_asked_longest_ago_is_forgotten(clock: Clock) -> None:
    buckets = Buckets(Rate(per_second=SLOW, burst=1), size=100)
    for number in range(1000):
        assert buckets.take(f"caller {number}") == 0
    assert len(buckets._full_at) == 100
    assert buckets.take("caller 999") > 0
    assert buckets.take("caller 0") == 0


TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", ["198.51.100.9"], "192.0.2.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5, 198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5", "198.51.100.9"], "198.51.100.9"),
        ("10.0.0.1", ["203.0.113.5, 198.51.100.9, 10.9.9.9"], "198.51.100.9"),
        ("10.0.0.1", ["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
        ("10.0.0.1", ["198.51.100.9, nonsense"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", ["::ffff:198.51.100.9"], "198.51.100.9"),
        ("2001:db8:1:2::7", [], "2001:db8:1:2::/64"),
        ("fe80::1%eth0", [], "fe80::/64"),
        (None, ["198.51.100.9"], UNKNOWN),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(peer: str | None, forwarded: list[str], address: str) -> None:
    assert address_of(peer, forwarded, TRUSTED) == address


def test_without_trusted_proxies_the_header_is_nothing() -> None:
    assert address_of("10.0.0.1", ["198.51.100.9"], ()) == "10.0.0.1"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """A service without keys that hardly lets anything through, and believes the client to be a proxy."""
    settings = Settings(
        database=tmp_path_factory.mktemp("limits") / "strikelog.db",
        extraction_workers=1,
        read_rate=SLOW,
        read_burst=3,
        write_rate=SLOW,
        write_burst=2,
        trusted_proxies=("127.0.0.1",),
    )
    async with served(settings) as client:
        yield client


def coming_from(address: str) -> dict[str, str]:
    return {"x-forwarded-for": address}


@in_session
async def test_an_address_that_asks_too_often_is_told_when_to_come_back(client: httpx.AsyncClient) -> None:
    here = coming_from("192.0.2.10")
    assert [(await client.get("/v1/events", headers=here)).status_code for _ in range(3)] == [200] * 3
    answer = await client.get("/v1/codebook", headers=here)
    problem = assert_problem(answer, 429, "rate-limited")
    assert 99 <= int(answer.headers["retry-after"]) <= 100
    assert "192.0.2.10" in problem["detail"]
    assert (await client.get("/v1/events", headers=coming_from("192.0.2.11"))).status_code == 200


@in_session
async def test_reads_and_writes_are_counted_apart(client: httpx.AsyncClient) -> None:
    here = coming_from("192.0.2.20")
    writes = [
        await client.post("/v1/extract", json={"text": SUMY}, headers=here),
        await client.get("/v1/articles/ar_none/explain", headers=here),
        await client.post("/v1/articles", json={"text": SUMY}, headers=here),
        await client.delete("/v1/articles/ar_none", headers=here),
        await client.post("/v1/articles/batch", content=b"", headers=here),
    ]
    assert [answer.status_code for answer in writes] == [200, 404, 429, 429, 429]
    assert (await client.get("/v1/articles", headers=here)).status_code == 200


@in_session
async def test_what_is_open_is_not_limited(client: httpx.AsyncClient) -> None:
    here = coming_from("192.0.2.30")
    for path in ("/livez", "/version", "/openapi.json", "/docs"):
        assert {(await client.get(path, headers=here)).status_code for _ in range(6)} == {200}


async def test_a_key_has_its_own_bucket_and_what_is_no_key_that_of_its_address(tmp_path: Path) -> None:
    settings = Settings(
        database=tmp_path / "strikelog.db", extraction_workers=1, auth=Auth.ON, read_rate=SLOW, read_burst=2
    )
    keys = [make_key() for _ in range(2)]
    store = Store.open(settings.database, readers=1)
    for new in keys:
        await store.add_key(new.id, new.digest, Scope.READ, None)
    store.close()
    one, other = (bearer(new.text) for new in keys)
    async with served(settings) as client:
        for key in (one, other):
            asked = [(await client.get("/v1/codebook", headers=key)).status_code for _ in range(3)]
            assert asked == [200, 200, 429]
        told = assert_problem(await client.get("/v1/codebook", headers=one), 429, "rate-limited")
        assert keys[0].id in told["detail"]
        made_up = [(await client.get("/v1/codebook", headers=bearer(make_key().text))).status_code for _ in range(3)]
        assert made_up == [401, 401, 429]
        assert (await client.get("/v1/codebook")).status_code == 429


@pytest.mark.parametrize(
    ("variables", "refuses_nothing"),
    [
        ({}, True),
        ({"STRIKELOG_HOST": "0.0.0.0"}, False),
        ({"STRIKELOG_HOST": "0.0.0.0", "STRIKELOG_AUTH": "off"}, True),
        ({"STRIKELOG_WRITE_RATE": "1"}, False),
        ({"STRIKELOG_READ_RATE": "0", "STRIKELOG_WRITE_RATE": "0"}, True),
    ],
)
def test_nothing_is_checked_where_nothing_could_be_refused(variables: dict[str, str], refuses_nothing: bool) -> None:
    assert (create_app(Settings.from_environment(variables)).middleware == []) is refuses_nothing
