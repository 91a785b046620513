"""``strikelog serve``: the HTTP service."""

from __future__ import annotations

import socket
from typing import Any

import click


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on.  [STRIKELOG_HOST; 127.0.0.1]")
@click.option("--port", metavar="NUMBER", help="TCP port to listen on.  [STRIKELOG_PORT; 8000]")
@click.option("--database", metavar="FILE", help="The database.  [STRIKELOG_DATABASE; strikelog.db]")
@click.option(
    "--workers",
    metavar="NUMBER",
    help="Processes that extract; 0: one per core.  [STRIKELOG_EXTRACTION_WORKERS; 0]",
)
def serve(host: str | None, port: str | None, database: str | None, workers: str | None) -> None:
    """Serve the HTTP interface until interrupted.

    Every other setting is read from its STRIKELOG_* environment variable. On an address beyond this machine, requests
    need an API key, which strikelog keys create makes, unless STRIKELOG_AUTH=off.

    \b
    Examples:
      strikelog serve
      strikelog serve --host 0.0.0.0 --port 80 --database /var/lib/strikelog/strikelog.db

    Exit codes: 0 ended by SIGINT or SIGTERM; 1 the port is in use or a setting cannot be used.
    """
    import os

    from service.cli.private import keep_private
    from service.cli.settings import settings_with, variables

    keep_private()
    options = {"host": host, "port": port, "database": database, "extraction_workers": workers}
    settings = settings_with(**options)
    port_number = usable_port(settings.host, settings.port)
    os.environ.update(variables(**options))

    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    Granian(
        "service.app:create_app",
        address=settings.host,
        port=port_number,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        # HTTP/2 in clear is nothing that browsers or proxies ask for, and more to attack.
        http=HTTPModes.http1,
        websockets=False,
        workers_kill_timeout=settings.stop_timeout,
        log_level=LogLevels(settings.log_level.value),
        log_dictconfig=log_configuration(settings.log_format.value),
    ).serve()


def log_configuration(log_format: str) -> dict[str, Any]:
    """Return the server's logging in the service's own form (``json`` or ``text``), on standard error."""
    formatter = {"()": f"service.api.observing.logs.{'JsonFormatter' if log_format == 'json' else 'TextFormatter'}"}
    handler = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "service"}
    return {"formatters": {"service": formatter}, "handlers": {"console": handler, "access": handler}}


def usable_port(host: str, port: int) -> int:
    """Return the port if the address can be listened on; for 0, one that the system chooses.

    The server itself shares ports between processes (``SO_REUSEPORT``), so a second service on a port would
    silently get half of the requests.

    Raises
    ------
    click.ClickException
        If the host has no such address or the port is in use or not permitted.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
            chosen: int = probe.getsockname()[1]
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host} port {port}: {error.strerror or error}; choose another with --host and --port"
        ) from error
    return chosen
