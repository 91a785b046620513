"""``strikelog evaluate``, on annotated texts of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main

GOLD = [
    {
        "id": "one",
        "events": [
            {
                "event_type": "shelling",
                "modality": "claimed",
                "quote": "shelled the town of Nikopol",
                "actors": [{"role": "attacker", "id": "RU"}],
                "locations": [{"name": "Nikopol", "country": "UA", "precision": "city"}],
                "time": {"start": "1999-01-01", "end": "1999-01-01"},
            }
        ],
    },
    {"id": "two", "events": []},
]
TEXTS = [
    {
        "id": "one",
        "text": "Russian artillery shelled the town of Nikopol on Tuesday, killing one person, police said.",
        "published_at": "2024-05-01",
        "bucket": "own",
    },
    {"id": "two", "text": "The library opens at nine.", "published_at": "2024-05-01"},
    {"id": "three", "text": "Nobody has annotated this.", "published_at": "2024-05-01"},
]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = []
    for name, records in (("gold", GOLD), ("texts", TEXTS)):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_the_table(files: list[str]) -> None:
    result = CliRunner().invoke(main, ["evaluate", *files])
    assert result.exit_code == 0
    assert result.stdout.startswith("2 articles; ")
    assert "empty 1.000" in result.stdout
    assert "calibration error" in result.stdout


def test_errors_stand_beside_the_words(files: list[str]) -> None:
    lines = CliRunner().invoke(main, ["evaluate", *files, "--errors"]).stdout.splitlines()
    assert lines[0] == "one  annotated #0  extracted #0"
    assert "   annotated: shelled the town of Nikopol" in lines
    assert any(line.startswith("   extracted: ") for line in lines)
    assert "   - date: 1999-01-01" in lines


def test_json_and_predictions(files: list[str], tmp_path: Path) -> None:
    out = tmp_path / "predicted.jsonl"
    result = CliRunner().invoke(main, ["evaluate", *files, "--json", "--errors", "--predictions", str(out)])
    figures = json.loads(result.stdout)
    assert figures["articles"] == 2
    assert figures["aligned"]["date"]["gold"] == 1
    assert figures["errors"][0]["missed"]
    predicted = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in predicted] == ["one", "two"]
    assert predicted[0]["events"][0]["event_type"] == "shelling"


def test_limit_takes_the_first_texts(files: list[str]) -> None:
    result = CliRunner().invoke(main, ["evaluate", *files, "--limit", "1"])
    assert result.stdout.startswith("1 articles; ")


def test_gold_without_text_is_an_error(files: list[str]) -> None:
    with Path(files[0]).open("a", encoding="utf-8") as gold:
        gold.write('{"id": "four", "events": []}\n')
    result = CliRunner().invoke(main, ["evaluate", *files])
    assert result.exit_code == 1
    assert "'four'" in result.stderr


def test_a_bad_line_is_named(files: list[str]) -> None:
    Path(files[0]).write_text('{"id": 3}\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["evaluate", *files])
    assert result.exit_code == 1
    assert "line 1" in result.stderr
