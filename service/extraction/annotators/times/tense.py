"""The tense around a time expression: does the clause look back or ahead?

The nearest verb before the expression decides; without one, the nearest after it.
"""

from __future__ import annotations

from service.extraction.annotators.times.lexicon import FUTURE, PAST
from service.extraction.document import Document

REACH_BEFORE, REACH_AFTER = 12, 9
NOT_PAST = frozenset(
    "need feed seed speed breed indeed united armed wounded hundred red bed shed exceed proceed succeed based so-called"
    " renewed".split()
)
CLAUSE_ENDS = frozenset(';:()"“”—')


def _tense(word: str, before: str) -> str:
    if word in FUTURE:
        return "future"
    if word in PAST:
        return "past"
    if word == "to" and before == "is":
        return "future"
    if len(word) > 3 and word.endswith("ed") and word not in NOT_PAST:
        return "past"
    return ""


def tense(doc: Document, first: int, last: int) -> str:
    """Return ``past``, ``future`` or "" for the clause around the tokens ``[first, last)``."""
    lower = doc.lower
    sentence = doc.sentences[doc.sentence_of[first]]
    for k in range(first - 1, max(sentence.first, first - REACH_BEFORE) - 1, -1):
        if lower[k] in CLAUSE_ENDS:
            break
        found = _tense(lower[k], lower[k - 1] if k else "")
        if (
            found == "past"
            and k
            and lower[k - 1] in ("be", "is", "are")
            and lower[k] in ("held", "made", "sent", "told")
        ):
            continue
        if found:
            return found
    for k in range(last, min(sentence.last, last + REACH_AFTER)):
        if lower[k] in CLAUSE_ENDS:
            break
        found = _tense(lower[k], lower[k - 1] if k else "")
        if found:
            return found
    return ""


def is_future(doc: Document, first: int, last: int) -> bool:
    """Whether the clause around the tokens speaks of what is to come."""
    return tense(doc, first, last) == "future"


def is_past(doc: Document, first: int, last: int) -> bool:
    """Whether the clause around the tokens speaks of what has been."""
    return tense(doc, first, last) == "past"
