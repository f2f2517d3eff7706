"""The statistics agree with scipy's and statsmodels'."""

from __future__ import annotations

import pytest

from codetutor_lint.evaluation.statistics import bootstrap_difference, mcnemar, wilson

CASES = [(0, 1), (1, 1), (9, 10), (0, 10), (10, 10), (50, 100), (3, 7), (199, 200)]


@pytest.mark.parametrize(("passed", "total"), CASES)
def test_wilson_agrees_with_scipy(passed: int, total: int) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    expected = stats.binomtest(passed, total).proportion_ci(method="wilson")
    assert wilson(passed, total) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_ten_questions_at_ninety_percent_span_60_to_98() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 2), round(high, 2)) == (0.6, 0.98)


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (3, 9), (9, 3), (25, 25), (0, 12), (40, 60)])
def test_mcnemar_agrees_with_scipy(first: int, second: int) -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    expected = stats.binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar(first, second) == pytest.approx(expected, abs=1e-12)


def test_bootstrap_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="scipy is not installed")
    pairs = [(True, True)] * 30 + [(False, True)] * 15 + [(True, False)] * 5 + [(False, False)] * 10
    differences = [second - first for first, second in pairs]
    expected = stats.bootstrap((differences,), lambda x, axis: x.mean(axis=axis), method="percentile", rng=1)
    low, high = bootstrap_difference(pairs)
    assert (low, high) == pytest.approx((expected.confidence_interval.low, expected.confidence_interval.high), abs=0.02)


def test_bootstrap_is_the_same_every_time() -> None:
    pairs = [(True, False), (False, True), (False, True)]
    assert bootstrap_difference(pairs) == bootstrap_difference(pairs)


def test_bootstrap_needs_pairs() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        bootstrap_difference([])
