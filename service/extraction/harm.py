"""Harm: what was hit or damaged, from the clause's syntax to the event's targets (codebook section 7).

The things are what an act befalls (``undergoers.py``). People are objects only where they are aimed at: for those who
died there are casualties.
"""

from __future__ import annotations

from schemas.event import Span, Target
from schemas.vocabulary import CasualtyGroup, CasualtyOutcome, EventType, TargetType
from service.extraction.clauses import Clause, Index
from service.extraction.frames import Frame
from service.extraction.incidents import Incident
from service.extraction.mentions import ObjectMention, spans
from service.extraction.salvos import WeaponUse
from service.extraction.undergoers import (
    LEADERS,
    PEOPLE,
    STRIKING,
    Act,
    Acts,
    Undergoer,
    aimed_at,
    eligible,
    in_ruins,
    joined,
)

HARMFUL = frozenset(["attack", "damage", "burn", "launch", "explode", "kill", "capture", "board", "abduct"])
VAGUE = frozenset([TargetType.OTHER, TargetType.INFRASTRUCTURE])
HARMED = frozenset([CasualtyOutcome.KILLED, CasualtyOutcome.INJURED])
GROUND = frozenset([EventType.ARMED_CLASH, EventType.TERRITORIAL_CHANGE])


def objects_hit(index: Index, clause: Clause, acts: list[Act], uses: list[WeaponUse]) -> list[ObjectMention]:
    """Return the objects that stand where the act's object stands: after an active verb, before a passive one."""
    harmful = Acts([act for act in acts if act[2].pattern in HARMFUL])
    used = {id(use.mention) for use in uses}
    found: list[ObjectMention] = []
    end, hit = -1, False
    for first, last, mention in index.objects.within(clause.first, clause.last):
        if not eligible(index, clause, first, last, mention, used):
            continue
        if mention.type is TargetType.GOVERNMENT and index.speakers.any(last, last + 2):
            continue  # "the city's mayor, Ihor Terekhov, wrote"
        coordinated = hit and mention.type not in PEOPLE and joined(index.doc, end, first)
        told = in_ruins(index.doc, first) or (mention.type not in PEOPLE and aimed_at(index.doc, clause, first))
        hit = coordinated or told or Undergoer(index, clause, harmful, first, last, mention).hit()
        end = last
        if hit:
            found.append(mention)
    return found or _referents(index, clause, harmful)


def _referents(index: Index, clause: Clause, acts: Acts) -> list[ObjectMention]:
    """Return the thing that "it" or "they" before a passive act stands for: the last one named in the sentence."""
    lower = index.doc.lower
    for begin, _, act in acts.spans:
        if act.form != "passive" or act.pattern not in STRIKING:
            continue
        pronoun = next((i for i in range(max(clause.first, begin - 4), begin) if lower[i] in ("it", "they")), None)
        if pronoun is None:
            continue
        start = index.doc.sentences[clause.sentence].first
        named = [span[2] for span in index.objects.within(start, pronoun) if span[2].type not in PEOPLE]
        return named[-1:] if named and named[-1].plural == (lower[pronoun] == "they") else []
    return []


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
        hit.pop(TargetType.OTHER, None)
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
