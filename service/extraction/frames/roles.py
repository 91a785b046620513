"""Roles: which side acts and which is acted on, by the syntax around each mention of an actor in a clause."""

from __future__ import annotations

from itertools import pairwise

from schemas.vocabulary import WeaponType
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.subjects import cleft, forces, head_of_force, other_subject
from service.extraction.mentions import ActMention, ActorMention

DEFENSIVE = frozenset(["intercept", "repel", "suppress"])
YIELDING = frozenset(["withdraw"])
DEFENDER_REACH = 4
"""Tokens from a weapon to the verb of which it is the subject ("the Iron Dome system intercepted")."""
DESTROYING = frozenset(["damage", "attack", "intercept"])
PREPOSITIONS = frozenset(
    "by against on at from of with to towards toward in across over near inside into between for under amid about"
    " through within during after before as since than outside".split()
)
CONJUNCTIONS = frozenset("after before as since until".split())
"""Prepositions that may open a clause, whose subject follows: "after militants killed"."""
ADJECTIVAL_REACH = 5
SKIPPED = frozenset(
    "the a an its their his her s 's president prime minister leader militant group terrorist rebel own another of"
    " former suspected presumed alleged government military armed forces troops fighters north south east west".split()
)
STOPS = frozenset(", ; : ( ) and or but which who that said says".split())
UNLINKING = frozenset(
    "the a an its their his her this these those condemned condemns condemn denounced denounces deplored decried"
    " reported reports blamed blames accused welcomed confirmed announced mourned protested criticised criticized"
    " slammed is was are were has have had will would".split()
)
"""Words that no noun phrase holds between the name of a side and its weapon or act."""
BACKERS = frozenset(
    "backed supported allied aligned led held controlled occupied installed made supplied built linked trained provided"
    " designed manufactured affiliated funded based annexed run speaking".split()
)

QUOTES = frozenset('"“«')
OWN_VOICE = frozenset("we our us".split())
REPORTED_VOICE = frozenset("it they its their forces troops army military soldiers units".split())
CREWED = frozenset(["aircraft", "warship"])
STOPPABLE = frozenset(["drone", "missile"])
MUTUAL = frozenset([("each", "other"), ("one", "another"), ("the", "other")])
ACCUSING = frozenset("accused accuse accuses accusing blamed blame blames blaming".split())
STATING = frozenset("name metonym force government group leader".split())
SETTING_OFF = frozenset(
    ["blow up", "detonate", "dynamite", "set off", "booby-trap", "blow himself up", "blow herself up", "self-detonate",
     "blow themselves up"]
)  # fmt: skip
HOLDERS = frozenset("held controlled occupied run annexed".split())


class Roles:
    """Actor mentions of a clause by role.

    ``objects`` are the ids of those that stand as grammatical objects, ``suppliers`` of those that only qualify a
    weapon ("Iranian drones"): they act unless the article knows another side that does.
    """

    __slots__ = ("attackers", "objects", "suppliers", "targets")

    def __init__(self) -> None:
        self.attackers: list[ActorMention] = []
        self.targets: list[ActorMention] = []
        self.objects: set[int] = set()
        self.suppliers: set[int] = set()


def assign_roles(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]]) -> Roles:
    """Return the roles of the clause's actors; an actor whose place in the syntax tells nothing has none."""
    roles = Roles()
    for first, last, actor in index.actors.within(clause.first, clause.last):
        speaker = index.speakers.at.get(first)
        if speaker is not None and speaker.start <= actor.start < speaker.end:
            continue
        place = index.places.at.get(first)
        if place is not None and place.relation == "dateline":
            continue
        role, is_object = _role(index, clause, acts, first, last, actor)
        if role == "attacker":
            roles.attackers.append(actor)
            if actor.form == "demonym" and last < clause.last and _supplies(index, clause, last):
                roles.suppliers.add(id(actor))
        elif role == "target":
            roles.targets.append(actor)
        if is_object:
            roles.objects.add(id(actor))
    _pair_fighters(index, clause, acts, roles)
    if not roles.attackers:
        _pronoun_subject(index, clause, acts, roles)
    return roles


def _pair_fighters(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], roles: Roles) -> None:
    """Set two sides that fight ("A and B clashed") against each other; let both act where each accuses the other."""
    sides = list(dict.fromkeys(actor.id for actor in roles.attackers if actor.id != "unknown"))
    lower = index.doc.lower[clause.first : clause.last]
    if any(pair in MUTUAL for pair in pairwise(lower)) and any(word in ACCUSING for word in lower):
        named = [a for _, _, a in index.actors.within(clause.first, clause.last) if a.form in STATING]
        if len({a.id for a in named}) == 2:
            roles.attackers, roles.targets = named, []
        return
    fights = any(act.pattern == "fight" and act.form == "finite" for _, _, act in acts)
    if fights and len(sides) == 2 and not roles.targets:
        roles.targets = [actor for actor in roles.attackers if actor.id == sides[1]]
        roles.attackers = [actor for actor in roles.attackers if actor.id != sides[1]]


