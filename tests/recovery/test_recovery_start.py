"""Databases that a service meets when it starts: old, new, damaged, missing, of a disk that cannot be written."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from api_service import SUMY
from recovery_server import Service, refused_start, running
from store_samples import random_event, submission
from test_store_sums import first_step

from schemas.query import EventFilter
from service.store import Store
from service.store.backup import copy_database


@pytest.mark.parametrize("old", [False, True], ids=["empty", "old"])
def test_two_services_started_at_once_on_one_database_both_serve(tmp_path: Path, old: bool) -> None:
    database = tmp_path / "strikelog.db"
    before = 0
    if old:
        rng = random.Random(1)
        submissions = [submission(*(random_event(rng, 10 * n + k) for k in range(3))) for n in range(20)]
        first_step(database, submissions)
        before = len(submissions)
    with contextlib.closing(Service(database, tmp_path / "one")) as one, running(database, tmp_path / "two") as two:
        one.wait_until_ready()
        stored = [service.submit(f"{SUMY} Said to {number}.").json() for number, service in enumerate((one, two))]
        for service, article in zip((two, one), stored, strict=True):
            assert service.client.get(f"/v1/articles/{article['id']}").json() == article
            assert len(service.client.get("/v1/articles?limit=1000").json()["items"]) == before + 2


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    Store.open(database, readers=1).close()
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('strikelog', '999_tomorrow', '')"
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    assert refused_start(database) == "cannot start: the database is of a later version: it has 999_tomorrow"
    assert database.read_bytes() == content


def test_a_migration_that_fails_leaves_the_old_database(tmp_path: Path) -> None:
    database = tmp_path / "strikelog.db"
    rng = random.Random(4)
    first_step(database, [submission(random_event(rng, number)) for number in range(3)])
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE events SET body = '{' WHERE id = 2")
        before = list(connection.iterdump())
    assert refused_start(database).startswith("cannot start: cannot migrate the database: ")
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert list(connection.iterdump()) == before


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    database = tmp_path / "file" / "data" / "strikelog.db"
    assert refused_start(database) == f"cannot start: cannot make the folder of {database}: Not a directory"


def test_a_file_system_that_is_read_only_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    database = folder / "strikelog.db"
    if os.geteuid() == 0:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)], capture_output=True)
        if mounted.returncode != 0:
            pytest.skip("mounting a file system is not permitted here, and permissions do not hold root back")
    else:
        folder.chmod(0o555)
    try:
        assert refused_start(database).startswith(f"cannot start: cannot open {database}: ")
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", str(folder)], check=True)


def test_a_database_damaged_in_the_middle_is_said_to_be_and_a_backup_takes_its_place(tmp_path: Path) -> None:
    database, backup = tmp_path / "strikelog.db", tmp_path / "backup.db"
    rng = random.Random(2)
    store = Store.open(database, readers=1)
    for _ in store.add_many(submission(*(random_event(rng, 10 * n + k) for k in range(4))) for n in range(60)):
        pass
    store.close()
    copy_database(database, backup, lambda done, total: None)
    with contextlib.closing(sqlite3.connect(database)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event_bodies'").fetchone()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes([0x13]) * size)
    assert pages > root
    with running(database, tmp_path / "log") as service:
        assert service.client.get("/v1/events").status_code == 500
        assert service.readiness() == (503, {"database": "the database is damaged", "extraction": "ok"})
        assert service.client.get("/livez").status_code == 200
        assert service.said("database disk image is malformed")
        assert service.stop() == 0
    for file in (database, tmp_path / "strikelog.db-wal", tmp_path / "strikelog.db-shm"):
        file.unlink(missing_ok=True)
    shutil.copy(backup, database)
    restored = Store.open(database, readers=1)
    assert sum(len(page.items) for page in restored.export_events(EventFilter())) == 240
    restored.close()
