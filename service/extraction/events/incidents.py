"""Incidents: frames that tell of the same incident, gathered by place, time, direction, means and reference.

Frames come in the order of the text. Each joins the incident that it has most in common with, unless something
contradicts (another place, another day, the other direction), or opens a new one (codebook section 1).
"""

from __future__ import annotations

from schemas.vocabulary import CasualtyOutcome, EventType, PlacePrecision, TargetType
from service.extraction.frames.frame import Frame
from service.extraction.frames.salvos import size
from service.extraction.geography import WIDE, distance_km, encloses, same_place
from service.extraction.mentions import CasualtyMention, PlaceMention, TimeMention

WEIGHTS = {
    "same place": 4.0, "one of its places, detailed": -0.4, "same country": 1.5, "finer place": 1.5,
    "part of a wave": -1.5, "place of a wave": 1.0, "finer place, detailed": 0.5, "wider place": 0.5, "no place": 0.5,
    "no place, told before": 0.9, "place told later": 0.8, "place told later, agentless": -0.4, "same sentence": 2.0,
    "same sentence, contrasted": 0.5, "its circumstance": 1.0, "next sentence": 1.5, "near": 0.8, "far": -0.5,
    "refers back": 1.5, "beside others": -1.2, "lead": 0.3, "same time": 0.8, "same figures": 3.0,
    "other figures": -0.5, "further figures": 0.3, "same weapons": 0.8, "other weapons": -3.5, "same objects": 1.2,
    "other kind": -1.0, "same attacker": 0.6, "figures only": 0.6, "count of a wave": 1.0,
    "interception told later": 0.6, "count beside": -0.5,
}  # fmt: skip
"""How much each feature of a frame beside an incident speaks for their being one."""
JOIN = 2.6
"""The score from which they are."""
HEADING_JOIN = 2.0
"""The same for a heading, which seldom tells something of its own."""
DISTINCT = 40
"""How many places of an incident are compared."""
MEMORY = 40
"""How many of the latest incidents a frame is compared with: bounds the work on long texts."""
COAST_KM = 250.0
NEAR, FAR = 3, 8
"""Sentences up to which a frame is near the incident's last one, and beyond which it is far from it."""
GROUND = frozenset([EventType.ARMED_CLASH, EventType.TERRITORIAL_CHANGE])
"""What happens between those who hold or take the ground."""
CIRCUMSTANCES = frozenset(["when", "where"])
"""Openers of clauses that tell how or where what stands before them came about."""
SEPARATING = frozenset("while whereas but although though meanwhile after before since following".split())


class Incident:
    """The frames that tell of one incident, and what they tell together.

    Attributes
    ----------
    attackers, targets:
        Ids of the known sides in their roles.
    places:
        The places named, in order; ``distinct`` holds each once, the first ``DISTINCT`` of them, and ``finest`` those
        of them that hold no other, beside which the places of further frames are laid.
    time:
        The time expression that dates the incident: the first of the finest precision, totals aside.
    casualties:
        The casualty figures, in order; ``figures`` holds the totals among them as outcome and number.
    families:
        The families of the weapons used, unknown ones aside.
    """

    __slots__ = (
        "attackers", "casualties", "distinct", "families", "figures", "finest", "frames", "kinds", "objects", "places",
        "targets", "time", "wave",
    )  # fmt: skip

    def __init__(self, frame: Frame) -> None:
        self.frames: list[Frame] = []
        self.attackers: set[str] = set()
        self.targets: set[str] = set()
        self.places: list[PlaceMention] = []
        self.distinct: list[PlaceMention] = []
        self.finest: list[PlaceMention] = []
        self.time: TimeMention | None = None
        self.casualties: list[CasualtyMention] = []
        self.figures: set[tuple[CasualtyOutcome, int]] = set()
        self.families: set[str] = set()
        self.objects: set[TargetType] = set()
        self.kinds: set[EventType] = set()
        self.wave = False
        self.add(frame)

    def add(self, frame: Frame) -> None:
        """Let a further frame tell of the incident."""
        self.frames.append(frame)
        self.attackers.update(a.id for a in frame.attackers if a.id != "unknown")
        self.targets.update(a.id for a in frame.targets if a.id != "unknown")
        self.places.extend(frame.places)
        for place in frame.places:
            known = any(place.name == other.name and place.country == other.country for other in self.distinct)
            if not known and len(self.distinct) < DISTINCT:
                self.distinct.append(place)
                self.finest = finest(self.distinct)
        if frame.time is not None and (self.time is None or _coarseness(frame.time) < _coarseness(self.time)):
            self.time = frame.time
        self.casualties.extend(frame.casualties)
        self.figures.update(_totals(frame))
        self.families.update(use.mention.type.family for use in frame.weapons if use.mention.type.family != "unknown")
        self.objects.update(mention.type for mention in frame.objects)
        if frame.main is not None and frame.main.type is not None:
            self.kinds.add(frame.main.type)
        self.wave = self.wave or any(use.launched or use.intercepted for use in frame.weapons)

    @property
    def is_wave(self) -> bool:
        """Whether it is a wave over a whole country, by its count of weapons."""
        return self.wave and all(place.precision in WIDE for place in self.distinct)


