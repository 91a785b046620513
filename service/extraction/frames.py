"""Frames: for each clause that tells of an act, who, to whom, with what, where, when, how many, what came of it.

A frame holds mentions, not values: nothing is resolved against other sentences here. Roles are read from the
syntax around each mention (``roles.py``), counts of weapons from the act that governs them (``salvos.py``).
"""

from __future__ import annotations

from msgspec.structs import replace

from schemas.vocabulary import AttributionRole, EventType, PlacePrecision
from service.extraction.clauses import Clause, Index, unreal
from service.extraction.mentions import (
    ActMention,
    ActorMention,
    CasualtyMention,
    ObjectMention,
    PlaceMention,
    SpeakerMention,
    TimeMention,
)
from service.extraction.roles import Roles, assign_roles
from service.extraction.salvos import WeaponUse, read_salvos

SPEECH = frozenset(
    "said says say told tells announced announces reported reports report wrote writes added adds claimed claims"
    " confirmed confirms stated states statement posted post tweeted interview conference briefing address telegram"
    " facebook twitter published speaking spoke speech meeting talks met visit visited arrived phone call called"
    " condemned urged reporters broadcast according update bulletin".split()
)
PLACE_PREPOSITIONS = frozenset(
    "in on at near over across into inside around outside throughout toward towards onto against of through within"
    " along off around between upon above to targeting hitting striking".split()
)
ORIGIN = frozenset(["from"])
HEDGES = frozenset("reportedly allegedly purportedly apparently alleged reported suspected".split())
REPORT_GAP = 4
OBJECT_REACH = 8
STOPPING = frozenset(["destroy", "take out", "knock out", "disable", "obliterate", "knock off"])
PRIORITY = {
    "capture": 0, "withdraw": 1, "fall": 1, "abduct": 1, "board": 1, "attack": 2, "explode": 3, "fight": 3, "repel": 3,
    "launch": 4, "intercept": 4, "advance": 5, "kill": 6, "damage": 7, "burn": 8, "suppress": 9,
}  # fmt: skip


class Frame:
    """What one clause says about one incident, as mentions.

    Attributes
    ----------
    clause:
        The stretch of tokens that the frame was read from.
    acts:
        The acts that happened by this clause, in order; ``main`` leads. Empty if only casualties are told.
    attackers, targets:
        Actor mentions in their roles.
    time:
        The time expression that dates the acts, if there is one in reach.
    claimed, denied:
        Whether the main act stands on somebody's word, or on a denial.
    """

    __slots__ = (
        "acts", "anaphoric", "attackers", "casualties", "claimed", "clause", "denied", "heading", "main", "objects",
        "places", "speakers", "suppliers", "targets", "time", "weapons",
    )  # fmt: skip

    def __init__(self, clause: Clause, acts: list[ActMention]) -> None:
        self.clause = clause
        self.acts = acts
        self.main = min(acts, key=lambda act: (PRIORITY[act.pattern], act.weak, act.start)) if acts else None
        self.attackers: list[ActorMention] = []
        self.targets: list[ActorMention] = []
        self.suppliers: set[int] = set()
        self.weapons: list[WeaponUse] = []
        self.places: list[PlaceMention] = []
        self.objects: list[ObjectMention] = []
        self.casualties: list[CasualtyMention] = []
        self.speakers: list[SpeakerMention] = []
        self.time: TimeMention | None = None
        self.claimed = False
        self.denied = False
        self.anaphoric = False
        self.heading = False

    @property
    def patterns(self) -> set[str]:
        """The argument patterns of the frame's acts."""
        return {act.pattern for act in self.acts}


def build_frames(index: Index) -> list[Frame]:
    """Return the frames of the document in the order of the text."""
    frames: list[Frame] = []
    previous: Frame | None = None
    for clauses in index.clauses:
        told: list[Frame] = []
        for clause in clauses:
            for part in _gapped(index, clause):
                frame = _read(index, part, previous)
                if frame is not None:
                    told.append(frame)
                    previous = frame
        _share(index, clauses, told)
        frames.extend(told)
    return frames


