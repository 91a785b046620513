"""Salvos: which weapons a clause ties to its acts, and how many were launched, intercepted, suppressed or hit.

A number belongs to the weapon that it stands before, or to the last one told of where it stands alone ("four were
jammed", "54 of which were shot down"); what became of it is told by the word that governs it (``fates.py``, codebook
section 4). A number shot down is not a number launched, and nothing is summed.
"""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from schemas.event import Count
from schemas.vocabulary import CasualtyOutcome, WeaponType
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.fates import LEXICON, OBJECT_REACH, Acts, fates
from service.extraction.frames.means import is_means, listed
from service.extraction.frames.quantities import (
    COUNT_REACH,
    compound,
    head_of_kinds,
    headless,
    number_before,
    out_of,
    part_of,
    plausible,
    running_total,
    whole,
    whole_only,
)
from service.extraction.frames.remains import bare_remains, downed, only_remains, spent
from service.extraction.mentions import NumberMention, WeaponMention

WINDOW = 60
"""Tokens around a weapon in which the acts that govern it stand."""
LONGEST_CHAIN = 10
"""Coordinated weapons that one noun may follow ("drone, missile and artillery strikes")."""
MEMORY = 20
"""Weapons that a bare number may refer back to."""
UNCOUNTED = frozenset([
    WeaponType.EXPLOSIVE_VEHICLE, WeaponType.EXPLOSIVE_SUICIDE,
    WeaponType.FIREARM, WeaponType.AIRCRAFT, WeaponType.AIRCRAFT_HELICOPTER,
    WeaponType.WARSHIP, WeaponType.ARTILLERY, WeaponType.ARTILLERY_TANK, WeaponType.UNKNOWN, WeaponType.BLADE,
    WeaponType.CYBER, WeaponType.VEHICLE_RAMMING, WeaponType.INCENDIARY, WeaponType.CHEMICAL,
])  # fmt: skip
ONE_IS_NONE = frozenset([WeaponType.EXPLOSIVE, WeaponType.EXPLOSIVE_IED, WeaponType.EXPLOSIVE_MINE])
"""One bomb that goes off is no count (codebook section 4), two are."""
COUNTABLE = frozenset(["drone", "missile", "bomb"])
CARRIED = frozenset(["drone", "missile", "bomb", "artillery", "mixed"])
TARGETS = frozenset(["target", "targets"])
TARGET_REACH = 4
PRONOUNS = frozenset("them which whom those these".split())
LAUNCHERS = frozenset(LEXICON["nouns"]["launchers"])
LOOSE = frozenset(["air attack", "aerial attack", "aerial assault", "air assault", "air attacks", "aerial attacks",
                   "aerial assaults", "air assaults"])  # fmt: skip
"""Uses told of whatever flies: where the text names drones or missiles they need not be of aircraft."""
FLYING = frozenset(["drone", "missile"])


class WeaponUse:
    """A weapon of a clause with its counts."""

    __slots__ = ("end", "hit", "intercepted", "launched", "mention", "start", "suppressed")

    def __init__(self, mention: WeaponMention) -> None:
        self.mention = mention
        self.start, self.end = mention.start, mention.end
        self.launched: Count | None = None
        self.intercepted: Count | None = None
        self.suppressed: Count | None = None
        self.hit: Count | None = None

    @property
    def counted(self) -> bool:
        """Whether any count is known."""
        return any((self.launched, self.intercepted, self.suppressed, self.hit))

    def tell(self, status: str, count: Count, span: NumberMention | None = None) -> None:
        """Set the count of an outcome, and take in the words that tell it."""
        setattr(self, status, count)
        if span is not None:
            self.start, self.end = min(self.start, span.start), max(self.end, span.end)


