"""What counts: whether an incident is an event of armed violence that the article reports (codebook section 1)."""

from __future__ import annotations

from schemas.vocabulary import EventType, TargetType, TimePrecision, WeaponType
from service.extraction.document import Document, fold
from service.extraction.events.incidents import Incident
from service.extraction.events.kinds import MILITARY
from service.extraction.lexicon.tables import read_table
from service.extraction.mentions import ActorMention, TimeMention, WeaponMention

LONGEST_SPAN = 31
"""Days: a total over more is background."""

BACKGROUND = "background"
"""The objection to what is told of another time, and not as news."""

WAR_FAMILIES = frozenset(["drone", "missile", "bomb", "artillery", "aircraft", "warship"])
ARMIES = frozenset(["drone", "missile", "artillery"])
ASKED = 200
"""Weapons of an article that are asked: bounds the work on long texts."""
BOMBS = frozenset(
    [
        WeaponType.EXPLOSIVE_SUICIDE,
        WeaponType.EXPLOSIVE_VEHICLE,
        WeaponType.EXPLOSIVE_IED,
        WeaponType.EXPLOSIVE_MINE,
    ]
)
BLASTS = frozenset([EventType.EXPLOSION, EventType.OTHER_VIOLENCE])
WORDS = read_table("discourse.toml")["harmless"]
ACCIDENT = frozenset(WORDS["accidents"].split())
DISASTERS = frozenset(WORDS["disasters"].split())
ARMED = MILITARY | {TargetType.AIR_DEFENCE}
WARS = frozenset(WORDS["wars"].split())
"""Nouns that name a war or its outcome as a whole."""
ARMED_FORMS = frozenset(["force", "group", "leader"])
FIGHTERS = frozenset(
    "rebel rebels militant militants insurgent insurgents army troops soldier soldiers forces fighter fighters armed"
    " jihadist jihadists terrorist terrorists guerrilla guerrillas separatist separatists paramilitary paramilitaries"
    " regime junta militia militias militiamen extremists islamists gunmen bandits opposition occupiers"
    " invaders".split()
)
VIOLENT = frozenset(
    [
        "attack",
        "launch",
        "intercept",
        "repel",
        "explode",
        "capture",
        "withdraw",
        "fall",
        "advance",
        "fight",
        "abduct",
        "board",
    ]
)


def objection(
    doc: Document, incident: Incident, attackers: list[str], targets: list[str], event_type: EventType, at_war: bool
) -> str:
    """Return why the incident does not stand as an event: ``no_violence``, ``no_conflict``, ``accident``,
    ``disaster``, ``background``, ``war_itself``, ``no_detail``, or empty.

    ``at_war`` tells whether the article names an opponent that the country of the incident fights.
    An event is violent, of a conflict, and has a place, or details of its own with who did or suffered it.
    """
    if not _violent(incident, event_type):
        return "no_violence"
    if not _of_conflict(doc, incident, attackers, targets, event_type, at_war):
        return "no_conflict"
    if event_type in BLASTS and _told_with(doc, incident, ACCIDENT):
        return "accident"
    if not incident.families and not incident.attackers and _told_with(doc, incident, DISASTERS):
        return "disaster"
    time = incident.time
    if time is not None and background(time):
        return BACKGROUND
    if _war_itself(incident):
        return "war_itself"
    details = sum((
        bool(incident.casualties),
        any(frame.objects for frame in incident.frames),
        any(use.counted for frame in incident.frames for use in frame.weapons),
        bool(incident.families),
        time is not None,
    ))  # fmt: skip
    if time is not None and time.precision is TimePrecision.YEAR and details == 1:
        return BACKGROUND  # "seized in 1967" and nothing more
    if incident.places:
        stands = details > 0 or bool(attackers) or bool(targets)
    else:
        told = bool(attackers or targets or incident.casualties or incident.objects)
        stands = event_type is not EventType.TERRITORIAL_CHANGE and told and details > 1
    return "" if stands else "no_detail"


def _violent(incident: Incident, event_type: EventType) -> bool:
    """Whether somebody does violence: an act of it, a weapon used, people hurt or things destroyed by a side."""
    patterns = {act.pattern for frame in incident.frames for act in frame.acts}
    if patterns & VIOLENT or incident.families or event_type is EventType.TERRITORIAL_CHANGE:
        return True
    if patterns & {"kill", "damage"} and any(frame.attackers for frame in incident.frames):
        return True
    return bool(incident.casualties and incident.places) and not {"die", "perish"} & {
        act.lemma for frame in incident.frames for act in frame.acts
    }


def _of_conflict(
    doc: Document, incident: Incident, attackers: list[str], targets: list[str], event_type: EventType, at_war: bool
) -> bool:
    """Whether a party to a conflict acts or weapons of war are used, here or in the article around it."""
    if event_type is EventType.EXPLOSION and (
        incident.objects & ARMED or (incident.places and (at_war or _in_war(doc)))
    ):
        return True
    used = [use.mention for frame in incident.frames for use in frame.weapons]
    if any(_of_war(weapon, fold(doc.text[weapon.start : weapon.end]), incident) for weapon in used):
        return True
    if attackers and targets and not set(attackers) & set(targets):
        return True
    parties = [actor for frame in incident.frames for actor in (*frame.attackers, *frame.targets)]
    if any(actor.form in ARMED_FORMS or is_armed(actor) for actor in parties):
        return True
    armed = {actor.id for actor in doc.actors if actor.form in ("force", "group") and actor.id != "unknown"}
    return bool(armed & {*attackers, *targets}) or len(armed) > 1


def _in_war(doc: Document) -> bool:
    """Whether the article tells of a war: weapons that only armies use."""
    return any(weapon.type.family in ARMIES for weapon in doc.weapons[:ASKED])


def _war_itself(incident: Incident) -> bool:
    """Whether only the name of a war tells of it: "amid Russia's invasion of Ukraine"."""
    acts = [act for frame in incident.frames for act in frame.acts]
    return bool(acts) and incident.time is None and all(act.noun and act.lemma in WARS for act in acts)


def _told_with(doc: Document, incident: Incident, words: frozenset[str]) -> bool:
    """Whether a sentence that tells of the incident has one of the words."""
    told = {frame.clause.sentence for frame in incident.frames}
    return any(words.intersection(doc.lower[s.first : s.last]) for s in (doc.sentences[n] for n in sorted(told)))


def _of_war(weapon: WeaponMention, text: str, incident: Incident) -> bool:
    """Whether only war and terror use the weapon: planes, ships and rockets fly, sail and are launched in peace."""
    if weapon.type is WeaponType.ARTILLERY_ROCKET and incident.casualties and incident.objects:
        return True
    if weapon.type.family in ("aircraft", "warship") or text in ("rocket", "rockets"):
        return weapon.act or bool(incident.attackers)
    return (
        weapon.type.family in WAR_FAMILIES
        or weapon.type in BOMBS
        or (weapon.type is WeaponType.EXPLOSIVE and "bomb" in text)
    )


def is_armed(actor: ActorMention) -> bool:
    """Whether a side without a name is one that bears arms: rebels, soldiers, militants."""
    return actor.form == "generic" and any(word in FIGHTERS for word in fold(actor.name).split())


def background(time: TimeMention) -> bool:
    """Whether the time is that of a total over more than a month, which is background."""
    if time.begin is None or time.until is None:
        return False
    if time.precision in (TimePrecision.MONTH, TimePrecision.YEAR) and not time.span:
        return False
    return (time.until - time.begin).days > LONGEST_SPAN
