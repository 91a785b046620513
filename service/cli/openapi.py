"""``strikelog openapi``: the contract of the service."""

from __future__ import annotations

from typing import Literal

import click


@click.command()
@click.option("--format", "kind", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
def openapi(kind: Literal["yaml", "json"]) -> None:
    """Print the OpenAPI description of the service.

    \b
    Example:
      strikelog openapi > openapi.yaml

    Exit codes: 0 done; 1 a setting cannot be used.
    """
    from service.api.contract.document import render_openapi
    from service.app import create_app
    from service.cli.settings import settings_with

    click.echo(render_openapi(create_app(settings_with()), kind).rstrip("\n"))
