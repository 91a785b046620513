"""Which known names a misspelt one may stand for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

MOST_CLOSE = 12
LEAST_ALIKE = 0.7
"""The least ratio of `difflib` at which a name is close."""

BEHIND_THE_BEST = 0.1
"""How much less alike than the closest a name may be: beside "Russia" for "Rusia", "US" is none that was meant."""


def close_names(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that look like the text, the closest first."""
    close = get_close_matches(text, names, n=MOST_CLOSE, cutoff=LEAST_ALIKE)
    alike = [SequenceMatcher(None, name, text).ratio() for name in close]
    return [name for name, ratio in zip(close, alike, strict=True) if ratio >= alike[0] - BEHIND_THE_BEST]
