"""CT12x, keys: unknown, missing and repeated keys of an example."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Span
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.diagnostic import (
    UNSAFE,
    Edit,
    Fix,
    Problem,
    closest,
    pair_misspelled,
    quote_list,
    shortened,
    suggestion,
)
from codetutor_lint.rules.registry import DOCUMENT, rule
from codetutor_lint.rules.shape import is_misread, misplaced_keys, shape_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document


@rule("CT120", on=DOCUMENT, fixable=True)
def unknown_key(document: Document) -> Iterator[Problem]:
    """A key that an example does not have.

    A misspelled key would be ignored, and what it says would be lost.

    Bad: `levle: beginner`

    Good: `level: beginner`
    """
    meant = _misspelled(document)
    for key in _unknown_keys(document):
        span = document.key_span(key)
        if is_misread(document, span):
            continue
        if key in STEP_KEYS:
            yield Problem(span, f"key '{key}' belongs under 'answer'", "indent it by two spaces under 'answer:'")
            continue
        better = meant.get(key)
        fix = Fix(f"rename it to '{better}'", (Edit(span, better),), UNSAFE) if better else None
        hint = suggestion(better or closest(key, tuple(SHAPE)))
        yield Problem(span, f"unknown key '{shortened(key)}'{hint}", f"allowed are {quote_list(tuple(SHAPE))}", fix)


@rule("CT121", on=DOCUMENT)
def missing_key(document: Document) -> Iterator[Problem]:
    """A key is missing that every example has.

    Question, language, level, kind and answer are what coverage, the split and the build need.

    Bad: an example without `level`

    Good: `level: beginner`
    """
    errors = [error for error in shape_errors(document) if error.type == "missing"]
    elsewhere = {*_misspelled(document).values(), *(misplaced_keys(document) if errors else ())}
    for error in errors:
        key = str(error.path[0])
        if key not in elsewhere:
            row = SHAPE[key]
            allowed = f"{key}: one of {quote_list(row[2])}" if row[0] == "choice" else f"{key}: see CONTRIBUTING.md"
            yield Problem(Span(0, 0), f"missing key '{key}'", f"add {allowed}")


@rule("CT122", on=DOCUMENT)
def duplicate_key(document: Document) -> Iterator[Problem]:
    """A key stands twice.

    YAML readers keep one of the two values, and not all the same one.

    Bad: `level: beginner` and, further down, `level: advanced`

    Good: one `level`
    """
    for duplicate in document.duplicates:
        if not duplicate.path:
            first = document.source.location(document.key_span(duplicate.key).start)
            yield Problem(
                duplicate.span,
                f"key '{shortened(duplicate.key)}' again; it is already on line {first.row}",
                "delete one of the two",
            )


def _unknown_keys(document: Document) -> list[str]:
    return [str(error.path[0]) for error in shape_errors(document) if error.type == "extra_forbidden"]


@lru_cache(maxsize=1)
def _misspelled(document: Document) -> dict[str, str]:
    """Unknown keys and the missing ones they were meant to be."""
    missing = [name for name in SHAPE if document.data is not None and name not in document.data]
    return pair_misspelled([key for key in _unknown_keys(document) if key not in STEP_KEYS], missing)
