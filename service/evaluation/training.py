"""Training of the confidence model: ``python -m service.evaluation.training GOLD.jsonl TEXTS.jsonl``.

Every incident that the rules let through is judged against the annotation: right if its event agrees with the
annotated event it is aligned to on two of attacker, place, weapon and date. A logistic regression with an L2 penalty
is fitted by Newton's method and its log-odds are scaled to be true on articles not seen. Ten-fold cross-validation
over articles chooses the threshold that gives the best F1 of events, and prints the figures with and without the
model; no article is judged by a model that has seen it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import msgspec

from schemas.article import ArticleIn
from service.evaluation.alignment import align
from service.evaluation.annotation import annotated, read_events, read_texts
from service.evaluation.fillers import fillers
from service.evaluation.measure import KEYS, KEYS_NEEDED
from service.extraction.events.building import draft_events, encode
from service.extraction.events.confidence import MODEL, Model
from service.extraction.events.sides import Sides
from service.extraction.frames.clauses import Index
from service.extraction.frames.reading import build_frames
from service.extraction.pipeline import load

FOLDS = 10
PENALTY = 3.0
"""Weight of the L2 penalty."""
ROUNDS = 12
SLACK = 0.005
"""Of thresholds whose F1 differs by less the highest stands: what is invented costs trust."""


class Judged(NamedTuple):
    """One incident of one article with its features, and whether its event is right."""

    article: str
    features: dict[str, float]
    right: bool


def judge(gold_path: Path | None, texts_path: Path) -> tuple[list[Judged], int]:
    """Return every incident judged, and the number of annotated events; without annotation none is right."""
    pipeline = load()
    gold = read_events(gold_path) if gold_path is not None else {}
    judged: list[Judged] = []
    for text in read_texts(texts_path):
        article = ArticleIn(text=text.text, published_at=text.published_at, title=text.title, source=text.source)
        index = Index(pipeline.annotate(article))
        frames = build_frames(index)
        sides = Sides(index.doc, frames)
        sides.dispel(frames)
        drafts = draft_events(index, frames, sides, None)
        theirs = [fillers(event) for event in annotated(encode(index, drafts, sides, text.id))]
        ours = [fillers(event) for event in gold.get(text.id, [])]
        right = {
            pair.predicted
            for pair in align(ours, theirs)
            if len({ours[pair.gold][i].slot for i, _ in pair.agreed} & KEYS) >= KEYS_NEEDED
        }
        judged.extend(Judged(text.id, draft.features, n in right) for n, draft in enumerate(drafts))
    return judged, sum(map(len, gold.values()))


def fit(sample: Sequence[Judged], penalty: float = PENALTY) -> tuple[float, dict[str, float]]:
    """Return bias and weights of the logistic regression that fits the sample."""
    names = sorted({name for item in sample for name in item.features})
    rows = [[1.0, *(item.features.get(name, 0.0) for name in names)] for item in sample]
    labels = [1.0 if item.right else 0.0 for item in sample]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(ROUNDS):
        gradient = [-penalty * w if i else 0.0 for i, w in enumerate(weights)]
        hessian = [[penalty if i == j and i else 1e-9 * (i == j) for j in range(size)] for i in range(size)]
        for row, label in zip(rows, labels, strict=True):
            p = 1.0 / (1.0 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True))))
            used = [i for i, x in enumerate(row) if x]
            for i in used:
                gradient[i] += (label - p) * row[i]
                scale = p * (1.0 - p) * row[i]
                line = hessian[i]
                for j in used:
                    line[j] += scale * row[j]
        step = solve(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
    return weights[0], dict(zip(names, weights[1:], strict=True))


def solve(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Return x of ``matrix · x = vector`` by Gaussian elimination; the matrix is positive definite."""
    size = len(vector)
    rows = [[*line, value] for line, value in zip(matrix, vector, strict=True)]
    for i in range(size):
        pivot = rows[i]
        for j in range(i + 1, size):
            factor = rows[j][i] / pivot[i]
            if factor:
                rows[j] = [a - factor * b for a, b in zip(rows[j], pivot, strict=True)]
    answer = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * answer[j] for j in range(i + 1, size))
        answer[i] = (rows[i][size] - rest) / rows[i][i]
    return answer


def held_out(judged: Sequence[Judged], penalty: float = PENALTY) -> list[tuple[Judged, float]]:
    """Return each incident with its probability by a model that has not seen its article."""
    outcome: list[tuple[Judged, float]] = []
    for fold in range(FOLDS):
        inside = [item for item in judged if _fold(item.article) != fold]
        bias, weights = fit(inside, penalty)
        model = Model(bias=bias, weights=weights, threshold=0.0, trained_on="")
        outcome.extend((item, model.probability(item.features)) for item in judged if _fold(item.article) == fold)
    return outcome


def calibrated(outcome: Sequence[tuple[Judged, float]]) -> tuple[float, float]:
    """Return scale and shift of the log-odds that make the probabilities true (Platt 1999)."""
    sample = [Judged(item.article, {"odds": log_odds(probability)}, item.right) for item, probability in outcome]
    shift, weights = fit(sample, penalty=1e-6)
    return weights["odds"], shift


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability strictly between 0 and 1."""
    return math.log(probability / (1.0 - probability))


def _fold(article: str) -> int:
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


def event_f1(outcome: Sequence[tuple[float, bool]], threshold: float, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 of events when only those from the threshold on are kept."""
    kept = [right for probability, right in outcome if probability >= threshold]
    precision = sum(kept) / len(kept) if kept else 0.0
    recall = sum(kept) / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@click.command(help=__doc__)
@click.argument("gold", type=click.Path(exists=True, path_type=Path))
@click.argument("texts", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--peaceful",
    type=click.Path(exists=True, path_type=Path),
    help="Texts without any event (sports, business, culture): what is found there is wrong.",
)
@click.option("--write", is_flag=True, help="Write the model that the package ships.")
def main(gold: Path, texts: Path, peaceful: Path | None, write: bool) -> None:
    """Train, validate and print; with ``--write`` store the model."""
    judged, events = judge(gold, texts)
    own = len(judged)
    if peaceful is not None:
        judged += judge(None, peaceful)[0]
    click.echo(f"{len(judged)} incidents, {sum(item.right for item in judged)} right, {events} annotated events")
    found = held_out(judged)
    annotated_articles = {item.article for item in judged[:own]}
    scale, shift = calibrated([(item, p) for item, p in found if item.article in annotated_articles])
    outcome = [(_probability(scale * log_odds(p) + shift), item.right) for item, p in found]
    thresholds = [step / 50 for step in range(5, 40)]
    highest = max(event_f1(outcome, t, events)[2] for t in thresholds)
    best = max(t for t in thresholds if event_f1(outcome, t, events)[2] >= highest - SLACK)
    for threshold in (0.0, best):
        precision, recall, f1 = event_f1(outcome, threshold, events)
        click.echo(f"threshold {threshold:.2f}: events precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    if write:
        bias, weights = fit(judged)
        model = Model(
            bias=round(scale * bias + shift, 4),
            weights={name: round(scale * weight, 4) for name, weight in sorted(weights.items())},
            threshold=best,
            trained_on=f"{len({item.article for item in judged})} articles, {len(judged)} incidents",
        )
        MODEL.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
        click.echo(f"wrote {MODEL}")


def _probability(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


if __name__ == "__main__":
    main()
