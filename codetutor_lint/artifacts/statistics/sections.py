"""The figures as titled tables, for the formats that are made of text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.prices import ANSWERS
from codetutor_lint.artifacts.statistics.coverage import in_order
from codetutor_lint.artifacts.statistics.wording import (
    broken_text,
    cell_text,
    language_name,
    milestone_text,
    number,
    percent,
    size_text,
    target_name,
    usd,
    value_name,
    verified_text,
)
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from codetutor_lint.artifacts.prices import Price, Rate
    from codetutor_lint.artifacts.statistics.figures import Cell, Coverage, Matrix, Statistics, TargetTokens

NO_TARGETS = "no targets: [tool.codetutor-lint.coverage] in pyproject.toml names none"
_LISTED = 10


class Section(NamedTuple):
    """A title, a table (its first column is words, ``words`` tells which others are), and notes below."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    words: frozenset[int] = frozenset()


def sections(statistics: Statistics) -> Iterator[Section]:
    """All sections that have something to say, in the order of the report."""
    yield _size(statistics)
    if statistics.examples:
        yield _counts(statistics)
        yield _tokens(statistics.tokens)
        if statistics.prices:
            yield _prices(statistics.prices)
        yield _prose(statistics)
        yield _repetition(statistics)
        yield _code(statistics)
        yield from (_matrix(matrix) for matrix in statistics.coverage.matrices)
    yield _wanted(statistics.coverage)


def _size(statistics: Statistics) -> Section:
    rows = [("built", size_text(statistics)), ("the guide's sizes", milestone_text(statistics))]
    return Section("Size", (), rows, [broken_text(statistics)] if statistics.broken else (), frozenset({1}))


def _counts(statistics: Statistics) -> Section:
    rows = []
    for dimension, counts in statistics.counts.items():
        values = sorted(in_order(dimension, counts), key=lambda value: -counts.get(value, 0))
        rows.append(
            (dimension, ", ".join(f"{value_name(dimension, value)} {counts.get(value, 0):,}" for value in values))
        )
    return Section("Examples", (), rows, (), frozenset({1}))


def _tokens(targets: Iterable[TargetTokens]) -> Section:
    rows, bounds = [], False
    for target in targets:
        spread = target.tokens
        rows.append(
            (
                target.target,
                number(spread.total, exact=target.exact),
                *(number(value) for value in (spread.least, spread.median, spread.p90, spread.most)),
                target.longest,
            )
        )
        bounds = bounds or not target.exact
    note = (
        "≤: bytes, which no count of tokens exceeds; exact counts need 'codetutor-lint[tokens]' and a known vocabulary"
    )
    headers = ("target", "all", "least", "median", "90 %", "most", "longest")
    return Section("Tokens of a conversation", headers, rows, [note] if bounds else (), frozenset({6}))


def _prices(prices: Sequence[Price]) -> Section:
    rows = [
        (
            price.rate.provider,
            price.rate.model,
            str(price.rate.epochs),
            usd(price.training, price),
            usd(price.use, price),
            str(price.rate.ends or ""),
        )
        for price in prices
    ]
    notes = dict.fromkeys(note for price in prices for note in _sources(price.rate))
    headers = ("provider", "model", "epochs", "training", f"{ANSWERS:,} answers", "model ends")
    promise = f"training: tokens × epochs; {ANSWERS:,} answers: as long as these; no promise, look before you order"
    return Section("Prices in USD", headers, rows, [promise, *notes], frozenset({1, 5}))


def _sources(rate: Rate) -> Iterator[str]:
    """Who named a price, and when."""
    if rate.training and rate.training_source is None:
        yield f"{rate.provider}: price of training from the configuration"
    for what, source in (("training", rate.training_source), ("answers", rate.use_source)):
        if source:
            yield f"{rate.provider}: price of {what} as of {rate.known}, by {source}"


def _prose(statistics: Statistics) -> Section:
    rows = [
        (
            one.mode,
            number(one.examples),
            number(one.words.median),
            number(one.words.p90),
            number(one.code_lines.median),
            number(one.code_lines.p90),
            "" if one.grade is None else f"{one.grade:.1f}",
        )
        for one in statistics.prose
    ]
    notes = ["grade: Flesch-Kincaid, years of school, of prose alone; the median, as where nothing else is said"]
    headers = ("mode", "examples", "words", "90 %", "lines of code", "90 %", "grade")
    return Section("Answers by mode", headers, rows, notes)


def _repetition(statistics: Statistics) -> Section:
    repetition = statistics.repetition
    rows = [(one.words, one.place or "anywhere", number(one.examples)) for one in repetition.openings]
    rows += [(one.words, "anywhere", number(one.examples)) for one in repetition.phrases]
    notes = [f"{percent(repetition.distinct)} of all runs of five words stand in one example only"]
    if not rows:
        notes.insert(0, "no opening and no run of five words stands in three examples or more")
    return Section("Repetition", ("words", "where", "examples"), rows, notes, frozenset({1}))


def _code(statistics: Statistics) -> Section:
    code = statistics.code
    rows = [
        (language_name(one.language), *map(number, (one.blocks, one.verified, one.wrong, one.unknown, one.not_run)))
        for one in (code.total, *code.languages)
    ]
    notes = [f"verified by running: {verified_text(code.total)}"]
    if code.reasons:
        notes.append("not run: " + ", ".join(f"{count:,} {reason}" for reason, count in code.reasons.items()))
    headers = ("code", "blocks", "verified", "wrong", "unknown", "not run")
    return Section("Code", headers, rows, notes)


def _matrix(matrix: Matrix) -> Section:
    rows = []
    columns: Sequence[str] = ()
    for row, some in groupby(matrix.cells, key=lambda cell: cell.row):
        cells = list(some)
        columns = [cell.column for cell in cells]
        rows.append((value_name(matrix.rows, row), *map(cell_text, cells), number(sum(cell.have for cell in cells))))
    headers = (matrix.rows, *(value_name(matrix.columns, column) for column in columns), "all")
    return Section(f"Coverage: {matrix.rows} and {matrix.columns}", headers, rows)


def _wanted(coverage: Coverage) -> Section:
    headers = ("most wanted", "have", "wanted", "missing")
    if not coverage.targets:
        return Section("Most wanted", headers, [], [NO_TARGETS])
    values, cells = coverage.missing, coverage.cells
    rows = [
        (target_name(one), number(one.have), number(one.wanted), number(one.wanted - one.have))
        for one in values[:_LISTED]
    ]
    rows += [_cell_row(cell) for cell in cells[:_LISTED]]
    more = max(0, len(values) - _LISTED) + max(0, len(cells) - _LISTED)
    notes = [f"and {more:,} more, in the order of need"] if more else []
    return Section("Most wanted", headers, rows, notes if rows else ["every target of [coverage] is reached"])


def _cell_row(cell: Cell) -> tuple[str, str, str, str]:
    name = f"{language_name(cell.row)}, {cell.column}"
    return name, number(cell.have), f"{cell.wanted or 0:.1f}", f"{cell.missing:.1f}"