def read_salvos(index: Index, clause: Clause, acts: Acts, earlier: list[WeaponUse]) -> list[WeaponUse]:
    """Return the weapons used in the clause; ``earlier`` are those that "of them" and bare numbers refer back to."""
    doc = index.doc
    uses: list[WeaponUse] = []
    read: set[int] = set()
    begins = [begin for begin, _, _ in acts]
    told = any(i in index.acts.at for i in range(clause.first, clause.last))
    total = running_total(doc.lower, clause)
    for first, last, weapon in index.weapons.within(clause.first, clause.last) if told else []:
        near = acts[bisect_left(begins, first - WINDOW) : bisect_left(begins, last + WINDOW)]
        if not is_means(index, clause, near, first, last, weapon) or _superseded(index, clause, first, last, weapon):
            continue
        use = WeaponUse(_settled(index, weapon, first))
        uses.append(use)
        if total or weapon.act or weapon.type in UNCOUNTED or doc.lower[last - 1] in LAUNCHERS:
            continue
        if _qualifies(index, clause, first, last):
            if downed(index, clause, near, first, last) and _single(weapon):
                use.tell("intercepted", Count(1, 1))
            continue
        _count(index, clause, near, use, first, last, read)
    uses = _mixed(doc.text, uses)
    if not uses and acts and bare_remains(doc.lower, clause):
        fallen = next((use.mention for use in reversed(earlier) if use.mention.type.family in FLYING), None)
        return [] if fallen is None else [WeaponUse(fallen)]
    if total:
        return uses
    known = [*earlier, *uses][-MEMORY:]
    return [*uses, *_carried(index, clause, acts, known, read), *_entire(index, clause, acts, known)]


def _superseded(index: Index, clause: Clause, first: int, last: int, weapon: WeaponMention) -> bool:
    """Whether words after it say what the weapon was: "shelled with machine guns", "aircraft-type drones"."""
    lower = index.doc.lower
    if compound(index, last) and weapon.model is None:
        return _weapon_in(index, last + 2, last + 4)
    act = index.acts.at.get(first)
    if not weapon.act or act is None or act.noun:
        return False
    for i in range(last, min(clause.last, last + WINDOW)):
        other = index.weapons.at.get(i)
        if other is not None and not other.act and {"with", "using"} & set(lower[max(last, i - 3) : i]):
            return True
    return False


def _settled(index: Index, weapon: WeaponMention, first: int) -> WeaponMention:
    """Return the weapon; of an unknown kind if "air attack" may mean the drones or missiles that the text names.

    Bombs that fall come from the air.
    """
    if weapon.type is WeaponType.EXPLOSIVE:
        following = index.acts.at.get(index.doc.token_at(weapon.end))
        falls = following is not None and following.lemma.startswith("fall ")
        return replace(weapon, type=WeaponType.BOMB) if falls else weapon  # "bombs fell on a market"
    if weapon.type is not WeaponType.AIRCRAFT or not weapon.act:
        return weapon
    words = " ".join(index.doc.text[weapon.start : weapon.end].lower().split())
    if words not in LOOSE or (index.doc.lower[first - 1] in ("and", ",") and first - 2 in index.weapons.at):
        return weapon  # "missile and aerial attacks"
    flying = any(w.type.family in FLYING for w in index.doc.weapons)
    return replace(weapon, type=WeaponType.UNKNOWN) if flying else weapon


def _qualifies(index: Index, clause: Clause, first: int, last: int) -> bool:
    """Whether the weapon only qualifies a noun ("a drone attack", "drone and missile strikes", "drone debris")."""
    doc = index.doc
    lower = doc.lower
    if only_remains(lower, clause, first, last) or spent(lower, clause, first):
        return True
    if compound(index, last) and _weapon_in(index, last + 2, last + 2 + COUNT_REACH):
        return True
    for _ in range(LONGEST_CHAIN):
        if last >= clause.last:
            return False
        act, target = index.acts.at.get(last), index.objects.at.get(last)
        if (act is not None and act.noun) or (target is not None and target.start > doc.starts[last - 1]):
            return True
        following = index.weapons.at.get(last + 1) if lower[last] in ("and", "or", "/") else None
        if following is None:
            return False
        if following.act:
            return True
        last = doc.token_at(following.end - 1) + 1
    return False


