"""Crosswalks from the codebook's event types to those of ACLED and PLOVER (codebook section 2).

Sources: ACLED codebook (2023), sub-event types; PLOVER codebook (2022), events and modes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from schemas.event import AcledCode, Actor, Codes, Count, Location, PloverCode, Target, Weapon
from schemas.vocabulary import ActorKind, ActorRole, EventType, WeaponType

REMOTE = "Explosions/Remote violence"
BATTLES = "Battles"
CIVILIANS = "Violence against civilians"
STRATEGIC = "Strategic developments"

AIR_STRIKE = AcledCode(REMOTE, "Air/drone strike")
SHELLING = AcledCode(REMOTE, "Shelling/artillery/missile attack")
DISRUPTED = AcledCode(STRATEGIC, "Disrupted weapons use")


def codes(
    event_type: EventType,
    actors: Sequence[Actor],
    weapons: Sequence[Weapon],
    locations: Sequence[Location],
    targets: Sequence[Target],
    harmed: bool,
) -> Codes:
    """Return the event's codes in other datasets; ``harmed`` is whether anything or anyone was hit."""
    return Codes(
        acled=_acled(event_type, actors, weapons, locations, harmed or bool(targets)),
        plover=_plover(event_type, weapons),
    )


def _acled(
    event_type: EventType,
    actors: Sequence[Actor],
    weapons: Sequence[Weapon],
    locations: Sequence[Location],
    harmed: bool,
) -> AcledCode:
    families = {weapon.type.family for weapon in weapons}
    if event_type is EventType.AERIAL_STRIKE:
        if weapons and not harmed and _stopped(weapons):
            return DISRUPTED
        return SHELLING if families == {"missile"} else AIR_STRIKE
    if event_type is EventType.EXPLOSION:
        types = {weapon.type for weapon in weapons}
        if WeaponType.EXPLOSIVE_SUICIDE in types:
            return AcledCode(REMOTE, "Suicide bomb")
        if WeaponType.EXPLOSIVE_GRENADE in types:
            return AcledCode(REMOTE, "Grenade")
        return AcledCode(REMOTE, "Remote explosive/landmine/IED")
    if event_type is EventType.TERRITORIAL_CHANGE:
        return AcledCode(BATTLES, _territory(actors, locations))
    if event_type is EventType.OTHER_VIOLENCE and "chemical" in families:
        return AcledCode(REMOTE, "Chemical weapon")
    return {
        EventType.SHELLING: SHELLING,
        EventType.NAVAL_ATTACK: SHELLING,
        EventType.ARMED_CLASH: AcledCode(BATTLES, "Armed clash"),
        EventType.SHOOTING: AcledCode(CIVILIANS, "Attack"),
        EventType.SABOTAGE: AcledCode(STRATEGIC, "Looting/property destruction"),
        EventType.ABDUCTION: AcledCode(CIVILIANS, "Abduction/forced disappearance"),
        EventType.OTHER_VIOLENCE: AcledCode(CIVILIANS, "Attack"),
    }[event_type]


def _stopped(weapons: Sequence[Weapon]) -> bool:
    """Whether weapons were intercepted and none got through: as many as were launched, where that is told."""
    if not any(w.intercepted for w in weapons) or any(w.hit and w.hit.max != 0 for w in weapons):
        return False
    return all(w.launched is None or _least(w.intercepted) + _least(w.suppressed) >= _most(w.launched) for w in weapons)


def _least(count: Count | None) -> int:
    return 0 if count is None else count.min or 0


def _most(count: Count) -> float:
    return inf if count.max is None else count.max


def _territory(actors: Sequence[Actor], locations: Sequence[Location]) -> str:
    gaining = [actor for actor in actors if actor.role is ActorRole.ATTACKER]
    home = {location.country for location in locations}
    if any(actor.kind is ActorKind.STATE and actor.id in home for actor in gaining):
        return "Government regains territory"
    return "Non-state actor overtakes territory"


def _plover(event_type: EventType, weapons: Sequence[Weapon]) -> PloverCode:
    families = {weapon.type.family for weapon in weapons}
    if event_type is EventType.AERIAL_STRIKE:
        if "drone" in families:
            return PloverCode("ASSAULT", "drone")
        return PloverCode("ASSAULT", "heavy-weapons" if families == {"missile"} else "aerial")
    if event_type is EventType.EXPLOSION:
        suicide = any(weapon.type is WeaponType.EXPLOSIVE_SUICIDE for weapon in weapons)
        return PloverCode("ASSAULT", "suicide-attack" if suicide else "explosives")
    if event_type is EventType.OTHER_VIOLENCE:
        return PloverCode("ASSAULT", "unconventional" if "chemical" in families else None)
    return {
        EventType.SHELLING: PloverCode("ASSAULT", "heavy-weapons"),
        EventType.NAVAL_ATTACK: PloverCode("ASSAULT", None),
        EventType.ARMED_CLASH: PloverCode("ASSAULT", None),
        EventType.SHOOTING: PloverCode("ASSAULT", "firearms"),
        EventType.TERRITORIAL_CHANGE: PloverCode("COERCE", "seize"),
        EventType.SABOTAGE: PloverCode("SABOTAGE", None),
        EventType.ABDUCTION: PloverCode("COERCE", "seize"),
    }[event_type]
