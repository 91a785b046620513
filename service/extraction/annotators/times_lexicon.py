"""The words of time, read once from ``lexicon/times.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

LEXICON = Path(__file__).parent.parent / "lexicon"


def load(name: str) -> dict[str, Any]:
    """Return a lexicon's tables; raises ``FileNotFoundError`` or ``tomllib.TOMLDecodeError``."""
    with (LEXICON / name).open("rb") as file:
        return tomllib.load(file)


TIMES = load("times.toml")
MONTHS: dict[str, int] = {word: month for word, month in TIMES["months"].items()}
MONTH_ABBREVIATIONS: dict[str, int] = {word: month for word, month in TIMES["month_abbreviations"].items()}