def _weapon_in(index: Index, first: int, last: int) -> bool:
    """Whether a weapon is named at any of the tokens ``[first, last)``."""
    return any(i in index.weapons.at for i in range(first, last))


def _count(index: Index, clause: Clause, acts: Acts, use: WeaponUse, first: int, last: int, read: set[int]) -> None:
    """Set the counts of the weapon at the tokens by its number and by what governs it."""
    lower = index.doc.lower
    number = number_before(index, clause, head_of_kinds(index, clause, first))
    head, tail = listed(index, clause, first, last)
    told = fates(index, clause, acts, head, min(tail, clause.last), last)
    absolute = lower[max(0, head - 1) : head] == ["with"]  # "with one missile and ten drones shot down"
    if tail > clause.last and (absolute or not told):
        beyond = next(c for c in index.clauses[clause.sentence] if c.first < tail <= c.last)
        wider = clause._replace(last=beyond.last)
        told = fates(index, wider, [*acts, *index.acts.within(clause.last, beyond.last)], head, tail)
    if number is None:
        if told and told[0].status == "hit" and not told[0].qualifying and _single(use.mention):
            use.tell("hit", Count(1, 1))
        return
    begin = index.doc.token_at(number.start)
    read.update(range(begin, index.doc.token_at(number.end - 1) + 1))
    if use.mention.type in ONE_IS_NONE and number.count == Count(1, 1):
        return
    part = part_of(index, clause, number, read)
    if not told or (part is None and whole_only(index, clause, number)):
        if told or part is not None:
            use.tell("launched", number.count, number)
        return
    best = told[0]
    if part is not None and best.status == "launched":  # "shot down 30 of the 35 drones launched"
        best = next((fate for fate in told if fate.status != "launched"), best)
    use.tell(best.status, (part or number).count, part or number)
    if best.status == "launched":
        for fate in told[1:]:
            if fate.relative and fate.status != "launched":
                use.tell(fate.status, number.count)
        return
    if part is not None:
        use.tell("launched", number.count, number)
    elif lower[begin - 1 : begin] == ["all"] and best.status in ("intercepted", "suppressed"):
        use.tell("launched", number.count)
    rest = out_of(index, clause, last)
    if rest is not None and best.status != "launched":
        at = index.doc.token_at(rest.end - 1) + 1
        read.add(index.doc.token_at(rest.start))
        act = index.acts.at.get(at)
        of_both = _weapon_in(index, head, first)  # "87 missiles and 27 drones out of 158"
        if not of_both and (act is None or act.pattern in ("launch", "attack")):  # "out of 437 downed" is another toll
            use.tell("launched", rest.count, rest)


def _single(weapon: WeaponMention) -> bool:
    """Whether the bare word names one weapon: "the missile hit the airport"."""
    return not weapon.plural and weapon.type.family in COUNTABLE


def _carried(index: Index, clause: Clause, acts: Acts, known: list[WeaponUse], read: set[int]) -> list[WeaponUse]:
    """Read "50 were shot down", "54 of which were intercepted", "the other five": numbers that refer back."""
    doc = index.doc
    found: list[WeaponUse] = []
    for first, last, number in index.numbers.within(clause.first, clause.last):
        if first in read or number.kind not in ("cardinal", "vague") or not plausible(number):
            continue
        people = index.casualties.at.get(first)
        if people is not None and people.outcome is not CasualtyOutcome.MISSING:  # "15 disappeared from radar"
            continue
        if first in index.times.at or first in index.weapons.at or first in index.places.at:
            continue
        pronoun = last + 1 < clause.last and doc.lower[last] == "of" and doc.lower[last + 1] in PRONOUNS
        total = None if pronoun else whole(index, clause, last)
        end = last + 2 if pronoun else last if total is None else doc.token_at(total.end - 1) + 1
        if not (pronoun or total) and not headless(index, clause, last):
            continue
        antecedent = _antecedent(known, doc.starts[first], number.count)
        if antecedent is None:
            continue
        told = [f for f in fates(index, clause, acts, first, end) if not f.qualifying and f.status != "launched"]
        if (
            not told
            or told[0].cost > (COUNT_REACH if total is None else OBJECT_REACH)
            or (told[0].status == "hit" and not pronoun and _unclear(index, clause, antecedent, last))
        ):
            continue
        use = WeaponUse(antecedent)
        use.start, use.end = number.start, number.end
        use.tell(told[0].status, number.count)
        if total is not None:
            use.tell("launched", total.count, total)
            read.add(doc.token_at(total.start))
        found.append(use)
    return found


