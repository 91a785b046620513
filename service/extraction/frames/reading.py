"""Reading: the frames of a document, one for each clause that tells of an act or of casualties.

Roles come from the syntax around each mention (``roles.py``), counts of weapons from the act that governs them
(``salvos.py``); what was hit, where, when and on whose word from ``harm``, ``whereabouts``, ``dating`` and ``citing``.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from schemas.vocabulary import EventType, WeaponType
from service.extraction.annotators.acts.annotator import BE
from service.extraction.frames.citing import attribute
from service.extraction.frames.clauses import LIST, Clause, Index
from service.extraction.frames.dating import spoken, time_of_acts
from service.extraction.frames.frame import Frame
from service.extraction.frames.harm import objects_hit
from service.extraction.frames.reality import unreal
from service.extraction.frames.roles import Roles, assign_roles
from service.extraction.frames.salvos import read_salvos
from service.extraction.frames.whereabouts import places_struck
from service.extraction.mentions import ActMention

OBJECT_REACH = 8
AIR_MEMORY = 3
"""Sentences back in which the weapons that "them" and "most" stand for are looked for."""
FLYING = frozenset("drone missile aircraft artillery bomb mixed unknown".split())
QUALITIES = frozenset("and deadly massive latest new overnight same air aerial 's".split())
MEANS = frozenset("with by using in".split())
"""Words behind which the weapon is what an act is done with."""
BACKDROP = frozenset("amid since during of despite throughout".split())
"""What a war or battle stands behind where it is only the setting: "far from the front line of its offensive"."""
BACKDROP_REACH = 4
BESIDE = frozenset("also another elsewhere later separate separately".split())
"""Words that set an act beside those told before."""
STOPPING = frozenset(["destroy", "take out", "knock out", "disable", "obliterate", "knock off"])


def build_frames(index: Index) -> list[Frame]:
    """Return the frames of the document in the order of the text."""
    frames: list[Frame] = []
    previous: Frame | None = None
    for clauses in index.clauses:
        told: list[Frame] = []
        for clause in clauses:
            for part in gapped(index, clause):
                frame = _read(index, part, previous)
                if frame is not None:
                    told.append(frame)
                    previous = frame
        _share(index, clauses, told)
        frames.extend(told)
    return frames


def gapped(index: Index, clause: Clause) -> list[Clause]:
    """Split "three in Kharkiv, two in Kherson and one in Sumy" at each figure that has a place of its own."""
    figures = [span for span in index.casualties.within(clause.first, clause.last) if not span[2].part]
    if len(figures) < 2 or len({f[2].outcome for f in figures}) > 1:
        return [clause]
    cuts = [clause.first]
    for (first, _, _), (second, _, _) in pairwise(figures):
        if not any(p[2].relation != "possessive" for p in index.places.within(first, second)):
            return [clause]
        cuts.append(second)
    if not index.places.within(figures[-1][0], clause.last):
        return [clause]
    cuts.append(clause.last)
    return [clause._replace(first=a, last=b) for a, b in pairwise(cuts)]


def _read(index: Index, clause: Clause, previous: Frame | None) -> Frame | None:
    doc = index.doc
    acts = index.acts.within(clause.first, clause.last)
    real = [(first, last, act) for first, last, act in acts if not set_aside(index, clause, first, act)]
    figures = [c for _, _, c in index.casualties.within(clause.first, clause.last)]
    if acts and not real:
        figures = [figure for figure in figures if figure.count.max == 0]  # "no casualties" is no negated killing
    if not real and not figures:
        return None
    real = [(first, last, _governed(index, clause, first, last, act)) for first, last, act in real]
    frame = Frame(clause, [act for _, _, act in real])
    frame.heading = doc.sentences[clause.sentence].heading
    frame.casualties = figures
    roles = assign_roles(index, clause, real)
    frame.attackers, frame.targets, frame.suppliers = roles.attackers, roles.targets, roles.suppliers
    frame.weapons = read_salvos(index, clause, real, previous.weapons if previous else []) if real else []
    _drop_bombs(index, frame)
    frame.objects = objects_hit(index, clause, real, frame.weapons)
    frame.places = places_struck(index, clause, roles, frame.objects)
    frame.time = time_of_acts(index, clause, [a for a in real if a[2] is frame.main] or real)
    attribute(index, frame)
    frame.anaphoric = _anaphoric(index, clause, real)
    frame.beside = not BESIDE.isdisjoint(doc.lower[clause.first : clause.last])
    return frame if _substantial(frame) or _falls(index, frame) or _goes_on(frame, previous) else None


def set_aside(index: Index, clause: Clause, first: int, act: ActMention) -> str:
    """Return why an act tells of nothing that happened now: as `unreal` says, ``recalled``, ``foiled``, or empty."""
    reason = unreal(index, clause, first, act)
    if not reason and _recalled(index, clause, first, act):
        return "recalled"
    if not reason and act.pattern == "intercept" and not _in_the_air(index, clause):
        return "foiled"
    return reason


def _recalled(index: Index, clause: Clause, first: int, act: ActMention) -> bool:
    """Whether a place taken only qualifies a noun, undated: "the city captured by Russia" is background."""
    if act.pattern != "capture" or act.form != "passive" or index.times.within(clause.first, clause.last):
        return False
    return not BE & set(index.doc.lower[max(clause.first, first - 4) : first])


def _drop_bombs(index: Index, frame: Frame) -> None:
    """Take a state's bombs, which are not told to have been planted or set off, for bombs from the air."""
    if "explode" in frame.patterns or not any(a.id == a.country for a in frame.attackers):
        return
    for use in frame.weapons:
        text = index.doc.text[use.mention.start : use.mention.end].lower()
        if use.mention.type is WeaponType.EXPLOSIVE and text.endswith(("bombs", "bombing", "bombings")):
            use.mention = replace(use.mention, type=WeaponType.BOMB if text.endswith("bombs") else WeaponType.UNKNOWN)


