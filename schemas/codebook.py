"""The codebook as data: the vocabularies with labels, definitions and crosswalks."""

from __future__ import annotations

from msgspec import Struct


class Crosswalks(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a value is called in other datasets; several where the rest of the event decides."""

    acled: list[str] = []
    """ACLED: event and sub-event type, kind of actor, or precision."""
    plover: list[str] = []
    """PLOVER: event and mode, sector, or mode of a weapon."""
    cameo: list[str] = []
    """CAMEO: root code."""
    gtd: list[str] = []
    """GTD: type of weapon or of target."""
    ucdp: list[str] = []
    """UCDP GED: `where_prec` or `date_prec`."""


class Entry(Struct, frozen=True, kw_only=True):
    """A value of a vocabulary."""

    value: str
    label: str
    definition: str
    crosswalks: Crosswalks


class Vocabulary(Struct, frozen=True, kw_only=True):
    """A vocabulary with its values in the order of the codebook."""

    name: str
    values: list[Entry]


class Codebook(Struct, frozen=True, kw_only=True):
    """All vocabularies."""

    vocabularies: list[Vocabulary]
