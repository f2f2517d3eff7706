"""CT1xx, keys: unknown, missing, repeated and wrongly filled keys of an example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.document import NotString
from codetutor_lint.model.fast_shape import matches
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Span, Text
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.diagnostic import UNSAFE, Edit, Fix, Problem, did_you_mean, quote_list
from codetutor_lint.rules.registry import DOCUMENT, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.shape import ShapeError

_TYPE_NAMES = {"null": "nothing", "bool": "a boolean", "int": "a number", "float": "a number"}
_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def shape_errors(document: Document) -> list[ShapeError]:
    """What pydantic refuses in a document outside ``answer``; nothing for a clean one, without its import."""
    if document.data is None or matches(document.data):
        return []
    from codetutor_lint.model.shape import validate

    return [error for error in validate(document.data) if error.path[0] != "answer" or len(error.path) == 1]


@rule("CT120", on=DOCUMENT, fixable=True)
def unknown_key(document: Document) -> Iterator[Problem]:
    """A key that an example does not have.

    A misspelled key would be ignored, and what it says would be lost.

    Bad: `levle: beginner`

    Good: `level: beginner`
    """
    for error in shape_errors(document):
        if error.type == "extra_forbidden":
            key = str(error.path[0])
            span = document.key_span(key)
            if key in STEP_KEYS:
                yield Problem(span, f"key '{key}' belongs under 'answer'", "indent it by two spaces under 'answer:'")
                continue
            meant = _meant(document, key)
            hint = f"; did you mean '{meant}'?" if meant else ""
            fix = Fix(f"rename it to '{meant}'", (Edit(span, meant),), UNSAFE) if meant else None
            yield Problem(span, f"unknown key '{key}'{hint}", f"allowed are {quote_list(list(SHAPE))}", fix)


@rule("CT121", on=DOCUMENT)
def missing_key(document: Document) -> Iterator[Problem]:
    """A key is missing that every example has.

    Question, language, level, kind and answer are what coverage, the split and the build need.

    Bad: an example without `level`

    Good: `level: beginner`
    """
    errors = shape_errors(document)
    misspelled = {_meant(document, str(error.path[0])) for error in errors if error.type == "extra_forbidden"}
    for error in errors:
        key = str(error.path[0])
        if error.type == "missing" and key not in misspelled:
            row = SHAPE[key]
            allowed = f"one of {quote_list(row[2])}" if row[0] == "choice" else "see CONTRIBUTING.md"
            yield Problem(Span(0, 0), f"missing key '{key}'", f"add '{key}:' with its value ({allowed})")


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
                f"key '{duplicate.key}' again; it is already on line {first.row}",
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
        wrong_choice = error.type == "literal_error" and not isinstance(error.value, str)
        if expected or wrong_choice:
            span = document.value_span(*error.path)
            what = _name(error.path)
            yield Problem(
                span, f"{what} is {_found(error.value)}; expected {expected or 'text'}", _remedy(error, expected)
            )


@rule("CT124", on=DOCUMENT, fixable=True)
def invalid_value(document: Document) -> Iterator[Problem]:
    """A value that the key does not allow.

    Language, level, kind, mode and status have fixed values; tags and families are kebab-case names.

    Bad: `level: easy`, `tags: [Type Errors]`

    Good: `level: beginner`, `tags: [type-errors]`
    """
    for error in shape_errors(document):
        if not isinstance(error.value, str):
            continue
        span = document.value_span(*error.path)
        if error.type == "literal_error":
            hint = did_you_mean(error.value, error.expected)
            yield Problem(
                span,
                f"'{error.value}' is not a {error.path[0]}{hint}",
                f"allowed are {quote_list(error.expected)}",
                _replacement(document, span, hint.split("'")[1]) if hint else None,
            )
        elif error.type in ("string_pattern_mismatch", "string_too_long"):
            yield _bad_text(document, error, span)


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
        if isinstance(value, Text) and not is_plain_block(document, value):
            yield block_problem(document, value, key, indent=2)


def _meant(document: Document, key: str) -> str:
    """The missing key that an unknown one was meant to be, or an empty string."""
    missing = [name for name in SHAPE if document.data is not None and name not in document.data]
    hint = did_you_mean(key, missing)
    return hint.split("'")[1] if hint else ""


def is_plain_block(document: Document, value: Text) -> bool:
    """Whether a value is written as ``|`` with nothing but a comment behind it."""
    if not value.literal:
        return False
    following = document.source.text[value.span.start + 1 : value.span.start + 2]
    return following in ("\n", " ", "")


def block_problem(document: Document, value: Text, key: str, indent: int) -> Problem:
    """The finding, with its fix, for prose that is not in a plain ``|`` block."""
    text = document.source.text
    start = value.span.start
    span = document.value_span(*(("answer", key) if indent > 2 else (key,)))
    written = text[start : start + 2]
    style = {"|-": "|-", "|+": "|+", '"': "quoted", "'": "quoted", ">": "folded"}
    found = style.get(written, style.get(written[:1], "an indented | block" if written[:1] == "|" else "plain"))
    fix = Fix("write it as a | block", (Edit(span, "|" + as_block(value, indent)),)) if str(value).strip() else None
    return Problem(
        Span(span.start, min(span.end, text.find("\n", start) if "\n" in text[start:] else span.end)),
        f"'{key}' is {found} text; write it in a | block",
        f"write '{key}: |' and the text on the next lines, indented by {indent} spaces",
        fix,
    )


def as_block(value: str, indent: int) -> str:
    """The lines of a ``|`` block after the ``|``, indented by ``indent`` spaces."""
    lines = value.strip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    if margin:  # YAML would take the first line's indentation for the block's
        lines[0] = lines[0].lstrip()
    return "".join("\n" + (" " * indent + line.rstrip() if line.strip() else "") for line in lines)


def _replacement(document: Document, span: Span, meant: str) -> Fix:
    return Fix(f"write '{meant}'", (Edit(span, meant),), UNSAFE)


def _bad_text(document: Document, error: ShapeError, span: Span) -> Problem:
    from codetutor_lint.model.shape import KEBAB, SOMETHING
    from codetutor_lint.rules.files import kebab

    what = _name(error.path)
    value = str(error.value)
    if error.pattern == SOMETHING:
        return Problem(span, f"{what} is empty", "write something, or delete the key if it is optional")
    if error.type == "string_too_long":
        return Problem(span, f"{what} is too long", "use a short name")
    form = "kebab-case" if error.pattern == KEBAB else "a kebab-case name or topic/slug"
    better = "/".join(kebab(part) for part in value.split("/", 1)) if "/" in value else kebab(value)
    return Problem(
        span, f"{what} '{value}' is not {form}", f"write '{better}'", Fix(f"write '{better}'", (Edit(span, better),))
    )


def _name(path: tuple[str | int, ...]) -> str:
    return f"item {path[1] + 1} of '{path[0]}'" if len(path) > 1 and isinstance(path[1], int) else f"'{path[0]}'"


def _found(value: Any) -> str:
    if isinstance(value, NotString):
        shown = f" ({value.written})" if value.written else ""
        return _TYPE_NAMES[value.type] + shown
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"


def _remedy(error: ShapeError, expected: str | None) -> str:
    if expected == "a list":
        return f"write '{error.path[0]}: [one, two]'"
    if isinstance(error.value, NotString) and error.value.written:
        return f"quote it ('{error.value.written}') if the text is meant"
    return (
        "write its value after the colon, or delete the key if it is optional"
        if expected == "text"
        else "see CONTRIBUTING.md"
    )
