"""The command as a whole: help, start-up, documentation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from service.cli import main
from service.cli.keys import keys

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "cli.md"
COMMANDS = [
    *main.commands,
    *(f"keys {name}" for name in keys.commands),
]
HEAVY = ("granian", "litestar", "msgspec", "rich", "service.extraction", "service.store", "sqlite3")


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for name in ("serve", "extract", "import", "reextract", "export", "backup", "keys", "openapi", "evaluate"):
        assert f"\n  {name} " in result.output


def test_start_up_loads_nothing_heavy() -> None:
    code = f"import sys, service.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_examples_and_exit_codes(name: str) -> None:
    output = CliRunner().invoke(main, [*name.split(), "--help"]).output
    assert f"strikelog {name}" in output.partition("Example")[2]
    assert "Exit codes: 0" in output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    command: click.Command = main
    for part in name.split():
        assert isinstance(command, click.Group)
        command = command.commands[part]
    _, heading, rest = text.partition(f"## strikelog {name}\n")
    assert heading
    section = rest.partition("\n## ")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[-1]}`" in section


def test_wrong_usage_exits_with_2() -> None:
    assert CliRunner().invoke(main, ["extract", "--colour"]).exit_code == 2
    assert CliRunner().invoke(main, ["evaluate", "missing.jsonl", "missing.jsonl"]).exit_code == 2


def test_a_bad_setting_is_named() -> None:
    result = CliRunner().invoke(main, ["serve"], env={"STRIKELOG_PORT": "eighty"})
    assert result.exit_code == 1
    assert "STRIKELOG_PORT" in result.output
