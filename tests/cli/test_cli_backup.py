"""``strikelog backup``."""

from __future__ import annotations

import asyncio
import itertools
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from store_samples import event, submission

from schemas.query import ArticleFilter, EventFilter
from service.cli import main
from service.store import BackupFailed, Store
from service.store.backup import STEP_PAGES, copy_database, verify


def fill(store: Store, articles: int, text: str = "") -> None:
    many = (submission(event("ev"), text=f"{text} {number}" if text else "") for number in range(articles))
    for _ in store.add_many(many):
        pass


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    store = Store.open(path)
    fill(store, 30)
    store.close()
    return path


def backup(database: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, ["backup", "--database", str(database), *map(str, arguments)])


def stored(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [article.id for article in asyncio.run(store.list_articles(ArticleFilter(limit=1000))).items]
    finally:
        store.close()


def test_the_copy_is_one_file_with_everything(database: Path, tmp_path: Path) -> None:
    store = Store.open(database)
    fill(store, 3)
    target = tmp_path / "copy.db"
    result = backup(database, target)
    store.close()
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{target}: 33 articles, 33 events, {target.stat().st_size:,} bytes, checked\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "news.db"]
    assert stored(target) == stored(database)


def test_a_copy_has_one_moment_of_a_database_that_is_written(database: Path, tmp_path: Path) -> None:
    store = Store.open(database)
    fill(store, 40, text="shell " * 60_000)
    copied, stop = tmp_path / "copy.db", threading.Event()
    seen: list[tuple[int, int]] = []

    def write_on() -> None:
        while not stop.is_set():
            fill(store, 5)

    writing = threading.Thread(target=write_on)

    def watch(done: int, total: int) -> None:
        if not seen:
            writing.start()
        seen.append((done, total))
        # The rest is copied after more was written.
        before = asyncio.run(store.check()).change_seq
        while asyncio.run(store.check()).change_seq == before:
            pass

    try:
        copied.touch()
        copy_database(database, copied, watch)
    finally:
        stop.set()
        writing.join()
        store.close()
    assert len(seen) > 1, f"the database has fewer than {STEP_PAGES} pages"
    assert [done for done, _ in seen] == sorted({done for done, _ in seen}), "the copy began again"
    found = verify(copied)
    assert (found.articles, found.events) == (70, 70)
    assert len(stored(database)) > 70


def test_a_target_that_exists_is_kept_unless_forced(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("before")
    refused = backup(database, target)
    assert (refused.exit_code, target.read_text()) == (1, "before")
    assert "copy.db exists; --force replaces it" in refused.stderr
    assert backup(database, "--force", target).exit_code == 0
    assert len(stored(target)) == 30


def test_the_database_itself_is_no_target(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    link = tmp_path / "link"
    link.hardlink_to(database)
    for options, target in itertools.product(([], ["--force"]), (database, link, f"{database}-wal")):
        result = backup(database, *options, target)
        assert (result.exit_code, "is the database itself" in result.stderr) == (1, True), (target, result.stderr)
    assert database.read_bytes() == before


def test_a_target_without_a_folder_is_named(database: Path, tmp_path: Path) -> None:
    result = backup(database, tmp_path / "none" / "copy.db")
    assert result.exit_code == 1
    assert f"no folder {tmp_path / 'none'}" in result.stderr


def test_other_files_are_no_databases(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (x)")
    text = tmp_path / "text.db"
    text.write_text("this is no database" * 100)
    for source, said in (
        (other, "of another program"),
        (text, "not a database"),
        (tmp_path / "none", "no database at"),
    ):
        result = backup(source, tmp_path / "copy.db")
        assert (result.exit_code, said in result.stderr) == (1, True), result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.db", "other.db", "text.db"]


def test_a_full_disk_leaves_nothing(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("before")
    half = database.stat().st_size // 2
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "backup", "--force", str(target)],
        env={"STRIKELOG_DATABASE": str(database)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (half, half)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: cannot copy {database}: ")
    assert target.read_text() == "before"
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_copy_is_found_out(database: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copy.db"
    shutil.copy(database, copied)
    with closing(sqlite3.connect(copied, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'events_by_day'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with copied.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(bytes(size))
    with pytest.raises(BackupFailed, match="the copy is damaged"):
        verify(copied)


def test_a_restored_copy_serves_queries(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backup(database, target)
    target.replace(database)
    store = Store.open(database)
    fill(store, 1)
    try:
        assert asyncio.run(store.list_events(EventFilter(q="clinic", count_exact=True))).total == 31
    finally:
        store.close()
