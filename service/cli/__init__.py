"""The command line: ``strikelog serve | extract | import | reextract | export | backup | keys | openapi | evaluate``.

Each command is a module of its own, and loads what it needs when it runs, so that ``strikelog --help`` is quick.
"""

from __future__ import annotations

import click

from service.cli.backup import backup
from service.cli.evaluate import evaluate
from service.cli.export import export
from service.cli.extract import extract
from service.cli.importing import import_command
from service.cli.keys import keys
from service.cli.openapi import openapi
from service.cli.reextract import reextract
from service.cli.serve import serve


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 an input was bad or the work failed; 2 wrong usage. "
    "Settings come from STRIKELOG_* environment variables; options override them.",
)
@click.version_option(package_name="strikelog", prog_name="strikelog")
def main() -> None:
    """Read reports of armed conflict and serve the incidents in them as data."""


for command in (serve, extract, import_command, reextract, export, backup, keys, openapi, evaluate):
    main.add_command(command)
