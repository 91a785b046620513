"""Reading of lexicon files with a user's own laid over them, and the plurals of nouns."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).parent

IRREGULAR = {"aircraft": "aircraft", "child": "children", "knife": "knives", "axe": "axes", "leaf": "leaves"}
INVARIANT = frozenset("artillery personnel infantry equipment infrastructure livestock cattle police clergy".split())


def read_table(name: str) -> dict[str, Any]:
    """Return what our lexicon file of that name holds.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    tomllib.TOMLDecodeError
        If it is no TOML.
    """
    return _parse(LEXICON / name)


def read_tables(name: str, extra_dir: Path | None) -> list[dict[str, Any]]:
    """Return the tables of our lexicon file, and those of the file of that name in ``extra_dir``, if there is one.

    Raises
    ------
    tomllib.TOMLDecodeError
        If a file is no TOML.
    """
    paths = [LEXICON / name]
    if extra_dir is not None and (extra_dir / name).is_file():
        paths.append(extra_dir / name)
    return [_parse(path) for path in paths]


def _parse(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plural(phrase: str) -> str:
    """Return the plural of a noun phrase: of its last word, or of the one before "of".

    Examples
    --------
    >>> plural("factory"), plural("gunman"), plural("block of flats"), plural("aircraft")
    ('factories', 'gunmen', 'blocks of flats', 'aircraft')
    """
    head, of, rest = phrase.partition(" of ")
    front, space, word = head.rpartition(" ")
    stem, dash, last = word.rpartition("-")
    return f"{front}{space}{stem}{dash}{_plural(last)}{of}{rest}"


def _plural(word: str) -> str:
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low in INVARIANT:
        return word
    if low.endswith("man") and low not in ("human", "german", "ottoman"):
        return word[:-2] + "en"
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
