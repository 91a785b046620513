"""Salvos: which weapons a clause ties to its acts, and how many were launched, intercepted, suppressed or hit.

A number belongs to the weapon that it stands before; what became of it is told by the act that governs the weapon
(codebook section 4). A number shot down is not a number launched, and nothing is summed.
"""

from __future__ import annotations

from schemas.event import Count
from schemas.vocabulary import PlacePrecision, WeaponType
from service.extraction.clauses import Clause, Index
from service.extraction.mentions import ActMention, NumberMention, WeaponMention

COUNTED = frozenset(["cardinal", "vague", "article", "zero"])
COUNT_REACH = 6
UNCOUNTED = frozenset([
    WeaponType.EXPLOSIVE, WeaponType.EXPLOSIVE_IED, WeaponType.EXPLOSIVE_VEHICLE, WeaponType.EXPLOSIVE_SUICIDE,
    WeaponType.EXPLOSIVE_MINE, WeaponType.FIREARM, WeaponType.AIRCRAFT, WeaponType.AIRCRAFT_HELICOPTER,
    WeaponType.WARSHIP, WeaponType.ARTILLERY, WeaponType.ARTILLERY_TANK, WeaponType.UNKNOWN, WeaponType.BLADE,
    WeaponType.CYBER, WeaponType.VEHICLE_RAMMING, WeaponType.INCENDIARY, WeaponType.CHEMICAL,
])  # fmt: skip
SUPPLY = frozenset(
    "supply supplies supplied supplying provide provides provided providing deliver delivered delivering delivery"
    " deliveries donate donated sell sold sale purchase buy bought produce produced producing production manufacture"
    " package aid shipment transfer send sending receive received request requested shortage stockpile".split()
)
DEFENCES = frozenset(["missile.air_defence"])


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


def read_salvos(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], earlier: list[WeaponUse]
) -> list[WeaponUse]:
    """Return the weapons used in the clause; ``earlier`` are those that "of them" and bare numbers refer back to."""
    doc = index.doc
    uses: list[WeaponUse] = []
    for first, last, weapon in index.weapons.within(clause.first, clause.last):
        if _passive_object(index, clause, acts, first, last, weapon):
            continue
        use = WeaponUse(weapon)
        uses.append(use)
        if weapon.act or _modifies_act(index, clause, last):
            continue
        number = _number_before(index, clause, first)
        if number is None or weapon.type in UNCOUNTED:
            continue
        status = _status(index, clause, acts, first, last)
        part = _part_of(index, clause, number)
        if part is not None and status in ("intercepted", "suppressed", "hit"):
            _set(use, status, part)
            _set(use, "launched", number)
        elif status:
            _set(use, status, number)
    if not uses:
        uses = _carried(index, clause, acts, earlier)
    return _mixed(doc.text, uses)


def _set(use: WeaponUse, status: str, number: NumberMention) -> None:
    setattr(use, status, number.count)
    use.start, use.end = min(use.start, number.start), max(use.end, number.end)


def _modifies_act(index: Index, clause: Clause, last: int) -> bool:
    """Whether the weapon only qualifies a noun: "a drone attack", "a missile depot"."""
    if last >= clause.last:
        return False
    act = index.acts.at.get(last)
    return (act is not None and act.noun) or (
        last in index.objects.at and index.objects.at[last].start > index.doc.starts[last - 1]
    )


def _number_before(index: Index, clause: Clause, first: int) -> NumberMention | None:
    lower = index.doc.lower
    for i in range(first - 1, max(clause.first, first - COUNT_REACH) - 1, -1):
        number = index.numbers.at.get(i)
        if number is not None:
            return number if number.kind in COUNTED else None
        if lower[i] in (",", "and", "with", "by", "in", "on", "at", "the", "from", "for") or i in index.weapons.at:
            return None
        if i in index.acts.at:
            return None
    return None


def _part_of(index: Index, clause: Clause, number: NumberMention) -> NumberMention | None:
    """Return N of "N of (the) M drones", for the mention of M."""
    doc = index.doc
    i = doc.token_at(number.start) - 1
    while i > clause.first and doc.lower[i] in ("the", "those", "a", "total"):
        i -= 1
    if i <= clause.first or doc.lower[i] not in ("of", "out"):
        return None
    while i > clause.first and doc.lower[i] in ("of", "out"):
        i -= 1
    part = index.numbers.at.get(i)
    return part if part is not None and part.kind in COUNTED else None


