"""Chronology: the dates of incidents, from the times of their clauses and from each other (codebook section 6).

An incident is dated by the finest expression among its clauses. One without a time of its own has the time of the
wave that it is a part of; if the text only recalls it, it has the time that its distance to another act gives, else
none; it has the time of the incident that it is told with; and else it is the article's news, of the day of
publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from schemas.event import EventTime
from schemas.vocabulary import TimePrecision
from service.extraction.clauses import Clause, Index
from service.extraction.dating import time_of_acts
from service.extraction.frames import Frame
from service.extraction.incidents import Incident
from service.extraction.mentions import TimeMention, spans

REACH = 2
"""How many sentences behind an incident with a date another may stand and be told with it."""
FRESH = 3
"""Days before publication within which an incident is the article's news."""
BACKWARD = frozenset("after following since".split())
"""What opens a clause about an earlier act."""
QUALIFYING = frozenset("when where".split())
GOVERNOR_REACH = 6
"""How far before an act the words may stand that make it a matter recalled."""
GOVERNORS = frozenset(
    tuple(phrase.split())
    for phrase in (
        "in response to", "response to", "in retaliation for", "retaliation for", "revenge for", "reprisal for",
        "in the wake of", "in the aftermath of", "aftermath of", "victims of", "victim of", "survivors of",
        "survivor of", "anniversary of", "investigation into", "investigations into", "funeral of", "since",
        "reminiscent of", "similar to", "reports of", "memory of",
    )
)  # fmt: skip
"""Words that make the act after them a matter of another: an answer to it, an inquiry into it, its memory."""
LONGEST_GOVERNOR = max(len(words) for words in GOVERNORS)
DISTANCE = re.compile(r"P(?:(\d+)([DW])|T(\d+)H)")
HOURS_OF_A_DAY = 18
"""From how many hours on "hours after" means the day after."""


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
    time = incident.time or _of_cause(index, incident) or _of_wave(index, told, number)
    if time is None and recalled(index, incident, told):
        days = _days_before(index, incident.frames[0])
        return _shifted(index, told, number, days) if days is not None else EventTime()
    time = time or _lent(index, told, number)
    if time is not None and time.begin is not None:
        return _encoded(index, time, incident)
    return _day(published, published) if published is not None else EventTime()


def _day(day: date, anchor: date | None) -> EventTime:
    text = day.isoformat()
    return EventTime(start=text, end=text, precision=TimePrecision.DAY, anchor=anchor.isoformat() if anchor else None)


def _encoded(index: Index, time: TimeMention, incident: Incident) -> EventTime:
    begin, until, anchor = time.begin, time.until or time.begin, time.anchor or index.doc.published
    found = spans((f.time.start, f.time.end) for f in incident.frames if f.time is not None)
    return EventTime(
        start=begin.isoformat() if begin else None, end=until.isoformat() if until else None,
        precision=time.precision, text=index.doc.text[time.start : time.end],
        anchor=anchor.isoformat() if anchor else None, spans=found or [(time.start, time.end)],
    )  # fmt: skip


def _of_cause(index: Index, incident: Incident) -> TimeMention | None:
    """Return the time of the clause that the incident's harm follows from ("four died after a bomb fell on Friday")."""
    for frame in incident.frames:
        if not frame.casualties:
            continue
        for clause in index.clauses[frame.clause.sentence]:
            if clause.opener in ("after", "when") and clause.first == frame.clause.last:
                return time_of_acts(index, clause, index.acts.within(clause.first, clause.last))
    return None


def _of_wave(index: Index, told: Sequence[Kin], number: int) -> TimeMention | None:
    """Return the time of the wave that the incident is a part of, if the wave is told before it."""
    wave = told[number].wave
    if wave is None:
        return None
    time = told[wave].incident.time
    return time if time is not None and wave < number and _fresh(index, time) else None


