"""Incidents: frames that tell of the same incident, gathered by place, time, direction, means and reference.

Frames come in the order of the text. Each joins the incident that it has most in common with, unless something
contradicts (another place, another day, the other direction), or opens a new one (codebook section 1).
"""

from __future__ import annotations

import math

from schemas.vocabulary import EventType, PlacePrecision
from service.extraction.frames import Frame
from service.extraction.mentions import CasualtyMention, PlaceMention, TimeMention

JOIN = 2.5
NEIGHBOURHOOD_KM = 12.0
WIDE = frozenset([PlacePrecision.COUNTRY, PlacePrecision.SEA])
GROUND = frozenset([EventType.ARMED_CLASH, EventType.TERRITORIAL_CHANGE])
SEPARATING = frozenset("while whereas but although though meanwhile after before since following".split())


class Incident:
    """The frames that tell of one incident."""

    __slots__ = ("frames",)

    def __init__(self, frame: Frame) -> None:
        self.frames = [frame]

    @property
    def attackers(self) -> set[str]:
        """Ids of the known sides that act."""
        return {a.id for frame in self.frames for a in frame.attackers if a.id != "unknown"}

    @property
    def targets(self) -> set[str]:
        """Ids of the known sides that are attacked."""
        return {a.id for frame in self.frames for a in frame.targets if a.id != "unknown"}

    @property
    def places(self) -> list[PlaceMention]:
        """The places named for the incident, in order."""
        return [place for frame in self.frames for place in frame.places]

    @property
    def time(self) -> TimeMention | None:
        """The time expression that dates the incident: the first of the finest precision, totals aside."""
        times = [frame.time for frame in self.frames if frame.time is not None]
        return min(times, key=_coarseness, default=None)

    @property
    def casualties(self) -> list[CasualtyMention]:
        """The casualty figures, in order."""
        return [figure for frame in self.frames for figure in frame.casualties]

    @property
    def families(self) -> set[str]:
        """The families of the weapons used, unknown ones aside."""
        return {use.mention.type.family for frame in self.frames for use in frame.weapons} - {"unknown"}

    @property
    def types(self) -> set[EventType]:
        """The event types that the acts tell by themselves."""
        return {act.type for frame in self.frames for act in frame.acts if act.type is not None}


def _coarseness(time: TimeMention) -> tuple[int, int]:
    """Order expressions by how little they say: whole months and years last, a period of a total behind a day."""
    if time.begin is None:
        return (9, time.start)
    days = ((time.until or time.begin) - time.begin).days
    return (0 if days <= 1 else 1 if days <= 7 else 2 if days <= 31 else 3) + time.span, time.start


def gather(frames: list[Frame]) -> list[Incident]:
    """Return the incidents that the frames tell of, in the order of their first frame."""
    incidents: list[Incident] = []
    for frame in frames:
        best: tuple[float, int] | None = None
        for number in range(len(incidents) - 1, -1, -1):
            score = affinity(frame, incidents[number])
            if score is not None and score >= JOIN and (best is None or score > best[0]):
                best = (score, number)
        if best is None:
            incidents.append(Incident(frame))
        else:
            incidents[best[1]].frames.append(frame)
    return incidents


def affinity(frame: Frame, incident: Incident) -> float | None:
    """Return how much speaks for the frame telling of the incident; None if something contradicts."""
    if _opposed(frame, incident) or _apart_in_time(frame, incident) or _apart_in_kind(frame, incident):
        return None
    place = _place_affinity(frame, incident)
    if place is None:
        return None
    score = place
    last = incident.frames[-1]
    distance = frame.clause.sentence - last.clause.sentence
    if distance == 0:
        score += 0.5 if frame.clause.opener in SEPARATING and frame.places and last.places else 2.0
    elif distance == 1:
        score += 1.5
    elif distance == 2:
        score += 0.8
    elif distance > 5:
        score -= 0.5
    if frame.anaphoric:
        score += 1.5
    if incident.frames[0].clause.sentence == 0 and distance > 0 and frame.time is None:
        score += 0.3
    time = incident.time
    if frame.time is not None and time is not None:
        score += 0.8
    figures = {(c.outcome, c.count) for c in frame.casualties if (c.count.max or c.count.min or 0) > 1}
    known = {(c.outcome, c.count) for c in incident.casualties}
    if figures & known:
        score += 3.0
    families = {use.mention.type.family for use in frame.weapons} - {"unknown"}
    if families and incident.families:
        score += 0.8 if families & incident.families else -1.5
    if {o.type for o in frame.objects} & {o.type for f in incident.frames for o in f.objects}:
        score += 0.8
    return score


