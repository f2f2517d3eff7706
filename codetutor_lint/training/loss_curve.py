"""The loss of a run, drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from codetutor_lint.training.jobs import LossPoint

WIDTH, HEIGHT = 60, 8
BARS = " ▁▂▃▄▅▆▇█"


def draw(points: Sequence[LossPoint], width: int = WIDTH, height: int = HEIGHT) -> tuple[str, ...]:
    """The training loss as columns, lowest value at the bottom; none for fewer than two points.

    A column shows the mean of the steps that fall into it. The validation loss stands below as numbers.
    """
    train = [(point.step, point.train) for point in points if point.train is not None]
    if len(train) < 2:
        return ()
    columns = _columns([loss for _, loss in train], width)
    low, high = min(columns), max(columns)
    span = (high - low) or 1.0
    levels = [round((value - low) / span * (height * 8 - 1)) + 1 for value in columns]
    rows = []
    for row in range(height - 1, -1, -1):
        label = f"{high:.3f}" if row == height - 1 else f"{low:.3f}" if row == 0 else ""
        rows.append(f"{label:>8} ┤" + "".join(_cell(level - row * 8) for level in levels).rstrip())
    rows.append(" " * 9 + "└" + "─" * len(columns))
    rows.append(f"{'':10}step {train[0][0]:,} to {train[-1][0]:,}{_validation(points)}")
    return ("training loss", *rows)


def _cell(level: int) -> str:
    return BARS[max(0, min(8, level))]


def _columns(losses: list[float], width: int) -> list[float]:
    count = min(width, len(losses))
    edges = [round(number * len(losses) / count) for number in range(count + 1)]
    return [sum(losses[a:b]) / (b - a) for a, b in pairwise(edges)]


def _validation(points: Sequence[LossPoint]) -> str:
    losses = [point.validation for point in points if point.validation is not None]
    if not losses:
        return ""
    return f"; validation loss {losses[0]:.3f} to {losses[-1]:.3f}, lowest {min(losses):.3f}"