def _gapped(index: Index, clause: Clause) -> list[Clause]:
    """Split "three in Kharkiv, two in Kherson and one in Sumy" at each figure that has a place of its own."""
    figures = [span for span in index.casualties.within(clause.first, clause.last) if not span[2].part]
    if len(figures) < 2 or len({f[2].outcome for f in figures}) > 1:
        return [clause]
    cuts = [clause.first]
    for (first, _, _), (second, _, _) in zip(figures, figures[1:], strict=False):
        if not any(p[2].relation != "possessive" for p in index.places.within(first, second)):
            return [clause]
        cuts.append(second)
    if not index.places.within(figures[-1][0], clause.last):
        return [clause]
    cuts.append(clause.last)
    return [clause._replace(first=a, last=b) for a, b in zip(cuts, cuts[1:], strict=False)]


def _read(index: Index, clause: Clause, previous: Frame | None) -> Frame | None:
    doc = index.doc
    acts = index.acts.within(clause.first, clause.last)
    real = [(first, last, act) for first, last, act in acts if not unreal(index, clause, first, act)]
    figures = [c for _, _, c in index.casualties.within(clause.first, clause.last)]
    if acts and not real:
        return None
    if not real and not figures:
        return None
    real = [(first, last, _governed(index, clause, first, last, act)) for first, last, act in real]
    frame = Frame(clause, [act for _, _, act in real])
    frame.heading = doc.sentences[clause.sentence].heading
    frame.casualties = figures
    roles = assign_roles(index, clause, real)
    frame.attackers, frame.targets, frame.suppliers = roles.attackers, roles.targets, roles.suppliers
    frame.weapons = read_salvos(index, clause, real, previous.weapons if previous else [])
    frame.objects = _objects(index, clause, real, frame)
    frame.places = _places(index, clause, roles)
    frame.time = _time(index, clause, [a for a in real if a[2] is frame.main] or real)
    _attribute(index, frame)
    frame.anaphoric = _anaphoric(index, clause, real)
    return frame if _substantial(frame) else None


def _governed(index: Index, clause: Clause, first: int, last: int, act: ActMention) -> ActMention:
    """Settle acts that their object decides: drones "destroyed" are intercepted, a jet "shot down" is attacked."""
    if act.noun or act.pattern not in ("damage", "intercept"):
        return act
    near = index.weapons.within(last, last + OBJECT_REACH) if act.form != "passive" else (
        index.weapons.within(max(clause.first, first - OBJECT_REACH), first)
    )  # fmt: skip
    families = {weapon.type.family for _, _, weapon in near if weapon.start < index.doc.ends[clause.last - 1]}
    if act.pattern == "damage" and act.lemma in STOPPING and families & {"drone", "missile"}:
        means = index.doc.lower[last : near[0][0]] if act.form != "passive" else []
        return act if {"with", "by", "using", "in"} & set(means) else replace(act, pattern="intercept", weak=False)
    if act.pattern == "intercept" and "aircraft" in families and not families & {"drone", "missile"}:
        return replace(act, pattern="attack", type=EventType.AERIAL_STRIKE)
    return act


def _substantial(frame: Frame) -> bool:
    """Whether a clause whose words all have peaceful senses has something beside them that makes them violent."""
    if any(not act.weak for act in frame.acts) or frame.casualties:
        return True
    armed = [a for a in (*frame.attackers, *frame.targets) if a.form != "people"]
    return bool(frame.weapons or armed or (frame.objects and frame.places) or frame.anaphoric)


def _objects(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], frame: Frame
) -> list[ObjectMention]:
    """Return the objects that stand where the act's object stands: after an active verb, before a passive one."""
    doc = index.doc
    harmful = [
        a for a in acts if a[2].pattern in ("attack", "damage", "burn", "launch", "explode", "kill", "capture", "board")
    ]
    used = {id(use.mention) for use in frame.weapons}
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
    begin, end, mention = act
    if first >= end:  # after the act
        between = lower[end:first]
        if mention.form == "passive":
            return "including" in between or "and" in between and "by" not in between
        if mention.noun:
            return any(w in ("on", "at", "against", "of", "to", "in", "near", "including", "hit") for w in between)
        return not any(w in ("from", "by", "after", "because") for w in between)
    if mention.form == "passive" or mention.pattern == "burn":
        return True
    return mention.noun and mention.pattern == "damage"


