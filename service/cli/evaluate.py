"""``strikelog evaluate``: the pipeline measured on annotated articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from schemas.article import Extraction
    from service.evaluation.annotation import AnnotatedEvent, ArticleText
    from service.evaluation.measure import Difference, Score

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="Measure the extraction on annotated articles.")
@click.argument("gold", type=FILE)
@click.argument("texts", type=FILE)
@click.option("--errors", is_flag=True, help="Before the figures, list what was missed and invented.")
@click.option("--json", "as_json", is_flag=True, help="The figures (and errors) as JSON.")
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write the events here.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N articles of TEXTS.")
def evaluate(gold: Path, texts: Path, errors: bool, as_json: bool, predictions: Path | None, limit: int | None) -> None:
    """Extract from TEXTS and measure the events against the annotated ones in GOLD.

    Both are JSON Lines. A line of GOLD is {"id", "events"}; a line of TEXTS is {"id", "text", "title"?,
    "published_at"?, "source"?}. What is counted is described in docs/evaluation.md.

    \b
    Examples:
      strikelog evaluate gold.jsonl texts.jsonl
      strikelog evaluate gold.jsonl texts.jsonl --errors --limit 5

    Exit codes: 0 measured, whatever the figures; 1 a file cannot be read, or GOLD has articles without text.
    """
    from service.evaluation.annotation import AnnotationError, annotated, read_events, read_texts
    from service.evaluation.measure import score

    try:
        annotations, articles = read_events(gold), read_texts(texts)
    except AnnotationError as error:
        raise click.ClickException(str(error)) from error
    missing = annotations.keys() - {article.id for article in articles}
    if missing:
        raise click.ClickException(
            f"{texts} has no text for {len(missing)} articles of {gold}, such as {min(missing)!r}"
        )
    articles = [article for article in articles[:limit] if article.id in annotations]
    extractions = _extract(articles)
    if predictions is not None:
        _write(predictions, extractions)
    differences: list[Difference] | None = [] if errors else None
    measured: dict[str, list[AnnotatedEvent]] = {article.id: annotations[article.id] for article in articles}
    events = {article: annotated(found.events) for article, found in extractions.items()}
    figures = score(measured, events, differences)
    _print(figures, differences, as_json=as_json)


def _extract(articles: list[ArticleText]) -> dict[str, Extraction]:
    from rich.console import Console
    from rich.progress import track

    from service.extraction import extract

    progress = track(articles, "extracting", console=Console(stderr=True), transient=True)
    return {article.id: extract(article.submission()) for article in progress}


def _write(path: Path, extractions: dict[str, Extraction]) -> None:
    import msgspec

    lines = [{"id": article, "events": found.events} for article, found in extractions.items()]
    try:
        path.write_bytes(msgspec.json.Encoder().encode_lines(lines))
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error


def _print(figures: Score, found: list[Difference] | None, *, as_json: bool) -> None:
    if as_json:
        import msgspec

        extra = {} if found is None else {"errors": found}
        click.echo(msgspec.json.format(msgspec.json.encode({**msgspec.to_builtins(figures), **extra})))
        return
    from service.evaluation.report import calibration_table, differences, table

    for line in differences(found or ()):
        click.echo(line)
    click.echo(f"{table(figures)}\n\n{calibration_table(figures)}")
