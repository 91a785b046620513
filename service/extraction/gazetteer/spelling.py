"""Spellings that differ by transliteration or by a slip: "Mykhailkva" for Mykhailivka, "Yaroviv" for Yavoriv.

Names that share the letters of their consonants, in any order, are compared; they resemble each other if few edits
(Damerau and Levenshtein, restricted) lie between them once letters that transliterations exchange are one.
"""

from __future__ import annotations

EXCHANGED = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("gh", "h"), ("zh", "z"), ("dh", "d"), ("th", "t"), ("ck", "k"),
    ("cz", "ch"), ("sz", "sh"), ("rz", "z"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"),
    ("g", "h"), ("w", "v"), ("q", "k"), ("y", "i"), ("j", "i"),
)  # fmt: skip
"""What systems of transliteration write for one letter, and what stands for all of them."""
VOWELS = frozenset("aeiou ")
SHORT = 8
"""Letters up to which a name may differ by one edit only; longer ones by two."""
FEWEST = 3
"""Consonants that a name must have."""


def sound(key: str) -> str:
    """Return the key with letters that transliterations exchange made one, and no letter twice in a row."""
    for written, kept in EXCHANGED:
        key = key.replace(written, kept)
    return "".join(letter for i, letter in enumerate(key) if not i or letter != key[i - 1])


def consonants(key: str) -> str:
    """Return the consonants of the key's sound in alphabetical order, each once; nothing if they are too few."""
    letters = sorted(set(sound(key)) - VOWELS)
    return "".join(letters) if len(letters) >= FEWEST else ""


def resembles(a: str, b: str) -> bool:
    """Whether few edits turn the one key into the other, by their sounds."""
    first, second = sound(a), sound(b)
    most = 1 if min(len(first), len(second)) <= SHORT else 2
    return abs(len(first) - len(second)) <= most and _edits(first, second) <= most


def _edits(a: str, b: str) -> int:
    """Return the optimal string alignment distance: insertions, deletions, replacements, neighbours exchanged."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        following = [i]
        for j, right in enumerate(b, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
