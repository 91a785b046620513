"""``strikelog reextract``: stored articles read again with the current pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from service.cli.database import opened
from service.cli.progress import progress
from service.cli.resumable import resumable
from service.cli.settings import settings_with

if TYPE_CHECKING:
    from service.reextracting import Summary


@click.command(short_help="Read stored articles again with this version.")
@click.option("--all", "every", is_flag=True, help="Also the articles that this version has read already.")
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
@click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
@click.option(
    "--workers",
    metavar="NUMBER",
    help="Processes that extract; 0: one per core.  [STRIKELOG_EXTRACTION_WORKERS; 0]",
)
def reextract(every: bool, dry_run: bool, database: str | None, workers: str | None) -> None:
    """Replace the events of articles that another version of the pipeline has read.

    The version covers the program's rules, lexicons and gazetteer. The service may run meanwhile: the events of an
    article are replaced in one step. An article that is done has the new version, so a run that was
    interrupted goes on where it stopped when it is run again (with --all it begins again).

    \b
    Examples:
      strikelog reextract --dry-run
      strikelog reextract --database news.db --workers 2

    Exit codes: 0 done; 1 some articles failed (listed at the end), or the work failed.
    """
    from service.extraction import extract, pipeline_version
    from service.reextracting import reextract as run

    settings = settings_with(database=database, extraction_workers=workers)
    current = None if every else pipeline_version()
    with (
        opened(settings.database) as store,
        resumable(),
        progress("reading", store.count_articles(not_by=current)) as bar,
    ):
        articles = store.walk_articles(not_by=current)
        summary = run(articles, store, extract, settings.worker_count, dry_run=dry_run, on_done=bar.advance)
    _report(summary, pipeline_version(), dry_run=dry_run)


def _report(summary: Summary, version: str, *, dry_run: bool) -> None:
    for refused in summary.refused:
        click.echo(f"{refused.origin}: {refused.reason}", err=True)
    events = summary.events
    click.echo(f"{summary.articles} articles read again with {version}{', nothing stored' if dry_run else ''}")
    click.echo(
        f"{summary.changed} articles changed, {summary.deleted} deleted meanwhile, {len(summary.refused)} failed"
    )
    click.echo(
        f"{events.added} events added, {events.removed} removed, {events.same} the same,"
        f" {events.reweighed} the same but for their confidence"
    )
    if summary.refused:
        raise SystemExit(1)
