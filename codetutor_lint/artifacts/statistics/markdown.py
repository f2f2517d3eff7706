"""The figures as Markdown, small enough for the summary of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.sections import Section, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codetutor_lint.artifacts.statistics.gather import Gathered

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~&])")


def report(gathered: Gathered) -> str:
    """All sections, each with a heading, a table and its notes."""
    return "# Dataset\n" + "".join(f"\n{line}" for section in sections(gathered.statistics) for line in _lines(section))


def _lines(section: Section) -> Iterator[str]:
    yield f"## {escape(section.title)}\n"
    if section.rows:
        yield "".join(f"{line}\n" for line in _table(section))
    for note in section.notes:
        yield f"{escape(note)}\n"


def _table(section: Section) -> Iterator[str]:
    columns = len(section.rows[0])
    words = section.words | {0}
    yield _row(section.headers or [""] * columns)
    yield _row("---" if column in words else "--:" for column in range(columns))
    yield from map(_row, section.rows)


def _row(cells: Sequence[str] | Iterator[str]) -> str:
    return f"| {' | '.join(cell if set(cell) <= set('-:') else escape(cell) for cell in cells)} |"


def escape(text: str) -> str:
    """Words as they are: nothing in them is Markdown or HTML."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
