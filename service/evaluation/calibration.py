"""Calibration: whether confidence is the share of events that are right, as it says it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

TENTHS = 10


class Judged(NamedTuple):
    """An extracted event's confidence, from 0 to 1, and whether the event was right."""

    confidence: float
    right: bool


class Band(Struct, frozen=True):
    """The events whose confidence lies in ``[low, high)``; the last band includes 1."""

    low: float
    high: float
    events: int
    expected: float
    """Their mean confidence."""
    observed: float
    """The share of them that were right."""


def bands(judged: Iterable[Judged]) -> list[Band]:
    """Return the expected and observed share of right events for each tenth of confidence that has events."""
    tenths: dict[int, list[Judged]] = {}
    for event in judged:
        tenths.setdefault(min(int(event.confidence * TENTHS), TENTHS - 1), []).append(event)
    return [
        Band(
            tenth / TENTHS,
            (tenth + 1) / TENTHS,
            len(events),
            round(sum(event.confidence for event in events) / len(events), 4),
            round(sum(event.right for event in events) / len(events), 4),
        )
        for tenth, events in sorted(tenths.items())
    ]


def calibration_error(found: Sequence[Band]) -> float | None:
    """Return the expected calibration error: the mean gap between expected and observed, weighted by events.

    After Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian
    binning". None if there are no events.
    """
    events = sum(band.events for band in found)
    if not events:
        return None
    return round(sum(band.events * abs(band.expected - band.observed) for band in found) / events, 4)
