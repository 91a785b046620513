"""``strikelog extract``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from schemas.article import Extraction
from schemas.event import (
    AcledCode,
    Actor,
    Attribution,
    Casualty,
    Codes,
    Count,
    Event,
    EventTime,
    Evidence,
    Location,
    PloverCode,
    Target,
    Weapon,
)
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    AttributionRole,
    CasualtyGroup,
    CasualtyOutcome,
    EventType,
    Modality,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)
from service.cli import main
from service.cli.render import show

REPORT = (
    "Russian artillery shelled the town of Nikopol on Tuesday, killing one person and damaging a school, "
    "the regional governor said.\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_pipe_gets_one_line_of_json_for_each_file(report: Path) -> None:
    result = CliRunner().invoke(main, ["extract", str(report), str(report), "--published-at", "2024-05-01"])
    assert result.exit_code == 0
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first == second
    assert [event["event_type"] for event in first["events"]] == ["shelling"]
    assert first["mentions"] is None


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["extract", *arguments], input=REPORT)
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["events"]) == 1


def test_a_byte_order_mark_is_no_part_of_the_text(report: Path) -> None:
    plain = CliRunner().invoke(main, ["extract"], input=REPORT.encode())
    marked = CliRunner().invoke(main, ["extract"], input=b"\xef\xbb\xbf" + REPORT.encode())
    assert plain.stdout == marked.stdout


def test_mentions_are_added_on_request(report: Path) -> None:
    result = CliRunner().invoke(main, ["extract", str(report), "--mentions"])
    assert isinstance(json.loads(result.stdout)["mentions"], dict)


def test_bad_files_are_named_and_the_rest_is_done(tmp_path: Path, report: Path) -> None:
    latin, empty, missing = tmp_path / "latin.txt", tmp_path / "empty.txt", tmp_path / "missing.txt"
    latin.write_bytes("Tötung".encode("latin-1"))
    empty.write_text(" \n")
    result = CliRunner().invoke(main, ["extract", str(latin), str(empty), str(missing), str(tmp_path), str(report)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    errors = result.stderr.splitlines()
    assert errors[0] == f"Error: {latin}: not UTF-8: byte 0xf6 at offset 1"
    assert errors[1].startswith(f"Error: {empty}: text: empty")
    assert errors[2] == f"Error: {missing}: No such file or directory"
    assert errors[3] == f"Error: {tmp_path}: Is a directory"


def test_an_impossible_date_is_refused(report: Path) -> None:
    result = CliRunner().invoke(main, ["extract", str(report), "--published-at", "2024-02-30"])
    assert result.exit_code == 1
    assert "published_at" in result.stderr
    assert "2024-02-30" in result.stderr


def full_event() -> Event:
    return Event(
        id="ev_1",
        article_id="ar_1",
        event_type=EventType.AERIAL_STRIKE,
        modality=Modality.CLAIMED,
        time=EventTime(start="2025-03-18", end="2025-03-19", precision=TimePrecision.NIGHT, text="overnight"),
        locations=[
            Location(name="Sumy", country="UA", precision=PlacePrecision.CITY, latitude=50.9216, longitude=34.8003)
        ],
        actors=[
            Actor(role=ActorRole.ATTACKER, id="RU", name="Russian army", kind=ActorKind.STATE),
            Actor(role=ActorRole.TARGET, id="UA", kind=ActorKind.STATE),
        ],
        weapons=[
            Weapon(
                type=WeaponType.DRONE_ONE_WAY,
                model="Shahed",
                launched=Count(24, None),
                intercepted=Count(9, 9),
                source="the air force",
            )
        ],
        targets=[Target(type=TargetType.HEALTH, text="a [red]hospital[/red]")],
        casualties=[
            Casualty(outcome=CasualtyOutcome.INJURED, count=Count(4, 6), of=CasualtyGroup.CHILD, source="police")
        ],
        attribution=[Attribution(source="Moscow", role=AttributionRole.DENIES)],
        part_of="ev_1",
        evidence=[Evidence(0, 20, "Drones \x1b[31mhit Sumy.")],
        confidence=0.874,
        codes=Codes(AcledCode("", ""), PloverCode("", None)),
    )


def test_the_table_shows_everything_that_an_event_says() -> None:
    out = io.StringIO()
    found = Extraction(article_id="ar_1", pipeline_version="1", events=[full_event()])
    show(Console(file=out, width=110), found, "a.txt")
    for words in (
        "a.txt: 1 event\n",
        "1  aerial_strike, claimed, confidence 0.87",
        "2025-03-18 to 2025-03-19 (night, “overnight”)",
        "Russian army [RU] → UA",
        "Sumy, UA (city, 50.922 34.800)",
        "drone.one_way (Shahed): launched at least 24, intercepted 9, says the air force",
        "health (a [red]hospital[/red])",
        "injured 4 to 6 (child), says police",
        "Moscow (denies)",
        "event 1",
        "“Drones  [31mhit Sumy.”",
    ):
        assert words in out.getvalue()


def test_an_article_without_events_says_so() -> None:
    out = io.StringIO()
    show(Console(file=out), Extraction(article_id="ar_1", pipeline_version="1", events=[]), "a.txt")
    assert out.getvalue() == "a.txt: 0 events\n"
