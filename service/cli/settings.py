"""Settings of a command: the environment's, with the options given laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from service.settings import Settings


def settings_with(**options: object) -> Settings:
    """Return the settings of the environment with every option that is not None in place of its variable.

    Raises
    ------
    click.ClickException
        If a value cannot be used; names the variable.
    """
    import os

    from service.settings import Settings, SettingsError

    try:
        return Settings.from_environment({**os.environ, **variables(**options)})
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def variables(**options: object) -> dict[str, str]:
    """Return the environment variables that say the same as the options that are not None."""
    from service.settings import PREFIX

    return {PREFIX + name.upper(): str(value) for name, value in options.items() if value is not None}
