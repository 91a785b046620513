"""Kinds: the type of an event, by its main act and, between strikes, by its weapon (codebook section 2).

Each frame is typed by itself; the first one that tells a type decides, body before headline. An incident told only by
its harm ("three people were injured in …") takes the type of the attacker's other strikes in the article.
"""

from __future__ import annotations

from schemas.vocabulary import CasualtyGroup, EventType, TargetType, WeaponType
from service.extraction.events.incidents import Incident
from service.extraction.frames.frame import Frame
from service.extraction.geography import WIDE

AERIAL = frozenset(["drone", "missile", "bomb", "aircraft"])
TAKING = frozenset(["capture", "fall", "withdraw", "advance"])
GROUND_ACTS = frozenset(["fight", "repel"])
STRIKE_WORDS = frozenset("strike hit bombardment pound target bomb".split()) | {"precision strike", "rain down on"}
MILITARY = frozenset([TargetType.MILITARY_BASE, TargetType.MILITARY_EQUIPMENT, TargetType.MILITARY_PERSONNEL])
STRIKES = frozenset([EventType.AERIAL_STRIKE, EventType.SHELLING])
OWN_TYPES = frozenset([EventType.ABDUCTION, EventType.SABOTAGE, EventType.NAVAL_ATTACK])


def kind_of(incident: Incident) -> EventType:
    """Return the incident's type; ``other_violence`` where no means are stated."""
    told = [(_kind(frame), frame.heading, _firmness(frame), n) for n, frame in enumerate(incident.frames)]
    best = min(((heading, -firm, n, kind) for kind, heading, firm, n in told if kind is not None), default=None)
    found = best[3] if best is not None else EventType.OTHER_VIOLENCE
    if found in (EventType.SHOOTING, EventType.OTHER_VIOLENCE) and _on_soldiers(incident):
        return EventType.ARMED_CLASH
    return found


def _kind(frame: Frame) -> EventType | None:
    """Return the type that one frame tells by itself, or None."""
    main = frame.main
    kinds = {use.mention.type for use in frame.weapons}
    families = {kind.family for kind in kinds} - {"unknown", "mixed"}
    if main is not None and main.pattern in TAKING and any(p.precision not in WIDE for p in frame.places):
        return EventType.TERRITORIAL_CHANGE
    if main is not None and main.type in OWN_TYPES:
        return main.type
    if WeaponType.DRONE_NAVAL in kinds or ("warship" in families and families <= {"warship", "artillery"}):
        return EventType.NAVAL_ATTACK
    if main is not None and main.type is EventType.OTHER_VIOLENCE and "blade" in families:
        return EventType.OTHER_VIOLENCE
    if kinds and kinds <= {WeaponType.DRONE_GROUND}:
        return EventType.ARMED_CLASH
    ground = main is not None and main.type is EventType.ARMED_CLASH
    if ground and main is not None and (main.pattern in GROUND_ACTS or not families & AERIAL):
        return EventType.ARMED_CLASH
    if main is not None and main.type is EventType.SHELLING and not families & (AERIAL - {"bomb"}):
        return EventType.SHELLING
    by_weapon = _by_weapon(families)
    if by_weapon is EventType.EXPLOSION and main is not None and main.type is EventType.AERIAL_STRIKE:
        return EventType.AERIAL_STRIKE
    if by_weapon is not None:
        return by_weapon
    return _by_word(frame)


def _firmness(frame: Frame) -> int:
    """Return how sure the type of a frame is: blasts and bare strikes yield to what says more."""
    main = frame.main
    kinds = {use.mention.type for use in frame.weapons}
    families = {kind.family for kind in kinds} - {"unknown", "mixed"}
    if main is not None and main.pattern in TAKING:
        return 1
    if main is not None and main.type in OWN_TYPES:
        return 1
    if families and kinds != {WeaponType.EXPLOSIVE}:
        return 1
    if main is None or main.type in (None, EventType.EXPLOSION) or main.lemma in STRIKE_WORDS:
        return 0
    return 0 if main.noun and main.weak else 1


def _by_weapon(families: set[str]) -> EventType | None:
    if families & AERIAL:
        return EventType.AERIAL_STRIKE
    for family, kind in (
        ("artillery", EventType.SHELLING),
        ("explosive", EventType.EXPLOSION),
        ("firearm", EventType.SHOOTING),
        ("cyber", EventType.SABOTAGE),
        ("incendiary", EventType.SABOTAGE),
    ):
        if family in families:
            return kind
    return None


def _by_word(frame: Frame) -> EventType | None:
    typed = next((act.type for act in frame.acts if act.type not in (None, EventType.TERRITORIAL_CHANGE)), None)
    if typed is not None:
        return typed
    patterns = {act.pattern for act in frame.acts}
    if "intercept" in patterns or any(act.lemma in STRIKE_WORDS for act in frame.acts):
        return EventType.AERIAL_STRIKE
    return EventType.EXPLOSION if "explode" in patterns else None


def _on_soldiers(incident: Incident) -> bool:
    """Whether a side that is no state attacks armed men or their posts: an assault and no massacre."""
    attackers = [a for frame in incident.frames for a in frame.attackers]
    if not attackers or any(a.country == a.id for a in attackers):
        return False
    if any(frame.main is not None and frame.main.pattern == "kill" and frame.main.type for frame in incident.frames):
        return False  # who is executed is no soldier in battle
    armed = any(o.type in MILITARY for frame in incident.frames for o in frame.objects)
    victims = {c.of for c in incident.casualties}
    return (armed or victims == {CasualtyGroup.MILITARY}) and CasualtyGroup.CIVILIAN not in victims


def told_by_harm(incident: Incident) -> bool:
    """Whether the incident is told by what it did, or as a bare attack, without a word of its means."""
    return all(_kind(frame) is None for frame in incident.frames)
