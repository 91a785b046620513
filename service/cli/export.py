"""``strikelog export``: every event of the database in one file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from service.cli.database import opened
from service.cli.progress import progress
from service.cli.replacing import replacing
from service.cli.settings import settings_with

if TYPE_CHECKING:
    from schemas.query import EventFilter
    from service.settings import Settings
    from service.store import Store

FORMATS = ("ndjson", "csv", "geojson", "json")
SCHEMAS = ("strikelog", "acled", "plover")


@click.command(short_help="Write every event to a file.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "--schema",
    type=click.Choice(SCHEMAS),
    default=SCHEMAS[0],
    show_default=True,
    help="Whose columns and codes the events have.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Instead of standard output.")
@click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
@click.option("--actor", multiple=True, metavar="NAME", help="A side: its id, name or alias.")
@click.option("--weapon", multiple=True, metavar="NAME", help="A type, family or model of weapon.")
@click.option("--country", multiple=True, metavar="CODE", help="ISO 3166-1 alpha-2 code of a place.")
@click.option("--date-from", metavar="DATE", help="Events whose time reaches this day or later.")
@click.option("--date-to", metavar="DATE", help="Events whose time begins on this day or earlier.")
@click.option("--filter", "others", multiple=True, metavar="NAME=VALUE", help="Any other filter of GET /v1/events.")
def export(
    form: str,
    schema: str,
    output: Path | None,
    database: str | None,
    others: tuple[str, ...],
    **named: tuple[str, ...] | str | None,
) -> None:
    """Write every event, or those that match, as GET /v1/events does.

    The filters are those of GET /v1/events and combine with AND; a repeated option is OR. FILE is written beside
    its place and put there when it is whole: what was there before stays until then. The service may run meanwhile.

    \b
    Examples:
      strikelog export --output events.ndjson
      strikelog export --format csv --country UA --date-from 2025-01-01 --output ukraine.csv
      strikelog export --actor RU --filter event_type=shelling | jq .id

    Exit codes: 0 done; 1 a filter cannot be used, or the work failed.
    """
    from service.formats import Format, Schema, write, writer

    settings = settings_with(database=database)
    pairs = [pair for name, given in named.items() for pair in _pairs(name, given)]
    pairs += [_pair(other) for other in others]
    rows = writer(Format(form), Schema(schema))
    with opened(settings.database) as store, _sink(output, settings.database) as sink:
        asked = _filter(pairs, settings, store)
        for part in write(_batches(store, asked, shown=output is not None or not sys.stdout.isatty()), rows):
            sink.write(part)


def _pairs(name: str, given: tuple[str, ...] | str | None) -> list[tuple[str, str]]:
    values = (given,) if isinstance(given, str) else given or ()
    return [(name, value) for value in values]


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.ClickException(f"--filter {text!r} is not NAME=VALUE, as in event_type=shelling")
    return name, value


def _filter(pairs: list[tuple[str, str]], settings: Settings, store: Store) -> EventFilter:
    """Return what the filters ask for; a name that is not known is an error, since nobody sees an empty file."""
    import asyncio
    from urllib.parse import urlencode

    from service.api.asking.filters import event_filter
    from service.api.asking.names import Names
    from service.api.asking.queries import FilterQuery
    from service.api.asking.querystring import read_query
    from service.api.problems import ApiProblem

    try:
        query = read_query(FilterQuery, urlencode(pairs).encode())
        asked = asyncio.run(event_filter(query, Names.load(settings.lexicon_dir), store))
    except ApiProblem as problem:
        raise click.ClickException(problem.detail) from problem
    for unknown in asked.did_you_mean:
        close = f"; did you mean {', '.join(unknown.suggestions)}?" if unknown.suggestions else ""
        raise click.ClickException(f"{unknown.parameter}: {unknown.value!r} is not known{close}")
    return asked.filter


def _batches(store: Store, asked: EventFilter, *, shown: bool) -> Iterator[list[bytes]]:
    import msgspec

    from service.api.streams import BATCH

    pages = store.export_events(msgspec.structs.replace(asked, limit=BATCH, count_exact=True))
    first = next(pages)
    with progress("exporting", first.total or 0, shown=shown) as bar:
        yield first.items
        bar.advance(len(first.items))
        for page in pages:
            yield page.items
            bar.advance(len(page.items))


@contextlib.contextmanager
def _sink(output: Path | None, database: Path) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    with replacing(output, database=database) as partial, partial.open("wb") as file:
        yield file
