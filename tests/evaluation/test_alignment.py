"""The assignment problem and the pairing of fillers."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.alignment import align, assign, pair_fillers
from service.evaluation.fillers import Filler


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([], []),
        ([[]], []),
        ([[0]], []),
        ([[3]], [(0, 0)]),
        ([[5, 4], [4, 0]], [(0, 1), (1, 0)]),
        ([[1, 2, 3]], [(0, 2)]),
        ([[1], [2], [3]], [(2, 0)]),
        ([[7, 5, 3], [2, 4, 6], [2, 7, 10]], [(0, 0), (1, 1), (2, 2)]),
    ],
)
def test_assign_by_hand(weights: list[list[int]], expected: list[tuple[int, int]]) -> None:
    assert sorted(assign(weights)) == expected


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    columns = draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 6), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=1, max_size=5))


@given(tables())
def test_assign_is_as_good_as_trying_every_assignment(weights: list[list[int]]) -> None:
    chosen = assign(weights)
    assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == len(chosen)
    size = max(len(weights), len(weights[0]))
    padded = [[*row, *[0] * (size - len(row))] for row in weights] + [[0] * size] * (size - len(weights))
    best = max(sum(padded[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    assert sum(weights[i][j] for i, j in chosen) == best


def test_a_filler_is_paired_once() -> None:
    gold = [Filler("object", "energy"), Filler("object", "energy"), Filler("type", "shelling")]
    assert pair_fillers(gold, [Filler("type", "shelling"), Filler("object", "energy")]) == [(0, 1), (2, 0)]


def test_events_align_for_the_most_agreement_overall() -> None:
    a, b, c = Filler("attacker", "RU"), Filler("target", "UA"), Filler("object", "energy")
    pairings = align([[a, b], [a]], [[a], [a, c]])
    assert {(pairing.gold, pairing.predicted) for pairing in pairings} in ({(0, 0), (1, 1)}, {(0, 1), (1, 0)})
    assert [(p.gold, p.predicted) for p in align([[c], [a, b]], [[a, b, c]])] == [(1, 0)]
