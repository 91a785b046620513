"""Cyrillic names in Latin letters, as newspapers write them.

Ukrainian follows the national system (resolution 55 of the Cabinet of Ministers, 27 January 2010); Russian the
system of BGN/PCGN without its apostrophes and double dots.
"""

from __future__ import annotations

UKRAINIAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia".split(),
        strict=True,
    )
)
UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split(),
        strict=True,
    )
)


def ukrainian(name: str) -> str:
    """Return the name by the Ukrainian national system: ``Миколаїв`` gives ``Mykolaiv``."""
    return _spell(name.replace("зг", "zgh").replace("Зг", "Zgh"), UKRAINIAN, UKRAINIAN_INITIAL)


def russian(name: str) -> str:
    """Return the name as English papers spell Russian: ``Шебекино`` gives ``Shebekino``."""
    return _spell(name, RUSSIAN, {"е": "ye"})


def _spell(name: str, table: dict[str, str], initial: dict[str, str]) -> str:
    out: list[str] = []
    previous = " "
    for letter in name:
        low = letter.lower()
        opens = not previous.isalpha() and previous not in "'’"
        latin = initial[low] if opens and low in initial else table.get(low, letter)
        latin = "" if latin in ("_", "'", "’") else latin
        out.append(latin.capitalize() if letter.isupper() else latin)
        previous = letter
    return "".join(out)


def is_cyrillic(name: str) -> bool:
    """Whether all the letters of the name are Cyrillic."""
    return any("а" <= c <= "я" for c in name.lower()) and all("Ѐ" <= c <= "ӿ" or not c.isalpha() for c in name)
