"""Harm: what was hit or damaged, from the clause's syntax (codebook section 7).

The things are what an act befalls (``undergoers.py``).
"""

from __future__ import annotations

from schemas.vocabulary import TargetType
from service.extraction.frames.clauses import Clause, Index
from service.extraction.frames.salvos import WeaponUse
from service.extraction.frames.undergoers import (
    PEOPLE,
    STRIKING,
    Act,
    Acts,
    Undergoer,
    aimed_at,
    eligible,
    in_ruins,
    joined,
)
from service.extraction.mentions import ObjectMention

HARMFUL = frozenset(["attack", "damage", "burn", "launch", "explode", "kill", "capture", "board", "abduct"])


def objects_hit(index: Index, clause: Clause, acts: list[Act], uses: list[WeaponUse]) -> list[ObjectMention]:
    """Return the objects that stand where the act's object stands: after an active verb, before a passive one."""
    harmful = Acts([act for act in acts if act[2].pattern in HARMFUL])
    used = {id(use.mention) for use in uses}
    found: list[ObjectMention] = []
    end, hit = -1, False
    for first, last, mention in index.objects.within(clause.first, clause.last):
        if not eligible(index, clause, first, last, mention, used):
            continue
        if mention.type is TargetType.GOVERNMENT and index.speakers.any(last, last + 2):
            continue  # "the city's mayor, Ihor Terekhov, wrote"
        coordinated = hit and mention.type not in PEOPLE and joined(index.doc, end, first)
        told = in_ruins(index.doc, first) or (mention.type not in PEOPLE and aimed_at(index.doc, clause, first))
        hit = coordinated or told or Undergoer(index, clause, harmful, first, last, mention).hit()
        end = last
        if hit:
            found.append(mention)
    return found or _referents(index, clause, harmful)


def _referents(index: Index, clause: Clause, acts: Acts) -> list[ObjectMention]:
    """Return the thing that "it" or "they" before a passive act stands for: the last one named in the sentence."""
    lower = index.doc.lower
    for begin, _, act in acts.spans:
        if act.form != "passive" or act.pattern not in STRIKING:
            continue
        pronoun = next((i for i in range(max(clause.first, begin - 4), begin) if lower[i] in ("it", "they")), None)
        if pronoun is None:
            continue
        start = index.doc.sentences[clause.sentence].first
        named = [span[2] for span in index.objects.within(start, pronoun) if span[2].type not in PEOPLE]
        return named[-1:] if named and named[-1].plural == (lower[pronoun] == "they") else []
    return []
