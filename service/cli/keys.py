"""``strikelog keys``: who may call the service."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click

from service.cli.settings import settings_with

if TYPE_CHECKING:
    from schemas.access import ApiKey

DATABASE = click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
SCOPES = ("read", "write", "admin")
LONGEST_LABEL = 100


@click.group(short_help="Make, list and revoke API keys.")
def keys() -> None:
    """Make, list and revoke the API keys that a service beyond its own machine asks for.

    Keys are in the database, as digests. The service may run meanwhile: a new key works at once, a revoked one
    for a second more.

    \b
    Examples:
      strikelog keys create --scope write --label "feed of the news desk"
      strikelog keys list
      strikelog keys revoke 5f0c6a1b2d3e

    Exit codes: 0 done; 1 the work failed; 2 wrong usage.
    """


@keys.command(short_help="Make a key and print it, once.")
@click.option("--scope", type=click.Choice(SCOPES), default="read", show_default=True, help="What it allows.")
@click.option("--label", metavar="TEXT", help="Whose key it is, or what for.")
@DATABASE
def create(scope: str, label: str | None, database: str | None) -> None:
    """Make a key and print it. It is not kept, so it cannot be shown again.

    read allows to read and to extract without storing; write also to store articles; admin also to remove them.
    Into a pipe the answer is one line of JSON. The database is created where there is none.

    \b
    Examples:
      strikelog keys create --label dashboard
      KEY=$(strikelog keys create --scope write | jq -r .key)

    Exit codes: 0 the key holds; 1 it could not be stored.
    """
    from schemas.access import Scope
    from service.cli.database import created
    from service.cli.private import keep_private
    from service.keys import make_key

    label = (label or "").strip() or None
    if label is not None and (len(label) > LONGEST_LABEL or not label.isprintable()):
        raise click.BadParameter(f"at most {LONGEST_LABEL} characters on one line", param_hint="--label")
    keep_private()
    new = make_key()
    with created(settings_with(database=database).database) as store:
        stored = asyncio.run(store.add_key(new.id, new.digest, Scope(scope), label))
    if sys.stdout.isatty():
        click.echo(new.text)
        click.echo(f"Key {stored.id} with the scope {stored.scope}. It is not shown again.", err=True)
    else:
        _write_json(stored, key=new.text)


@keys.command("list", short_help="List the keys.")
@DATABASE
def list_(database: str | None) -> None:
    """List the keys, revoked ones too: a table on a terminal, a line of JSON for each into a pipe.

    \b
    Examples:
      strikelog keys list
      strikelog keys list | jq -r 'select(.revoked_at == null) | .id'

    Exit codes: 0 done; 1 there is no database, or it cannot be read.
    """
    from service.cli.database import opened

    with opened(settings_with(database=database).database) as store:
        listed = asyncio.run(store.list_keys())
    if sys.stdout.isatty():
        _show(listed)
    else:
        for key in listed:
            _write_json(key)


@keys.command(short_help="Revoke a key.")
@click.argument("key_id", metavar="ID")
@DATABASE
def revoke(key_id: str, database: str | None) -> None:
    """Revoke the key with this ID, for good. A running service refuses it within a second.

    \b
    Example:
      strikelog keys revoke 5f0c6a1b2d3e

    Exit codes: 0 the key is revoked; 1 there is no such key, or the work failed.
    """
    from service.cli.database import opened

    with opened(settings_with(database=database).database) as store:
        revoked = asyncio.run(store.revoke_key(key_id))
    if revoked is None:
        raise click.ClickException(f"no key {key_id!r}; `strikelog keys list` has the ids")
    if sys.stdout.isatty():
        click.echo(f"Key {revoked.id} is revoked since {revoked.revoked_at}.")
    else:
        _write_json(revoked)


def _write_json(stored: ApiKey, **more: str) -> None:
    import msgspec

    click.echo(msgspec.json.encode(msgspec.to_builtins(stored) | more))


def _show(listed: list[ApiKey]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold")
    for name in ("id", "scope", "label", "created", "revoked"):
        table.add_column(name, overflow="fold")
    for key in listed:
        row = (key.id, key.scope, key.label or "", key.created_at, key.revoked_at or "")
        table.add_row(*map(Text, row), style="dim" if key.revoked_at else None)
    Console().print(table)
