"""Means: whether a weapon that a clause names is what the attack was made with.

It is not where it is the thing attacked, supplied or lost, where the defender uses it, where it only qualifies
another noun ("tank brigade"), is part of a name, or belongs to an incident that the clause refers to (codebook
section 4: what is hit is not the weapon used; weapons that defend, or are promised or discussed are not listed).
"""

from __future__ import annotations

from schemas.vocabulary import WeaponType
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.fates import LEXICON, MEANS, STOPS, Acts
from service.extraction.mentions import WeaponMention

NOT_MEANS = frozenset(LEXICON["nouns"]["not_means"])
UNITS = frozenset(LEXICON["nouns"]["units"])
LOSSES = frozenset(LEXICON["nouns"]["losses"])
SUPPLY_BEFORE = frozenset(LEXICON["supply"]["before"])
SUPPLY_AFTER = frozenset(LEXICON["supply"]["after"])
ELSEWHERE = [tuple(phrase.split()) for phrase in LEXICON["elsewhere"]["phrases"]]
PLATFORMS = frozenset([
    WeaponType.AIRCRAFT, WeaponType.AIRCRAFT_HELICOPTER, WeaponType.WARSHIP, WeaponType.ARTILLERY_TANK,
    WeaponType.ARTILLERY, WeaponType.ARTILLERY_ROCKET, WeaponType.ARTILLERY_MORTAR, WeaponType.MISSILE_AIR_DEFENCE,
    WeaponType.FIREARM,
])  # fmt: skip
"""What can be lost to an attack as well as make one."""
MUNITIONS = frozenset(["rocket", "rockets", "shell", "shells", "missile", "missiles", "bullets", "mortars", "rounds"])
AIMED_AT = frozenset(["at", "against"])
HARMING = frozenset(["attack", "damage", "intercept", "capture", "board", "burn", "withdraw", "fall"])
LONGEST_LIST = 40
"""Tokens on either side of a weapon that the list it stands in may fill."""
SUPPLY_REACH = 6
REACH = 8


def is_means(index: Index, clause: Clause, acts: Acts, first: int, last: int, weapon: WeaponMention) -> bool:
    """Whether the weapon at the tokens ``[first, last)`` is a means of what the clause tells."""
    lower = index.doc.lower
    if _named(index, first, last, weapon):
        return False
    if last < clause.last and (
        lower[last] in NOT_MEANS or (lower[last] in UNITS and not MEANS & set(lower[max(0, first - REACH) : first]))
    ):
        return False
    if weapon.act:
        return not _elsewhere(lower, clause, first)
    if SUPPLY_BEFORE & set(lower[max(clause.first, first - SUPPLY_REACH) : first]):
        return False
    if _sent_away(index, clause, acts, last) or _elsewhere(lower, clause, first):
        return False
    return not (
        _defends(index, clause, acts, first, last, weapon) or _suffers(index, clause, acts, first, last, weapon)
    )


def _named(index: Index, first: int, last: int, weapon: WeaponMention) -> bool:
    """Whether the words are part of a longer name or of the noun for what was hit."""
    for mention in (index.objects.at.get(first), index.actors.at.get(first), index.speakers.at.get(first)):
        if mention is not None and mention.end > weapon.end:
            return True
    words = index.doc.words
    return (first >= 2 and words[first - 1] == "-" and words[first - 2].lower() == "al") or (
        last + 1 < len(words) and words[last] == "al" and words[last + 1] == "-"
    )  # fmt: skip


def _elsewhere(lower: list[str], clause: Clause, first: int) -> bool:
    """Whether a phrase that refers to another incident introduces the weapon."""
    for phrase in ELSEWHERE:
        for i in range(max(clause.first, first - len(phrase) - 4), first - len(phrase) + 1):
            if tuple(lower[i : i + len(phrase)]) == phrase:
                return True
    return False


def _sent_away(index: Index, clause: Clause, acts: Acts, last: int) -> bool:
    """Whether the weapons are said to be supplied ("are being sent to Ukraine", "promised by Germany")."""
    lower = index.doc.lower
    window = lower[last : min(clause.last, last + REACH)]
    if any(word in SUPPLY_AFTER and "and" not in window[:n] for n, word in enumerate(window)) and len(acts) < 2:
        return True
    for begin, end, act in acts:
        if act.lemma in ("send", "deploy") and all(a.lemma in ("send", "deploy") for _, _, a in acts):
            after = lower[end : min(clause.last, end + REACH)]
            passive = act.form == "passive" and begin >= last and lower[begin - 1] == "being"
            if passive or (act.lemma == "deploy" and "to" in after and not {"against", "at"} & set(after)):
                return True
    return False


