"""The keys under which names are stored and sought.

A key is the folded words of a name with single blanks between: no case, accents, hyphens or apostrophes. Words of
the Arabic article become ``al`` where a hyphen ties them to the next word, so that "Deir ez-Zor" and "Deir
al-Zor" share a key, and a leading article may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.extraction.document import DASHES, TOKEN, fold

ARTICLES = frozenset(
    "al el ad ed as es ash esh an en ar er at et az ez ath edh adh il ul us ud".split(),
)
"""Spellings of the Arabic article, assimilated or not."""

SHORTENED = frozenset(("st", "ste", "ft", "mt"))
"""Abbreviations in names whose full stop says nothing."""

SPELT_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}

APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´ʻʿʾ\"“”")


def plain(word: str) -> str:
    """Return a folded token without its apostrophes."""
    return word.translate(APOSTROPHES) if not word.isalnum() else word


def key_words(lower: Sequence[str], words: Sequence[str]) -> list[str]:
    """Return for each token its part of a key; empty for hyphens and for the full stop of "St."."""
    parts: list[str] = []
    count = len(words)
    for i, word in enumerate(lower):
        if words[i] in DASHES or (word == "." and i and lower[i - 1] in SHORTENED):
            parts.append("")
        elif word in ARTICLES and i + 1 < count and words[i + 1] in DASHES:
            parts.append("al")
        elif word in SPELT_OUT and (word != "st" or words[i][0].isupper()):
            parts.append(SPELT_OUT[word])
        else:
            parts.append(plain(word))
    return parts


def name_key(name: str) -> str:
    """Return the key of a name: ``Deir ez-Zor`` gives ``deir al zor``."""
    words = list(TOKEN.findall(name.replace("ʿ", "").replace("ʻ", "").replace("ʾ", "")))
    return " ".join(part for part in key_words([fold(word) for word in words], words) if part)


def variants(name: str) -> Iterator[str]:
    """Yield the keys that a name is found under; the first is its own."""
    key = name_key(name)
    if not key:
        return
    yield key
    words = key.split(" ")
    if words[0] in ARTICLES and len(words) > 1 and len(words[1]) > 3:
        yield " ".join(words[1:])
        if words[0] != "al":
            yield " ".join(("al", *words[1:]))
    inner = ["al" if word in ARTICLES and 0 < i < len(words) - 1 else word for i, word in enumerate(words)]
    if inner != words:
        yield " ".join(inner)