def _entire(index: Index, clause: Clause, acts: Acts, known: list[WeaponUse]) -> list[WeaponUse]:
    """Read "all of them were shot down": what became of all that were launched."""
    lower = index.doc.lower
    begins = [begin for begin, _, _ in acts]
    for i in range(clause.first, clause.last - 2):
        if lower[i] != "all" or lower[i + 1] != "of" or lower[i + 2] not in PRONOUNS:
            continue
        near = acts[bisect_left(begins, i - WINDOW) : bisect_left(begins, i + WINDOW)]
        told = [f for f in fates(index, clause, near, i, i + 3) if not f.qualifying and f.status != "launched"]
        if not told or told[0].cost > COUNT_REACH:
            continue
        found: list[WeaponUse] = []
        for use in known:
            if use.launched is None:
                continue
            entire = WeaponUse(use.mention)
            entire.start, entire.end = index.doc.starts[i], index.doc.ends[i + 2]
            entire.tell(told[0].status, use.launched)
            found.append(entire)
        return found
    return []


def _unclear(index: Index, clause: Clause, weapon: WeaponMention, last: int) -> bool:
    """Whether "three hit …" may be no weapons: they were named in another sentence, and no "targets" follow."""
    doc = index.doc
    named_here = doc.sentence_at(weapon.start) == clause.sentence
    return not named_here and not TARGETS & set(doc.lower[last : min(clause.last, last + TARGET_REACH)])


def _antecedent(known: list[WeaponUse], start: int, count: Count) -> WeaponMention | None:
    """Return the weapon that a bare number refers back to.

    It is the last one of which at least as many were launched, else the last one counted, else the last in the plural.
    """
    before = [use for use in known if use.mention.start < start and use.mention.type.family in CARRIED]
    enough = [use for use in before if use.launched is not None and size(use.launched) >= size(count)]
    counted = [use for use in before if use.counted]
    chosen = enough or counted or [use for use in before if use.mention.plural or use.mention.act] or before
    return chosen[-1].mention if chosen else None


def _mixed(text: str, uses: list[WeaponUse]) -> list[WeaponUse]:
    """Turn "more than 300 missiles and drones" into a mixed count of its own beside its kinds without one."""
    result: list[WeaponUse] = []
    for n, use in enumerate(uses):
        result.append(use)
        if n + 1 == len(uses) or not use.counted or not use.mention.plural:
            continue
        other = uses[n + 1]
        joined = text[use.mention.end : other.mention.start].strip()
        if other.counted or joined not in ("and", "or", "and/or", "/") or other.mention.act or not other.mention.plural:
            continue
        if use.mention.type.family == other.mention.type.family:
            continue
        whole = WeaponMention(
            start=use.mention.start, end=other.mention.end, type=WeaponType.MIXED, model=None, plural=True, act=False
        )
        mixed = WeaponUse(whole)
        mixed.start, mixed.end = use.start, other.end
        mixed.launched, mixed.intercepted = use.launched, use.intercepted
        mixed.suppressed, mixed.hit = use.suppressed, use.hit
        use.launched = use.intercepted = use.suppressed = use.hit = None
        result.append(mixed)
    return result


def size(count: Count) -> tuple[int, int]:
    """Return a key that orders counts by what they say at least, open ones last."""
    return (count.min if count.min is not None else (count.max or 0), count.max is None)
