"""The words of time and number, read once from ``lexicon/times.toml`` and its neighbours."""

from __future__ import annotations

from service.extraction.document import TOKEN, fold
from service.extraction.lexicon.tables import read_table

Phrase = tuple[str, ...]


def phrase(text: str) -> Phrase:
    """Return the folded tokens of a lexicon phrase."""
    return tuple(fold(word) for word in TOKEN.findall(text))


def _phrases(*tables: dict[str, str]) -> dict[str, list[tuple[Phrase, str]]]:
    """Index phrases of several tokens by their first, longest first."""
    index: dict[str, list[tuple[Phrase, str]]] = {}
    for table in tables:
        for text, kind in table.items():
            parts = phrase(text)
            if len(parts) > 1:
                index.setdefault(parts[0], []).append((parts, kind))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return index


TIMES = read_table("times.toml")
MONTHS: dict[str, int] = dict(TIMES["months"])
MONTH_ABBREVIATIONS: dict[str, int] = dict(TIMES["month_abbreviations"])
MONTH_VALUES = {**MONTH_ABBREVIATIONS, **MONTHS}
WEEKDAYS: dict[str, int] = dict(TIMES["weekdays"])
WEEKDAY_ABBREVIATIONS: dict[str, int] = dict(TIMES["weekday_abbreviations"])
WEEKDAY_VALUES = {**WEEKDAY_ABBREVIATIONS, **WEEKDAYS}
UNITS: dict[str, str] = {
    **TIMES["units"],
    **{f"{unit}s": code for unit, code in TIMES["units"].items()},
    "centuries": "CE",
}
PARTS: dict[Phrase, str] = {phrase(text): value for text, value in {**TIMES["parts"], **TIMES["points"]}.items()}
SEASONS: dict[str, str] = dict(TIMES["seasons"])
REFERENCES: dict[Phrase, str] = {phrase(text): value for text, value in TIMES["references"].items()}
SETS: dict[str, str] = dict(TIMES["sets"])
FEASTS: dict[str, str] = {**TIMES["feasts"], **{name: TIMES["feasts"][of] for name, of in TIMES["feast_names"].items()}}
HOLIDAYS: dict[Phrase, str] = {phrase(text): value for text, value in {**TIMES["holidays"], **FEASTS}.items()}
WARS: dict[str, str] = dict(TIMES["wars"])
WAR_WORDS = frozenset(TIMES["war_words"]["words"].split())
FUTURE = frozenset(TIMES["tense"]["future"].split())
PAST = frozenset(TIMES["tense"]["past"].split())
NAMED_DAYS: dict[str, int] = dict(TIMES["named_days"]["dates"])
NAMED_DAY_WORDS = frozenset(TIMES["named_days"]["words"].split())
PAPERS = frozenset(TIMES["papers"]["words"].split())
NOISE_OPENERS = frozenset(TIMES["noise"]["openers"].split())

VAGUE_AMOUNTS = ("dozens", "scores", "hundreds", "thousands")
ORDINALS: dict[str, int] = {
    word: n for n, word in enumerate(read_table("numbers.toml")["ordinals"]["words"].split()[:20], 1)
}
CLASSES: dict[str, str] = {
    **dict.fromkeys(ORDINALS, "o"),
    **dict.fromkeys(VAGUE_AMOUNTS, "v"),
    **dict.fromkeys(MONTH_VALUES, "M"),
    **dict.fromkeys(WEEKDAY_VALUES, "W"),
    **{parts[0]: "H" for parts in HOLIDAYS if len(parts) == 1},
    **{word: kind for word, kind in TIMES["classes"].items() if len(phrase(word)) == 1},
}
PHRASES = _phrases(TIMES["classes"], dict.fromkeys([*TIMES["holidays"], *FEASTS], "H"))