def _opposed(frame: Frame, incident: Incident) -> bool:
    attackers = {a.id for a in frame.attackers if a.id != "unknown"}
    targets = {a.id for a in frame.targets if a.id != "unknown"}
    if attackers and incident.attackers and not attackers & incident.attackers:
        return True
    if attackers and attackers & incident.targets and not attackers & incident.attackers:
        return True
    return bool(targets and targets & incident.attackers and not targets & incident.targets)


def _apart_in_time(frame: Frame, incident: Incident) -> bool:
    mine, theirs = frame.time, incident.time
    if mine is None or theirs is None or mine.begin is None or theirs.begin is None:
        return False
    first, second = mine.until or mine.begin, theirs.until or theirs.begin
    if mine.begin > second or theirs.begin > first:
        return True
    long, short = (first - mine.begin).days, (second - theirs.begin).days
    return abs(long - short) > 3


def _apart_in_kind(frame: Frame, incident: Incident) -> bool:
    mine = {act.type for act in frame.acts if act.type is not None}
    theirs = incident.types
    if not mine or not theirs or mine & theirs:
        return False
    return bool(mine <= GROUND) != bool(theirs <= GROUND)


def _place_affinity(frame: Frame, incident: Incident) -> float | None:
    """Score the places: same 4, one inside the other 1.5, none told 0.8; None where they exclude each other."""
    mine, theirs = frame.places, incident.places
    if not mine:
        return 0.8 if theirs else 0.5
    if not theirs:
        return 0.8
    if any(same_place(a, b) for a in mine for b in theirs):
        return 4.0 if any(p.precision not in WIDE for p in mine) else 1.5
    if any(encloses(a, b) or encloses(b, a) for a in mine for b in theirs):
        wave = all(p.precision is PlacePrecision.COUNTRY for p in theirs)
        if wave and _detailed(frame):
            return None
        return 1.5
    return None


def _detailed(frame: Frame) -> bool:
    """Whether the frame tells details of its own: figures, objects, counts."""
    return bool(frame.casualties or frame.objects or any(use.counted for use in frame.weapons))


def same_place(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two mentions name one place, or a place and a part of it."""
    if a.geonames_id is not None and a.geonames_id == b.geonames_id:
        return True
    if a.name == b.name and a.country == b.country:
        return True
    points = (PlacePrecision.CITY, PlacePrecision.SITE, PlacePrecision.DISTRICT)
    return a.precision in points and b.precision in points and distance_km(a, b) < NEIGHBOURHOOD_KM


def encloses(wide: PlaceMention, narrow: PlaceMention) -> bool:
    """Whether the narrow place lies in the wide one."""
    if wide.precision is PlacePrecision.COUNTRY:
        return wide.country == narrow.country and narrow.precision is not PlacePrecision.COUNTRY
    if wide.precision is PlacePrecision.REGION and narrow.precision not in (
        PlacePrecision.COUNTRY,
        PlacePrecision.REGION,
    ):
        if wide.country != narrow.country:
            return False
        if wide.admin1 and wide.relation != "part" and narrow.admin1:
            return wide.admin1 == narrow.admin1
        return distance_km(wide, narrow) <= (wide.radius_km or 100.0)
    return False


def distance_km(a: PlaceMention, b: PlaceMention) -> float:
    """Return the great-circle distance in kilometres; infinite where a point is not known."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return math.inf
    la, lo, lb, lp = map(math.radians, (a.latitude, a.longitude, b.latitude, b.longitude))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))
