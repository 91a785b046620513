"""``strikelog extract``: the events of a few articles, to read or to pass on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from schemas.article import ArticleIn, Extraction

STDIN = "-"


@click.command(short_help="Print the events of a few articles.")
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--published-at", metavar="DATE", help="Date or date-time that relative dates resolve against.")
@click.option("--source", metavar="OUTLET", help="The outlet.")
@click.option("--title", metavar="TEXT", help="The headline.")
@click.option("--json", "as_json", is_flag=True, help="JSON on a terminal too.")
@click.option("--mentions", is_flag=True, help="Also every mention found, by kind; in the JSON only.")
def extract(
    files: tuple[str, ...],
    published_at: str | None,
    source: str | None,
    title: str | None,
    as_json: bool,
    mentions: bool,
) -> None:
    """Extract the events of articles in UTF-8 text files; - or no FILE reads standard input.

    On a terminal the events are shown as tables. Into a pipe, or with --json, each file gives one line of
    JSON, as POST /v1/extract answers it. Nothing is stored.

    \b
    Examples:
      strikelog extract article.txt --published-at 2025-03-19 --source "NBC News"
      pbpaste | strikelog extract
      strikelog extract *.txt | jq '.events[].event_type'

    Exit codes: 0 done; 1 a file could not be read or used (the others are done all the same).
    """
    from rich.console import Console

    from service import extraction as pipeline
    from service.cli.checking import checker
    from service.cli.render import show
    from service.cli.settings import settings_with
    from service.importing import ArticleError

    check = checker(settings_with().max_text_chars)
    as_json = as_json or mentions or not sys.stdout.isatty()
    console = Console()
    failed = False
    for file in files or (STDIN,):
        try:
            article = check(_read(file, published_at=published_at, source=source, title=title))
        except ArticleError as error:
            click.echo(f"Error: {file}: {error}", err=True)
            failed = True
            continue
        found = pipeline.extract(article, mentions=mentions)
        if as_json:
            _write_json(found)
        else:
            show(console, found, "standard input" if file == STDIN else file)
    if failed:
        raise SystemExit(1)


def _read(file: str, *, published_at: str | None, source: str | None, title: str | None) -> ArticleIn:
    from schemas.article import ArticleIn
    from service.importing import ArticleError, decode_text

    try:
        data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        raise ArticleError(error.strerror or str(error)) from error
    return ArticleIn(text=decode_text(data), published_at=published_at, source=source, title=title)


def _write_json(found: Extraction) -> None:
    import msgspec

    click.echo(msgspec.json.encode(found))
