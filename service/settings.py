"""The service's settings: one frozen Struct, read once from ``STRIKELOG_*`` environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Self, get_origin

import msgspec
from msgspec import Meta, Struct

PREFIX = "STRIKELOG_"

Network = IPv4Network | IPv6Network

Origin = Annotated[str, Meta(pattern=r"^(\*|https?://[A-Za-z0-9.:\[\]-]+)$")]
"""Scheme, host and port, as a browser sends them."""


class SettingsError(ValueError):
    """A ``STRIKELOG_*`` variable has a value that cannot be used; the message names it."""


class LogFormat(StrEnum):
    """How log lines are written."""

    JSON = "json"
    TEXT = "text"


class LogLevel(StrEnum):
    """The least severe line that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Auth(StrEnum):
    """Whether requests need an API key."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class Settings(Struct, frozen=True, kw_only=True):
    """Everything that a deployment may choose; the variable of a field is its name in capitals after ``STRIKELOG_``."""

    database: Path = Path("strikelog.db")
    """The SQLite file; created, with its parent folder, when missing. On a local disk, never a network share."""

    database_readers: Annotated[int, Meta(ge=1, le=64)] = 4
    """How many queries the store answers at the same time."""

    query_timeout: Annotated[float, Meta(gt=0, le=3600)] = 5.0
    """Seconds that one query may take; it is stopped then, and the request answered with 503."""

    host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    """The address that ``strikelog serve`` listens on."""

    port: Annotated[int, Meta(ge=0, le=65535)] = 8000
    """The TCP port that ``strikelog serve`` listens on; 0 lets the system choose one."""

    auth: Auth = Auth.AUTO
    """Whether requests need an API key: ``on``, ``off``, or ``auto``: unless ``host`` is a loopback address."""

    trusted_proxies: tuple[str, ...] = ()
    """Networks of reverse proxies (``10.0.0.0/8, ::1``), whose ``X-Forwarded-For`` says where a request comes from;
    without any, the header is not read."""

    read_rate: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    """Reads a second by one key, or without a key by one address; 0: as many as come. Unset: 100 where keys are
    required, else as many as come."""

    read_burst: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    """Reads that may come at once after a pause; unset: 200."""

    write_rate: Annotated[float, Meta(ge=0, le=1_000_000)] | None = None
    """The same as ``read_rate`` for requests that have an article extracted from or change what is stored; 50 where
    keys are required."""

    write_burst: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    """Such requests that may come at once after a pause; unset: 100."""

    cors_origins: tuple[Origin, ...] = ()
    """Origins whose pages may call the service from a browser (``https://map.example.org``), or ``*`` for all."""

    stop_timeout: Annotated[int, Meta(ge=1, le=3600)] = 30
    """Seconds that requests in progress may go on when ``strikelog serve`` is stopped; batches and streams that still
    run are cut off then."""

    metrics_port: Annotated[int, Meta(ge=1, le=65535)] | None = None
    """A TCP port for ``/metrics`` alone, which asks for no key; the main port does not answer it then."""

    metrics_host: Annotated[str, Meta(min_length=1)] = "127.0.0.1"
    """The address that ``metrics_port`` is listened on."""

    public_url: str | None = None
    """The URL under which clients reach the service (``https://strikelog.example.org``), for the links in answers;
    unset: taken from the request's ``Host``."""

    extraction_workers: Annotated[int, Meta(ge=0, le=256)] = 0
    """How many processes extract; 0: one per processor core."""

    extraction_queue: Annotated[int, Meta(ge=0, le=100_000)] = 64
    """How many articles may wait for a free process before a request is refused with 503."""

    extraction_timeout: Annotated[float, Meta(gt=0, le=3600)] = 30.0
    """Seconds that one article may take; the process is ended then, and the request answered with 503."""

    batches: Annotated[int, Meta(ge=1, le=1000)] = 8
    """How many batches of articles may be sent at the same time; the next is refused with 503."""

    batch_timeout: Annotated[float, Meta(gt=0, le=86_400)] = 60.0
    """Seconds that a batch may wait for its client to send more, or to take a result; it is ended then."""

    lexicon_dir: Path | None = None
    """A directory of lexicon files (TOML) that are laid over those of the program, for extraction and queries alike."""

    max_body_bytes: Annotated[int, Meta(ge=1, le=1_000_000_000)] = 1_000_000
    """The largest request body of one article, and the longest line of a batch, in bytes."""

    body_timeout: Annotated[float, Meta(gt=0, le=86_400)] = 60.0
    """Seconds in which the request body of one article must have come; it is answered with 408 then."""

    max_text_chars: Annotated[int, Meta(ge=1, le=100_000_000)] = 200_000
    """The longest text of one article, in Unicode code points."""

    log_level: LogLevel = LogLevel.INFO
    """``debug``, ``info``, ``warning`` or ``error``: the least severe line that is logged."""

    traces: bool = False
    """``true``: a span for each request goes to OpenTelemetry's collector; needs ``strikelog[otel]``."""

    log_format: LogFormat = LogFormat.JSON
    """``json``, one object a line, or ``text`` for people."""

    def __post_init__(self) -> None:
        """Refuse proxies that are no networks; raise `SettingsError`."""
        for text in self.trusted_proxies:
            try:
                ip_network(text)
            except ValueError as error:
                raise SettingsError(f"{PREFIX}TRUSTED_PROXIES: cannot use {text!r}: {error}") from error

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the settings from the environment; variables that are unset or empty keep their defaults.

        Raises
        ------
        SettingsError
            A variable cannot be read as its field's type or lies outside its bounds.
        """
        variables = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(cls):
            name = PREFIX + field.name.upper()
            raw = variables.get(name, "").strip()
            if raw:
                values[field.name] = _convert(name, raw, field.type)
        return cls(**values)

    @classmethod
    def variables(cls) -> list[str]:
        """Return the names of every environment variable that is read."""
        return [PREFIX + field.name.upper() for field in msgspec.structs.fields(cls)]

    @property
    def loopback(self) -> bool:
        """Whether ``host`` can only be reached from this machine; a name other than ``localhost`` counts as not."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def keys_required(self) -> bool:
        """Whether requests need an API key, after resolving ``auto`` by the address."""
        return self.auth is Auth.ON or (self.auth is Auth.AUTO and not self.loopback)

    @property
    def proxy_networks(self) -> tuple[Network, ...]:
        """The networks of the proxies that are trusted."""
        return tuple(map(ip_network, self.trusted_proxies))

    @property
    def worker_count(self) -> int:
        """How many processes extract, after resolving 0 to the cores of the machine."""
        return self.extraction_workers or os.cpu_count() or 1


def _convert(name: str, raw: str, kind: Any) -> Any:
    try:
        if kind in (Path, Path | None):
            return Path(raw)
        parts = [part.strip() for part in raw.split(",")]
        return msgspec.convert(parts if get_origin(kind) is tuple else raw, kind, strict=False)
    except ValueError as error:
        raise SettingsError(f"{name}: cannot use {raw!r}: {error}") from error
