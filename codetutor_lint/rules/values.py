"""CT12x, values: what a key holds is of the right type, allowed, and prose in a ``|`` block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.languages import canonical_fence
from codetutor_lint.model.source import Span, Text
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.model.values import NotString
from codetutor_lint.rules.block_style import block_problem, is_plain_block
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit, Fix, Problem, closest, quote_list, shortened, suggestion
from codetutor_lint.rules.files import kebab
from codetutor_lint.rules.registry import DOCUMENT, rule
from codetutor_lint.rules.shape import is_misread, misplaced_keys, shape_errors, value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document
    from codetutor_lint.model.shape import ShapeError

_EXPECTED = {"string_type": "text", "list_type": "a list", "model_type": "a mapping"}
_PROSE = ("question", "solution")
_CHOICE, _PATTERN, _TOO_LONG = "literal_error", "string_pattern_mismatch", "string_too_long"


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
    for key in _PROSE:
        value = document.data.get(key) if document.data else None
        if isinstance(value, Text) and value.strip() and not is_plain_block(document, value):
            yield block_problem(document, value, key)


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


def _remedy(error: ShapeError, expected: str | None) -> str:
    if expected == "a list":
        return f"write '{error.path[0]}: [one, two]'"
    if expected == "a mapping":
        return "write the seven steps below it, each indented by two spaces"
    if error.path[0] in _PROSE and isinstance(error.value, (dict, list)):
        return f"write '{error.path[0]}: |' and the text below"
    if isinstance(error.value, NotString) and error.value.written:
        return f"quote it ('{error.value.written}') if the text is meant"
    return "write its value after the colon, or delete the key if it is optional"
