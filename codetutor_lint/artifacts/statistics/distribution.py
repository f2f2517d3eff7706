"""Describing a list of whole numbers."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.figures import Bin, Distribution

if TYPE_CHECKING:
    from collections.abc import Sequence

_BINS = 12
_STEPS = (1, 2, 5)


def distribution(values: Sequence[int]) -> Distribution:
    """The distribution of numbers from 0 on; all zeros for none."""
    ordered = sorted(values)
    if not ordered:
        return Distribution(0, 0, 0, 0, 0, 0, ())
    return Distribution(
        count=len(ordered),
        total=sum(ordered),
        least=ordered[0],
        median=percentile(ordered, 50),
        p90=percentile(ordered, 90),
        most=ordered[-1],
        bins=_bins(ordered),
    )


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The nearest-rank percentile of sorted numbers."""
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def _bins(ordered: Sequence[int]) -> tuple[Bin, ...]:
    """At most ``_BINS`` + 1 bins of a round width, from the first number to the last."""
    width = _round_width((ordered[-1] - ordered[0]) / _BINS)
    first = ordered[0] // width
    counts = [0] * (ordered[-1] // width - first + 1)
    for value in ordered:
        counts[value // width - first] += 1
    return tuple(
        Bin((first + number) * width, (first + number + 1) * width, count) for number, count in enumerate(counts)
    )


def _round_width(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, … that is at least ``least``."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= least:
                return step * power
        power *= 10
