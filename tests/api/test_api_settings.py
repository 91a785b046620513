"""Settings from the environment."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path

import msgspec
import pytest

from service.settings import LogFormat, Settings, SettingsError

OPERATIONS = Path(__file__).parent.parent.parent / "docs" / "operations.md"


def test_settings_default_without_variables() -> None:
    assert Settings.from_environment({}) == Settings()


def test_settings_are_read_from_their_variables() -> None:
    read = Settings.from_environment(
        {
            "STRIKELOG_DATABASE": "/data/x.db",
            "STRIKELOG_PORT": "9000",
            "STRIKELOG_EXTRACTION_TIMEOUT": "2.5",
            "STRIKELOG_LOG_FORMAT": "text",
            "STRIKELOG_HOST": "  ",
        }
    )
    assert (read.database, read.port, read.extraction_timeout) == (Path("/data/x.db"), 9000, 2.5)
    assert read.log_format is LogFormat.TEXT
    assert read.host == Settings().host


def test_lists_are_separated_by_commas() -> None:
    read = Settings.from_environment(
        {
            "STRIKELOG_TRUSTED_PROXIES": "10.0.0.0/8, ::1,192.0.2.7",
            "STRIKELOG_CORS_ORIGINS": "https://map.example.org, http://localhost:3000",
        }
    )
    assert read.proxy_networks == tuple(map(ip_network, ("10.0.0.0/8", "::1/128", "192.0.2.7/32")))
    assert read.cors_origins == ("https://map.example.org", "http://localhost:3000")


def test_no_worker_count_means_one_per_core() -> None:
    assert Settings(extraction_workers=0).worker_count >= 1
    assert Settings(extraction_workers=3).worker_count == 3


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("STRIKELOG_PORT", "tcp://10.0.0.1:8000"),
        ("STRIKELOG_PORT", "70000"),
        ("STRIKELOG_LOG_LEVEL", "loud"),
        ("STRIKELOG_EXTRACTION_TIMEOUT", "0"),
        ("STRIKELOG_EXTRACTION_TIMEOUT", "nan"),
        ("STRIKELOG_EXTRACTION_WORKERS", "-1"),
        ("STRIKELOG_MAX_BODY_BYTES", "1MB"),
        ("STRIKELOG_AUTH", "no"),
        ("STRIKELOG_READ_RATE", "-1"),
        ("STRIKELOG_READ_RATE", "nan"),
        ("STRIKELOG_WRITE_BURST", "0"),
        ("STRIKELOG_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("STRIKELOG_TRUSTED_PROXIES", "proxy.example.org"),
        ("STRIKELOG_CORS_ORIGINS", "map.example.org"),
        ("STRIKELOG_CORS_ORIGINS", "https://map.example.org/"),
        ("STRIKELOG_CORS_ORIGINS", "https://*.example.org"),
    ],
)
def test_settings_that_cannot_be_used_name_their_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{variable}: cannot use {re.escape(repr(value))}: "):
        Settings.from_environment({variable: value})


@pytest.mark.parametrize("field", msgspec.structs.fields(Settings), ids=lambda field: field.name)
def test_settings_are_all_documented(field: msgspec.structs.FieldInfo) -> None:
    row = next(
        (line for line in OPERATIONS.read_text().splitlines() if f"`STRIKELOG_{field.name.upper()}`" in line), None
    )
    assert row is not None, f"docs/operations.md does not name STRIKELOG_{field.name.upper()}"
    default = field.default
    if default not in (None, ()):
        assert f"`{default}`" in row, f"docs/operations.md gives another default than {default}"