def _status(index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], first: int, last: int) -> str:
    """Return what became of the weapons at the tokens, by the act that governs them."""
    lower = index.doc.lower
    best: tuple[int, str] | None = None
    for begin, end, act in acts:
        if end <= first:  # the weapon follows the act
            between = lower[end:first]
            distance = first - end
            if act.pattern in ("kill", "burn") and "by" not in between:
                continue
            if act.form == "passive" and "by" in between:
                status = "hit" if _local(index, clause) else "launched"
            elif act.pattern in ("intercept", "repel"):
                status = "intercepted"
            elif act.pattern == "suppress":
                status = "suppressed"
            elif act.pattern in ("launch", "attack", "explode") or "with" in between or "using" in between:
                status = "launched"
            else:
                continue
        else:  # the weapon stands before the act
            distance = begin - last
            if act.pattern == "intercept" and act.form in ("passive", "finite"):
                status = "intercepted" if act.form == "passive" else ""
            elif act.pattern == "suppress":
                status = "suppressed"
            elif act.pattern == "launch" and act.form == "passive":
                status = "launched"
            elif act.pattern in ("attack", "damage", "kill", "explode") and act.form in ("finite", "gerund"):
                status = "hit" if _local(index, clause) else "launched"
            else:
                continue
        if status and (best is None or distance < best[0]):
            best = (distance, status)
    return best[1] if best else ""


def _local(index: Index, clause: Clause) -> bool:
    """Whether the clause names something below a country as hit: a place or an object."""
    places = [
        p for _, _, p in index.places.within(clause.first, clause.last) if p.relation not in ("possessive", "dateline")
    ]
    if any(p.precision not in (PlacePrecision.COUNTRY, PlacePrecision.SEA) for p in places):
        return True
    if places:
        return False
    return bool(index.objects.within(clause.first, clause.last))


def _passive_object(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], first: int, last: int, weapon: WeaponMention
) -> bool:
    """Whether the weapon is no means of the attack: it is what was hit, what was supplied, or what defends."""
    doc = index.doc
    target = index.objects.at.get(first)
    if target is not None and target.end > weapon.end:
        return True
    if any(word in SUPPLY for word in doc.lower[max(clause.first, first - 6) : first]):
        return True
    if not index.acts.within(clause.first, clause.last):
        return True
    family = weapon.type.family
    for begin, end, act in acts:
        between = doc.lower[end:first] if end <= first else doc.lower[last:begin]
        if act.pattern == "damage" and not act.noun:
            if (
                end <= first
                and act.form != "passive"
                and len(between) < 6
                and not {"with", "using", "by"} & set(between)
            ):
                return family not in ("drone", "missile") or target is not None
            if begin >= last and act.form == "passive" and len(between) < 6:
                return target is not None or family not in ("drone", "missile", "bomb")
        if act.pattern == "attack" and target is not None and end <= first and act.form != "passive" and not act.noun:
            return len(between) < 5 and not {"with", "using", "by"} & set(between)
        if (
            act.pattern == "intercept"
            and weapon.type in DEFENCES
            and end <= first
            and {"by", "with", "using"} & set(between)
        ):
            return True
    return False


def _carried(
    index: Index, clause: Clause, acts: list[tuple[int, int, ActMention]], earlier: list[WeaponUse]
) -> list[WeaponUse]:
    """Read "50 were shot down", "destroyed 54 of them": a number that refers back to the last weapon told of."""
    if not earlier:
        return []
    for begin, end, act in acts:
        if act.pattern not in ("intercept", "suppress"):
            continue
        for first, last, number in index.numbers.within(clause.first, clause.last):
            if number.kind not in ("cardinal", "vague") or first in index.casualties.at or first in index.times.at:
                continue
            near = 0 <= begin - last <= 4 if act.form == "passive" else 0 <= first - end <= 3
            if near:
                use = WeaponUse(
                    earlier[-1].mention if len(earlier) == 1 else max(earlier, key=lambda u: u.counted).mention
                )
                use.start, use.end = number.start, number.end
                setattr(use, "intercepted" if act.pattern == "intercept" else "suppressed", number.count)
                return [use]
    return []


def _mixed(text: str, uses: list[WeaponUse]) -> list[WeaponUse]:
    """Turn "more than 300 missiles and drones" into a mixed count of its own beside its kinds without one."""
    result: list[WeaponUse] = []
    for n, use in enumerate(uses):
        result.append(use)
        if n + 1 == len(uses) or not use.counted:
            continue
        other = uses[n + 1]
        joined = text[use.mention.end : other.mention.start].strip()
        if other.counted or joined not in ("and", "or", "and/or", "/") or other.mention.act:
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
