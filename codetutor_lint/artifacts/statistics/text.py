"""The figures for a terminal: aligned, at most ``WIDTH`` columns wide."""

from __future__ import annotations

from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.sections import Section, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codetutor_lint.artifacts.statistics.gather import Gathered

WIDTH = 100
_INDENT = "  "
_GAP = "  "
_NARROWEST = 12


def report(gathered: Gathered) -> str:
    """All sections, with an empty line between them."""
    parts = ["\n".join(_lines(section)) for section in sections(gathered.statistics)]
    return "\n\n".join(parts) + "\n"


def _lines(section: Section) -> Iterator[str]:
    yield section.title
    rows = [section.headers, *section.rows] if section.headers and section.rows else section.rows
    if rows:
        words = section.words | {0}
        widths = _widths(rows, words)
        for row in rows:
            yield from _row(row, widths, words)
    for note in section.notes:
        yield from wrap(note, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT * 2)


def _widths(rows: Sequence[Sequence[str]], words: frozenset[int]) -> list[int]:
    """The columns' widths; the widest of words gives way where the line would be too long."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    excess = len(_INDENT) + sum(widths) + len(_GAP) * (len(widths) - 1) - WIDTH
    while excess > 0:
        widest = max(words, key=lambda column: widths[column])
        given = min(excess, widths[widest] - _NARROWEST)
        if given <= 0:
            break
        widths[widest] -= given
        excess -= given
    return widths


def _row(row: Sequence[str], widths: Sequence[int], words: frozenset[int]) -> Iterator[str]:
    cells = [wrap(cell, width) if len(cell) > width else [cell] for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        aligned = (
            text.ljust(width) if column in words else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        yield (_INDENT + _GAP.join(aligned)).rstrip()
