"""Codes and names of countries, as other datasets write them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct


class Country(Struct, frozen=True, kw_only=True):
    """A country or territory."""

    name: str
    alpha3: str
    numeric: int
    """Zero where ISO has assigned none (Kosovo)."""


COUNTRIES = msgspec.convert(
    tomllib.loads(Path(__file__).with_name("countries.toml").read_text(encoding="utf-8")), dict[str, Country]
)
"""By ISO 3166-1 alpha-2."""


def country_name(code: str | None) -> str | None:
    """Return the English name of a country, or its code where it is not known."""
    known = COUNTRIES.get(code or "")
    return code if known is None else known.name


def alpha3(code: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a country."""
    known = COUNTRIES.get(code or "")
    return None if known is None else known.alpha3


def numeric(code: str | None) -> int | None:
    """Return the ISO 3166-1 numeric code of a country, None where there is none."""
    known = COUNTRIES.get(code or "")
    return known.numeric or None if known else None
