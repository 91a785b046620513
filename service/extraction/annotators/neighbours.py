"""The words beside a phrase, as the conditions of lexicon entries see them: dashes do not count."""

from __future__ import annotations

from service.extraction.document import DASHES, Document


def word_before(doc: Document, first: int) -> str:
    """Return the folded word before the token, or "" at the start of the text."""
    i = first - 1
    while i >= 0 and doc.words[i] in DASHES:
        i -= 1
    return doc.lower[i] if i >= 0 else ""


def words_after(doc: Document, last: int) -> tuple[str, str]:
    """Return the folded word at the token or next after it, and that word with its successor ("in", "in general")."""
    lower = doc.lower
    i = last
    while i < len(lower) and lower[i] in DASHES:
        i += 1
    return (lower[i] if i < len(lower) else "", " ".join(lower[i : i + 2]))
