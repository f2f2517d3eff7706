"""The figures and every example as one page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from codetutor_lint.artifacts.page.browse import Facet, Item, browse
from codetutor_lint.artifacts.page.charts import Bar, Square, bars, columns, matrix, table
from codetutor_lint.artifacts.page.frame import View, page
from codetutor_lint.artifacts.page.lesson import lesson
from codetutor_lint.artifacts.page.templates import render
from codetutor_lint.artifacts.statistics.coverage import in_order
from codetutor_lint.artifacts.statistics.sections import sections
from codetutor_lint.artifacts.statistics.wording import (
    broken_text,
    cell_text,
    language_name,
    number,
    percent,
    usd,
    value_name,
    verified_detail,
)
from codetutor_lint.corpus.coverage import DIMENSIONS
from codetutor_lint.model.modes import split_mode_tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.artifacts.statistics.figures import Cell, Distribution, Matrix, Statistics, TargetTokens
    from codetutor_lint.artifacts.statistics.gather import Gathered

EXAMPLES = "examples"
TITLE = "CodeTutor dataset"
# The sections that the page shows as tables; the others are its charts and tiles.
_TABLES = ("Most wanted", "Prices in USD", "Tokens of a conversation", "Answers by mode", "Code", "Repetition")


def report(gathered: Gathered) -> str:
    """A page of two views: the figures, and the examples to browse."""
    statistics, conversations = gathered
    views = [
        View("overview", "Overview", _overview(statistics)),
        View(EXAMPLES, "Examples", _examples(statistics, conversations)),
    ]
    return page(TITLE, views, broken_text(statistics))


def _overview(statistics: Statistics) -> Markup:
    charts = [*_counts(statistics), *_distributions(statistics)]
    matrices = [_matrix(one) for one in statistics.coverage.matrices]
    found = {section.title: section for section in sections(statistics)}
    tables = [
        table(section.title, section.headers, section.rows, section.words | {0}, section.notes)
        for section in (found[title] for title in _TABLES if title in found)
    ]
    return render(
        "overview.html",
        tiles=list(_tiles(statistics)),
        milestones=[(one, min(1.0, statistics.examples / one.examples)) for one in statistics.milestones],
        charts=charts,
        matrices=matrices,
        tables=tables,
        targets=bool(statistics.coverage.targets),
    )


def _tiles(statistics: Statistics) -> Iterator[dict[str, str]]:
    splits = ", ".join(f"{count:,} {split}" for split, count in statistics.splits.items())
    yield {"name": "Examples", "value": number(statistics.examples), "detail": splits}
    tokens = _principal(statistics)
    if tokens:
        detail = f"{number(tokens.tokens.median, exact=tokens.exact)} in the median example, as {tokens.target} counts"
        yield {"name": "Tokens", "value": number(tokens.tokens.total, exact=tokens.exact), "detail": detail}
    share = statistics.code.total.share
    yield {"name": "Code verified", "value": percent(share), "detail": verified_detail(statistics.code.total)}
    if statistics.prices:
        first = statistics.prices[0]
        amount = usd(first.training, first)
        epochs = f"{first.rate.epochs} epochs of {first.rate.model}"
        yield {"name": "Training", "value": f"${amount}" if first.training else amount, "detail": epochs}
    topics, languages = statistics.counts["topics"], statistics.counts["languages"]
    names = ", ".join(language_name(key) for key in sorted(languages, key=lambda key: -languages[key])[:4])
    yield {"name": "Topics", "value": number(len(topics)), "detail": f"in {len(languages)} languages: {names} …"}


def _principal(statistics: Statistics) -> TargetTokens | None:
    """The tokens of the first target that are exact, or of the first provider's."""
    exact = [one for one in statistics.tokens if one.exact]
    named = [one for one in statistics.tokens if statistics.prices and one.target == statistics.prices[0].rate.target]
    return next(iter([*exact, *named, *statistics.tokens]), None)


def _counts(statistics: Statistics) -> Iterator[Markup]:
    for dimension, counts in statistics.counts.items():
        values = in_order(dimension, counts)
        if dimension in ("topics", "languages"):
            values.sort(key=lambda value: -counts.get(value, 0))
        rows = [
            Bar(
                value_name(dimension, value),
                counts.get(value, 0),
                number(counts.get(value, 0)),
                _link(dimension, value),
            )
            for value in values
        ]
        yield bars(dimension.capitalize(), DIMENSIONS[dimension], "examples", rows)


def _distributions(statistics: Statistics) -> Iterator[Markup]:
    tokens = _principal(statistics)
    if tokens:
        unit = "tokens" if tokens.exact else "bytes"
        yield columns(f"{unit.capitalize()} of a conversation ({tokens.target})", unit, EXAMPLES, _bins(tokens.tokens))
    if statistics.prose:
        everything, *modes = statistics.prose
        yield columns("Words of an answer", "words", EXAMPLES, _bins(everything.words))
        words = [Bar(one.mode, one.words.median, number(one.words.median)) for one in modes]
        yield bars("Words by mode (median)", "mode", "words", words)
        grades = [Bar(one.mode, max(0, one.grade), f"{one.grade:.1f}") for one in modes if one.grade is not None]
        yield bars("Reading grade by mode (Flesch-Kincaid)", "mode", "years of school", grades)


def _bins(distribution: Distribution) -> list[Bar]:
    return [Bar(number(one.start), one.count, number(one.count)) for one in distribution.bins]


def _matrix(figures: Matrix) -> Markup:
    most = max((cell.have for cell in figures.cells), default=0)
    heads: list[str] = []
    rows = []
    for row, some in groupby(figures.cells, key=lambda cell: cell.row):
        cells = list(some)
        heads = [value_name(figures.columns, cell.column) for cell in cells]
        rows.append((value_name(figures.rows, row), [_square(figures, cell, most) for cell in cells]))
    title = f"{figures.rows.capitalize()} and {figures.columns}"
    return matrix(title, DIMENSIONS[figures.rows], heads, rows)


def _square(figures: Matrix, cell: Cell, most: int) -> Square:
    share = min(1.0, cell.have / (cell.wanted or most or 1))
    wanted = "" if cell.wanted is None else f" of {cell.wanted:.1f} wanted"
    meaning = f"{value_name(figures.rows, cell.row)}, {cell.column}: {cell.have}{wanted}"
    href = f"{_link(figures.rows, cell.row)}&{_query(figures.columns, cell.column)}" if cell.have else ""
    return Square(cell_text(cell), round(share, 3), meaning, href)


def _link(dimension: str, value: str) -> str:
    return f"#{EXAMPLES}?{_query(dimension, value)}"


def _query(dimension: str, value: str) -> str:
    return urlencode({DIMENSIONS[dimension]: value})


def _examples(statistics: Statistics, conversations: Sequence[Conversation]) -> Markup:
    facets = [
        Facet(
            DIMENSIONS[dimension],
            DIMENSIONS[dimension].capitalize(),
            {value: value_name(dimension, value) for value in in_order(dimension, counts)},
        )
        for dimension, counts in statistics.counts.items()
    ]
    return browse(EXAMPLES, "example", facets, [_item(conversation) for conversation in conversations])


def _item(conversation: Conversation) -> Item:
    question, _ = split_mode_tag(conversation.user)
    facets = {key: getattr(conversation, key) for key in DIMENSIONS.values()}
    facts = {**facets, "language": language_name(conversation.language), "tags": ", ".join(conversation.tags)}
    html = lesson(conversation.id, question, conversation.assistant, {k: v for k, v in facts.items() if v})
    return Item(conversation.id, " ".join(question.split()), facets, html)
