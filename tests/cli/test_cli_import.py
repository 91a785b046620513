"""``strikelog import``, and the import behind it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from schemas.article import ArticleIn, Extraction, article_id
from schemas.query import ArticleFilter
from service.cli import main
from service.extracting import Refused
from service.importing import (
    ArticleError,
    Defaults,
    Found,
    count_articles,
    decode_object,
    import_articles,
    read_articles,
)
from service.store import Store


def lines(path: Path, *values: Any) -> Path:
    text = "".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values)
    path.write_text(text, encoding="utf-8")
    return path


def run_import(database: Path, *arguments: object) -> Result:
    options = ["--database", str(database), "--workers", "2"]
    return CliRunner().invoke(main, ["import", *map(str, arguments), *options])


def stored_texts(database: Path) -> dict[str, str | None]:
    store = Store.open(database)
    try:
        page = asyncio.run(store.list_articles(ArticleFilter()))
    finally:
        store.close()
    return {article.text: article.source for article in page.items}


def stored_count(database: Path) -> int:
    """Count as another process would, while the import writes; 0 until there is a schema."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            count: int = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
    return count


def unchanged(article: ArticleIn) -> ArticleIn:
    return article


def extract_or_fail(article: ArticleIn) -> Extraction:
    if "boom" in article.text:
        raise ArithmeticError("no such number")
    return Extraction(article_id=article_id(article), pipeline_version="test", events=[])


def test_bad_lines_are_reported_and_the_rest_is_stored(tmp_path: Path) -> None:
    file = lines(
        tmp_path / "news.jsonl",
        {"text": "Shells fell on Nikopol on Monday, killing two.", "published_at": "2024-05-01"},
        "{oops",
        "",
        {"text": "  "},
        {"text": "Nothing happened.", "published_at": "2024-13-01"},
        {"text": "Nothing happened here.", "mood": "calm"},
        {"text": "Shells fell on Nikopol on Monday, killing two.", "published_at": "2024-05-01"},
        ["text"],
    )
    result = run_import(tmp_path / "new" / "news.db", file)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith("1 articles stored with 1 events, 1 stored already, 5 refused")
    bad = dict(line.split(": ", 1) for line in result.stderr.splitlines() if line.startswith(str(file)))
    assert list(bad) == [f"{file}, line {number}" for number in (2, 4, 5, 6, 8)]
    reasons = list(bad.values())
    assert reasons[0].startswith("not JSON")
    assert "empty" in reasons[1]
    assert "2024-13-01" in reasons[2]
    assert "mood" in reasons[3]


def test_an_import_run_again_stores_nothing_twice(tmp_path: Path) -> None:
    texts = [{"text": f"Report number {number}.", "external_id": str(number)} for number in range(40)]
    file, database = lines(tmp_path / "news.jsonl", *texts[:25]), tmp_path / "news.db"
    first = run_import(database, file)
    assert (first.exit_code, first.stdout.splitlines()[-1]) == (
        0,
        "25 articles stored with 0 events, 0 stored already, 0 refused",
    )
    lines(file, *texts)
    second = run_import(database, file)
    assert second.stdout.splitlines()[-1] == "15 articles stored with 0 events, 25 stored already, 0 refused"
    assert len(stored_texts(database)) == 40


def test_an_import_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    texts = [{"text": f"Report {number}: shells fell on Nikopol on Monday, killing two."} for number in range(600)]
    file, database = lines(tmp_path / "news.jsonl", *texts), tmp_path / "news.db"
    command = [sys.executable, "-c", "from service.cli import main; main()", "import", str(file)]
    process = subprocess.Popen([*command, "--database", str(database), "--workers", "1"])
    deadline = time.monotonic() + 60
    while process.poll() is None and stored_count(database) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    survived = stored_count(database)
    assert survived > 0
    result = run_import(database, file)
    assert f"{600 - survived} articles stored" in result.stdout
    assert f", {survived} stored already, 0 refused" in result.stdout


def test_a_folder_holds_texts_objects_and_lines(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("A quiet day.", encoding="utf-8")
    (folder / "b.JSON").write_text('{"text": "A loud day.", "source": "Own desk"}', encoding="utf-8")
    lines(folder / "deep" / "c.ndjson", {"text": "One."}, {"text": "Two."})
    (folder / "d.txt").write_bytes(b"\xff\xfe")
    (folder / "e.pdf").write_bytes(b"%PDF")
    (folder / ".hidden.txt").write_text("No.", encoding="utf-8")
    result = run_import(tmp_path / "news.db", folder, "--source", "Field desk")
    assert result.exit_code == 1
    assert f"{folder / 'd.txt'}: not UTF-8: byte 0xff at offset 0" in result.stderr
    assert stored_texts(tmp_path / "news.db") == {
        "A quiet day.": "Field desk",
        "A loud day.": "Own desk",
        "One.": "Field desk",
        "Two.": "Field desk",
    }
    assert count_articles(folder) == 5


def test_unknown_fields_are_ignored_on_request(tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", {"text": "All calm.", "mood": "calm"})
    result = run_import(tmp_path / "news.db", file, "--ignore-unknown-fields")
    assert result.exit_code == 0
    assert list(stored_texts(tmp_path / "news.db")) == ["All calm."]


def test_an_external_id_taken_by_other_content_is_reported(tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", {"text": "One.", "external_id": "x"}, {"text": "Two.", "external_id": "x"})
    result = run_import(tmp_path / "news.db", file)
    assert result.exit_code == 1
    assert f"{file}, line 2: external_id 'x' belongs to" in result.stderr


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = lines(tmp_path / "news.jsonl", {"text": "One."})
    result = run_import(file, file)
    assert result.exit_code == 1
    assert "Error: " in result.stderr


def test_an_article_that_cannot_be_extracted_does_not_stop_the_rest(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "news.db")
    found: list[Found | Refused] = [Found(f"line {n}", ArticleIn(text=t)) for n, t in enumerate(["a", "boom", "b"])]
    done: list[None] = []
    try:
        summary = import_articles(found, store, extract_or_fail, 1, lambda: done.append(None))
    finally:
        store.close()
    assert (summary.stored, len(done)) == (2, 3)
    assert summary.refused == [Refused("line 1", "extraction failed: ArithmeticError: no such number")]


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert run_import(tmp_path / "news.db", tmp_path / "none.jsonl").exit_code == 2


def test_a_byte_order_mark_before_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"text": "One."}\n')
    (found,) = read_articles(file, Defaults(), unchanged)
    assert found == Found(f"{file}, line 1", ArticleIn(text="One."))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (b'{"text": 1}', "text"),
        (b'"\xc3"', "not UTF-8"),
        (b"3", "object"),
    ],
)
def test_decode_object_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        decode_object(data, Defaults())


def test_defaults_fill_what_is_missing() -> None:
    article = decode_object(b'{"text": "One.", "source": "Own desk"}', Defaults(published_at="2024-01-01", source="X"))
    assert (article.published_at, article.source) == ("2024-01-01", "Own desk")