def _lent(index: Index, told: Sequence[Kin], number: int) -> TimeMention | None:
    """Return the time of the incident before that the text tells this one with, of the same attacker."""
    mine = told[number]
    first = mine.incident.frames[0]
    if _present_perfect(index, first):
        return None
    best: tuple[int, TimeMention] | None = None
    for other in told[:number]:
        time = other.incident.time
        if time is None or not set(mine.attackers) & set(other.attackers) or not _fresh(index, time):
            continue
        behind = [f for f in other.incident.frames if f.clause.sentence <= first.clause.sentence]
        gap = min((first.clause.sentence - f.clause.sentence for f in behind), default=REACH + 1)
        near = any(f.clause.paragraph == first.clause.paragraph for f in behind)
        if (near or gap <= REACH) and (best is None or gap <= best[0]):
            best = (gap, time)
    return best[1] if best else None


def _fresh(index: Index, time: TimeMention) -> bool:
    published = index.doc.published
    return published is not None and time.begin is not None and (published - time.begin).days <= FRESH


def _present_perfect(index: Index, frame: Frame) -> bool:
    """Whether the main act "has" just happened: news of the day."""
    if frame.main is None:
        return False
    first = index.doc.token_at(frame.main.start)
    return any(word in ("has", "have") for word in index.doc.lower[max(frame.clause.first, first - 3) : first])


def recalled(index: Index, incident: Incident, told: Sequence[Kin]) -> bool:
    """Whether the text only looks back at the incident: every clause of it hangs on another act or matter."""
    return all(_recalled(index, frame, incident, told) for frame in incident.frames)


def _recalled(index: Index, frame: Frame, incident: Incident, told: Sequence[Kin]) -> bool:
    clause = _backward(index, frame)
    if clause is not None and any(_earlier_in_sentence(clause.sentence, clause.first, incident, told)):
        return True
    if clause is not None and _measured(index, clause) is not None:
        return True
    clause = frame.clause
    if frame.main is None:
        return False
    lower = index.doc.lower
    first = index.doc.token_at(frame.main.start)
    for i in range(first - 1, max(clause.first, first - GOVERNOR_REACH) - 1, -1):
        if lower[i] in (",", ";") or i in index.acts.at:
            return False
        if any(tuple(lower[max(0, i - size + 1) : i + 1]) in GOVERNORS for size in range(1, LONGEST_GOVERNOR + 1)):
            return True
    return False


def _earlier_in_sentence(sentence: int, first: int, incident: Incident, told: Sequence[Kin]) -> Iterator[bool]:
    """Yield True for each clause of another incident that stands before the token in its sentence."""
    for kin in told:
        if kin.incident is not incident:
            for frame in kin.incident.frames:
                if frame.clause.sentence == sentence and frame.clause.first < first:
                    yield True


def _backward(index: Index, frame: Frame) -> Clause | None:
    """Return the clause that sets the frame's act before another: its own or the one that it qualifies."""
    clauses = index.clauses[frame.clause.sentence]
    for clause in reversed([c for c in clauses if c.first <= frame.clause.first]):
        if clause.opener in BACKWARD:
            return clause
        if clause.opener not in QUALIFYING:
            return None
    return None


def _measured(index: Index, clause: Clause) -> TimeMention | None:
    """Return the length of time that stands before a clause's opener ("two days after …"), if one does."""
    if clause.opener != "after":
        return None
    time = index.times.at.get(clause.first - 1)
    return time if time is not None and time.type == "DURATION" else None


def _days_before(index: Index, frame: Frame) -> int | None:
    """Return how many days before another act the frame's was, where its clause says so."""
    clause = _backward(index, frame)
    length = _measured(index, clause) if clause is not None else None
    match = DISTANCE.fullmatch(length.value) if length is not None else None
    if match is None:
        return None
    if match[3]:
        return -(-int(match[3]) // 24) if int(match[3]) >= HOURS_OF_A_DAY else 0
    return int(match[1]) * (7 if match[2] == "W" else 1)


def _shifted(index: Index, told: Sequence[Kin], number: int, days: int) -> EventTime:
    """Return the day that lies so many days before the incident told before this one, or before publication."""
    time = told[number - 1].incident.time if number else None
    base = (time.until or time.begin) if time is not None and _fresh(index, time) else None
    base = base or index.doc.published
    return _day(base - timedelta(days=days), base) if base is not None else EventTime()
