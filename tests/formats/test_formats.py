"""Events in each format and in the terms of other datasets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.crosswalk import codes
from schemas.event import (
    Actor,
    Attribution,
    Casualty,
    Count,
    Event,
    EventTime,
    Evidence,
    Location,
    Target,
    Weapon,
)
from schemas.query import EventPage, Suggestion
from schemas.vocabulary import (
    ActorKind,
    ActorRole,
    CasualtyGroup,
    CasualtyOutcome,
    EventType,
    Modality,
    PlacePrecision,
    TargetType,
    TimePrecision,
    WeaponType,
)
from service.formats import FLAT, Format, PageEnd, Schema, view_of, write, writer

DOCS = Path(__file__).parent.parent.parent / "docs" / "formats.md"

SUMY = Location(
    name="Sumy",
    country="UA",
    admin1="Sumy Oblast",
    precision=PlacePrecision.CITY,
    latitude=50.9216,
    longitude=34.8003,
    radius_km=8.0,
    geonames_id=692194,
)
SUVA = Location(name="Suva", country="FJ", precision=PlacePrecision.CITY, latitude=-18.1416, longitude=178.4415)
NOWHERE = Location(name="Upper Nowhere", precision=PlacePrecision.SITE)


def event(**changes: Any) -> Event:
    """Return an event that has something in every member, with changes."""
    actors = [
        Actor(role=ActorRole.ATTACKER, id="RU", name="Russian army", kind=ActorKind.STATE, country="RU"),
        Actor(role=ActorRole.TARGET, id="UA", kind=ActorKind.STATE, country="UA"),
    ]
    weapons = [
        Weapon(type=WeaponType.DRONE_ONE_WAY, model="Shahed-136", launched=Count(24, None), intercepted=Count(20, 20)),
        Weapon(type=WeaponType.MISSILE_CRUISE, launched=Count(3, 3)),
    ]
    targets = [Target(type=TargetType.HEALTH, text='a "clinic", two wards')]
    whole = {
        "id": "ev_1",
        "article_id": "ar_1",
        "event_type": EventType.AERIAL_STRIKE,
        "modality": Modality.CLAIMED,
        "time": EventTime(start="2025-03-18", end="2025-03-19", precision=TimePrecision.NIGHT, text="overnight"),
        "locations": [SUMY],
        "actors": actors,
        "weapons": weapons,
        "targets": targets,
        "casualties": [
            Casualty(outcome=CasualtyOutcome.KILLED, count=Count(2, 4), source="police"),
            Casualty(outcome=CasualtyOutcome.KILLED, count=Count(3, 3), source="governor"),
            Casualty(outcome=CasualtyOutcome.INJURED, count=Count(None, 9), of=CasualtyGroup.CIVILIAN),
        ],
        "attribution": [Attribution(source="Governor Ólafur"), Attribution(source="police")],
        "evidence": [Evidence(0, 24, "Drones hit a clinic.\nTwo wards burnt.")],
        "confidence": 0.87,
    } | changes
    whole["codes"] = codes(
        whole["event_type"], whole["actors"], whole["weapons"], whole["locations"], whole["targets"], True
    )
    return Event(**whole)


def written(events: list[Event], form: Format, page: PageEnd | None = None, **options: Any) -> bytes:
    """Return the events in a format, each in a batch of its own."""
    return b"".join(write(([msgspec.json.encode(item)] for item in events), writer(form, **options), page))


def csv_rows(events: list[Event], **options: Any) -> list[dict[str, str]]:
    text = written(events, Format.CSV, **options).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


END = PageEnd(next="abc", total=2, did_you_mean=[Suggestion(parameter="actor", value="Rusia", suggestions=["Russia"])])


def test_json_is_a_page_of_events() -> None:
    events = [event(), event(id="ev_2")]
    page = msgspec.json.decode(written(events, Format.JSON, END), type=EventPage)
    assert page == EventPage(items=events, next="abc", total=2, did_you_mean=END.did_you_mean)


@pytest.mark.parametrize("form", [Format.JSON, Format.GEOJSON])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_lists_are_json_however_many_events_there_are(form: Format, count: int) -> None:
    page = json.loads(written([event()] * count, form))
    assert len(page["items" if form is Format.JSON else "features"]) == count
    assert (page["next"], page["total"], page["did_you_mean"]) == (None, None, [])


def test_ndjson_is_an_event_a_line() -> None:
    events = [event(), event(id="ev_2", evidence=[Evidence(0, 3, "a\nb")])]
    lines = written(events, Format.NDJSON).split(b"\n")
    assert lines.pop() == b""
    assert [msgspec.json.decode(line, type=Event) for line in lines] == events


def test_fields_keep_members_in_json_and_their_columns_in_csv() -> None:
    (line,) = written([event()], Format.NDJSON, fields=["time", "id"]).splitlines()
    assert json.loads(line) == {"time": msgspec.to_builtins(event().time), "id": "ev_1"}
    (row,) = csv_rows([event()], fields=["id", "casualties"])
    assert list(row) == [c.name for c in FLAT.columns if c.member in ("id", "casualties")]
    (feature,) = json.loads(written([event()], Format.GEOJSON, fields=["modality"]))["features"]
    assert feature["properties"] == {"modality": "claimed"}


def test_csv_is_rfc_4180() -> None:
    text = written([event(), event()], Format.CSV).decode()
    assert text.endswith("\r\n")
    assert text.split("\r\n")[0] == ",".join(FLAT.names)
    assert '"a ""clinic"", two wards"' in text
    assert text.count("\r\n") == 3


def test_the_flat_row_has_the_first_place_all_names_and_the_largest_figures() -> None:
    (row,) = csv_rows([event(locations=[NOWHERE, SUMY, SUVA])])
    assert (row["location"], row["country"], row["latitude"], row["geonames_id"]) == ("Sumy", "UA", "50.9216", "692194")
    assert row["locations"] == "Upper Nowhere; Sumy; Suva"
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2025-03-18", "2025-03-19", "night")
    assert (row["attackers"], row["attacker_names"], row["target_sides"]) == ("RU", "Russian army", "UA")
    assert (row["weapons"], row["weapon_models"]) == ("drone.one_way; missile.cruise", "Shahed-136")
    assert (row["launched_min"], row["launched_max"], row["intercepted_min"]) == ("24", "", "20")
    assert (row["killed_min"], row["killed_max"]) == ("3", "4")
    assert (row["injured_min"], row["injured_max"], row["missing_min"]) == ("", "9", "")
    assert row["sources"] == "Governor Ólafur; police"


def test_an_event_of_which_nothing_is_known_has_empty_cells() -> None:
    bare = event(time=EventTime(), locations=[], actors=[], weapons=[], targets=[], casualties=[], attribution=[])
    (row,) = csv_rows([bare])
    filled = {name for name, cell in row.items() if cell}
    assert filled == {
        "id", "article_id", "event_type", "modality", "date_precision", "evidence", "confidence",
        "acled_event_type", "acled_sub_event_type", "plover_event", "plover_mode",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x", '="a,b"', "=1;=2"]
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    names = [Actor(role=ActorRole.ATTACKER, id="unknown", name=text, kind=ActorKind.UNKNOWN)]
    (row,) = csv_rows([event(actors=names, targets=[Target(type=TargetType.OTHER, text=text)])])
    assert row["attacker_names"] == row["targets"] == "'" + text


def test_numbers_below_zero_stay_numbers() -> None:
    (row,) = csv_rows([event(locations=[SUVA])])
    assert row["latitude"] == "-18.1416"


@pytest.mark.parametrize(
    ("places", "geometry"),
    [
        ([SUMY], {"type": "Point", "coordinates": [34.8003, 50.9216]}),
        ([SUVA, NOWHERE, SUMY], {"type": "MultiPoint", "coordinates": [[178.4415, -18.1416], [34.8003, 50.9216]]}),
        ([NOWHERE], None),
        ([], None),
    ],
)
def test_geojson_features_have_their_places_as_geometry(places: list[Location], geometry: object) -> None:
    collection = json.loads(written([event(locations=places)], Format.GEOJSON, END))
    assert collection["type"] == "FeatureCollection"
    assert collection["next"] == "abc"
    (feature,) = collection["features"]
    assert (feature["type"], feature["id"], feature["geometry"]) == ("Feature", "ev_1", geometry)
    assert list(feature["properties"]) == FLAT.names
    assert feature["properties"]["sources"] == ["Governor Ólafur", "police"]
    assert feature["properties"]["injured_min"] is None


def test_acled_rows_have_its_columns_and_codes() -> None:
    (line,) = written([event(part_of="ev_0")], Format.NDJSON, schema=Schema.ACLED).splitlines()
    row = json.loads(line)
    assert row["event_date"] == "2025-03-19"
    assert (row["year"], row["time_precision"], row["geo_precision"]) == (2025, 1, 1)
    assert (row["disorder_type"], row["event_type"]) == ("Political violence", "Explosions/Remote violence")
    assert row["sub_event_type"] == "Air/drone strike"
    assert (row["actor1"], row["inter1"]) == ("Russian army", "External/Other forces")
    assert (row["actor2"], row["inter2"]) == ("Ukraine", "State forces")
    assert row["interaction"] == "External/Other forces-State forces"
    assert row["civilian_targeting"] == "Civilian targeting"
    assert (row["country"], row["iso"], row["admin1"]) == ("Ukraine", 804, "Sumy Oblast")
    assert row["fatalities"] == 3
    assert {loss.partition(":")[0] for loss in row["lossy"]} == {
        "time", "fatalities", "casualties", "modality", "part_of", "confidence", "weapons", "targets", "spans",
    }  # fmt: skip


def test_acled_names_civilians_where_violence_is_against_them() -> None:
    shot = event(event_type=EventType.SHOOTING, weapons=[], casualties=[], modality=Modality.ASSERTED)
    (row,) = csv_rows([shot], schema=Schema.ACLED)
    assert (row["event_type"], row["actor2"], row["inter2"]) == (
        "Violence against civilians",
        "Civilians (Ukraine)",
        "Civilians",
    )
    assert row["fatalities"] == "0"
    assert "fatalities: 0 stands for not known" in row["lossy"]


@pytest.mark.parametrize(
    ("time", "day", "precision"),
    [
        (EventTime(start="2025-03-18", end="2025-03-18", precision=TimePrecision.DAY), "2025-03-18", "1"),
        (EventTime(start="2025-03-15", end="2025-03-18", precision=TimePrecision.RANGE), "2025-03-15", "2"),
        (EventTime(start="2025-03-10", end="2025-03-16", precision=TimePrecision.WEEK), "2025-03-10", "2"),
        (EventTime(start="2025-03-01", end="2025-03-31", precision=TimePrecision.MONTH), "2025-03-01", "3"),
        (EventTime(start="2022-01-01", end="2022-12-31", precision=TimePrecision.YEAR), "2022-01-01", "3"),
        (EventTime(), "", ""),
    ],
)
def test_acled_dates_are_as_exact_as_ours(time: EventTime, day: str, precision: str) -> None:
    (row,) = csv_rows([event(time=time)], schema=Schema.ACLED)
    assert (row["event_date"], row["time_precision"]) == (day, precision)


def test_plover_rows_have_its_columns_and_codes() -> None:
    (line,) = written([event()], Format.NDJSON, schema=Schema.PLOVER).splitlines()
    row = json.loads(line)
    assert (row["Event Type"], row["Event Mode"], row["Event Date"]) == ("ASSAULT", "drone", "2025-03-19")
    assert (row["Actor Name"], row["Actor Country"], row["Actor Name Raw"]) == ("Russia", "RUS", "Russian army")
    assert (row["Recipient Name"], row["Primary Recipient Sector"]) == ("Ukraine", "MIL")
    assert (row["City"], row["Province"], row["Country"], row["GeoNames ID"]) == ("Sumy", "Sumy Oblast", "UKR", 692194)
    assert any(loss.startswith("casualties: killed, injured") for loss in row["lossy"])


@pytest.mark.parametrize("schema", [Schema.ACLED, Schema.PLOVER])
def test_nothing_is_lost_that_is_not_there(schema: Schema) -> None:
    day = EventTime(start="2025-03-18", end="2025-03-18", precision=TimePrecision.DAY)
    plain = event(time=day, weapons=[], targets=[], casualties=[], modality=Modality.ASSERTED, evidence=[])
    (line,) = written([plain], Format.NDJSON, schema=schema).splitlines()
    assert {loss.partition(":")[0] for loss in json.loads(line)["lossy"]} <= {
        "confidence", "spans", "fatalities", "sector",
    }  # fmt: skip


def test_the_page_on_formats_names_every_column() -> None:
    page = DOCS.read_text(encoding="utf-8")
    for column in FLAT.columns:
        assert f"| `{column.name}` | `{column.member}` | {column.meaning} |" in page, column.name
    for schema in (Schema.ACLED, Schema.PLOVER):
        view = view_of(schema)
        assert view is not None
        for column in view.columns:
            assert f"| `{column.name}` | {column.meaning} |" in page, column.name
