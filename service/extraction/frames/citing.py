"""Citing: who is cited for a clause, and whether its main act stands on their word."""

from __future__ import annotations

from schemas.vocabulary import AttributionRole
from service.extraction.frames.clauses import GOING_ON, Index
from service.extraction.frames.frame import Frame
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActMention, CasualtyMention, SpeakerMention

HEDGES = frozenset("reportedly allegedly purportedly apparently alleged reported suspected presumed".split())
HEDGE_REACH = 3
"""Tokens before an act, auxiliaries aside, in which a hedge is about that act."""
AUXILIARIES = frozenset("to have has had been being be was were is are also".split())
REPORTED_REACH = 8
BLAMING = frozenset("blame blames blamed blaming accuse accuses accused accusing".split())
MUTUAL = (("each", "other"), ("one", "another"), ("the", "other"), ("their", "opponents"))
TRADED = frozenset("trade trades traded trading exchange exchanged swap swapped mutual".split())
SPEECH_REACH = 40
"""Tokens over which a speaker who goes on is followed."""
BLAME_REACH = 12
JUDGEMENT = 80
"""Tokens of what is said in which a judgement is looked for: bounds the work."""
EVALUATING = frozenset(word for words in read_table("discourse.toml")["evaluating"].values() for word in words.split())


def attribute(index: Index, frame: Frame) -> None:
    """Collect who is cited for the clause, and whether its main act stands on their word or is disputed."""
    doc, clause = index.doc, frame.clause
    told: list[ActMention] | list[CasualtyMention] = frame.acts or frame.casualties[:1]
    for speaker in index.voices(clause):
        if _evaluates(index, frame, speaker):
            continue
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


def _evaluates(index: Index, frame: Frame, speaker: SpeakerMention) -> bool:
    """Whether the speaker only judges or explains what is known: "the attack shows that they do not want peace"."""
    start, end = speaker.scope_start, speaker.scope_end
    acts = [act for act in frame.acts if start <= act.start < end]
    if not acts or not all(act.noun for act in acts) or any(start <= c.start < end for c in frame.casualties):
        return False
    first = index.doc.token_at(start)
    return not EVALUATING.isdisjoint(index.doc.lower[first : min(index.doc.token_at(end), first + JUDGEMENT)])


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
    """Whether a word like "reportedly" stands before the main act, or it is itself "reported" by nobody named.

    What is hedged of the verb holds for its means: "two are reported to have been killed by shelling".
    """
    main = frame.main
    if main is None:
        return False
    told = [main]
    if main.noun:
        told.extend([act for act in frame.acts if not act.noun and act.start < main.start][-1:])
    if any(_hedge_before(index, frame, index.doc.token_at(act.start)) for act in told):
        return True
    return main.noun and _reported(index, frame, index.doc.token_at(main.end - 1) + 1)


def _hedge_before(index: Index, frame: Frame, first: int) -> bool:
    """Whether a hedge stands just before the act at the token, auxiliaries aside."""
    lower, reach = index.doc.lower, HEDGE_REACH
    for i in range(first - 1, frame.clause.first - 1, -1):
        reach -= lower[i] not in AUXILIARIES
        if reach < 0 or i in index.acts.at:
            return False
        if lower[i] in HEDGES:
            return True
    return False


def _reported(index: Index, frame: Frame, last: int) -> bool:
    """Whether the noun that ends before the token is the subject of "was reported", "have been reported"."""
    lower = index.doc.lower
    for i in range(last, min(frame.clause.last, last + REPORTED_REACH)):
        if lower[i] == "reported":
            return lower[i - 1] in AUXILIARIES
        if i in index.acts.at or lower[i] in (",", ";", "that", "which", "who"):
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
