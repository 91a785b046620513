"""Reports with the facts that the codebook makes of them, and the check of each fact against an extraction.

A report is a table of ``reports/*.toml`` or ``rules/*.toml``: ``id``, ``text``, ``published_at`` and its ``events``.
An event states what it must say; a key that is absent is not checked, a list is complete:

``type``, ``modality``
    A value of the codebook.
``time``
    ``2025-03-18``, ``2025-03-18/2025-03-19 night`` or ``unknown``; the precision is ``day`` unless it is named.
``attackers``, ``targets``
    Ids of the sides, each set compared as a whole.
``weapons``
    ``drone.one_way (Shahed) launched=24+ intercepted=12``.
``places``
    ``Sumy, UA`` or ``Sumy, UA, city``; words of administrative units count for nothing.
``casualties``
    ``killed 2`` or ``killed 2 civilian``.
``objects``, ``sources``
    Types of what was hit, and names of who is cited.
``part_of``
    The number of the wave among the events, from 1.

Counts: ``24`` exactly, ``24+`` at least, ``-24`` up to, ``20-24`` between. ``A|B`` allows either, ``-`` stands for no
country, a trailing ``?`` marks what may also stand. Every single value is one fact, and that nothing else stands in a
list is one more.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from schemas.article import ArticleIn
from schemas.event import Attribution, Casualty, Count, Event, Location, Target, Weapon
from schemas.vocabulary import ActorRole, CasualtyGroup, CasualtyOutcome, EventType, Modality, TargetType, WeaponType
from service.evaluation.alignment import assign
from service.extraction import extract
from service.extraction.document import fold

HERE = Path(__file__).parent
KEYS = {"type", "modality", "time", "attackers", "targets", "weapons", "places", "casualties", "objects", "sources",
        "part_of"}  # fmt: skip
UNITS = frozenset("oblast region province governorate state district the city of county department".split())
WEAPON = re.compile(r"(?P<type>[a-z_.]+)(?: \((?P<model>[^)]*)\))?(?P<counts>(?: [a-z]+=\S+)*)\Z")

Check = Callable[[Event], bool]
Rows = Callable[[Event], list[Any]]
Matches = Callable[[Any, str], bool]


class Fact(NamedTuple):
    """One fact of one expected event, or of the whole report (event 0)."""

    report: str
    event: int
    name: str

    @property
    def key(self) -> str:
        """The fact as ``not_yet.toml`` lists it."""
        return f"{self.report} {self.event}: {self.name}"


class Report:
    """A text with what the codebook makes of it."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.id: str = table["id"]
        self.text: str = table["text"].strip("\n")
        self.published_at: str | None = table.get("published_at")
        self.rule: str = table.get("rule", "")
        self.style: str = table.get("style", "")
        self.expected: list[dict[str, Any]] = table.get("events", [])
        self.counted: bool = not table.get("others", False)
        unknown = set(table) - {"id", "text", "published_at", "rule", "style", "events", "others"}
        assert not unknown, f"{self.id}: {unknown}"
        for event in self.expected:
            assert not set(event) - KEYS, f"{self.id}: {set(event) - KEYS}"

    def facts(self) -> list[Fact]:
        """Return every fact that the report must yield."""
        whole = [Fact(self.id, 0, f"{len(self.expected)} events")] if self.counted else []
        parts = [Fact(self.id, n, name) for n, event in enumerate(self.expected, 1) for name, _ in checks(event)]
        waves = [Fact(self.id, n, "part_of") for n, event in enumerate(self.expected, 1) if "part_of" in event]
        return [*whole, *parts, *waves]

    @cached_property
    def outcome(self) -> dict[str, bool]:
        """Return for each fact, by its key, whether the extraction yields it."""
        events = extract(ArticleIn(text=self.text, published_at=self.published_at)).events
        table = [[_agreement(want, event) for event in events] for want in self.expected]
        paired = dict(assign(table)) if events and table else {}
        held = {Fact(self.id, 0, f"{len(self.expected)} events").key: len(events) == len(self.expected)}
        for n, want in enumerate(self.expected):
            event = events[paired[n]] if n in paired else None
            for name, check in checks(want):
                held[Fact(self.id, n + 1, name).key] = event is not None and check(event)
            if "part_of" in want:
                wave = paired.get(want["part_of"] - 1)
                linked = event is not None and wave is not None and event.part_of == events[wave].id
                held[Fact(self.id, n + 1, "part_of").key] = linked
        return held


def _agreement(want: dict[str, Any], event: Event) -> int:
    """Return one more than the facts that speak for the event being the expected one; an empty slot speaks for none."""
    return 1 + sum(check(event) for name, check in checks(want) if not name.endswith((" only", " none")))


def read(folder: str) -> list[Report]:
    """Return the reports of a folder, in the order of their files."""
    found: list[Report] = []
    for path in sorted((HERE / folder).glob("*.toml")):
        with path.open("rb") as file:
            found.extend(Report(table) for table in tomllib.load(file)["reports"])
    return found


@lru_cache(maxsize=1)
def not_yet() -> dict[str, str]:
    """Return the facts, or whole events, that the pipeline is known to miss, each with its reason."""
    with (HERE / "not_yet.toml").open("rb") as file:
        classes = tomllib.load(file)["classes"]
    return {key: entry["reason"] for entry in classes for key in entry["not_yet"]}


def reason(fact: Fact) -> str | None:
    """Return why the pipeline is known to miss the fact; None if it must not."""
    return not_yet().get(fact.key) or not_yet().get(f"{fact.report} {fact.event}")


