"""What the stages made of an article, and why what is no event is none: the pipeline, told rather than used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.explanation import ActRead, Candidate, Explanation, Filler, FrameRead, SentenceRead
from service.extraction.document import Document
from service.extraction.events.building import Draft, encode, judge, settle, threshold
from service.extraction.events.confidence import load_model
from service.extraction.events.newsworthiness import BACKGROUND, background
from service.extraction.events.sides import Sides
from service.extraction.frames.clauses import Index
from service.extraction.frames.frame import Frame
from service.extraction.frames.reading import build_frames, gapped, set_aside

UNSUPPORTED = "unsupported"
"""Of an act: its clause has nothing beside it that makes the word a violent one."""


def explain(
    index: Index, article_id: str, pipeline_version: str, mentions: dict[str, list[dict[str, Any]]]
) -> Explanation:
    """Return what the stages after the mentions made of them."""
    doc = index.doc
    frames = build_frames(index)
    sides = Sides(doc, frames)
    sides.dispel(frames)
    drafts = judge(index, frames, sides, load_model())
    standing = [draft for draft in drafts if not draft.dropped]
    frames = settle(index, frames, standing)
    events = iter(encode(index, standing, sides, article_id))
    ids = [None if draft.dropped else next(events).id for draft in drafts]
    numbers = {id(frame): number for number, frame in enumerate(frames)}
    return Explanation(
        article_id=article_id,
        pipeline_version=pipeline_version,
        sentences=[
            SentenceRead(
                span=(s.start, s.end), text=doc.text[s.start : s.end], paragraph=s.paragraph, heading=s.heading
            )
            for s in doc.sentences
        ],
        mentions=mentions,
        acts=_acts(index, frames),
        frames=[_frame(doc, frame) for frame in frames],
        candidates=[_candidate(numbers, draft, event) for draft, event in zip(drafts, ids, strict=True)],
    )


def _acts(index: Index, frames: Sequence[Frame]) -> list[ActRead]:
    text = index.doc.text
    told = {(act.start, act.end) for frame in frames for act in frame.acts}
    found: list[ActRead] = []
    parts = [part for clauses in index.clauses for clause in clauses for part in gapped(index, clause)]
    for clause in parts:
        for first, _, act in index.acts.within(clause.first, clause.last):
            span = (act.start, act.end)
            found.append(
                ActRead(
                    span=span,
                    text=text[act.start : act.end],
                    lemma=act.lemma,
                    pattern=act.pattern,
                    set_aside=set_aside(index, clause, first, act) or (None if span in told else UNSUPPORTED),
                )
            )
    return found


def _frame(doc: Document, frame: Frame) -> FrameRead:
    clause = frame.clause
    time = frame.time
    found: list[tuple[str, int, int, str | None]] = [
        *(("attacker", a.start, a.end, a.id) for a in frame.attackers),
        *(("target", a.start, a.end, a.id) for a in frame.targets),
        *(("weapon", use.start, use.end, use.mention.type.value) for use in frame.weapons),
        *(("place", p.start, p.end, p.name) for p in frame.places),
        *(("object", o.start, o.end, o.type.value) for o in frame.objects),
        *(("casualty", c.start, c.end, c.outcome.value) for c in frame.casualties),
        *(("source", s.start, s.end, s.name) for s in frame.speakers),
    ]
    if time is not None:
        found.append(("time", time.start, time.end, None if time.begin is None else time.begin.isoformat()))
    return FrameRead(
        span=(doc.starts[clause.first], doc.ends[clause.last - 1]),
        sentence=clause.sentence,
        acts=[(act.start, act.end) for act in frame.acts],
        fillers=[
            Filler(role=role, span=(start, end), text=doc.text[start:end], value=value)
            for role, start, end, value in found
        ],
        dropped=BACKGROUND if time is not None and background(time) else None,
    )


def _candidate(numbers: Mapping[int, int], draft: Draft, event_id: str | None) -> Candidate:
    judged = bool(draft.features)
    return Candidate(
        frames=sorted(numbers[id(frame)] for frame in draft.incident.frames),
        event_type=draft.type,
        attackers=draft.attackers,
        targets=draft.targets,
        places=[place.name for place in draft.places],
        confidence=round(draft.confidence, 3) if judged else None,
        threshold=round(threshold(load_model(), draft), 3) if judged else None,
        features={name: value for name, value in draft.features.items() if value},
        dropped=draft.dropped or None,
        event_id=event_id,
    )
