"""Whose terms events are told in: our own, or the column names and codes of another dataset."""

from __future__ import annotations

from enum import StrEnum

from service.formats.acled import ACLED
from service.formats.columns import View
from service.formats.plover import PLOVER


class Schema(StrEnum):
    """The dataset whose columns and codes the rows have."""

    STRIKELOG = "strikelog"
    ACLED = "acled"
    PLOVER = "plover"


def view_of(schema: Schema) -> View | None:
    """Return the view of another dataset; None for our own terms, which are the event as it is."""
    return {Schema.STRIKELOG: None, Schema.ACLED: ACLED, Schema.PLOVER: PLOVER}[schema]
