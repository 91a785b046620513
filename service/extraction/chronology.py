"""Chronology: the dates of incidents, from the times of their clauses and from each other (codebook section 6).

An incident is dated by the finest expression among its clauses. One without a time of its own has the time of the
wave that it is a part of, or of the incident that it is told with; if the text only recalls it, its time is unknown;
else it is the article's news, and happened on the day of publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from schemas.event import EventTime
from schemas.vocabulary import TimePrecision
from service.extraction.clauses import Index
from service.extraction.frames import Frame
from service.extraction.incidents import Incident
from service.extraction.mentions import TimeMention, spans


class Kin(NamedTuple):
    """What bears on whether one incident may lend its time to another."""

    incident: Incident
    attackers: Sequence[str]
    wave: int | None
    """The number of the wave that this one is a local part of."""


def event_times(index: Index, told: Sequence[Kin]) -> list[EventTime]:
    """Return the dates of the incidents, in their order."""
    return [_event_time(index, told, number) for number in range(len(told))]


def _event_time(index: Index, told: Sequence[Kin], number: int) -> EventTime:
    incident, published = told[number].incident, index.doc.published
    time = incident.time or _of_wave(index, told, number)
    if time is None and recalled(index, incident, told):
        return EventTime()
    time = time or _lent(index, told, number)
    if time is not None and time.begin is not None:
        return _encoded(index, time, incident)
    if published is None:
        return EventTime()
    day = published.isoformat()
    return EventTime(start=day, end=day, precision=TimePrecision.DAY, anchor=day)


def _encoded(index: Index, time: TimeMention, incident: Incident) -> EventTime:
    published = index.doc.published
    begin, until, anchor = time.begin, time.until or time.begin, time.anchor or published
    found = spans((f.time.start, f.time.end) for f in incident.frames if f.time is not None)
    return EventTime(
        start=begin.isoformat() if begin else None, end=until.isoformat() if until else None,
        precision=time.precision, text=index.doc.text[time.start : time.end],
        anchor=anchor.isoformat() if anchor else None, spans=found or [(time.start, time.end)],
    )  # fmt: skip


REACH = 2
"""How many sentences behind an incident with a date another may stand and be told with it."""
FRESH = 3
"""Days before publication within which an incident is the article's news."""


def _of_wave(index: Index, told: Sequence[Kin], number: int) -> TimeMention | None:
    """Return the time of the wave that the incident is a part of, if the wave is told before it."""
    wave = told[number].wave
    if wave is None:
        return None
    time = told[wave].incident.time
    return time if time is not None and wave < number and _fresh(index, time) else None


def _lent(index: Index, told: Sequence[Kin], number: int) -> TimeMention | None:
    """Return the time of the incident before that the text tells this one with."""
    mine = told[number]
    first = mine.incident.frames[0]
    if _present_perfect(index, first):
        return None
    best: tuple[int, TimeMention] | None = None
    for other in told[:number]:
        time = other.incident.time
        if time is None or not set(mine.attackers) & set(other.attackers) or not _fresh(index, time):
            continue
        gap = min(
            first.clause.sentence - frame.clause.sentence
            for frame in other.incident.frames
            if frame.clause.sentence <= first.clause.sentence
        )
        near = any(f.clause.paragraph == first.clause.paragraph for f in other.incident.frames)
        if (near or gap <= REACH) and (best is None or gap <= best[0]):
            best = (gap, time)
    return best[1] if best else None


def _fresh(index: Index, time: TimeMention) -> bool:
    published = index.doc.published
    return published is not None and time.begin is not None and (published - time.begin).days <= FRESH


def _present_perfect(index: Index, frame: Frame) -> bool:
    if frame.main is None:
        return False
    first = index.doc.token_at(frame.main.start)
    return any(word in ("has", "have") for word in index.doc.lower[max(frame.clause.first, first - 3) : first])


def recalled(index: Index, incident: Incident, told: Sequence[Kin]) -> bool:
    """Whether the text only looks back at the incident: every clause of it hangs on another act or matter."""
    return all(_recalled(index, frame, incident, told) for frame in incident.frames)


BACKWARD = frozenset("after following since".split())
GOVERNORS = {
    tuple(phrase.split())
    for phrase in (
        "in response to", "response to", "in retaliation for", "retaliation for", "revenge for", "reprisal for",
        "in the wake of", "in the aftermath of", "aftermath of", "victims of", "victim of", "survivors of",
        "survivor of", "anniversary of", "investigation into", "investigations into", "funeral of", "since",
        "reminiscent of", "similar to", "reports of", "memory of",
    )
}  # fmt: skip


def _recalled(index: Index, frame: Frame, incident: Incident, told: Sequence[Kin]) -> bool:
    clause = frame.clause
    if clause.opener in BACKWARD and any(
        other.clause.sentence == clause.sentence and other.clause.first < clause.first
        for kin in told
        if kin.incident is not incident
        for other in kin.incident.frames
    ):
        return True
    if frame.main is None:
        return False
    lower = index.doc.lower
    first = index.doc.token_at(frame.main.start)
    for i in range(first - 1, max(clause.first, first - 6) - 1, -1):
        if lower[i] in (",", ";") or (i in index.acts.at):
            return False
        for size in (1, 2, 3, 4):
            if tuple(lower[max(0, i - size + 1) : i + 1]) in GOVERNORS:
                return True
    return False
