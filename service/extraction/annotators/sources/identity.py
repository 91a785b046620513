"""One name for one speaker: offices named later, initials spelled out, and names said in full elsewhere.

"The regional governor said six people died. … said governor Ivan Petrenko." cites one man, and "the IDF" is whoever
the text calls the "Israel Defense Forces (IDF)".
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from service.extraction.annotators.sources.scope import Cue
from service.extraction.document import Document, fold

OFFICES = frozenset(
    "governor mayor president premier chancellor minister ambassador archbishop patriarch king emir".split()
)
"""Offices that one person holds; a spokesman or an official may be any of several."""
OFFICIALS = frozenset("official leader head chief commander".split())
WATCHERS = frozenset("monitor watchdog ngo".split())
SMALL = frozenset("of the for and in on de".split())


def identify(doc: Document, cues: list[Cue]) -> None:
    """Give the cues of one speaker one name."""
    _offices(cues)
    _watchers(cues)
    _initials(doc, cues)


def _offices(cues: list[Cue]) -> None:
    """Name the unnamed official whom the next sentence names, and the only holder of an office that the text cites.

    Whom the next sentence introduces by another office is somebody else.
    """
    for cue, following in pairwise(cues):
        unnamed = cue.kind == "title" and (cue.head in OFFICES or cue.head in OFFICIALS)
        if unnamed and following.kind == "person" and following.sentence - cue.sentence == 1:
            described = following.words.difference(fold(following.name).split())
            if not described or cue.head in described:
                _rename(cue, following)
    holders: dict[str, dict[str, Cue]] = {}
    for cue in cues:
        if cue.kind == "person":
            for office in OFFICES & cue.words:
                holders.setdefault(office, {})[cue.name] = cue
    for cue in cues:
        named = holders.get(cue.head, {})
        if cue.kind == "title" and not cue.placed and len(named) == 1:
            _rename(cue, *named.values())


def _watchers(cues: list[Cue]) -> None:
    """Name the monitor where the text cites only one body that speaks for no side."""
    unnamed = [cue for cue in cues if cue.head in WATCHERS and cue.kind != "person" and len(cue.words) < 4]
    bodies = {
        cue.name: cue
        for cue in cues
        if cue.kind == "organisation" and cue.side is None and not cue.outlet and cue.head not in WATCHERS
    }
    if len(bodies) == 1:
        for cue in unnamed:
            _rename(cue, *bodies.values())


def _initials(doc: Document, cues: list[Cue]) -> None:
    """Spell out initials that the text gives in brackets after a name, or that a speaker's full name has."""
    short = [cue for cue in cues if cue.name.isalpha() and cue.name.isupper() and 2 < len(cue.name) < 9]
    if not short or doc.shouting:
        return
    full = {initials(cue.name.split()): cue.name for cue in reversed(cues) if len(cue.name.split()) > 1}
    for i in range(2, len(doc.words) - 1):
        if doc.words[i - 1] == "(" and doc.words[i + 1] == ")" and doc.words[i].isupper():
            spelled = _before(doc, i - 1, doc.words[i])
            if spelled:
                full[doc.words[i]] = spelled
    for cue in short:
        cue.name = full.get(cue.name, cue.name)


def _before(doc: Document, end: int, letters: str) -> str:
    """Return the words before token ``end`` that the letters are the initials of, or nothing."""
    for first in range(end - len(letters), max(-1, end - len(letters) - 4), -1):
        if first < 0 or doc.words[first] == ".":
            return ""
        if initials(doc.words[first:end]) == letters and doc.words[first][0].isupper():
            return " ".join(doc.text[doc.starts[first] : doc.ends[end - 1]].split())
    return ""


def initials(words: Iterable[str]) -> str:
    """Return the initials of a name's words, small ones aside.

    >>> initials("Syrian Observatory for Human Rights".split())
    'SOHR'
    """
    return "".join(word[0] for word in words if word.lower() not in SMALL and word[0].isalnum()).upper()


def _rename(cue: Cue, known: Cue) -> None:
    cue.name, cue.kind, cue.side = known.name, known.kind, cue.side or known.side
