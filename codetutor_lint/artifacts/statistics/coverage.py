"""What there is against what ``[coverage]`` asks for, value by value and cell by cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from codetutor_lint.artifacts.statistics.figures import Cell, Coverage, Matrix, Wanted
from codetutor_lint.corpus.coverage import DIMENSIONS, Target, gaps, targets
from codetutor_lint.model.example import KINDS, LEVELS
from codetutor_lint.model.modes import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from codetutor_lint.artifacts.conversations import Conversation

MATRICES = (("topics", "levels"), ("languages", "modes"))
_ORDERED = {"levels": LEVELS, "modes": MODES, "kinds": KINDS}
# Less than half an example is missing from no cell.
_LEAST = 0.5


def coverage(
    wanted: Mapping[str, Any], conversations: Sequence[Conversation], counts: Mapping[str, Mapping[str, int]]
) -> Coverage:
    """Compare what is built with ``[coverage]``; ``counts`` is by dimension and value."""
    matrices = tuple(_matrix(rows, columns, wanted, conversations, counts) for rows, columns in MATRICES)
    cells = [cell for matrix in matrices for cell in matrix.cells if cell.missing >= _LEAST]
    cells.sort(key=lambda cell: (-cell.missing, cell.row, cell.column))
    return Coverage(
        targets=_plain(targets(wanted, counts)),
        missing=_plain(gaps(wanted, conversations)),
        matrices=matrices,
        cells=tuple(cells),
    )


def in_order(dimension: str, values: Iterable[str]) -> list[str]:
    """The values of a dimension in the order people know; alphabetical where there is none."""
    known = _ORDERED.get(dimension, ())
    return sorted(set(values) | set(known), key=lambda value: (known.index(value) if value in known else 99, value))


def _matrix(
    rows: str,
    columns: str,
    wanted: Mapping[str, Any],
    conversations: Iterable[Conversation],
    counts: Mapping[str, Mapping[str, int]],
) -> Matrix:
    row_key, column_key = DIMENSIONS[rows], DIMENSIONS[columns]
    found = Counter((getattr(one, row_key), getattr(one, column_key)) for one in conversations)
    of_rows, of_columns = wanted.get(rows, {}), wanted.get(columns, {})
    all_columns = sum(of_columns.values())
    return Matrix(
        rows,
        columns,
        tuple(
            Cell(row, column, found[row, column], _expected(of_rows.get(row), of_columns.get(column), all_columns))
            for row in in_order(rows, {*counts[rows], *of_rows})
            for column in in_order(columns, {*counts[columns], *of_columns})
        ),
    )


def _expected(row: int | None, column: int | None, all_columns: int) -> float | None:
    return None if row is None or column is None or not all_columns else round(row * column / all_columns, 1)


def _plain(found: Iterable[Target]) -> tuple[Wanted, ...]:
    return tuple(Wanted(target.dimension, target.value, target.wanted, target.have) for target in found)
