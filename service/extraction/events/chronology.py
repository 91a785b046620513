"""Chronology: the dates of incidents, from the times of their clauses and from each other (codebook section 6).

An incident is dated by the finest expression among its clauses. One without a time of its own has the time of the
wave that it is a part of; if the text only recalls it, it has the time that its distance to another act gives, else
none; it has the time of the incident that it is told with; and else it is the article's news, of the day of
publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from schemas.event import EventTime
from schemas.vocabulary import TimePrecision
from service.extraction.events.incidents import Incident
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.dating import time_of_acts
from service.extraction.frames.frame import Frame
from service.extraction.mentions import TimeMention, spans

REACH = 2
"""How many sentences behind an incident with a date another may stand and be told with it."""
MEMORY = 40
"""How many incidents back a time may be lent from: bounds the work on long texts."""
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
RELATIVES, RELATIVE_GAP = frozenset("that which who".split()), 3
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


class Chronicle:
    """The incidents of an article in the order of the text, with what their dates are found by."""

    __slots__ = ("index", "opened", "own", "published", "sentences", "told")

    def __init__(self, index: Index, told: Sequence[Kin]) -> None:
        self.index = index
        self.published = index.doc.published
        self.told = told
        self.own = [kin.incident.time for kin in told]
        self.sentences = [sorted({frame.clause.sentence for frame in kin.incident.frames}) for kin in told]
        self.opened: dict[int, tuple[int, int]] = {}
        """The first clause of each sentence that tells of an incident: its first token and the incident's number."""
        for number, kin in enumerate(told):
            for frame in kin.incident.frames:
                here = (frame.clause.first, number)
                self.opened[frame.clause.sentence] = min(here, self.opened.get(frame.clause.sentence, here))

    def time(self, number: int) -> EventTime:
        """Return the dates of an incident."""
        incident, own = self.told[number].incident, self.own[number]
        time = own if own is not None and own.rule != "dateline" else None
        time = time or _of_cause(self.index, incident) or self._of_wave(number) or own
        if time is None and all(self._recalled(frame, number) for frame in incident.frames):
            days = _days_before(self.index, incident.frames[0])
            return self._shifted(number, days) if days is not None else EventTime()
        time = time or self._lent(number)
        if time is not None and time.begin is not None:
            return self._encoded(time, incident)
        return _day(self.published, self.published) if self.published is not None else EventTime()

    def _encoded(self, time: TimeMention, incident: Incident) -> EventTime:
        begin, until, anchor = time.begin, time.until or time.begin, time.anchor or self.published
        found = spans((f.time.start, f.time.end) for f in incident.frames if f.time is not None)
        return EventTime(
            start=begin.isoformat() if begin else None, end=until.isoformat() if until else None,
            precision=time.precision, text=self.index.doc.text[time.start : time.end],
            anchor=anchor.isoformat() if anchor else None, spans=found or [(time.start, time.end)],
        )  # fmt: skip

    def _of_wave(self, number: int) -> TimeMention | None:
        """Return the time of the wave that the incident is a part of, if the wave is told before it."""
        wave = self.told[number].wave
        return self.own[wave] if wave is not None and wave < number and self._fresh(self.own[wave]) else None

    def _lent(self, number: int) -> TimeMention | None:
        """Return the time of the incident before that the text tells this one with, of the same attacker."""
        first = self.told[number].incident.frames[0]
        attackers = set(self.told[number].attackers)
        if _present_perfect(self.index, first):
            return None
        best: tuple[int, TimeMention] | None = None
        for other in range(max(0, number - MEMORY), number):
            time = self.own[other]
            if time is None or not self._fresh(time) or attackers.isdisjoint(self.told[other].attackers):
                continue
            before = bisect_right(self.sentences[other], first.clause.sentence)
            if not before:
                continue
            sentence = self.sentences[other][before - 1]
            gap = first.clause.sentence - sentence
            near = self.index.doc.sentences[sentence].paragraph == first.clause.paragraph
            if (near or gap <= REACH) and (best is None or gap <= best[0]):
                best = (gap, time)
        return best[1] if best else None

    def _fresh(self, time: TimeMention | None) -> bool:
        return (
            time is not None and time.begin is not None and self.published is not None
            and (self.published - time.begin).days <= FRESH
        )  # fmt: skip

    def _recalled(self, frame: Frame, number: int) -> bool:
        """Whether the clause only looks back at the act: it hangs on another act or on a matter of today."""
        index = self.index
        clause = _backward(index, frame)
        if clause is not None:
            first, other = self.opened.get(clause.sentence, (clause.first, number))
            if (first < clause.first and other != number) or _measured(index, clause) is not None:
                return True
        if frame.main is None:
            return False
        limit, at = frame.clause.first, index.doc.token_at(frame.main.start)
        if _governed(index, limit, at):
            return True
        leading = frame.acts[0]
        relative = set(index.doc.lower[max(limit, at - RELATIVE_GAP) : at]) & RELATIVES
        return bool(leading.noun and relative) and _governed(index, limit, index.doc.token_at(leading.start))

    def _shifted(self, number: int, days: int) -> EventTime:
        """Return the day that lies so many days before the incident told before this one, or before publication."""
        time = self.own[number - 1] if number else None
        base = (time.until or time.begin) if time is not None and self._fresh(time) else None
        base = base or self.published
        return _day(base - timedelta(days=days), base) if base is not None else EventTime()


def event_times(index: Index, told: Sequence[Kin]) -> list[EventTime]:
    """Return the dates of the incidents, in their order."""
    chronicle = Chronicle(index, told)
    return [chronicle.time(number) for number in range(len(told))]


def _day(day: date, anchor: date | None) -> EventTime:
    text = day.isoformat()
    return EventTime(start=text, end=text, precision=TimePrecision.DAY, anchor=anchor.isoformat() if anchor else None)


def _of_cause(index: Index, incident: Incident) -> TimeMention | None:
    """Return the time of the clause that the incident's harm follows from ("four died after a bomb fell on Friday")."""
    for frame in incident.frames:
        if not frame.casualties:
            continue
        for clause in index.clauses[frame.clause.sentence]:
            if clause.opener in ("after", "when") and clause.first == frame.clause.last:
                return time_of_acts(index, clause, index.acts.within(clause.first, clause.last))
    return None


def _present_perfect(index: Index, frame: Frame) -> bool:
    """Whether the main act "has" just happened: news of the day."""
    if frame.main is None:
        return False
    first = index.doc.token_at(frame.main.start)
    return any(word in ("has", "have") for word in index.doc.lower[max(frame.clause.first, first - 3) : first])


def _governed(index: Index, limit: int, first: int) -> bool:
    """Whether words before the token make the act that it begins a matter of another."""
    lower = index.doc.lower
    for i in range(first - 1, max(limit, first - GOVERNOR_REACH) - 1, -1):
        if lower[i] in (",", ";") or i in index.acts.at:
            return False
        if any(tuple(lower[max(0, i - size + 1) : i + 1]) in GOVERNORS for size in range(1, LONGEST_GOVERNOR + 1)):
            return True
    return False


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
