"""The loss curve of a job, from whatever a provider tells of it."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Iterable, Mapping
from math import isfinite

from codetutor_lint.training.jobs import LossPoint


def curve_of_results(content: bytes) -> list[LossPoint]:
    """The points in OpenAI's result file, a CSV that some accounts get in base64.

    Rows without a whole ``step`` are left out: the file is information, never a reason to fail.
    """
    rows = csv.DictReader(io.StringIO(_plain(content)))
    return [
        LossPoint(int(row["step"]), number(row, "train_loss"), number(row, "full_valid_loss", "valid_loss"))
        for row in rows
        if (row.get("step") or "").isdecimal()
    ]


def merged(*curves: Iterable[LossPoint]) -> tuple[LossPoint, ...]:
    """One curve, by step; what a later curve knows of a step wins."""
    points: dict[int, LossPoint] = {}
    for curve in curves:
        for point in curve:
            old = points.get(point.step, point)
            points[point.step] = LossPoint(
                point.step,
                old.train if point.train is None else point.train,
                old.validation if point.validation is None else point.validation,
            )
    return tuple(points[step] for step in sorted(points))


def number(row: Mapping[str, object], *names: str) -> float | None:
    """The first of ``names`` that is a finite number in ``row``, written as one or as text."""
    for name in names:
        value = row.get(name)
        try:
            found = float(value) if isinstance(value, str | int | float) else None
        except ValueError:
            continue
        if found is not None and isfinite(found):
            return found
    return None


def _plain(content: bytes) -> str:
    if not content.startswith(b"step"):
        try:
            content = base64.b64decode(content, validate=True)
        except binascii.Error:
            return ""
    return content.decode("utf-8", "replace")
