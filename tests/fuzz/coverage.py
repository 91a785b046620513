"""Fuzzing by coverage: Atheris looks for inputs that reach new lines of the program and break a promise of it.

::

    pip install atheris                                       # Linux, Python 3.11 to 3.13
    python tests/fuzz/coverage.py extraction -max_total_time=600
    python tests/fuzz/coverage.py parsers -max_total_time=600

What follows the target are options of libFuzzer; inputs that found something new stay in ``.fuzz/<target>`` for the
next time. An input that breaks a promise ends the run and is written to ``.fuzz/crash-…``; its path in the place of the
options tries it again.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "hostile"), str(ROOT)]

with atheris.instrument_imports(include=["service", "schemas"]):
    from promises import (
        check_body,
        check_cursor,
        check_extraction,
        check_periods,
        check_query,
        check_text_search,
    )

    from schemas.article import ArticleIn
    from schemas.counts import PERIODS
    from service.api.asking.queries import ArticleQuery, CountsQuery, EventQuery, VocabularyQuery
    from service.api.changes import ChangeQuery
    from service.api.extract import ExtractFields

QUERIES = (ArticleQuery, ChangeQuery, CountsQuery, EventQuery, ExtractFields, VocabularyQuery)
SEPARATOR = b"\n---\n"
"""Between the publication date and the text, in an input for the extraction."""


def extraction(data: bytes) -> None:
    """Read an article: its publication date, a separator, its text."""
    published, _, text = data.rpartition(SEPARATOR)
    check_extraction(ArticleIn(text=_decoded(text), published_at=_decoded(published) or None))


def parsers(data: bytes) -> None:
    """Give the input to the parser that its first byte names."""
    if not data:
        return
    which, rest = data[0], data[1:]
    match which % 5:
        case 0:
            check_body(rest)
        case 1:
            check_query(QUERIES[which // 5 % len(QUERIES)], rest)
        case 2:
            check_cursor(_decoded(rest), which // 5 % 4)
        case 3:
            check_text_search(_decoded(rest))
        case 4:
            ordinals = [1 + int.from_bytes(rest[at : at + 3]) % date.max.toordinal() for at in range(0, len(rest), 3)]
            days = list(map(date.fromordinal, ordinals))
            by = sorted(PERIODS)[which // 5 % len(PERIODS)]
            check_periods(by, days[2:], *(days[at] if len(days) > at and which & 64 << at else None for at in (0, 1)))


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def seeds(target: str) -> list[bytes]:
    """Return inputs to begin with: the reports of the tests, requests as the interface's own page has them."""
    if target == "parsers":
        bodies = [b"\0" + json.dumps({"text": "a", "title": "b", "published_at": "2025-03-19T08:30:00+02:00"}).encode()]
        query = (
            b"date_from=2025-03-01&bbox=30,44,41,53&near=50.45,30.52&radius_km=100&killed_min=1&q=%22a%20b%22&limit=5"
        )
        return bodies + [bytes([1 + 5 * number]) + query for number in range(len(QUERIES))]
    return [
        report.get("published_at", "").encode() + SEPARATOR + report["text"].encode()
        for path in sorted((ROOT / "tests" / "corpus" / "reports").glob("*.toml"))
        for report in tomllib.loads(path.read_text(encoding="utf-8"))["reports"]
    ]


def main() -> None:
    """Fuzz the target that the command line names."""
    targets: dict[str, Callable[[bytes], None]] = {"extraction": extraction, "parsers": parsers}
    if len(sys.argv) < 2 or sys.argv[1] not in targets:
        raise SystemExit(f"which? one of {', '.join(targets)}")
    target = sys.argv[1]
    corpus = ROOT / ".fuzz" / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], str(corpus), "-max_len=6000", "-timeout=60", f"-artifact_prefix={corpus.parent}/", *sys.argv[2:]],
        targets[target],
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