def _in_the_air(index: Index, clause: Clause) -> bool:
    """Whether something that can be shot down is told of by the clause or just before: plots are foiled otherwise."""
    sentences = index.doc.sentences
    begin = sentences[max(0, clause.sentence - AIR_MEMORY)].first
    return any(w.type.family in FLYING for _, _, w in index.weapons.within(begin, clause.last))


def _governed(index: Index, clause: Clause, first: int, last: int, act: ActMention) -> ActMention:
    """Settle acts that their object decides: drones "destroyed" are intercepted, a jet "shot down" is attacked."""
    if act.pattern == "capture" and not act.noun and _of_leader(index, clause, first, last, act):
        return replace(act, pattern="abduct", type=EventType.ABDUCTION)
    if act.noun and act.type is EventType.ARMED_CLASH:
        before = index.doc.lower[max(clause.first, first - BACKDROP_REACH) : first]
        return replace(act, weak=True) if BACKDROP & set(before) else act
    if act.noun or act.pattern not in ("damage", "intercept", "repel"):
        return act
    near = index.weapons.within(last, min(clause.last, last + OBJECT_REACH)) if act.form != "passive" else (
        index.weapons.within(max(clause.first, first - OBJECT_REACH), first)
    )  # fmt: skip
    if act.form != "passive":
        near = [w for w in near if not MEANS & set(index.doc.lower[last : w[0]])]
    families = {weapon.type.family for _, _, weapon in near}
    if act.pattern == "damage" and act.lemma in STOPPING and families & {"drone", "missile"}:
        return replace(act, pattern="intercept", weak=False)
    if act.pattern == "repel" and families & {"drone", "missile"}:
        return replace(act, pattern="intercept", type=None)
    if act.pattern == "intercept" and "aircraft" in families and not families & {"drone", "missile"}:
        return replace(act, pattern="attack", type=EventType.AERIAL_STRIKE)
    return act


def _of_leader(index: Index, clause: Clause, first: int, last: int, act: ActMention) -> bool:
    """Whether who is captured is a leader, and no place is taken."""
    reach = range(max(clause.first, first - 4), first) if act.form == "passive" else (
        range(last, min(clause.last, last + 4))
    )  # fmt: skip
    return any(i in index.actors.at and index.actors.at[i].form == "leader" for i in reach)


def _falls(index: Index, frame: Frame) -> bool:
    """Whether a place is the subject of "fell" ("Sievierodonetsk fell on Saturday")."""
    if frame.main is None or frame.main.lemma != "fall" or frame.main.noun:
        return False
    verb = index.doc.token_at(frame.main.start)
    return any(0 < verb - index.doc.token_at(place.end - 1) <= 2 for place in frame.places)


def _substantial(frame: Frame) -> bool:
    """Whether a clause whose words all have peaceful senses has something beside them that makes them violent."""
    if any(not act.weak or act.lemma.startswith("come under") for act in frame.acts) or frame.casualties:
        return True
    if frame.main is not None and frame.main.lemma == "fall":
        return False
    armed = [a for a in (*frame.attackers, *frame.targets) if a.form != "people"]
    return bool(frame.weapons or armed or (frame.objects and frame.places) or frame.anaphoric)


def _goes_on(frame: Frame, previous: Frame | None) -> bool:
    """Whether a clause tells what else was damaged, in the sentence or just after what did it."""
    if previous is None or not frame.objects or frame.main is None or frame.main.pattern not in ("damage", "burn"):
        return False
    return frame.clause.sentence - previous.clause.sentence <= 1


def _anaphoric(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> bool:
    """Whether the clause refers back to an incident already told ("the attack", "the strikes", "this assault")."""
    lower = index.doc.lower
    return any(
        act.noun
        and first > clause.first
        and lower[_head(index, clause, first)] in ("the", "this", "that", "these", "those", "its", "latest")
        for first, _, act in acts
    )


def _head(index: Index, clause: Clause, first: int) -> int:
    """Return the token before the act's noun phrase, the side that qualifies it aside ("the Russian attack")."""
    i = first - 1
    while (
        i > clause.first
        and first - i < 4
        and (i in index.actors.at or i in index.weapons.at or index.doc.lower[i] in QUALITIES)
    ):
        i -= 1
    return i


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
        places = places_struck(index, clause, Roles())
        if clause.opener == LIST:
            told[0].objects = [*told[0].objects, *(o for _, _, o in index.objects.within(clause.first, clause.last))]
        for frame in told:
            if frame.clause.first < clause.first and clause.opener not in ("", "and", ";", "where"):
                continue
            if frame.time is None and times:
                frame.time = times[0]
            if not frame.places and places and (clause.first < frame.clause.first or clause.opener == "where"):
                frame.places = places
    lead = told[0].time
    for frame in told[1:]:
        if frame.time is None and frame.clause.opener in ("", "and", "while", "but", ";", "as"):
            frame.time = lead
    if told[0].time is None and len(told) > 1 and told[1].clause.opener in ("and", ""):
        told[0].time = told[1].time
