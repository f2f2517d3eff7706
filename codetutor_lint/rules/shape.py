"""What a document's shape is found to be: asked by several rules, worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from codetutor_lint.model.fast_shape import matches
from codetutor_lint.model.values import NotString

if TYPE_CHECKING:
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.shape import ShapeError
    from codetutor_lint.model.source import Span

_TYPE_NAMES = {"null": "nothing", "bool": "a boolean", "int": "a number", "float": "a number"}


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


def value_type(value: Any) -> str:
    """What a value of the wrong type is, in a message's words."""
    if isinstance(value, NotString):
        shown = f" ({value.written})" if value.written else ""
        return _TYPE_NAMES[value.type] + shown
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "text"
