"""Kinds: the type of an event, by its main act and, between strikes, by its weapon (codebook section 2).

Each frame is typed by itself; the first one that tells a type decides, body before headline. An incident told only by
its harm ("three people were injured in …") takes the type of the attacker's other strikes in the article.
"""

from __future__ import annotations

from datetime import date

from schemas.vocabulary import CasualtyGroup, CasualtyOutcome, EventType, TargetType, WeaponType
from service.extraction.events.incidents import Incident
from service.extraction.frames.frame import Frame
from service.extraction.geography import WIDE
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActMention, ActorMention

AERIAL = frozenset(["drone", "missile", "bomb", "aircraft"])
TAKING = frozenset(["capture", "fall", "withdraw", "advance"])
GROUND_ACTS = frozenset(["fight", "repel"])
ON_FOOT = ("ground ", "storm")
STRIKE_WORDS = frozenset("strike hit bombardment pound target bomb".split()) | {"precision strike", "rain down on"}
MILITARY = frozenset([TargetType.MILITARY_BASE, TargetType.MILITARY_EQUIPMENT, TargetType.MILITARY_PERSONNEL])
FLYING = ("air force", "air forces")
RAID_DAYS: dict[str, date] = read_table("conflicts.toml")["raids"]
"""The day on which a group's bare "attack" was an assault on the ground."""
STRIKES = frozenset([EventType.AERIAL_STRIKE, EventType.SHELLING])
BY_MAIN = (None, EventType.TERRITORIAL_CHANGE, EventType.ABDUCTION)
"""Types that only the main act of a frame gives."""
OWN_TYPES = frozenset([EventType.ABDUCTION, EventType.SABOTAGE, EventType.NAVAL_ATTACK])


def kind_of(incident: Incident) -> EventType:
    """Return the incident's type; ``other_violence`` where no means are stated."""
    kinds = [(n, frame, _kind(frame)) for n, frame in enumerate(incident.frames)]
    told = [(frame.heading, -_firmness(frame), n, kind) for n, frame, kind in kinds if kind is not None]
    found = _decided(incident, told) if told else EventType.OTHER_VIOLENCE
    if found in (EventType.SHOOTING, EventType.OTHER_VIOLENCE) and (_on_soldiers(incident) or _raids(incident)):
        return EventType.ARMED_CLASH
    return found


def _decided(incident: Incident, told: list[tuple[bool, int, int, EventType]]) -> EventType:
    """Return the type of the first and firmest frame; a bare blast yields to any that names the weapon.

    Guns and aircraft told together ("shelling and drone attacks") are a mixture, and so an aerial strike.
    """
    _, soft, n, found = min(told)
    if found is EventType.EXPLOSION and not soft:
        return next((kind for _, firm, _, kind in told if firm), found)
    if found is EventType.SHELLING:
        sentence, time = incident.frames[n].clause.sentence, incident.frames[n].time
        for _, firm, other, kind in told:
            frame = incident.frames[other]
            if firm and kind is EventType.AERIAL_STRIKE and frame.clause.sentence == sentence and frame.time == time:
                return kind
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
    if "chemical" in families:
        return EventType.OTHER_VIOLENCE
    if WeaponType.DRONE_NAVAL in kinds or ("warship" in families and families <= {"warship", "artillery"}):
        return EventType.NAVAL_ATTACK
    if main is not None and main.type is EventType.OTHER_VIOLENCE and "blade" in families:
        return EventType.OTHER_VIOLENCE
    if kinds and kinds <= {WeaponType.DRONE_GROUND}:
        return EventType.ARMED_CLASH
    ground = main is not None and main.type is EventType.ARMED_CLASH
    if ground and main is not None and (_on_foot(main) or not families & AERIAL):
        return EventType.ARMED_CLASH
    if main is not None and main.type is EventType.SHELLING and not families & (AERIAL - {"bomb"}):
        return EventType.SHELLING
    if main is not None and main.lemma == "bombing" and any(a.country == a.id for a in frame.attackers):
        return EventType.AERIAL_STRIKE  # others plant their bombs
    by_weapon = _by_weapon(families)
    if by_weapon is EventType.EXPLOSION and main is not None and main.type is EventType.AERIAL_STRIKE:
        return EventType.AERIAL_STRIKE
    if by_weapon is not None:
        return by_weapon
    return _by_word(frame)


def _on_foot(act: ActMention) -> bool:
    """Whether the words of fighting are never said of strikes from the air."""
    return act.pattern in GROUND_ACTS or act.lemma.startswith(ON_FOOT)


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
    typed = next((act.type for act in frame.acts if act.type not in BY_MAIN), None)
    if typed is not None:
        return typed
    patterns, words = {act.pattern for act in frame.acts}, {act.lemma for act in frame.acts}
    if "attack" in words:
        words.discard("target")  # "attacks that targeted a market" are no more than attacks
    if "intercept" in patterns or words & STRIKE_WORDS or any(_flies(a) for a in frame.attackers):
        return EventType.AERIAL_STRIKE
    return EventType.EXPLOSION if "explode" in patterns else None


def _flies(actor: ActorMention) -> bool:
    """Whether the side is named by its air force."""
    return (actor.name or "").lower().endswith(FLYING)


def _raids(incident: Incident) -> bool:
    """Whether a group comes to kill and to carry people off, or the day is known for its raid."""
    groups = {a.id for frame in incident.frames for a in frame.attackers if a.country != a.id}
    outcomes = {c.outcome for c in incident.casualties if c.count.max != 0}
    if groups and {CasualtyOutcome.KILLED, CasualtyOutcome.CAPTURED} <= outcomes:
        return True
    day = incident.time.begin if incident.time is not None else None
    return any(RAID_DAYS.get(group) == day for group in groups if day is not None)


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
