"""Time of the extraction against the length of hostile texts.

    python benchmarks/scaling.py [--limit 1.3]

Prints milliseconds per size and, for each kind of text, the growth exponent between the last two sizes: 1 is
linear, 2 quadratic. Exits with 1 if any exponent is above the limit, so that it can stand guard.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from itertools import cycle

from schemas.article import ArticleIn
from service.extraction import extract

SIZES = (5_000, 20_000, 50_000, 100_000, 200_000)
"""Characters."""

PLACES = "Kyiv, Aleppo, Kharkiv, Gaza City, Khartoum, Mosul, Odesa, Goma, Sana'a, Mogadishu, Zaporizhzhia, Beirut, "
REPORT = (
    "Russian forces fired 12 drones and at least three missiles at Kharkiv overnight, killing two people and "
    "wounding seven, the governor said on Tuesday. A day earlier shells hit a power plant near Sumy. "
)
NESTED = '“He said ‘they told us "the army claims «we struck the depot» again" and left’ yesterday” ('


def filled(pattern: str) -> Callable[[int], str]:
    """Return a function that repeats the pattern to a number of characters."""
    return lambda size: (pattern * (size // len(pattern) + 1))[:size]


def numbered_places(size: int) -> str:
    """Return place names in ever new pairs, each with a number, to a number of characters."""
    names = [name.strip() for name in PLACES.split(",") if name.strip()]
    parts: list[str] = []
    length = 0
    for number, name in enumerate(cycle(names)):
        parts.append(f"{number} shells hit {name} and {names[number * 7 % len(names)]}. ")
        length += len(parts[-1])
        if length >= size:
            break
    return "".join(parts)[:size]


TEXTS: dict[str, Callable[[int], str]] = {
    "ordinary report": filled(REPORT),
    "report, one line": filled(REPORT.replace(". ", ", ")),
    "one word": filled("attack "),
    "one stop word": filled("the "),
    "place names": filled(PLACES),
    "numbered places": numbered_places,
    "digits": filled("1234567890"),
    "digit groups": filled("1,000,"),
    "nested quotes": filled(NESTED),
    "open quotes": filled("“"),
    "no spaces": filled("x"),
    "no spaces, caps": filled("KYIV"),
    "hyphens": filled("car-"),
    "apostrophes": filled("o'"),
    "line breaks": filled("\n \n"),
    "combining marks": filled("e\u0301"),
    "dates": filled("on 3 March 2022, "),
    "capitals": filled(REPORT.upper()),
}


JUDGED_MS = 20.0
"""Texts that take less at their longest are not judged: caches and clocks decide their growth."""


def milliseconds(text: str) -> float:
    """Return the processor time of the better of two runs."""
    best = math.inf
    for _ in range(2):
        start = time.process_time()
        extract(ArticleIn(text=text, published_at="2024-05-01"))
        best = min(best, time.process_time() - start)
    return best * 1000


def main() -> int:
    """Run the benchmark; return 1 if any kind of text grows faster than the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=1.3, help="the largest growth exponent accepted")
    limit: float = parser.parse_args().limit
    milliseconds(REPORT)
    print(f"{'milliseconds':18}" + "".join(f"{size:>10,}" for size in SIZES) + f"{'exponent':>10}")
    steep = []
    for name, text in TEXTS.items():
        taken = [milliseconds(text(size)) for size in SIZES]
        exponent = math.log(taken[-1] / taken[-2]) / math.log(SIZES[-1] / SIZES[-2])
        if exponent > limit and taken[-1] >= JUDGED_MS:
            steep.append(name)
        print(f"{name:18}" + "".join(f"{one:10.1f}" for one in taken) + f"{exponent:10.2f}", flush=True)
    print(f"above {limit}: {', '.join(steep)}" if steep else f"all at or below {limit}")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
