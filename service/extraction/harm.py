"""Harm: what was hit or damaged, from the clause's syntax to the event's targets (codebook section 7)."""

from __future__ import annotations

from schemas.event import Span, Target
from schemas.vocabulary import EventType, TargetType
from service.extraction.clauses import Clause, Index
from service.extraction.incidents import Incident
from service.extraction.mentions import ActMention, ObjectMention, spans
from service.extraction.salvos import WeaponUse

GENERIC_OBJECTS = frozenset([TargetType.MILITARY_PERSONNEL, TargetType.CIVILIANS])


def objects_hit(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], uses: list[WeaponUse]
) -> list[ObjectMention]:
    """Return the objects that stand where the act's object stands: after an active verb, before a passive one."""
    doc = index.doc
    harmful = [
        a for a in acts if a[2].pattern in ("attack", "damage", "burn", "launch", "explode", "kill", "capture", "board")
    ]
    used = {id(use.mention) for use in uses}
    found: list[ObjectMention] = []
    for first, last, mention in index.objects.within(clause.first, clause.last):
        speaker = index.speakers.at.get(first)
        if speaker is not None and mention.start < speaker.end:
            continue
        weapon = index.weapons.at.get(first)
        if weapon is not None and id(weapon) in used:
            continue
        if any(_suffers(doc.lower, clause, first, last, act) for act in harmful):
            found.append(mention)
    return found


def _suffers(lower: list[str], clause: Clause, first: int, last: int, act: tuple[int, int, ActMention]) -> bool:
    _, end, mention = act
    if first >= end:  # after the act
        between = lower[end:first]
        if mention.form == "passive":
            return "including" in between or ("and" in between and "by" not in between)
        if mention.noun:
            return any(w in ("on", "at", "against", "of", "to", "in", "near", "including", "hit") for w in between)
        return not any(w in ("from", "by", "after", "because") for w in between)
    if mention.form == "passive" or mention.pattern == "burn":
        return True
    return mention.noun and mention.pattern == "damage"


def targets(text: str, incident: Incident, event_type: EventType) -> list[Target]:
    """Return the kinds of objects hit, each with the words that name it."""
    hit: dict[TargetType, list[Span]] = {}
    for frame in incident.frames:
        for mention in frame.objects:
            if event_type in (EventType.ARMED_CLASH, EventType.TERRITORIAL_CHANGE) and mention.type in GENERIC_OBJECTS:
                continue
            hit.setdefault(mention.type, []).append((mention.start, mention.end))
    return [Target(type=kind, text=text[found[0][0] : found[0][1]], spans=spans(found)) for kind, found in hit.items()]
