"""``strikelog backup``: a copy of the database, made while the service runs."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.database import existing
from service.cli.private import keep_private
from service.cli.progress import progress
from service.cli.replacing import replacing
from service.cli.settings import settings_with


@click.command(short_help="Copy the database while the service runs.")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
@click.option("--force", is_flag=True, help="Replace TARGET where it exists.")
def backup(target: Path, database: str | None, force: bool) -> None:
    """Copy the database to TARGET, with all that was stored when the copy began, and verify the copy.

    The service may read and write meanwhile. The copy is written beside TARGET, opened and checked, and only
    then put in its place. To restore, stop the service and put the copy in the place of the database.

    \b
    Examples:
      strikelog backup /backup/strikelog-2025-03-19.db
      strikelog backup --force --database news.db /backup/news.db

    Exit codes: 0 the copy is there and sound; 1 it is not, and TARGET is as it was.
    """
    from service.store import StoreError
    from service.store.backup import copy_database, verify

    keep_private()
    source = existing(settings_with(database=database).database)
    if target.exists() and not force and not target.samefile(source):
        raise click.ClickException(f"{target} exists; --force replaces it")
    try:
        with replacing(target, database=source) as partial:
            with progress("copying", None) as bar:
                copy_database(source, partial, bar.reach)
            with progress("checking", None):
                copied = verify(partial)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{target}: {copied.articles} articles, {copied.events} events, {copied.size:,} bytes, checked")
