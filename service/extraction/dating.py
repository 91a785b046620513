"""Dating: when the acts were, from the clause's time expressions to the event's time (codebook section 6)."""

from __future__ import annotations

from datetime import date

from schemas.event import EventTime
from schemas.vocabulary import TimePrecision
from service.extraction.clauses import Clause, Index
from service.extraction.incidents import Incident
from service.extraction.mentions import ActMention, TimeMention, spans

SPEECH = frozenset(
    "said says say told tells announced announces reported reports report wrote writes added adds claimed claims"
    " confirmed confirms stated states statement posted post tweeted interview conference briefing address telegram"
    " facebook twitter published speaking spoke speech meeting talks met visit visited arrived phone call called"
    " condemned urged reporters broadcast according update bulletin".split()
)
REPORT_GAP = 4


def time_of_acts(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> TimeMention | None:
    """Return the time expression of the clause that stands nearest to an act and is not the time of speaking."""
    best: tuple[int, TimeMention] | None = None
    for first, last, time in index.times.within(clause.first, clause.last):
        if time.begin is None or spoken(index, clause.first, first):
            continue
        distance = min((min(abs(first - e), abs(b - last)) for b, e, _ in acts), default=0)
        if best is None or distance < best[0]:
            best = (distance, time)
    return best[1] if best else None


def spoken(index: Index, limit: int, first: int) -> bool:
    """Whether a time expression dates the telling and not the act ("said on Tuesday")."""
    lower = index.doc.lower
    for i in range(first - 1, max(limit, first - REPORT_GAP) - 1, -1):
        if i in index.acts.at or lower[i] == ",":
            return False
        if lower[i] in SPEECH:
            return True
    return False


def event_time(text: str, published: date | None, incident: Incident) -> EventTime:
    """Return the incident\'s dates: what dates it, else the day of publication."""
    time = incident.time
    anchor = published.isoformat() if published else None
    if time is not None and time.begin is not None:
        end = time.until or time.begin
        found = spans((f.time.start, f.time.end) for f in incident.frames if f.time is not None)
        return EventTime(
            start=time.begin.isoformat(), end=end.isoformat(), precision=time.precision,
            text=text[time.start : time.end], anchor=time.anchor.isoformat() if time.anchor else anchor, spans=found,
        )  # fmt: skip
    if published is None:
        return EventTime()
    return EventTime(start=anchor, end=anchor, precision=TimePrecision.DAY, anchor=anchor)