def _defends(index: Index, clause: Clause, acts: Acts, first: int, last: int, weapon: WeaponMention) -> bool:
    """Whether the weapon stops others: the subject or the means of an interception."""
    lower = index.doc.lower
    defence = weapon.type is WeaponType.MISSILE_AIR_DEFENCE
    for begin, end, act in acts:
        if act.pattern not in ("intercept", "repel") and not (defence and act.pattern in ("damage", "kill")):
            continue
        if end <= first:
            between = lower[end:first]
            if MEANS & set(between) and len(between) <= REACH and not STOPS & set(between):
                return True
        elif begin >= last and act.form in ("finite", "infinitive", "gerund") and not act.noun:
            between = lower[last:begin]
            after = range(end, min(clause.last, end + REACH))
            stopped = defence or any(i in index.weapons.at for i in after)
            parted = any(i in index.weapons.at for i in range(last, begin))
            if stopped and not STOPS & set(between) and not parted and _bare(between):
                return True
    return False


def _bare(between: list[str]) -> bool:
    """Whether nothing but adverbs, auxiliaries and coordinated words part the subject from its verb."""
    return len(between) <= 4 and not {"which", "that", "it", "said", ",", "and", "or"} & set(between)


def _suffers(index: Index, clause: Clause, acts: Acts, first: int, last: int, weapon: WeaponMention) -> bool:
    """Whether the weapon is what was hit, taken or lost."""
    lower = index.doc.lower
    target = index.objects.at.get(first)
    head, tail = listed(index, clause, first, last)
    platform = any(i in index.weapons.at and _platform(index, i) for i in range(head, tail))
    if not platform and target is None:
        return False
    if (
        platform
        and LOSSES & set(lower[max(clause.first, first - SUPPLY_REACH) : first])
        and "of" in lower[max(0, first - SUPPLY_REACH) : first]
    ):
        return True
    if platform and AIMED_AT & set(lower[max(clause.first, head - 4) : head]):
        return True
    if platform and lower[last : last + 2] in (["was", "one"], ["is", "one"], ["were", "among"], ["was", "among"]):
        return True
    flying = weapon.type.family in ("drone", "missile") and weapon.type is not WeaponType.MISSILE_AIR_DEFENCE
    for begin, end, act in acts:
        if (
            platform
            and act.noun
            and act.pattern == "damage"
            and lower[end : end + 1] == ["to"]
            and 0 < head - end < REACH
        ):
            return True
        if act.pattern not in HARMING or act.noun or (act.pattern == "intercept" and flying):
            continue
        if end <= head and act.form != "passive":
            between = lower[end:head]
            if len(between) < REACH - 2 and not MEANS & set(between) and not {"from", "of", ","} & set(between):
                return True
        if begin == tail and act.pattern in ("withdraw", "fall"):
            return True
        if begin >= tail and act.form == "passive" and begin - tail < REACH - 2 and "which" not in lower[tail:begin]:
            return True
        headline = begin == tail and act.form == "finite" and act.pattern in ("damage", "intercept")
        if headline and end < clause.last and lower[end] in ("at", "in", "by", "on", "over", "near"):
            return True
    return False


def _platform(index: Index, i: int) -> bool:
    """Whether the weapon at the token is a thing that fires and not what it fires."""
    weapon = index.weapons.at[i]
    if weapon.type not in PLATFORMS:
        return False
    last = index.doc.token_at(weapon.end - 1)
    return index.doc.lower[last] not in MUNITIONS


def listed(index: Index, clause: Clause, first: int, last: int) -> tuple[int, int]:
    """Return the first and the end token of the list of weapons that the weapon is coordinated in.

    The end may lie in the next clause, where "and" seemed to open a statement.
    """
    lower = index.doc.lower
    stop = index.acts.at
    limit = min(index.doc.sentences[clause.sentence].last, last + LONGEST_LIST)
    head = first
    i = first - 1
    while i >= max(clause.first, first - LONGEST_LIST) and i not in stop and (head - i) <= 6 and lower[i] not in STOPS:
        if i in index.weapons.at or (i in index.numbers.at and lower[i + 1 : i + 2] != ["of"] and i < head):
            if not _joined(lower[i + 1 : head]):
                break
            head = i
        i -= 1
    tail = last
    i = last
    while i < limit and i not in stop and (i - tail) < 6 and lower[i] not in STOPS:
        if i in index.weapons.at:
            if not _joined(lower[tail:i]):
                break
            tail = i + 1
        i += 1
    return head, tail


def _joined(between: list[str]) -> bool:
    """Whether the words between two members of a list leave it one list."""
    return not {"by", "with", "in", "at", "on", "from", "to", "which", "that", "said", "while", "when", "for"} & set(
        between
    )