def _role(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], first: int, last: int, actor: ActorMention
) -> tuple[str, bool]:
    lower = index.doc.lower
    if last + 1 < clause.last and lower[last] == "-" and lower[last + 1] in BACKERS:
        return ("target" if lower[last + 1] in HOLDERS else ""), False
    owned = _owns(index, clause, first, last, actor)
    if owned:
        return owned, False
    first = head_of_force(lower, clause.first, first, actor)
    before = _governor(lower, clause.first, first)
    if before == "and" and "between" in lower[max(clause.first, first - 10) : first]:
        return ("target" if any(a.pattern == "fight" for _, end, a in acts if end <= first) else ""), False
    if before in PREPOSITIONS and not (before in CONJUNCTIONS and before in (clause.opener, lower[clause.first])):
        return _by_preposition(lower, clause, acts, first, before)
    return _by_verb(index, acts, first, last, clause)


def _supplies(index: Index, clause: Clause, i: int) -> bool:
    """Whether the noun that follows is a weapon as a thing, and not an act or a force."""
    for j in range(i, min(clause.last, i + 3)):
        weapon = index.weapons.at.get(j)
        if weapon is not None:
            return not weapon.act and weapon.type.family not in CREWED and weapon.type is not WeaponType.ARTILLERY_TANK
        if j in index.acts.at:
            return False
    return False


def _owns(index: Index, clause: Clause, first: int, last: int, actor: ActorMention) -> str:
    """Judge a modifier by its head: "Russian drones", "Israeli airstrikes" act; "Ukrainian positions" suffer."""
    lower = index.doc.lower
    i = last
    possessive = i < clause.last and lower[i] in ("'s", "'")
    if possessive:
        i += 1
    elif actor.form not in ("demonym", "metonym", "name", "group", "generic"):
        return ""
    end = min(clause.last, i + ADJECTIVAL_REACH)
    while i < end:
        act = index.acts.at.get(i)
        if act is not None:
            if not act.noun:
                return ""
            if act.pattern in DEFENSIVE or act.pattern in YIELDING:
                return "target"
            if act.pattern in ("kill", "damage", "burn"):
                return "target" if lower[i] in ("casualties", "deaths", "injuries", "fatalities") else ""
            return "attacker"
        weapon = index.weapons.at.get(i)
        target = index.objects.at.get(i)
        if target is not None and (weapon is None or target.end > weapon.end):
            return _owner_of_object(index, clause, i)
        if weapon is not None:
            return "attacker" if not _struck(index, clause, i) else "target"
        if lower[i] in STOPS or lower[i] in PREPOSITIONS or lower[i] in UNLINKING or i in index.actors.at:
            return ""
        i += 1
    return ""


def _struck(index: Index, clause: Clause, i: int) -> bool:
    """Whether the weapon at the token is destroyed ("destroyed a Russian tank") or defends, and is not what strikes."""
    if index.weapons.at[i].type is WeaponType.MISSILE_AIR_DEFENCE:
        following = next(iter(index.acts.within(i, min(clause.last, i + DEFENDER_REACH))), None)
        return following is not None and following[2].pattern in DEFENSIVE
    if index.weapons.at[i].type.family in STOPPABLE:
        return False
    for first, last, act in index.acts.within(clause.first, clause.last):
        if act.pattern not in DESTROYING:
            continue
        if act.form in ("finite", "gerund", "infinitive") and 0 <= i - last < 6:
            return not any(index.doc.lower[j] in ("with", "by", "using") for j in range(last, i))
        if act.form == "passive" and 0 <= first - i < 6:
            return True
    return False


def _owner_of_object(index: Index, clause: Clause, i: int) -> str:
    """Judge the owner of a thing or of people: subject of an active verb acts, all else suffers."""
    for first, last, act in index.acts.within(clause.first, clause.last):
        if act.noun:
            if 0 <= i - last < 6:
                return "target"
            continue
        if first > i:
            subject = act.form == "finite" and first - i < 8 and act.pattern not in ("burn", "kill", "explode")
            defends = act.pattern in DEFENSIVE or act.pattern in YIELDING
            return ("target" if defends else "attacker") if subject else "target"
        if last <= i:
            return "target"
    return ""


def _governor(lower: list[str], limit: int, first: int) -> str:
    """Return the word that governs the noun phrase at the token: articles, titles and adjectives aside."""
    i = first - 1
    while i >= limit and first - i < 5:
        if lower[i] not in SKIPPED and not lower[i].endswith(("ern", "al", "ist", "-")):
            return lower[i]
        if lower[i] == "of":
            return "of"
        i -= 1
    return lower[i] if i >= limit else ""


