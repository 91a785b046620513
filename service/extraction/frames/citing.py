"""Citing: who is cited for a clause, and whether its main act stands on their word."""

from __future__ import annotations

from schemas.vocabulary import AttributionRole
from service.extraction.frames.clauses import GOING_ON, Index
from service.extraction.frames.frame import Frame
from service.extraction.mentions import ActMention, CasualtyMention

HEDGES = frozenset("reportedly allegedly purportedly apparently alleged reported suspected presumed".split())
HEDGE_REACH = 3
"""Tokens before an act in which a hedge is about that act."""
BLAMING = frozenset("blame blames blamed blaming accuse accuses accused accusing".split())
MUTUAL = (("each", "other"), ("one", "another"), ("the", "other"), ("their", "opponents"))
TRADED = frozenset("trade trades traded trading exchange exchanged swap swapped mutual".split())
SPEECH_REACH = 40
"""Tokens over which a speaker who goes on is followed."""
BLAME_REACH = 12


def attribute(index: Index, frame: Frame) -> None:
    """Collect who is cited for the clause, and whether its main act stands on their word or is disputed."""
    doc, clause = index.doc, frame.clause
    told: list[ActMention] | list[CasualtyMention] = frame.acts or frame.casualties[:1]
    for speaker in index.voices(clause):
        covers = any(speaker.scope_start <= act.start < speaker.scope_end for act in told)
        if speaker.role == AttributionRole.DENIES:
            frame.denied = frame.denied or covers
        elif covers:
            frame.claimed = True
        frame.speakers.append(speaker)
    if _hedged(index, frame) or _goes_on(index, frame):
        frame.claimed = True
    first = max(doc.sentences[clause.sentence].first, clause.first - BLAME_REACH)
    if _mutual(doc.lower, first, clause.last):
        frame.claimed = frame.denied = True


def _goes_on(index: Index, frame: Frame) -> bool:
    """Whether a speaker of the sentence goes on ("…, he said, adding that drones struck …") up to the main act."""
    if frame.main is None or not frame.speakers:
        return False
    act = index.doc.token_at(frame.main.start)
    first = max(index.doc.sentences[frame.clause.sentence].first, act - SPEECH_REACH)
    for i in range(act - 1, first, -1):
        if index.doc.lower[i] in GOING_ON:
            return any(speaker.start < index.doc.starts[i] for speaker in frame.speakers)
    return False


def _hedged(index: Index, frame: Frame) -> bool:
    """Whether a word like "reportedly" or "suspected" stands before the main act, with no other act between."""
    if frame.main is None:
        return False
    first = index.doc.token_at(frame.main.start)
    for i in range(first - 1, max(frame.clause.first, first - HEDGE_REACH) - 1, -1):
        if index.doc.lower[i] in HEDGES:
            return True
        if i in index.acts.at:
            return False
    return False


def _mutual(lower: list[str], first: int, last: int) -> bool:
    """Whether the tokens tell of two sides that blame each other."""
    for i in range(first, last - 1):
        word = lower[i]
        if word in BLAMING and (lower[i + 1], lower[i + 2] if i + 2 < last else "") in MUTUAL:
            return True
        if word in TRADED and lower[i + 1] in ("blame", "accusations", "recriminations"):
            return True
    return False
