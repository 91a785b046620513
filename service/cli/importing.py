"""``strikelog import``: many articles into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from service.importing import Summary


@click.command("import", short_help="Store the events of many articles.")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="FILE.jsonl|FOLDER")
@click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
@click.option(
    "--workers",
    metavar="NUMBER",
    help="Processes that extract; 0: one per core.  [STRIKELOG_EXTRACTION_WORKERS; 0]",
)
@click.option("--published-at", metavar="DATE", help="For articles without a date of publication.")
@click.option("--source", metavar="OUTLET", help="For articles without a source.")
@click.option(
    "--ignore-unknown-fields",
    is_flag=True,
    help="Pass over members of an object that an article does not have, instead of refusing the line.",
)
def import_command(
    path: Path,
    database: str | None,
    workers: str | None,
    published_at: str | None,
    source: str | None,
    ignore_unknown_fields: bool,
) -> None:
    """Extract and store the articles in a JSON Lines file or a folder.

    A line is one article as POST /v1/articles takes it: {"text": …, "title"?, "published_at"?, "source"?,
    "url"?, "language"?, "external_id"?}. In a folder, .txt files are raw articles, .json files one object,
    .jsonl and .ndjson files lines. Articles that are stored already are passed over, so an import that
    was interrupted goes on where it stopped when it is run again.

    \b
    Examples:
      strikelog import archive.jsonl --database news.db
      strikelog import reports/ --source "Field desk" --published-at 2025-03-19

    Exit codes: 0 all articles are stored; 1 some were bad (listed at the end), or the work failed.
    """
    from service.cli.private import keep_private
    from service.cli.settings import settings_with

    keep_private()
    settings = settings_with(database=database, extraction_workers=workers)

    from service.cli.checking import checker
    from service.cli.database import created
    from service.cli.progress import progress
    from service.cli.resumable import resumable
    from service.extraction import extract
    from service.importing import Defaults, count_articles, import_articles, read_articles

    defaults = Defaults(published_at=published_at, source=source, ignore_unknown_fields=ignore_unknown_fields)
    found = read_articles(path, defaults, checker(settings.max_text_chars))
    try:
        with created(settings.database) as store, resumable(), progress("importing", count_articles(path)) as bar:
            summary = import_articles(found, store, extract, settings.worker_count, bar.advance)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    _report(summary)


def _report(summary: Summary) -> None:
    for refused in summary.refused:
        click.echo(f"{refused.origin}: {refused.reason}", err=True)
    click.echo(
        f"{summary.stored} articles stored with {summary.events} events, "
        f"{summary.already_stored} stored already, {len(summary.refused)} refused"
    )
    if summary.refused:
        raise SystemExit(1)