def _by_preposition(
    lower: list[str], clause: Clause, acts: list[tuple[int, int, ActMention]], first: int, before: str
) -> tuple[str, bool]:
    end, act = next(((last, a) for _, last, a in reversed(acts) if last <= first), (first, None))
    if act is None:
        return "", False
    defensive = act.pattern in DEFENSIVE
    if before == "by":
        if act.noun or act.form == "passive" or act.pattern in ("capture", "kill"):
            return ("target" if defensive else "attacker"), False
        return "", False
    if before == "against":
        return ("attacker" if defensive else "target"), True
    if before in ("on", "at", "to", "toward", "towards", "into"):
        if act.pattern == "fall" or (before == "to" and act.pattern in YIELDING):
            return "attacker", False
        return ("target", True) if act.pattern in ("attack", "launch", "advance") else ("", False)
    if before == "of" and act.noun and lower[end] == "of":
        return ("target", True) if act.pattern in ("attack", "kill", "capture", "explode", "abduct") else ("", False)
    if before == "from" and act.pattern in ("capture", "advance"):
        return "target", True
    if before in ("with", "between") and any(a.pattern == "fight" for _, last, a in acts if last <= first):
        return "target" if before == "with" else "attacker", False
    return "", False


def _by_verb(
    index: Index, acts: list[tuple[int, int, ActMention]], first: int, last: int, clause: Clause
) -> tuple[str, bool]:
    lower = index.doc.lower
    left = next(((f, e, a) for f, e, a in reversed(acts) if e <= first), None)
    if left is not None and not left[2].noun and first - left[1] <= 5 and left[2].form != "passive":
        gap = lower[left[1] : first]
        if not any(word in STOPS or word in PREPOSITIONS for word in gap):
            if left[2].pattern in YIELDING:
                return "", True
            if left[2].pattern in DEFENSIVE:
                return "attacker", True
            return ("attacker" if left[2].pattern == "fall" else "target"), True
    right = next(((f, e, a) for f, e, a in acts if f >= last and not a.noun), None)
    if right is None or right[0] - last > 14:
        if left is not None and left[2].pattern == "fight" and left[2].noun and "and" in lower[left[1] : first]:
            return "target", False
        return "", False
    if right[2].form == "gerund" and lower[right[0] - 1] in ("for", "of") and right[0] - 1 != last:
        return "", False  # "Zelenskyy condemned Moscow for launching …"
    if right[2].form == "gerund" and left is not None and not left[2].noun:
        return "", False
    if other_subject(index, last, right[0]) and not cleft(lower, clause.first, first):
        return "", False
    rivals = [
        s for s in index.actors.within(last, right[0]) if lower[s[0] - 1] not in PREPOSITIONS and s[2].form != "demonym"
    ]
    if rivals and "and" not in lower[last : right[0]]:
        return "", False
    if right[2].lemma.startswith("come under"):
        return "target", False
    if right[2].form == "passive":
        return ("", False) if right[2].pattern in DEFENSIVE else ("target", False)
    if right[2].pattern in YIELDING and right[2].form == "infinitive" and forces(lower, last, right[0]):
        return "attacker", False
    if right[2].pattern in DEFENSIVE or right[2].pattern in YIELDING:
        return "target", False
    if right[2].pattern == "explode":
        return ("attacker" if right[2].lemma in SETTING_OFF else ""), False
    if right[2].pattern == "burn" or right[2].lemma in ("die", "perish"):
        return "", False
    return "attacker", False


def _pronoun_subject(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], roles: Roles) -> None:
    """Let "we", or outside quotation marks "it", "they" and "its forces", stand for the side of the speaker."""
    doc = index.doc
    voices = index.voices(clause)
    for first, _, act in acts if voices else []:
        if act.noun or act.form == "passive" or act.pattern in ("burn", "explode"):
            continue
        before = range(max(clause.first, first - 4), first)
        window = {doc.lower[i] for i in before if i not in index.actors.at or index.actors.at[i].id == "unknown"}
        offset = doc.starts[first]
        for speaker in voices:
            if speaker.scope_start <= offset < speaker.scope_end and speaker.side is not None:
                quoted = doc.text[max(0, speaker.scope_start - 1) : speaker.scope_start + 1].strip()[:1] in QUOTES
                if not window & (OWN_VOICE if quoted else OWN_VOICE | REPORTED_VOICE):
                    continue
                for _, _, actor in index.actors.spans:
                    if actor.id == speaker.side:
                        defends = act.pattern in DEFENSIVE or act.pattern in YIELDING
                        (roles.targets if defends else roles.attackers).append(actor)
                        return
