"""The training of the confidence model, on cases worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.training import Judged, event_f1, fit, solve


def judged(right: bool, **features: float) -> Judged:
    return Judged("a", features, right)


@pytest.mark.parametrize(
    ("matrix", "vector", "expected"),
    [
        ([[2.0]], [6.0], [3.0]),
        ([[1.0, 0.0], [0.0, 1.0]], [5.0, -2.0], [5.0, -2.0]),
        ([[2.0, 1.0], [1.0, 3.0]], [3.0, 5.0], [0.8, 1.4]),
        ([[4.0, 2.0, 0.0], [2.0, 5.0, 1.0], [0.0, 1.0, 3.0]], [8.0, 15.0, 11.0], [1.0, 2.0, 3.0]),
        ([], [], []),
    ],
)
def test_solve_by_hand(matrix: list[list[float]], vector: list[float], expected: list[float]) -> None:
    assert solve(matrix, vector) == pytest.approx(expected)


NUMBERS = st.floats(-5, 5, allow_nan=False)


VECTORS = st.integers(1, 5).flatmap(lambda size: st.lists(NUMBERS, min_size=size, max_size=size))


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[list[float]], list[float]]:
    answer = draw(VECTORS)
    row = st.lists(NUMBERS, min_size=len(answer), max_size=len(answer))
    return draw(st.lists(row, min_size=len(answer), max_size=len(answer))), answer


@given(systems())
def test_solve_inverts_positive_definite_matrices(drawn: tuple[list[list[float]], list[float]]) -> None:
    factor, answer = drawn
    size = len(answer)
    matrix = [
        [sum(factor[k][i] * factor[k][j] for k in range(size)) + (i == j) for j in range(size)] for i in range(size)
    ]
    vector = [sum(a * x for a, x in zip(row, answer, strict=True)) for row in matrix]
    assert solve(matrix, vector) == pytest.approx(answer, abs=1e-6)


def test_solve_leaves_its_arguments_alone() -> None:
    matrix, vector = [[2.0, 1.0], [1.0, 3.0]], [3.0, 5.0]
    solve(matrix, vector)
    assert (matrix, vector) == ([[2.0, 1.0], [1.0, 3.0]], [3.0, 5.0])


def test_fit_without_features_gives_the_log_odds() -> None:
    bias, weights = fit([judged(True)] * 3 + [judged(False)])
    assert bias == pytest.approx(math.log(3), abs=1e-6)
    assert weights == {}


def test_fit_a_feature_that_says_nothing_weighs_nothing() -> None:
    bias, weights = fit([judged(True, x=1.0), judged(False, x=1.0), judged(True), judged(False)])
    assert bias == pytest.approx(0.0, abs=1e-6)
    assert weights == pytest.approx({"x": 0.0}, abs=1e-6)


def test_fit_meets_the_conditions_of_the_optimum() -> None:
    sample = [judged(True, x=1.0), judged(True, x=2.0), judged(False, x=0.5), judged(True), judged(False)]
    penalty = 0.5
    bias, weights = fit(sample, penalty)
    errors = [item.right - 1 / (1 + math.exp(-bias - weights["x"] * item.features.get("x", 0.0))) for item in sample]
    assert sum(errors) == pytest.approx(0.0, abs=1e-6)
    slope = sum(error * item.features.get("x", 0.0) for error, item in zip(errors, sample, strict=True))
    assert slope == pytest.approx(penalty * weights["x"], abs=1e-6)


def test_fit_a_heavier_penalty_makes_lighter_weights() -> None:
    sample = [judged(True, x=1.0), judged(False)] * 5
    light, heavy = fit(sample, 0.1)[1]["x"], fit(sample, 10.0)[1]["x"]
    assert light > heavy > 0


def test_fit_does_not_depend_on_the_order_of_features() -> None:
    sample = [judged(True, a=1.0, b=2.0), judged(False, b=1.0), judged(True, a=0.5)]
    turned = [Judged(i.article, dict(reversed(i.features.items())), i.right) for i in sample]
    assert fit(sample) == fit(turned)


@pytest.mark.parametrize(
    ("outcome", "threshold", "gold", "expected"),
    [
        ([], 0.5, 0, (0.0, 0.0, 0.0)),
        ([], 0.5, 4, (0.0, 0.0, 0.0)),
        ([(0.9, True), (0.8, False), (0.4, True)], 0.5, 4, (0.5, 0.25, 1 / 3)),
        ([(0.9, True), (0.8, False), (0.4, True)], 0.0, 4, (2 / 3, 0.5, 4 / 7)),
        ([(0.9, True), (0.8, True)], 0.5, 2, (1.0, 1.0, 1.0)),
        ([(0.5, True)], 0.5, 1, (1.0, 1.0, 1.0)),
        ([(0.9, False)], 0.5, 3, (0.0, 0.0, 0.0)),
        ([(0.2, True)], 0.5, 3, (0.0, 0.0, 0.0)),
    ],
)
def test_event_f1_by_hand(
    outcome: list[tuple[float, bool]], threshold: float, gold: int, expected: tuple[float, float, float]
) -> None:
    assert event_f1(outcome, threshold, gold) == pytest.approx(expected)
