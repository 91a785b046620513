"""Accusations: acts without an agent that a side claims, or that it is blamed for, in their sentence or just after.

A suspected side is the attacker (codebook section 3): "The group claimed responsibility", "a bombing blamed on …".
"""

from __future__ import annotations

from service.extraction.document import Document, Sentence
from service.extraction.frames.frame import Frame
from service.extraction.mentions import ActorMention

CLAIMS = frozenset("claimed claims claim claiming took takes taken accepted".split())
OWNED = frozenset(["responsibility", "credit"])
BLAMES = frozenset("blamed blames blame blaming attributed attributes pinned".split())
DEEDS = frozenset(
    "attack attacks bombing bombings blast blasts explosion ambush raid raids killing killings massacre assault"
    " shooting kidnapping abduction assassination strike strikes".split()
)
DONE = DEEDS | {"it", "them", "this"}
MARKS = frozenset("hallmarks hallmark".split())
PLANTED = frozenset("planted laid placed hidden".split())
NEGATIONS = frozenset("no nobody not never without none neither yet".split())
HOLDS = frozenset("holds hold held holding".split())
WAS = frozenset("was were is are been being".split())
MUTUAL = frozenset("each one other".split())
VIOLENT = frozenset(["attack", "explode", "kill", "abduct", "damage", "launch", "board"])
SUBJECT_REACH = 5
OBJECT_REACH = 7
MEMORY = 3
"""Sentences between an act and the claim of it."""


CUES = CLAIMS | BLAMES | MARKS | PLANTED | {"behind", "responsible"}


def credit(doc: Document, frames: list[Frame]) -> None:
    """Give frames whose attacker is not named the side that claims the act or is blamed for it."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        by_sentence.setdefault(frame.clause.sentence, []).append(frame)
    starts = {doc.token_at(actor.start): actor for actor in doc.actors if actor.id != "unknown"}
    ends = {doc.token_at(actor.end - 1): actor for actor in doc.actors if actor.id != "unknown"}
    for number, sentence in enumerate(doc.sentences):
        for i in range(sentence.first, sentence.last):
            if doc.lower[i] not in CUES:
                continue
            side, accuser = _accused(doc, sentence, i, starts, ends)
            if side is not None:
                _charge(_meant(by_sentence, number), side, accuser)


def _accused(
    doc: Document, sentence: Sentence, i: int, starts: dict[int, ActorMention], ends: dict[int, ActorMention]
) -> tuple[ActorMention | None, ActorMention | None]:
    """Return who claims or is blamed at the token, and who blames."""
    word = doc.lower[i]
    if word in CLAIMS and _is_claim(doc.lower[i + 1 : min(sentence.last, i + OBJECT_REACH)]):
        after = doc.lower[i + 1] if i + 1 < sentence.last else ""
        if after == "by":
            return _next(starts, i + 2, sentence.last), None
        return _previous(doc, ends, i, sentence.first), None
    if word == "behind" and doc.lower[i - 1] in WAS and DONE & set(doc.lower[i + 1 : min(sentence.last, i + 4)]):
        return _previous(doc, ends, i - 1, sentence.first), None
    if word in MARKS or (word in PLANTED and doc.lower[i + 1 : i + 2] == ["by"]):
        return _next(starts, i + 2, min(sentence.last, i + 2 + OBJECT_REACH)), None
    if word == "responsible" and i + 1 < sentence.last and doc.lower[i + 1] == "for":
        return _held(doc, sentence, i, ends)
    if word in BLAMES and i + 1 < sentence.last and doc.lower[i + 1] not in MUTUAL:
        accuser = _previous(doc, ends, i, sentence.first)
        if word.startswith("blam") and doc.lower[i - 1] in WAS and accuser is not None:
            return accuser, None  # "Boko Haram was blamed"
        return _next(starts, i + 1, min(sentence.last, i + 1 + OBJECT_REACH)), accuser
    return None, None


def _held(
    doc: Document, sentence: Sentence, i: int, ends: dict[int, ActorMention]
) -> tuple[ActorMention | None, ActorMention | None]:
    """Return who is held responsible, and by whom ("Ankara holds the PKK responsible for the bombing")."""
    if not DEEDS & set(doc.lower[i + 2 : min(sentence.last, i + 2 + OBJECT_REACH)]):
        return None, None
    held = next((j for j in range(i - 1, max(sentence.first, i - OBJECT_REACH) - 1, -1) if doc.lower[j] in HOLDS), None)
    side = _previous(doc, ends, i, sentence.first if held is None else held + 1)
    return side, None if held is None else _previous(doc, ends, held, sentence.first)


def _is_claim(after: list[str]) -> bool:
    """Whether what is claimed is a deed: responsibility, or an attack by its noun."""
    if after[:1] == ["by"]:
        return True
    return bool(OWNED & set(after[:3])) or (after[:1] != ["that"] and bool(DEEDS & set(after[:4])))


def _next(starts: dict[int, ActorMention], first: int, limit: int) -> ActorMention | None:
    return next((starts[i] for i in range(first, min(limit, first + OBJECT_REACH)) if i in starts), None)


def _previous(doc: Document, ends: dict[int, ActorMention], i: int, limit: int) -> ActorMention | None:
    """Return the actor that ends shortly before the token, with no negation between."""
    for j in range(i - 1, max(limit, i - SUBJECT_REACH) - 1, -1):
        if doc.lower[j] in NEGATIONS or doc.lower[j].endswith("n't"):
            return None
        if j in ends:
            return ends[j]
    return None


def _meant(by_sentence: dict[int, list[Frame]], number: int) -> list[Frame]:
    """Return the frames of violence that the sentence speaks of: its own, or those told last before it."""
    for back in range(MEMORY + 1):
        told = [f for f in by_sentence.get(number - back, []) if f.main is not None and f.main.pattern in VIOLENT]
        if told:
            return told
    return []


def _charge(frames: list[Frame], side: ActorMention, accuser: ActorMention | None) -> None:
    for frame in frames:
        if accuser is not None and accuser.id != side.id:
            frame.attackers = [a for a in frame.attackers if a is not accuser]
        if all(a.id == "unknown" for a in frame.attackers) and all(t is not side for t in frame.targets):
            frame.attackers.append(side)
