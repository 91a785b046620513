"""Targets: which kinds of objects the event hit (codebook section 7).

People are objects only where they are aimed at: for those who died there are casualties.
"""

from __future__ import annotations

from schemas.event import Span, Target
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome, EventType, TargetType
from service.extraction.events.incidents import GROUND, Incident
from service.extraction.frames.frame import Frame
from service.extraction.frames.undergoers import (
    LEADERS,
    PEOPLE,
)
from service.extraction.mentions import ObjectMention, spans

VAGUE = frozenset([TargetType.OTHER, TargetType.INFRASTRUCTURE])
HARMED = frozenset([CasualtyOutcome.KILLED, CasualtyOutcome.INJURED])


def targets(text: str, incident: Incident, event_type: EventType) -> list[Target]:
    """Return the kinds of objects hit, each with the words that name it."""
    hit: dict[TargetType, list[Span]] = {}
    fallen: dict[TargetType, list[Span]] = {}
    body = any(frame.objects and not frame.heading for frame in incident.frames)
    for frame in incident.frames:
        sums = body and frame.heading and len(frame.places) > 1  # "Drones hit Odesa port and Kharkiv homes"
        for mention in [] if sums else frame.objects:
            found = fallen if mention.type in PEOPLE and _is_victim(text, frame, mention) else hit
            found.setdefault(mention.type, []).append((mention.start, mention.end))
        _add_fallen(fallen, frame)
    if set(hit) - VAGUE - PEOPLE:
        for kind in VAGUE:
            hit.pop(kind, None)  # codebook section 7: stated only as infrastructure
    if event_type in GROUND:
        hit = {kind: places for kind, places in hit.items() if kind not in PEOPLE}
    elif not set(hit) - VAGUE:
        murder = event_type is EventType.SHOOTING or (
            event_type is EventType.OTHER_VIOLENCE and any(map(_murder, incident.frames))
        )
        for kind, victims in fallen.items():
            if kind is TargetType.MILITARY_PERSONNEL or (murder and TargetType.MILITARY_PERSONNEL not in fallen):
                hit[kind] = victims
    return [
        Target(type=kind, text=text[places[0][0] : places[0][1]], spans=spans(places)) for kind, places in hit.items()
    ]


def _is_victim(text: str, frame: Frame, mention: ObjectMention) -> bool:
    """Whether people are named only as having been killed or hurt; a leader is killed because he was aimed at."""
    if text[mention.start : mention.end].rpartition(" ")[2].lower() in LEADERS:
        return False
    if any(figure.start <= mention.start < figure.end for figure in frame.casualties):
        return True
    nearest = min(frame.acts, key=lambda act: max(act.start - mention.end, mention.start - act.end), default=None)
    return nearest is not None and nearest.pattern == "kill"


def _add_fallen(fallen: dict[TargetType, list[Span]], frame: Frame) -> None:
    """Add the casualties as people: soldiers, and all others as civilians."""
    for figure in frame.casualties:
        if figure.part or figure.count.max == 0 or figure.outcome not in HARMED:
            continue
        kind = TargetType.MILITARY_PERSONNEL if figure.of is CasualtyGroup.MILITARY else TargetType.CIVILIANS
        fallen.setdefault(kind, []).append((figure.start, figure.end))


def _murder(frame: Frame) -> bool:
    """Whether the clause says that somebody killed people, and names no weapon."""
    killed = any(act.pattern == "kill" and act.form in ("finite", "gerund") for act in frame.acts)
    return killed and bool(frame.attackers) and not frame.weapons
