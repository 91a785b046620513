"""Tolls: the casualties of an event, each figure once, by outcome, group and source (codebook section 8).

Several mentions of one figure are one row, whoever repeats it; the figure of a headline gives way to the text's, a
vague one ("dozens") to an exact one that it covers, and an earlier one to the update by the same source. Only where
two sources differ has an outcome two totals.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.event import Casualty, Count, Span
from schemas.vocabulary import CasualtyGroup
from service.extraction.events.attribution import sources_at
from service.extraction.events.incidents import Incident
from service.extraction.frames.frame import Frame
from service.extraction.frames.salvos import size
from service.extraction.mentions import CasualtyMention, spans

VAGUE = {3: 24, 24: 100, 40: 100, 200: 1000, 2000: 10_000, 20_000: 100_000, 200_000: 1_000_000}
"""Lower bounds that vague words stand for ("several", "dozens", "hundreds"), with the number that they stay below."""
WAR = 1000
"""A running total as large as this is of a war and not of an incident."""
SINGLE = Count(1, 1)
MANIFOLD = 10
"""So is one that many times larger than every figure of the incident's own."""


class _Row(NamedTuple):
    """A figure with the source that it stands on and every place where it is told."""

    figure: CasualtyMention
    source: str | None
    heading: bool
    places: list[Span]
    frame: Frame
    side: str | None
    """Whose people they were, where the figure itself names them."""
    assailants: bool
    """Whether that side attacked by another clause: its losses are not those of the attacked."""


def tolls(incident: Incident) -> list[Casualty]:
    """Return one row for each outcome, group and source: the latest total, and its parts."""
    rows: list[_Row] = []
    own = max((size(f.count)[0] for f in incident.casualties if not f.total), default=0)
    for frame in incident.frames:
        for figure in frame.casualties:
            if figure.total and _of_war(figure.count, own):
                continue
            source = next(iter(sources_at(incident, figure.start)), None)
            side = _side(frame, figure)
            assailants = side is not None and any(
                actor.id == side for other in incident.frames if other is not frame for actor in other.attackers
            )
            places = [(figure.start, figure.end)]
            _enter(rows, _Row(figure, source, frame.heading, places, frame, side, assailants))
    return [
        Casualty(
            outcome=row.figure.outcome,
            count=row.figure.count,
            of=row.figure.of,
            source=row.source,
            spans=spans(row.places),
        )
        for row in rows
    ]


def _side(frame: Frame, figure: CasualtyMention) -> str | None:
    """Return the side that the figure names its people by: "eight Taliban died"."""
    actors = (*frame.targets, *frame.attackers)
    return next((a.id for a in actors if figure.start <= a.start < figure.end and a.id != "unknown"), None)


def _of_war(count: Count, own: int) -> bool:
    """Whether a running total is the background's (codebook section 1); ``own`` is the incident's largest figure."""
    number = size(count)[0]
    return number >= WAR or (own > 0 and number > MANIFOLD * own)


def _enter(rows: list[_Row], new: _Row) -> None:
    """Add the figure, or let it take the place of the row that it repeats or updates, or be taken in by it."""
    for number, old in enumerate(rows):
        if not _comparable(old.figure, new.figure) or _others(old, new):
            continue
        winner = _winner(old, new)
        if winner is None:
            continue
        source = winner.source or old.source or new.source
        rows[number] = winner._replace(source=source, places=[*old.places, *new.places])
        return
    rows.append(new)


def _comparable(old: CasualtyMention, new: CasualtyMention) -> bool:
    """Whether the two figures may count the same people: totals of one outcome, or parts of one group."""
    if old.outcome is not new.outcome:
        return False
    if old.part != new.part:
        return old.count == new.count and CasualtyGroup.UNSPECIFIED in (old.of, new.of)
    return not new.part or old.of is new.of


def _others(old: _Row, new: _Row) -> bool:
    """Whether the figures count different people: two of one clause, or the losses of the two sides."""
    if old.figure.count == new.figure.count or old.figure.part or new.figure.part:
        return False
    military = CasualtyGroup.MILITARY
    if old.frame is new.frame and old.figure.of is military and new.figure.of is military:
        return not (old.figure.total or new.figure.total)
    if old.side is not None and new.side is not None:
        return old.side != new.side and old.assailants != new.assailants
    return old.assailants != new.assailants


def _winner(old: _Row, new: _Row) -> _Row | None:
    """Return which row stands for both; None if both stand."""
    first, second = old.figure.count, new.figure.count
    if first == second:
        return old if not old.figure.part else new
    if new.figure.part:
        return None
    if 0 in (first.max, second.max):
        return new if first.max == 0 else old
    if first.min == second.min and None in (first.max, second.max):
        return old if first.max is None else new
    if _covers(first, second):
        return new
    if _covers(second, first):
        return old
    if old.heading != new.heading:
        return new if old.heading else old
    differ = old.source is not None and new.source is not None and old.source != new.source
    if differ and SINGLE not in (first, second):  # one person told of by another is no rival total
        return None
    return new if size(second) > size(first) else old


def _covers(vague: Count, exact: Count) -> bool:
    """Whether the first is a vague word for the second's number: "dozens" for 31."""
    if vague.min is None or vague.max is not None or exact.min is None:
        return False
    return vague.min < exact.min < VAGUE.get(vague.min, 0)
