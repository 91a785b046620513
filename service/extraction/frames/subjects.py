"""Subjects: where the noun phrase of a side begins, and whether it is the subject of a verb further on."""

from __future__ import annotations

from service.extraction.frames.clauses import Index
from service.extraction.mentions import ActorMention

FIGHTERS = frozenset(
    "members fighters men gunmen units soldiers militants elements forces troops militiamen guerrillas rebels commandos"
    " supporters insurgents jihadists militias militia snipers bombers groups group faction factions".split()
)
BELONGING = frozenset([("loyal", "to"), ("belonging", "to"), ("led", "by"), ("commanded", "by")])
ASSOCIATED = frozenset([("affiliated", "with"), ("linked", "to"), ("tied", "to")])
FORCING = frozenset("forced force forces forcing compelled obliged prompting prompted".split())
RELATIVES = frozenset("that which who whose whom when where after".split())


def head_of_force(lower: list[str], limit: int, first: int, actor: ActorMention) -> int:
    """Return where the noun phrase begins whose head says whose men they are ("forces loyal to", "fighters of")."""
    i = first - 1
    while i > limit and lower[i] in ("the", "a", "an"):
        i -= 1
    if i > limit and lower[i] in ("of", "from") and lower[i - 1] in FIGHTERS:
        return i - 1
    if i > limit + 1 and lower[i - 2] in FIGHTERS:
        link = (lower[i - 1], lower[i])
        if link in BELONGING or (link in ASSOCIATED and actor.form == "group"):
            return i - 2
    return first


def forces(lower: list[str], last: int, verb: int) -> bool:
    """Whether the subject makes somebody else yield ("forced the troops to withdraw"), and is not made to."""
    for i in range(last, verb):
        if lower[i] in FORCING:
            return lower[i + 1] != "to" and lower[i - 1] not in ("was", "were", "been", "being")
    return False


def cleft(lower: list[str], limit: int, first: int) -> bool:
    """Whether the noun phrase is the one that "it is … that" lifts out."""
    return any(lower[i : i + 2] in (["it", "is"], ["it", "was"]) for i in range(max(limit, first - 5), first - 1))


def other_subject(index: Index, first: int, verb: int) -> bool:
    """Whether the verb has a nearer subject: a relative clause or an act before it ("condemned the attack that …")."""
    lower = index.doc.lower
    for i in range(first, verb):
        if lower[i] in RELATIVES and i > first:
            return True
        act = index.acts.at.get(i)
        if act is not None and act.noun and i > first + 1:
            return lower[i + 1] not in (",", "and") and lower[first] != "and"
    return False
