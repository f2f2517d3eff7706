"""CT1xx, keys: unknown, missing, repeated and wrongly filled keys of an example."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from codetutor_lint.model.fast_shape import matches
from codetutor_lint.model.languages import canonical_fence
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Span, Text
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.model.values import NotString
from codetutor_lint.rules.block_style import block_problem, is_plain_block
from codetutor_lint.rules.diagnostic import (
    SAFE,
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
from codetutor_lint.rules.files import kebab
from codetutor_lint.rules.registry import DOCUMENT, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.shape import ShapeError

_TYPE_NAMES = {"null": "nothing", "bool": "a boolean", "int": "a number", "float": "a number"}
_EXPECTED = {"string_type": "text", "list_type": "a list", "model_type": "a mapping"}
_CHOICE, _PATTERN, _TOO_LONG = "literal_error", "string_pattern_mismatch", "string_too_long"


@lru_cache(maxsize=1)
def has_shape(document: Document) -> bool:
    """Whether a document's values are those of an example, however written."""
    return document.data is not None and matches(document.data)


@lru_cache(maxsize=1)
def shape_errors(document: Document) -> tuple[ShapeError, ...]:
    """What pydantic refuses in a document outside ``answer``; nothing for a clean one, without its import."""
    if document.data is None or has_shape(document):
        return ()
    from codetutor_lint.model.shape import validate

    return tuple(error for error in validate(document.data) if error.path[0] != "answer" or len(error.path) == 1)


def is_misread(document: Document, span: Span) -> bool:
    """Whether what stands at ``span`` is only what YAML made of a recognized mistake."""
    from codetutor_lint.rules import yaml_mistakes

    return yaml_mistakes.is_misread(document, span)


def misplaced_keys(document: Document) -> frozenset[str]:
    """The keys that stand in the wrong column, and so in the wrong mapping or in a text."""
    from codetutor_lint.rules import yaml_mistakes

    return yaml_mistakes.misplaced_keys(document)


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


@rule("CT123", on=DOCUMENT)
def wrong_type(document: Document) -> Iterator[Problem]:
    """A value of another type than the key needs.

    YAML reads an unquoted `42`, `true` or `null` as a number, a boolean or nothing, where text is
    meant; `tags: loops` is a text where a list is meant.

    Bad: `tags: loops`

    Good: `tags: [loops]`
    """
    for error in shape_errors(document):
        expected = _EXPECTED.get(error.type)
        if expected is None and (error.type != _CHOICE or isinstance(error.value, str)):
            continue
        span = document.value_span(*error.path)
        if is_misread(document, span) or (error.path == ("answer",) and misplaced_keys(document) & set(STEP_KEYS)):
            continue
        found = f"{_name(error)} is {value_type(error.value)}; expected {expected or 'text'}"
        yield Problem(span, found, _remedy(error, expected))


@rule("CT124", on=DOCUMENT, fixable=True)
def invalid_value(document: Document) -> Iterator[Problem]:
    """A value that the key does not allow.

    Language, level, kind, mode and status have fixed values; tags and families are kebab-case names.

    Bad: `level: easy`, `tags: [Type Errors]`

    Good: `level: beginner`, `tags: [type-errors]`
    """
    for error in shape_errors(document):
        if isinstance(error.value, str):
            span = document.value_span(*error.path)
            if is_misread(document, span):
                continue
            if error.type == _CHOICE:
                yield _wrong_choice(error, span)
            elif error.type in (_PATTERN, _TOO_LONG):
                yield _bad_text(error, span)


@rule("CT125", on=DOCUMENT, fixable=True)
def prose_not_in_block(document: Document) -> Iterator[Problem]:
    """A question or solution is not in a plain `|` block.

    In a `|` block nothing needs quoting, line breaks stay, and every place is exact. Folded (`>`),
    quoted and plain text, `|-` and `|+` are rewritten by `--fix`.

    Bad: `question: "What is a loop?"`

    Good: `question: |`, and the text on the next line
    """
    for key in ("question", "solution"):
        value = document.data.get(key) if document.data else None
        if isinstance(value, Text) and value.strip() and not is_plain_block(document, value):
            yield block_problem(document, value, key)


def _unknown_keys(document: Document) -> list[str]:
    return [str(error.path[0]) for error in shape_errors(document) if error.type == "extra_forbidden"]


@lru_cache(maxsize=1)
def _misspelled(document: Document) -> dict[str, str]:
    """Unknown keys and the missing ones they were meant to be."""
    missing = [name for name in SHAPE if document.data is not None and name not in document.data]
    return pair_misspelled([key for key in _unknown_keys(document) if key not in STEP_KEYS], missing)


def _wrong_choice(error: ShapeError, span: Span) -> Problem:
    value = str(error.value)
    word = value.strip().lower()
    certain = word if word in error.expected else canonical_fence(word) or ""
    better = certain if certain in error.expected else closest(word, error.expected)
    fix = Fix(f"write '{better}'", (Edit(span, better),), SAFE if better == certain else UNSAFE) if better else None
    message = f"'{shortened(value)}' is not a {error.path[0]}{suggestion(better)}"
    return Problem(span, message, f"allowed are {quote_list(error.expected)}", fix)


def _bad_text(error: ShapeError, span: Span) -> Problem:
    from codetutor_lint.model.loading import plain_type
    from codetutor_lint.model.shape import KEBAB, SOMETHING

    value = str(error.value)
    if error.pattern == SOMETHING:
        return Problem(span, f"{_name(error)} is empty", "write something, or delete the key if it is optional")
    if error.type == _TOO_LONG:
        return Problem(span, f"{_name(error)} is {len(value)} characters long", "use a shorter name")
    form = "kebab-case" if error.pattern == KEBAB else "a kebab-case name or topic/slug"
    message = f"'{shortened(value)}' in '{error.path[0]}' is not {form}"
    better = "/".join(map(kebab, value.split("/"))) if error.pattern != KEBAB else kebab(value)
    if better.count("/") > 1:
        return Problem(span, message, "write lower-case letters, digits and single hyphens")
    written = f"'{better}'" if plain_type(better) else better
    # Other characters than these carry meaning that the name would lose: c# and c++ are not c.
    same = value.isascii() and all(c.isalnum() or c in " _-/" for c in value.strip())
    fix = Fix(f"write '{better}'", (Edit(span, written),), SAFE if same else UNSAFE)
    return Problem(span, message, f"write '{better}', or another name of lower-case letters, digits and hyphens", fix)


def _name(error: ShapeError) -> str:
    key, *rest = error.path
    return f"item {int(rest[0]) + 1} of '{key}'" if rest else f"'{key}'"


def value_type(value: Any) -> str:
    """What a value of the wrong type is, in a message's words."""
    if isinstance(value, NotString):
        shown = f" ({value.written})" if value.written else ""
        return _TYPE_NAMES[value.type] + shown
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


def _remedy(error: ShapeError, expected: str | None) -> str:
    if expected == "a list":
        return f"write '{error.path[0]}: [one, two]'"
    if expected == "a mapping":
        return "write the seven steps below it, each indented by two spaces"
    if isinstance(error.value, NotString) and error.value.written:
        return f"quote it ('{error.value.written}') if the text is meant"
    return "write its value after the colon, or delete the key if it is optional"
