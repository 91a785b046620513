"""How often a caller may ask: a token bucket for each.

A bucket holds as many tokens as may be spent at once, and fills at the rate; a request takes one. It is kept as the
one moment at which it will be full again (the generic cell rate algorithm of ITU-T I.371), so that a request costs a
look-up and a comparison, and no clock has to run.

Buckets are in the memory of the one serving process: a restart fills them.
"""

from __future__ import annotations

from collections import OrderedDict
from enum import Enum
from time import monotonic
from typing import NamedTuple

MAX_BUCKETS = 10_000
"""Callers that are remembered, some 2 MB; beyond, the one that has not asked for the longest time is forgotten."""

ROUNDING = 1e-6
"""Seconds by which sums of moments may be off."""


class Budget(Enum):
    """What a request is counted as."""

    READS = "reads"
    WRITES = "writes"
    """What has an article extracted from, or changes what is stored."""


class Rate(NamedTuple):
    """How often requests may come."""

    per_second: float
    burst: int
    """How many may come at once after a pause."""


class Buckets:
    """A bucket for each caller, full at first."""

    def __init__(self, rate: Rate, size: int = MAX_BUCKETS) -> None:
        self.rate = rate
        self._size = size
        self._interval = 1 / rate.per_second
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, caller: str) -> float:
        """Take a token of the caller and return 0; where there is none, return the seconds until there is one."""
        now = monotonic()
        full_at = max(self._full_at.get(caller, now), now)
        wait = full_at - now - (self.rate.burst - 1) * self._interval
        if wait > ROUNDING:
            return wait
        self._full_at[caller] = full_at + self._interval
        self._full_at.move_to_end(caller)
        if len(self._full_at) > self._size:
            self._full_at.popitem(last=False)
        return 0.0
