"""How much a number from few questions can mean."""

from __future__ import annotations

import random
from math import comb, sqrt
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# The standard normal's 97.5 % quantile, for intervals of 95 %.
Z = 1.959963984540054
RESAMPLES = 10_000


class Interval(NamedTuple):
    """An interval of 95 %; of a share, both ends lie in 0 to 1."""

    low: float
    high: float


def wilson(passed: int, total: int) -> Interval:
    """Wilson's score interval (1927) of a share; all of 0 to 1 for no observation."""
    if not total:
        return Interval(0.0, 1.0)
    share = passed / total
    denominator = 1 + Z**2 / total
    center = (share + Z**2 / (2 * total)) / denominator
    half = Z / denominator * sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    return Interval(0.0 if not passed else center - half, 1.0 if passed == total else center + half)


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided p of the exact McNemar test, from the pairs in which just one of the two passed.

    The chance, if both were equally good, of a split at least as uneven; 1 without any such pair.
    """
    total = only_first + only_second
    tail = sum(comb(total, number) for number in range(min(only_first, only_second) + 1))
    return min(1.0, float(2 * tail / 2**total))


def bootstrap_difference(pairs: Sequence[tuple[bool, bool]], seed: int = 0) -> Interval:
    """The percentile bootstrap interval of the second's share minus the first's, resampling pairs.

    Raises ValueError without pairs.
    """
    if not pairs:
        raise ValueError("no pairs to resample")
    differences = [second - first for first, second in pairs]
    size = len(differences)
    counts = (differences.count(-1), differences.count(0), differences.count(1))
    chance = random.Random(seed)
    sums = sorted(sum(chance.choices((-1, 0, 1), counts, k=size)) for _ in range(RESAMPLES))
    low, high = int(RESAMPLES * 0.025), int(RESAMPLES * 0.975) - 1
    return Interval(sums[low] / size, sums[high] / size)
