"""Pairing: the fillers of two events one to one, and the events of an article one to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from service.evaluation.agreement import agrees
from service.evaluation.fillers import Filler

UNREACHED = 1 << 60
"""A reduced cost above any that a table of counts can give."""


class Pairing(NamedTuple):
    """Two aligned events of an article, by index, and their fillers that agree, by index."""

    gold: int
    predicted: int
    agreed: list[tuple[int, int]]


def pair_fillers(gold: Sequence[Filler], predicted: Sequence[Filler]) -> list[tuple[int, int]]:
    """Return index pairs of fillers that agree; each is used once, the first free partner is taken."""
    free = list(range(len(predicted)))
    pairs = []
    for i, ours in enumerate(gold):
        partner = next((j for j in free if agrees(ours, predicted[j])), None)
        if partner is not None:
            free.remove(partner)
            pairs.append((i, partner))
    return pairs


def align(gold: Sequence[Sequence[Filler]], predicted: Sequence[Sequence[Filler]]) -> list[Pairing]:
    """Align the events of an article one to one so that most fillers agree; pairs without any stay apart."""
    table = [[pair_fillers(ours, theirs) for theirs in predicted] for ours in gold]
    chosen = assign([[len(agreed) for agreed in row] for row in table])
    return [Pairing(i, j, table[i][j]) for i, j in chosen]


def assign(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the one-to-one assignment of rows to columns with the greatest total weight.

    The Hungarian method by shortest augmenting paths with potentials (Kuhn 1955, Munkres 1957; in the O(n³)
    form of Jonker and Volgenant 1987) on the table padded to a square with zeros. Pairs of weight zero are
    left out. Weights are not negative.
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    size = max(rows, columns)
    cost = [[-weights[i][j] if i < rows and j < columns else 0 for j in range(size)] for i in range(size)]
    matching = _Matching(cost)
    for row in range(size):
        matching.add(row)
    return [
        (row, column)
        for column, row in enumerate(matching.row_of[:columns])
        if row is not None and row < rows and weights[row][column] > 0
    ]


class _Matching:
    """A minimum-cost matching that grows by one row at a time; ``cost`` is square."""

    def __init__(self, cost: list[list[int]]) -> None:
        self.cost = cost
        self.row_of: list[int | None] = [None] * len(cost)
        self.row_price = [0] * len(cost)
        self.column_price = [0] * len(cost)

    def add(self, row: int) -> None:
        """Match a further row by the cheapest augmenting path from it to a free column."""
        size = len(self.cost)
        slack, previous = [UNREACHED] * size, [-1] * size
        reached: list[int] = []
        open_columns = list(range(size))
        current, column = row, -1
        while True:
            prices = self.cost[current]
            base = self.row_price[current]
            for j in open_columns:
                reduced = prices[j] - base - self.column_price[j]
                if reduced < slack[j]:
                    slack[j], previous[j] = reduced, column
            nearest = min(open_columns, key=slack.__getitem__)
            self._raise_prices(row, reached, slack[nearest])
            step = slack[nearest]
            for j in open_columns:
                slack[j] -= step
            open_columns.remove(nearest)
            reached.append(nearest)
            column = nearest
            owner = self.row_of[column]
            if owner is None:
                break
            current = owner
        self._flip(row, column, previous)

    def _raise_prices(self, row: int, reached: list[int], step: int) -> None:
        self.row_price[row] += step
        for column in reached:
            owner = self.row_of[column]
            if owner is not None:
                self.row_price[owner] += step
            self.column_price[column] -= step

    def _flip(self, row: int, column: int, previous: list[int]) -> None:
        """Hand each column on the path to the row before it; the first goes to the new row."""
        while previous[column] >= 0:
            self.row_of[column] = self.row_of[previous[column]]
            column = previous[column]
        self.row_of[column] = row
