"""A finding with its line, a caret below the place, and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.lint.reports.concise import line
from codetutor_lint.lint.reports.style import paint, severity_style, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.rules.diagnostic import Diagnostic

WIDTH = 100


def render(diagnostics: Sequence[Diagnostic], color: bool = False) -> str:
    return "\n".join(_finding(diagnostic, color) for diagnostic in diagnostics)


def _finding(diagnostic: Diagnostic, color: bool) -> str:
    parts = [line(diagnostic, color)]
    if diagnostic.excerpt.strip():
        parts += _excerpt(diagnostic, color)
    if diagnostic.help:
        label = paint("help:", "blue", color)
        first, *rest = visible_lines(diagnostic.help)
        parts += [f"  {label} {first}", *(f"    {text}" for text in rest)]
    return "".join(f"{part}\n" for part in parts)


def visible_lines(text: str) -> list[str]:
    """A help's lines, each made safe to show."""
    return [visible(part) for part in text.split("\n")]


def _excerpt(diagnostic: Diagnostic, color: bool) -> list[str]:
    row, column = diagnostic.location
    cut = max(0, column - WIDTH + 20)
    shown = diagnostic.excerpt[cut : cut + WIDTH]
    end = diagnostic.end_location.column if diagnostic.end_location.row == row else len(diagnostic.excerpt) + 1
    before = visible(shown[: column - 1 - cut])
    marked = visible(shown[column - 1 - cut : max(column, end) - 1 - cut])
    number = str(row)
    bar = paint("|", "blue", color)
    blank = " " * len(number)
    caret = paint("^" * max(1, _width(marked)), severity_style(diagnostic.severity), color)
    return [
        f"  {blank} {bar}",
        f"  {paint(number, 'blue', color)} {bar} {'…' if cut else ''}{visible(shown)}",
        f"  {blank} {bar} {' ' * (_width(before) + bool(cut))}{caret}",
    ]


def _width(text: str) -> int:
    """Columns on a terminal: wide East Asian characters and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(c) or c in "\ufe0e\ufe0f\u200d" else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )
