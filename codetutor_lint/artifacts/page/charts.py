"""Charts as tables: their numbers can be read, copied and spoken, and Charts.css draws the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.page.templates import render
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup


class Bar(NamedTuple):
    """A value from 0 on under a label; ``text`` is how it is written, ``href`` where the label leads."""

    label: str
    value: float
    text: str
    href: str = ""


class Square(NamedTuple):
    """A cell of a matrix: how it is written, how full it is from 0 to 1, what it means, where it leads."""

    text: str
    share: float
    meaning: str
    href: str = ""


def bars(title: str, label: str, value: str, rows: Sequence[Bar], most: float | None = None) -> Markup:
    """Horizontal bars, one a row; ``label`` and ``value`` head the columns. ``most`` is a full bar's value."""
    return _chart("bar", title, label, value, rows, most)


def columns(title: str, label: str, value: str, rows: Sequence[Bar]) -> Markup:
    """Upright bars, as for a distribution."""
    return _chart("column", title, label, value, rows)


def matrix(title: str, corner: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Square]]]) -> Markup:
    """A table of squares, the fuller the deeper their color."""
    return render("matrix.html", title=title, corner=corner, heads=heads, rows=rows)


def table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: frozenset[int], notes: Sequence[str] = ()
) -> Markup:
    """A plain table; the columns in ``words`` hold words, the others numbers."""
    return render("table.html", title=title, heads=heads, rows=rows, words=words, notes=notes)


def _chart(kind: str, title: str, label: str, value: str, rows: Sequence[Bar], most: float | None = None) -> Markup:
    most = most or max((row.value for row in rows), default=0)
    sizes = [round(row.value / most, 4) if most else 0 for row in rows]
    return render("chart.html", kind=kind, title=title, label=label, value=value, rows=zip(rows, sizes, strict=True))
