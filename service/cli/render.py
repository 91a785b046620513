"""Events as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.article import Extraction
from schemas.event import Actor, Casualty, Count, Event, EventTime, Location, Weapon
from schemas.vocabulary import ActorRole, AttributionRole, CasualtyGroup
from service.evaluation.report import amount

FATES = ("launched", "intercepted", "suppressed", "hit")


def show(console: Console, extraction: Extraction, name: str) -> None:
    """Print one article's events, each as a small table, in the order of the extraction."""
    events = extraction.events
    console.print(Text(f"{name}: {len(events)} {'event' if len(events) == 1 else 'events'}", style="bold"))
    numbers = {event.id: number for number, event in enumerate(events, start=1)}
    for number, event in enumerate(events, start=1):
        console.print(_table(number, event, numbers))


def _table(number: int, event: Event, numbers: dict[str, int]) -> Table:
    table = Table(
        title=Text(f"{number}  {event.event_type}, {event.modality}, confidence {event.confidence:.2f}"),
        title_justify="left",
        title_style="bold cyan",
        show_header=False,
        expand=True,
    )
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for label, value in _rows(event, numbers):
        table.add_row(label, Text(_printable(value)))
    for evidence in event.evidence:
        table.add_row("evidence", Text(f"“{_printable(evidence.text)}”", style="italic"))
    return table


def _rows(event: Event, numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the label and the words of each thing that the event says."""
    yield "when", _when(event.time)
    yield "who", f"{_side(event.actors, ActorRole.ATTACKER)} → {_side(event.actors, ActorRole.TARGET)}"
    rows: tuple[tuple[str, Iterable[str]], ...] = (
        ("where", map(_place, event.locations)),
        ("weapons", map(_weapon, event.weapons)),
        ("targets", (f"{target.type} ({target.text})" for target in event.targets)),
        ("casualties", map(_casualty, event.casualties)),
        (
            "sources",
            (
                f"{cited.source} (denies)" if cited.role is AttributionRole.DENIES else cited.source
                for cited in event.attribution
            ),
        ),
    )
    for label, values in rows:
        words = "\n".join(values)
        if words:
            yield label, words
    if event.part_of in numbers:
        yield "part of", f"event {numbers[event.part_of]}"


def _when(time: EventTime) -> str:
    if time.start is None:
        return "unknown"
    days = time.start if time.end in (None, time.start) else f"{time.start} to {time.end}"
    read = f", “{time.text}”" if time.text else ""
    return f"{days} ({time.precision}{read})"


def _side(actors: list[Actor], role: ActorRole) -> str:
    names = [
        actor.id if actor.name is None or actor.name == actor.id else f"{actor.name} [{actor.id}]"
        for actor in actors
        if actor.role is role
    ]
    return ", ".join(names) or "unknown"


def _place(place: Location) -> str:
    whole = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    if place.latitude is None or place.longitude is None:
        return f"{whole} ({place.precision})"
    return f"{whole} ({place.precision}, {place.latitude:.3f} {place.longitude:.3f})"


def _weapon(weapon: Weapon) -> str:
    counts: list[tuple[str, Count | None]] = [(fate, getattr(weapon, fate)) for fate in FATES]
    words = [f"{fate} {amount(count)}" for fate, count in counts if count is not None]
    name = f"{weapon.type} ({weapon.model})" if weapon.model else str(weapon.type)
    return ": ".join(part for part in (name, ", ".join(words)) if part) + _by(weapon.source)


def _casualty(casualty: Casualty) -> str:
    group = "" if casualty.of is CasualtyGroup.UNSPECIFIED else f" ({casualty.of})"
    return f"{casualty.outcome} {amount(casualty.count)}{group}{_by(casualty.source)}"


def _by(source: str | None) -> str:
    return f", says {source}" if source else ""


def _printable(words: str) -> str:
    """Return the words without control characters, so that no article can steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in words)