def _coarseness(time: TimeMention) -> tuple[int, int]:
    """Order expressions by how little they say: whole months and years last, a period of a total behind a day."""
    if time.begin is None:
        return (9, time.start)
    days = ((time.until or time.begin) - time.begin).days
    rank = 0 if days <= 1 else 2 if days <= 7 else 3 if days <= 31 else 4
    return rank + time.span + (time.rule == "dateline"), time.start


def gather(frames: list[Frame]) -> list[Incident]:
    """Return the incidents that the frames tell of, in the order of the text.

    Headings come last: they repeat in short, and often together, what the body tells apart.
    """
    incidents: list[Incident] = []
    for frame in [*(f for f in frames if not f.heading), *(f for f in frames if f.heading)]:
        best: tuple[float, int] | None = None
        for number in range(len(incidents) - 1, max(-1, len(incidents) - 1 - MEMORY), -1):
            found = compare(frame, incidents[number])
            if found is None:
                continue
            score = sum(WEIGHTS[name] for name in found)
            if score >= (HEADING_JOIN if frame.heading else JOIN) and (best is None or score > best[0]):
                best = (score, number)
        if best is None:
            incidents.append(Incident(frame))
        else:
            incidents[best[1]].add(frame)
    return sorted(incidents, key=lambda incident: min(frame.clause.first for frame in incident.frames))


def compare(frame: Frame, incident: Incident) -> list[str] | None:
    """Return the features that bear on the frame telling of the incident; None if something contradicts."""
    if _opposed(frame, incident) or _apart_in_time(frame, incident):
        return None
    other_kind = _apart_in_kind(frame, incident)
    if other_kind and frame.places:
        return None
    place = _places_compared(frame, incident)
    if place is None:
        return None
    last = incident.frames[-1]
    distance = abs(frame.clause.sentence - last.clause.sentence)
    if place == "place told later" and distance and not frame.attackers:
        place = "place told later, agentless"
    found = [place, "other kind"] if other_kind else [place]
    if distance == 0:
        separate = frame.clause.opener in SEPARATING and frame.places and last.places
        found.append("same sentence, contrasted" if separate else "same sentence")
        if frame.clause.opener in CIRCUMSTANCES:
            found.append("its circumstance")
    elif distance <= NEAR:
        found.append("next sentence" if distance == 1 else "near")
    elif distance > FAR:
        found.append("far")
    if frame.anaphoric:
        found.append("refers back")
    if frame.beside and _acts_itself(frame):
        found.append("beside others")
    if incident.frames[0].clause.sentence == 0 and distance > 0:
        found.append("lead")
    if frame.time is not None and incident.time is not None:
        found.append("same time")
    _figures_compared(found, frame, incident)
    families = {use.mention.type.family for use in frame.weapons} - {"unknown"}
    if families & incident.families:
        found.append("same weapons")
    elif families and incident.families and distance > 0:  # one sentence may tell of all that an attack was made with
        found.append("other weapons")
    if not frame.places and distance > 0:
        _counts_compared(found, frame, incident)
    if any(o.type in incident.objects for o in frame.objects):
        found.append("same objects")
    if frame.places and any(a.id in incident.attackers for a in frame.attackers):
        found.append("same attacker")
    if not frame.acts:
        found.append("figures only")
    return found


def _acts_itself(frame: Frame) -> bool:
    """Whether the frame tells of more than people harmed or a toll that rose."""
    return frame.main is not None and frame.main.pattern != "kill" and not any(c.total for c in frame.casualties)


def _counts_compared(found: list[str], frame: Frame, incident: Incident) -> None:
    """Compare what became of weapons, told without a place: it belongs to the wave."""
    if any(use.counted for use in frame.weapons):
        found.append("count of a wave" if incident.is_wave else "count beside")
    elif frame.main is not None and frame.main.pattern == "intercept" and incident.families & {"drone", "missile"}:
        found.append("interception told later")


def _figures_compared(found: list[str], frame: Frame, incident: Incident) -> None:
    mine, theirs = _totals(frame), incident.figures
    if not mine:
        return
    if any(number > 1 for _, number in mine & theirs):
        found.append("same figures")
    elif {outcome for outcome, _ in mine} & {outcome for outcome, _ in theirs}:
        found.append("other figures")
    else:
        found.append("further figures")


def _totals(frame: Frame) -> set[tuple[CasualtyOutcome, int]]:
    """Return the frame's totals as outcome and number, whatever bounds it ("at least six" repeats "six")."""
    return {(c.outcome, size(c.count)[0]) for c in frame.casualties if not c.part}


def alike(one: Incident, other: Incident) -> bool:
    """Whether two incidents told apart have one place and no day or figures that tell them apart."""
    if not one.places or not other.places or not _same_places(one, other):
        return False
    if any(_apart_in_time(frame, one) for frame in other.frames[:DISTINCT] if frame.time is not None):
        return False
    return not one.figures or not other.figures or bool(one.figures & other.figures)


def _same_places(one: Incident, other: Incident) -> bool:
    first, second = one.frames[0].places or one.places, other.frames[0].places or other.places
    return all(any(same_place(a, b) for b in second) for a in first)


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
    """Whether one tells of fighting on the ground and the other of strikes, by their main acts."""
    mine = frame.main.type if frame.main is not None else None
    if mine is None or not incident.kinds or mine in incident.kinds:
        return False
    return (mine in GROUND) != bool(incident.kinds & GROUND)


def _places_compared(frame: Frame, incident: Incident) -> str | None:
    """Name how the places stand to each other; None where they exclude each other."""
    mine, theirs = finest(frame.places[:DISTINCT]), incident.finest
    if not mine:
        return "no place, told before" if theirs else "no place"
    if not theirs:
        return "place told later"
    if any(same_place(a, b) for a in mine for b in theirs):
        if len(mine) < len(incident.frames[0].places) and _detailed(frame):
            return "one of its places, detailed"
        return "same place" if any(p.precision not in WIDE for p in mine) else "same country"
    if any(encloses(a, b) for a in theirs for b in mine):
        if incident.is_wave and frame.time is not None and frame.time != incident.time:
            return "part of a wave"
        if incident.is_wave and all(b.relation == "part" for b in mine) and not (frame.casualties or frame.objects):
            return "place of a wave"  # "29 were shot down in the south of the country"
        if _detailed(frame):
            return "part of a wave" if incident.is_wave else "finer place, detailed"
        return "place of a wave" if incident.is_wave else "finer place"
    if any(encloses(a, b) for a in mine for b in theirs):
        return "wider place"
    if any(_off_the_coast(a, b) or _off_the_coast(b, a) for a in mine for b in theirs):
        return "wider place"
    return None


def finest(places: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places that hold no other of them."""
    if len(places) < 2:
        return places
    return [place for place in places if not any(encloses(place, other) for other in places)]


def _off_the_coast(sea: PlaceMention, land: PlaceMention) -> bool:
    """Whether the land borders the sea, as far as the points tell."""
    if sea.precision is not PlacePrecision.SEA or land.precision in WIDE:
        return False
    return distance_km(sea, land) <= COAST_KM


def _detailed(frame: Frame) -> bool:
    """Whether the frame tells details of its own: figures, objects, counts."""
    return bool(frame.casualties or frame.objects or any(use.counted for use in frame.weapons))
