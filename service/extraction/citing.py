"""Citing: on whose word an event stands, and so its modality and attribution (codebook sections 1 and 9)."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.event import Attribution, Span
from schemas.vocabulary import AttributionRole, Modality
from service.extraction.clauses import Index
from service.extraction.frames import Frame
from service.extraction.incidents import Incident
from service.extraction.mentions import spans

HEDGES = frozenset("reportedly allegedly purportedly apparently alleged reported suspected".split())


def attribute(index: Index, frame: Frame) -> None:
    """Collect who is cited for the clause, and whether its main act stands on their word."""
    doc, clause = index.doc, frame.clause
    start, end = doc.starts[clause.first], doc.ends[clause.last - 1]
    anchor = frame.main or (frame.casualties[0] if frame.casualties else None)
    for speaker in doc.speakers:
        if speaker.scope_end <= start or speaker.scope_start >= end:
            continue
        covers = anchor is not None and speaker.scope_start <= anchor.start < speaker.scope_end
        if speaker.role == AttributionRole.DENIES:
            frame.denied = frame.denied or covers
        elif covers:
            frame.claimed = True
        frame.speakers.append(speaker)
    if any(word in HEDGES for word in doc.lower[clause.first : clause.last]):
        frame.claimed = True


def sources_at(incident: Incident, offset: int) -> Iterable[str]:
    """Yield the names of those on whose word the text at the offset stands."""
    for frame in incident.frames:
        for speaker in frame.speakers:
            if speaker.scope_start <= offset < speaker.scope_end and speaker.role is AttributionRole.REPORTS:
                yield speaker.name


def attribution(incident: Incident) -> list[Attribution]:
    """Return who is cited for the incident, each once, in the order of the text."""
    rows: dict[tuple[str, AttributionRole], list[Span]] = {}
    for frame in incident.frames:
        for speaker in frame.speakers:
            rows.setdefault((speaker.name, speaker.role), []).append((speaker.start, speaker.end))
    return [Attribution(source=name, role=role, spans=spans(found)) for (name, role), found in rows.items()]


def modality(incident: Incident) -> Modality:
    """Judge by the frames that tell of the act itself; figures and damage do not decide."""
    telling = [f for f in incident.frames if f.main is not None and f.main.pattern not in ("damage", "burn", "kill")]
    telling = telling or incident.frames
    if any(f.denied for f in incident.frames):
        return Modality.DISPUTED if any(not f.denied for f in incident.frames) else Modality.DENIED
    if telling[0].claimed:
        return Modality.CLAIMED
    return Modality.ASSERTED
