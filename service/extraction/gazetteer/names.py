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

HILLS = ("tal", "tall", "tel", "tell")
"""Spellings of the Arabic and Hebrew word for a mound."""

SHORTENED = frozenset(("st", "ste", "ft", "mt"))
"""Abbreviations in names whose full stop says nothing."""

SPELT_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}

APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´ʻʿʾ\"“”")


def key_word(lower: Sequence[str], words: Sequence[str], i: int) -> str:
    """Return a token's part of a key; nothing for hyphens and for the full stop of "St."."""
    word = lower[i]
    if word.isalnum():
        if word in ARTICLES and i + 1 < len(words) and words[i + 1] in DASHES:
            return "al"
        if word in SPELT_OUT and words[i][0].isupper():
            return SPELT_OUT[word]
        return word
    if words[i] in DASHES or (word == "." and i and lower[i - 1] in SHORTENED):
        return ""
    return word.translate(APOSTROPHES)


def name_key(name: str) -> str:
    """Return the key of a name: ``Deir ez-Zor`` gives ``deir al zor``."""
    words = list(TOKEN.findall(name.replace("ʿ", "").replace("ʻ", "").replace("ʾ", "")))
    lower = [fold(word) for word in words]
    return " ".join(part for i in range(len(words)) if (part := key_word(lower, words, i)))


def variants(name: str, *, arabic: bool = False) -> Iterator[str]:
    """Yield the keys that a name is found under; the first is its own.

    The Arabic article at the beginning may be left out, and is one whatever its spelling. For ``arabic`` names the
    feminine ending may be spelt without its h: "Hasakah", "Hasaka".
    """
    key = name_key(name)
    if not key:
        return
    forms = [key]
    words = key.split(" ")
    inner = ["al" if word in ARTICLES and 0 < i < len(words) - 1 else word for i, word in enumerate(words)]
    if inner != words:
        forms.append(" ".join(inner))
    if words[0] in ARTICLES and len(words) > 1 and len(words[1]) > 3:
        forms.append(" ".join(inner[1:]))
        if words[0] != "al":
            forms.append(" ".join(("al", *inner[1:])))
    for form in forms:
        yield form
        opening, _, rest = form.partition(" ")
        if arabic and opening in HILLS and rest:
            yield from (f"{hill} {rest}" for hill in HILLS if hill != opening)
        if arabic and form.endswith("ah") and len(form) > 4:
            yield form[:-1]