def checks(want: dict[str, Any]) -> Iterator[tuple[str, Check]]:
    """Yield the name and the check of every fact of an expected event."""
    if "type" in want:
        kinds = {EventType(kind) for kind in want["type"].split("|")}
        yield f"type {want['type']}", lambda event: event.event_type in kinds
    if "modality" in want:
        modes = {Modality(mode) for mode in want["modality"].split("|")}
        yield f"modality {want['modality']}", lambda event: event.modality in modes
    if "time" in want:
        yield f"time {want['time']}", lambda event: _time(event) in want["time"].split("|")
    for slot, role in (("attackers", ActorRole.ATTACKER), ("targets", ActorRole.TARGET)):
        if slot in want:
            yield f"{slot} {', '.join(want[slot]) or 'none'}", partial(_same_sides, role, want[slot])
    yield from _weapon_checks(want)
    for slot, rows, matches in ROWS:
        if slot in want:
            for text in want[slot]:
                if not text.endswith("?"):
                    yield f"{slot} {text}", partial(_has_row, rows, matches, text)
            yield f"{slot} only", partial(_no_other_row, rows, matches, [text.rstrip("?") for text in want[slot]])


def _weapon_checks(want: dict[str, Any]) -> Iterator[tuple[str, Check]]:
    if "weapons" not in want:
        return
    kinds: set[WeaponType] = set()
    counts: set[tuple[WeaponType, str, Count]] = set()
    for text in want["weapons"]:
        parsed = WEAPON.match(text.rstrip("?"))
        assert parsed is not None, text
        kind = WeaponType(parsed["type"])
        kinds.add(kind)
        stated = [(status, count(figure)) for status, figure in (p.split("=") for p in parsed["counts"].split())]
        counts |= {(kind, status, bound) for status, bound in stated}
        if text.endswith("?"):
            continue
        yield f"weapon {kind}", partial(_has_weapon, kind)
        if parsed["model"]:
            yield f"weapon {kind} ({parsed['model']})", partial(_has_weapon, kind, model=parsed["model"])
        for pair, row in zip(parsed["counts"].split(), stated, strict=True):
            yield f"weapon {kind} {pair}", partial(_has_weapon, kind, stated=row)
    yield "weapons only", lambda event: all(w.type in kinds for w in event.weapons)
    yield "weapon counts only", lambda event: {row for w in event.weapons for row in _counts(w)} <= counts


def _has_weapon(
    kind: WeaponType, event: Event, *, model: str | None = None, stated: tuple[str, Count] | None = None
) -> bool:
    return any(
        w.type is kind
        and (model is None or _plain(w.model or "") == _plain(model))
        and (stated is None or (kind, *stated) in _counts(w))
        for w in event.weapons
    )


def _counts(weapon: Weapon) -> list[tuple[WeaponType, str, Count]]:
    stated = ((status, getattr(weapon, status)) for status in ("launched", "intercepted", "suppressed", "hit"))
    return [(weapon.type, status, bound) for status, bound in stated if bound is not None]


def count(figure: str) -> Count:
    """Return the bounded count that the figure stands for.

    >>> count("24+"), count("-5"), count("20-24")
    (Count(min=24, max=None), Count(min=None, max=5), Count(min=20, max=24))
    """
    if figure.endswith("+"):
        return Count(int(figure[:-1]), None)
    low, dash, high = figure.partition("-")
    if dash:
        return Count(int(low) if low else None, int(high))
    return Count(int(low), int(low))


def _time(event: Event) -> str:
    time = event.time
    if time.start is None:
        return "unknown"
    dates = time.start if time.start == time.end else f"{time.start}/{time.end}"
    return dates if time.precision.value == "day" else f"{dates} {time.precision.value}"


def _same_sides(role: ActorRole, ids: list[str], event: Event) -> bool:
    found = {actor.id for actor in event.actors if actor.role is role}
    needed = [set(text.split("|")) for text in ids if not text.endswith("?")]
    allowed = {side for text in ids for side in text.rstrip("?").split("|")}
    return found <= allowed and all(found & choice for choice in needed)


def _has_row(rows: Rows, matches: Matches, text: str, event: Event) -> bool:
    return any(matches(row, text) for row in rows(event))


def _no_other_row(rows: Rows, matches: Matches, allowed: list[str], event: Event) -> bool:
    return all(any(matches(row, text) for text in allowed) for row in rows(event))


def _is_place(row: Location, text: str) -> bool:
    names, countries, *precision = (part.strip() for part in text.split(","))
    if (row.country or "-") not in countries.split("|"):
        return False
    if precision and row.precision.value not in precision[0].split("|"):
        return False
    return any(_plain(row.name) == _plain(name) for name in names.split("|"))


def _is_toll(row: Casualty, text: str) -> bool:
    outcome, figure, *group = text.split()
    if row.outcome is not CasualtyOutcome(outcome) or row.count != count(figure):
        return False
    return not group or row.of is CasualtyGroup(group[0])


def _is_target(row: Target, text: str) -> bool:
    return row.type in {TargetType(kind) for kind in text.split("|")}


def _is_source(row: Attribution, text: str) -> bool:
    role = "denies" if text.startswith("denies: ") else "reports"
    said = _plain(row.source)
    names = [_plain(name) for name in text.removeprefix("denies: ").split("|")]
    return row.role.value == role and any(said in name or name in said for name in names)


ROWS: tuple[tuple[str, Rows, Matches], ...] = (
    ("places", attrgetter("locations"), _is_place),
    ("casualties", attrgetter("casualties"), _is_toll),
    ("objects", attrgetter("targets"), _is_target),
    ("sources", attrgetter("attribution"), _is_source),
)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """Return the name without case, accents, punctuation and words of administrative units."""
    words = re.split(r"[^\w]+", fold(name).replace("'", ""))
    return " ".join(word for word in words if word and word not in UNITS)
