"""Whether a backtracking matcher may read a text in more ways than a fixed number, which costs more than linear time.

A regular expression is taken for its position automaton (Glushkov): a state for each place in it that reads a
character. There are unboundedly many ways to read some text where two states p and q and a word w exist such that w
leads from p to p, from p to q, and from q to q (Weber and Seidl, On the degree of ambiguity of finite automata, 1991),
or where one step of a loop can be made for two reasons. Without either, the matcher tries a bounded number of ways at
each character, so that one attempt takes linear time.

Taken from the safe side: a repetition of more than one time counts as unbounded, and what looks around counts as true.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}
SAMPLED = range(0x3000)
"""Code points that stand for all: every mix of the categories above and of what expressions name is among them."""


WIDEST_LOOK = 64
"""Characters that an expression may look ahead or behind: it does so at every place."""


@dataclass
class Automaton:
    """The places of an expression that read a character, and which may follow which."""

    reads: list[frozenset[int]] = field(default_factory=list)
    """What each place reads: the classes of characters that the expression tells apart."""
    follow: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How many reasons there are to go from one place to another."""
    representatives: list[str] = field(default_factory=list)
    """A character of each class."""


@dataclass
class _Piece:
    nullable: bool
    first: list[int]
    last: list[int]


def automaton_of(pattern: re.Pattern[Any]) -> Automaton:
    """Return the automaton of an expression.

    Raises
    ------
    ValueError
        It has back-references, or a repetition in what looks around.
    """
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = parser.parse(source, flags)
    places: list[str] = []
    automaton = Automaton()
    _read(tree, places, automaton.follow)
    kept = flags & (re.IGNORECASE | re.DOTALL | re.ASCII)
    matchers = {written: re.compile(written, kept) for written in places}
    classes: dict[frozenset[str], int] = {}
    for character in map(chr, SAMPLED):
        readers = frozenset(written for written, matcher in matchers.items() if matcher.match(character))
        if readers and readers not in classes:
            classes[readers] = len(classes)
            automaton.representatives.append(character)
    automaton.reads = [
        frozenset(number for readers, number in classes.items() if written in readers) for written in places
    ]
    return automaton


def _read(tree: Any, places: list[str], follow: Counter[tuple[int, int]]) -> _Piece:
    """Add the places of a part of an expression, each as the expression of the character that it reads."""
    whole = _Piece(True, [], [])
    for op, argument in tree:
        piece = _piece(op, argument, places, follow)
        follow.update(product(whole.last, piece.first))
        whole = _Piece(
            whole.nullable and piece.nullable,
            whole.first + piece.first if whole.nullable else whole.first,
            whole.last + piece.last if piece.nullable else piece.last,
        )
    return whole


def _piece(op: Any, argument: Any, places: list[str], follow: Counter[tuple[int, int]]) -> _Piece:
    if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
        places.append(_written(op, argument))
        return _Piece(False, [len(places) - 1], [len(places) - 1])
    if op is ops.SUBPATTERN:
        return _read(argument[3], places, follow)
    if op is ops.ATOMIC_GROUP:
        return _read(argument, places, follow)
    if op is ops.BRANCH:
        pieces = [_read(branch, places, follow) for branch in argument[1]]
        return _Piece(
            any(piece.nullable for piece in pieces),
            [at for piece in pieces for at in piece.first],
            [at for piece in pieces for at in piece.last],
        )
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, body = argument
        piece = _read(body, places, follow)
        if most > 1:
            follow.update(product(piece.last, piece.first))
        return _Piece(piece.nullable or least == 0, piece.first, piece.last)
    if op is ops.AT:
        return _Piece(True, [], [])
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        if argument[1].getwidth()[1] > WIDEST_LOOK:
            raise ValueError("looks around at a text of any length")
        return _Piece(True, [], [])
    raise ValueError(f"{op} is not known to be linear")


def _written(op: Any, argument: Any) -> str:
    """Return the expression of one character."""
    if op is ops.ANY:
        return "."
    if op is ops.LITERAL:
        return re.escape(chr(argument))
    if op is ops.NOT_LITERAL:
        return f"[^{re.escape(chr(argument))}]"
    written = ""
    for kind, value in argument:
        if kind is ops.NEGATE:
            written += "^"
        elif kind is ops.LITERAL:
            written += re.escape(chr(value))
        elif kind is ops.RANGE:
            written += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            written += CATEGORIES[value]
    return f"[{written}]"


def ambiguity(automaton: Automaton) -> str | None:
    """Return a text that can be read in ever more ways the more often it is repeated; None where there is none."""
    after: dict[int, list[int]] = {}
    for begin, end in automaton.follow:
        after.setdefault(begin, []).append(end)
    looping = [at for at in range(len(automaton.reads)) if at in _reached(after, at)]
    for (begin, end), reasons in automaton.follow.items():
        if reasons > 1 and begin in looping and end in looping and begin in _reached(after, end):
            return _sample(automaton, automaton.reads[end])
    for p, q in product(looping, looping):
        if p != q and q in _reached(after, p):
            word = _word(automaton, after, (p, p, q), (p, q, q))
            if word is not None:
                return word
    return None


def _reached(after: dict[int, list[int]], start: int) -> set[int]:
    seen: set[int] = set()
    front = list(after.get(start, ()))
    while front:
        at = front.pop()
        if at not in seen:
            seen.add(at)
            front.extend(after.get(at, ()))
    return seen


def _word(
    automaton: Automaton, after: dict[int, list[int]], start: tuple[int, ...], end: tuple[int, ...]
) -> str | None:
    """Return a word that leads all three readings from their starts to their ends."""
    words = {start: ""}
    front = [start]
    while front:
        now = front.pop()
        for then in product(*(after.get(at, ()) for at in now)):
            common = frozenset.intersection(*(automaton.reads[at] for at in then))
            if not common:
                continue
            word = words[now] + _sample(automaton, common)
            if then == end:
                return word
            if then not in words:
                words[then] = word
                front.append(then)
    return None


def _sample(automaton: Automaton, classes: frozenset[int]) -> str:
    return automaton.representatives[min(classes)]


def pumps(automaton: Automaton) -> Iterator[str]:
    """Yield words to repeat: one, two or three characters that the expression tells apart, where it has a loop."""
    after: dict[int, list[int]] = {}
    for begin, end in automaton.follow:
        after.setdefault(begin, []).append(end)
    looping = [at for at in range(len(automaton.reads)) if at in _reached(after, at)]
    letters = sorted({_sample(automaton, frozenset([one])) for at in looping for one in automaton.reads[at]})
    for size in (1, 2):
        yield from map("".join, product(letters, repeat=size))
