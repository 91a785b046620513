"""The closed vocabularies of the codebook.

Each value is the string on the wire. Filters accept only these; in responses a later version may add
values, so clients should treat them as open.
"""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """What happened; the main act decides."""

    AERIAL_STRIKE = "aerial_strike"
    SHELLING = "shelling"
    EXPLOSION = "explosion"
    ARMED_CLASH = "armed_clash"
    SHOOTING = "shooting"
    TERRITORIAL_CHANGE = "territorial_change"
    NAVAL_ATTACK = "naval_attack"
    SABOTAGE = "sabotage"
    ABDUCTION = "abduction"
    OTHER_VIOLENCE = "other_violence"


class Modality(StrEnum):
    """How the article stands to the event."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    DENIED = "denied"


class ActorRole(StrEnum):
    """The side that acts, or the side attacked."""

    ATTACKER = "attacker"
    TARGET = "target"


class ActorKind(StrEnum):
    """What kind of side an actor is."""

    STATE = "state"
    GROUP = "group"
    COALITION = "coalition"
    UNKNOWN = "unknown"


class WeaponType(StrEnum):
    """The means; the part before the dot is the family."""

    DRONE = "drone"
    DRONE_ONE_WAY = "drone.one_way"
    DRONE_FPV = "drone.fpv"
    DRONE_RECON = "drone.recon"
    DRONE_DECOY = "drone.decoy"
    DRONE_NAVAL = "drone.naval"
    DRONE_GROUND = "drone.ground"
    MISSILE = "missile"
    MISSILE_BALLISTIC = "missile.ballistic"
    MISSILE_CRUISE = "missile.cruise"
    MISSILE_ANTI_SHIP = "missile.anti_ship"
    MISSILE_AIR_DEFENCE = "missile.air_defence"
    MISSILE_ANTI_TANK = "missile.anti_tank"
    BOMB = "bomb"
    BOMB_GLIDE = "bomb.glide"
    BOMB_CLUSTER = "bomb.cluster"
    ARTILLERY = "artillery"
    ARTILLERY_MORTAR = "artillery.mortar"
    ARTILLERY_ROCKET = "artillery.rocket"
    ARTILLERY_TANK = "artillery.tank"
    EXPLOSIVE = "explosive"
    EXPLOSIVE_IED = "explosive.ied"
    EXPLOSIVE_VEHICLE = "explosive.vehicle"
    EXPLOSIVE_SUICIDE = "explosive.suicide"
    EXPLOSIVE_MINE = "explosive.mine"
    EXPLOSIVE_GRENADE = "explosive.grenade"
    FIREARM = "firearm"
    AIRCRAFT = "aircraft"
    AIRCRAFT_HELICOPTER = "aircraft.helicopter"
    WARSHIP = "warship"
    CHEMICAL = "chemical"
    INCENDIARY = "incendiary"
    BLADE = "blade"
    VEHICLE_RAMMING = "vehicle_ramming"
    CYBER = "cyber"
    MIXED = "mixed"
    UNKNOWN = "unknown"

    @property
    def family(self) -> str:
        """The part before the dot: a query for a family finds its subtypes."""
        return self.value.partition(".")[0]


class PlacePrecision(StrEnum):
    """How exactly a place is known."""

    SITE = "site"
    CITY = "city"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"


class TimePrecision(StrEnum):
    """How exactly the time is known."""

    DAY = "day"
    NIGHT = "night"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


class TargetType(StrEnum):
    """What was hit."""

    RESIDENTIAL = "residential"
    ENERGY = "energy"
    OIL = "oil"
    INDUSTRIAL = "industrial"
    TRANSPORT = "transport"
    PORT = "port"
    VESSEL = "vessel"
    HEALTH = "health"
    EDUCATION = "education"
    GOVERNMENT = "government"
    COMMERCIAL = "commercial"
    RELIGIOUS = "religious"
    CULTURAL = "cultural"
    MEDIA = "media"
    HUMANITARIAN = "humanitarian"
    AGRICULTURE = "agriculture"
    WATER = "water"
    COMMUNICATIONS = "communications"
    VEHICLE = "vehicle"
    MILITARY_BASE = "military_base"
    AIR_DEFENCE = "air_defence"
    MILITARY_EQUIPMENT = "military_equipment"
    MILITARY_PERSONNEL = "military_personnel"
    CIVILIANS = "civilians"
    INFRASTRUCTURE = "infrastructure"
    OTHER = "other"


class CasualtyOutcome(StrEnum):
    """What became of the people counted."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    MISSING = "missing"


class CasualtyGroup(StrEnum):
    """Who the people counted were."""

    CIVILIAN = "civilian"
    MILITARY = "military"
    CHILD = "child"
    UNSPECIFIED = "unspecified"


class AttributionRole(StrEnum):
    """Whether a source reports the facts or denies them."""

    REPORTS = "reports"
    DENIES = "denies"
