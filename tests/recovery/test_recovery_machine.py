"""What happens to the machine: the power is lost, the clock is set back.

``between.c`` stands between the service and the C library: it keeps what was on the disk for certain, and makes the
clock wrong. It must be compiled, and is skipped where there is no C compiler.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from api_service import SUMY
from recovery_server import assert_sound, eventually, running
from test_recovery_kill import Load

DAY = 24 * 60 * 60
WRITE_AND_DIE = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = FULL")
connection.execute("CREATE TABLE t (x)")
connection.execute(f"PRAGMA synchronous = {sys.argv[2]}")
connection.execute("INSERT INTO t VALUES (1)")
os.kill(os.getpid(), 9)
"""
CHECKPOINT = """
import sqlite3, sys
busy, *_ = sqlite3.connect(sys.argv[1], timeout=60).execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
sys.exit(busy)
"""


@pytest.fixture(scope="module")
def between(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library that stands between, compiled."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("no C compiler, or another system than Linux")
    library = tmp_path_factory.mktemp("between") / "between.so"
    source = Path(__file__).with_name("between.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return str(library)


@pytest.fixture
def disk(tmp_path: Path, between: str) -> dict[str, str]:
    """The variables of a process whose files are kept, as the disk has them, in the folder ``disk``."""
    folder = tmp_path / "disk"
    folder.mkdir()
    return {"LD_PRELOAD": between, "STRIKELOG_TEST_DISK": str(folder)}


@pytest.mark.parametrize(("synchronous", "kept"), [("FULL", 1), ("NORMAL", 0)])
def test_the_disk_has_what_was_synchronised_and_nothing_else(
    tmp_path: Path, disk: dict[str, str], synchronous: str, kept: int
) -> None:
    command = [sys.executable, "-c", WRITE_AND_DIE, str(tmp_path / "t.db"), synchronous]
    assert subprocess.run(command, env={**os.environ, **disk}).returncode == -signal.SIGKILL
    for folder, rows in ((tmp_path / "disk", kept), (tmp_path, 1)):
        with contextlib.closing(sqlite3.connect(folder / "t.db")) as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (rows,)


def test_what_was_acknowledged_is_on_the_disk_when_the_power_is_lost(tmp_path: Path, disk: dict[str, str]) -> None:
    database, left = tmp_path / "strikelog.db", tmp_path / "disk" / "strikelog.db"
    with running(database, tmp_path / "log", **disk) as service:
        first = service.submit(SUMY).json()["id"]
        # The log of the database is copied into it and begins anew.
        subprocess.run([sys.executable, "-c", CHECKPOINT, database], env={**os.environ, **disk}, check=True)
        load = Load(service, 0)
        for writer in load.writers:
            writer.start()
        eventually(lambda: len(load.stored) > 10 and len(load.batched) > 10, seconds=60)
        service.kill()
        for writer in load.writers:
            writer.join()
    assert left.stat().st_size > 4096
    assert_sound(left, load.stored)
    with contextlib.closing(sqlite3.connect(left)) as connection:
        assert {first, *load.batched} <= {row for (row,) in connection.execute("SELECT public_id FROM articles")}


def days_after_the_first(times: Iterable[str]) -> list[int]:
    first, *others = map(datetime.fromisoformat, times)
    return [0, *(round((other - first) / timedelta(days=1)) for other in others)]


def test_a_clock_that_is_set_back_changes_no_order(tmp_path: Path, between: str) -> None:
    clock = tmp_path / "clock"
    told = []
    variables = {"LD_PRELOAD": between, "STRIKELOG_TEST_CLOCK": str(clock)}
    with running(tmp_path / "strikelog.db", tmp_path / "log", **variables) as service:
        for number, seconds in enumerate((0, -DAY, DAY, -2 * DAY)):
            clock.write_text(str(seconds))
            told.append(service.submit(f"{SUMY} Report {number}.").json())
            assert service.readiness()[0] == 200
        ids = [article["id"] for article in told]
        assert days_after_the_first(article["received_at"] for article in told) == [0, -1, 1, -2]
        changes = service.client.get("/v1/changes?since=0").json()["items"]
        assert [change["article_id"] for change in changes] == ids
        assert days_after_the_first(change["at"] for change in changes) == [0, -1, 1, -2]
        listed = service.client.get("/v1/articles").json()["items"]
        assert [article["id"] for article in listed] == ids[::-1]
        walked = []
        path = "/v1/events?sort=-received&limit=1"
        while path:
            answer = service.client.get(path)
            walked += [event["article_id"] for event in answer.json()["items"]]
            path = answer.links.get("next", {}).get("url")
        assert list(dict.fromkeys(walked)) == ids[::-1]
        assert service.stop() == 0