def _places(index: Index, clause: Clause, roles: Roles) -> list[PlaceMention]:
    """Return where the acts were: not where they were launched from or told of, and nothing that only encloses."""
    doc = index.doc
    found: list[tuple[int, PlaceMention]] = []
    for first, _, place in index.places.within(clause.first, clause.last):
        if place.relation in ("dateline", "possessive"):
            continue
        speaker = index.speakers.at.get(first)
        if speaker is not None and speaker.start <= place.start < speaker.end:
            continue
        before = _preposition(doc.lower, clause.first, first)
        if before in ORIGIN:
            continue
        actor = index.actors.at.get(first)
        if (
            actor is not None
            and before not in PLACE_PREPOSITIONS
            and not (id(actor) in roles.objects and place.precision == PlacePrecision.COUNTRY)
        ):
            continue
        found.append((doc.places.index(place), place))
    enclosing = {parent for _, place in found for parent in place.parents}
    return [place for number, place in found if number not in enclosing]


DETERMINERS = frozenset(
    "the a an central eastern western northern southern north south east west city town village region port capital"
    " of province district and its outskirts suburb settlement nearby occupied russian ukrainian".split()
)


def _preposition(lower: list[str], limit: int, first: int) -> str:
    """Return the preposition that governs the noun phrase at the token, or the word before it."""
    i = first - 1
    while (
        i > limit
        and (lower[i] in DETERMINERS or lower[i] in ("-", ",") or lower[i].endswith(("ern", "al")))
        and first - i < 7
    ):
        if lower[i] == "of" and lower[i - 1] not in DETERMINERS:
            return "of"
        i -= 1
    return lower[i] if i >= limit else ""


def _time(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> TimeMention | None:
    """Return the time expression of the clause that stands nearest to an act and is not the time of speaking."""
    best: tuple[int, TimeMention] | None = None
    for first, last, time in index.times.within(clause.first, clause.last):
        if time.begin is None or spoken(index, clause.first, first):
            continue
        distance = min((min(abs(first - e), abs(b - last)) for b, e, _ in acts), default=0)
        if best is None or distance < best[0]:
            best = (distance, time)
    return best[1] if best else None


def spoken(index: Index, limit: int, first: int) -> bool:
    """Whether a time expression dates the telling and not the act ("said on Tuesday")."""
    lower = index.doc.lower
    for i in range(first - 1, max(limit, first - REPORT_GAP) - 1, -1):
        if i in index.acts.at or lower[i] == ",":
            return False
        if lower[i] in SPEECH:
            return True
    return False


def _attribute(index: Index, frame: Frame) -> None:
    """Collect who is cited for the clause, and whether its main act stands on their word."""
    doc, clause = index.doc, frame.clause
    start, end = doc.starts[clause.first], doc.ends[clause.last - 1]
    anchor = frame.main or (frame.casualties[0] if frame.casualties else None)
    for speaker in doc.speakers:
        if speaker.scope_end <= start or speaker.scope_start >= end:
            continue
        covers = anchor is not None and speaker.scope_start <= anchor.start < speaker.scope_end
        if speaker.role == AttributionRole.DENIES:
            frame.denied = frame.denied or covers
        elif covers:
            frame.claimed = True
        frame.speakers.append(speaker)
    if any(word in HEDGES for word in doc.lower[clause.first : clause.last]):
        frame.claimed = True


def _anaphoric(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> bool:
    """Whether the clause refers back to an incident already told ("the attack", "the strikes", "this assault")."""
    lower = index.doc.lower
    return any(
        act.noun
        and first > clause.first
        and lower[first - 1] in ("the", "this", "that", "these", "those", "its", "latest")
        for first, _, act in acts
    )


def _share(index: Index, clauses: list[Clause], told: list[Frame]) -> None:
    """Give the time and place that open or close a sentence to the frames of it that have none."""
    if not told:
        return
    covered = [(frame.clause.first, frame.clause.last) for frame in told]
    for clause in clauses:
        if any(first <= clause.first < last for first, last in covered):
            continue
        times = [t for f, _, t in index.times.within(clause.first, clause.last)
                 if t.begin is not None and not spoken(index, clause.first, f)]  # fmt: skip
        places = _places(index, clause, Roles())
        for frame in told:
            if frame.clause.first < clause.first and clause.opener not in ("", "and", ";"):
                continue
            if frame.time is None and times:
                frame.time = times[0]
            if not frame.places and places and clause.first < frame.clause.first:
                frame.places = places
    lead = told[0].time
    for frame in told[1:]:
        if frame.time is None and frame.clause.opener in ("", "and", "while", "but", ";", "as"):
            frame.time = lead
    if told[0].time is None and len(told) > 1 and told[1].clause.opener in ("and", ""):
        told[0].time = told[1].time
