"""The wire form of what the pipeline made of an article, stage by stage."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from schemas.event import Span
from schemas.vocabulary import EventType


class SentenceRead(Struct, frozen=True, kw_only=True):
    """A sentence."""

    span: Span
    text: str
    paragraph: int
    """The number of its paragraph, from 0."""
    heading: bool
    """A title or caption: a paragraph of one sentence without a full stop."""


class ActRead(Struct, frozen=True, kw_only=True):
    """A verb or noun of violence, and whether it tells of something that happened."""

    span: Span
    text: str
    lemma: str
    pattern: str
    """The key of its argument pattern in the lexicon of acts: `attack`, `intercept`, `kill` …"""
    set_aside: str | None
    """Why it tells of nothing; null where it does."""


class Filler(Struct, frozen=True, kw_only=True):
    """A mention in a role of a frame."""

    role: str
    """`attacker`, `target`, `weapon`, `place`, `object`, `casualty`, `time` or `source`."""
    span: Span
    text: str
    value: str | None
    """What it stands for: id of a side, type of a weapon or object, outcome, date, name of a place or source."""


class FrameRead(Struct, frozen=True, kw_only=True):
    """What one clause says of one incident."""

    span: Span
    """The clause."""
    sentence: int
    """The number of its sentence, from 0."""
    acts: list[Span]
    """The acts that happened by this clause; none where only casualties are told."""
    fillers: list[Filler]
    dropped: str | None
    """Why no incident is made of it; null where it tells of one."""


class Candidate(Struct, frozen=True, kw_only=True):
    """An incident that is an event, or was not found to be one."""

    frames: list[int]
    """The numbers of the frames that tell of it, from 0."""
    event_type: EventType
    attackers: list[str]
    """Ids of the sides."""
    targets: list[str]
    places: list[str]
    confidence: float | None
    """The probability that it is a right event; null where the rules dropped it before."""
    threshold: float | None
    """The probability from which it is an event; null likewise."""
    features: dict[str, float]
    """What the probability was made of: the features of the model that are not 0."""
    dropped: str | None
    """Why it is no event; null where it is."""
    event_id: str | None
    """The id of the event; null where it is none."""


class Explanation(Struct, frozen=True, kw_only=True):
    """What the pipeline made of an article: mentions in sentences, acts, frames of clauses, candidates for events."""

    article_id: str
    pipeline_version: str
    """The pipeline that explains itself; the stored events may be of another."""
    sentences: list[SentenceRead]
    mentions: dict[str, list[dict[str, Any]]]
    """Every mention found, by kind."""
    acts: list[ActRead]
    frames: list[FrameRead]
    candidates: list[Candidate]
