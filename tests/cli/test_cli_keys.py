"""``strikelog keys``."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from service.cli import main
from service.keys import read_key


def keys(database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", *arguments, "--database", str(database)])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def on_terminal(*arguments: str) -> str:
    """Return what the command prints to a terminal of 100 columns."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from service.cli import main; main()", "keys", *arguments]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "dumb"}
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        printed = b""
        while True:
            try:
                piece = os.read(leader, 4096)
            except OSError:  # Linux ends the other side of a closed terminal with EIO
                break
            if not piece:
                break
            printed += piece
        assert process.wait(timeout=60) == 0, printed
    os.close(leader)
    return printed.decode()


def test_a_key_is_printed_once_and_listed_without_its_secret(tmp_path: Path) -> None:
    database = tmp_path / "new folder" / "news.db"
    (made,) = lines(keys(database, "create", "--scope", "write", "--label", " news desk "))
    assert set(made) == {"id", "scope", "label", "created_at", "revoked_at", "key"}
    assert (made["scope"], made["label"], made["revoked_at"]) == ("write", "news desk", None)
    read = read_key(made["key"])
    assert read is not None
    assert read[0] == made["id"]
    (second,) = lines(keys(database, "create"))
    assert (second["scope"], second["label"]) == ("read", None)
    listed = lines(keys(database, "list"))
    assert listed == [{name: value for name, value in key.items() if name != "key"} for key in (made, second)]


def test_a_revoked_key_stays_listed(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    (made,) = lines(keys(database, "create"))
    (revoked,) = lines(keys(database, "revoke", made["id"]))
    assert revoked["revoked_at"] is not None
    assert lines(keys(database, "list")) == [revoked]
    assert lines(keys(database, "revoke", made["id"])) == [revoked]


def test_an_id_that_no_key_has_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    lines(keys(database, "create"))
    result = keys(database, "revoke", "sl_what")
    assert (result.exit_code, "no key 'sl_what'" in result.stderr) == (1, True)


def test_list_and_revoke_create_no_database(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    for arguments in (["list"], ["revoke", "0123456789ab"]):
        result = keys(database, *arguments)
        assert (result.exit_code, f"no database at {database}" in result.stderr) == (1, True)
    assert not database.exists()


def test_wrong_scopes_and_labels_are_refused(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    for arguments in (["--scope", "root"], ["--label", "x" * 101], ["--label", "two\nlines"]):
        assert keys(database, "create", *arguments).exit_code == 2
    assert not database.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = keys(tmp_path / "file" / "news.db", "create")
    assert (result.exit_code, "cannot make the folder" in result.stderr) == (1, True)


def test_a_terminal_shows_the_key_alone_and_the_list_as_a_table(tmp_path: Path) -> None:
    database = ["--database", str(tmp_path / "news.db")]
    made, said = on_terminal("create", "--scope", "admin", "--label", "[bold]desk", *database).splitlines()
    read = read_key(made)
    assert read is not None
    assert said == f"Key {read[0]} with the scope admin. It is not shown again."
    heading, row = on_terminal("list", *database).splitlines()
    assert heading.split() == ["id", "scope", "label", "created", "revoked"]
    assert row.split()[:3] == [read[0], "admin", "[bold]desk"]
    assert on_terminal("revoke", read[0], *database).startswith(f"Key {read[0]} is revoked since 20")
