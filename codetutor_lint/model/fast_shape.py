"""The fast path: does a document have the shape of an example? Without importing pydantic."""

from __future__ import annotations

import re
from typing import Any

from codetutor_lint.model.shape_table import SHAPE

_SOMETHING = r"\S"
_PATTERNS: dict[str, re.Pattern[str]] = {}


def matches(data: dict[str, Any], rows: dict[str, tuple[Any, ...]] = SHAPE) -> bool:
    """Whether pydantic's ``ExampleModel`` accepts ``data`` (values as ``Document`` loads them)."""
    for key, row in rows.items():
        value = data.get(key, data)
        if value is data:
            if row[1]:
                return False
        elif not _fits(value, row):
            return False
    return all(key in rows for key in data)


def _fits(value: Any, row: tuple[Any, ...]) -> bool:
    kind = row[0]
    if kind == "text":
        return isinstance(value, str) and _accepts(value, row[2], row[3])
    if kind == "choice":
        return isinstance(value, str) and value in row[2]
    if kind == "list":
        return isinstance(value, list) and all(
            isinstance(item, str) and _accepts(item, row[2], row[3]) for item in value
        )
    return isinstance(value, dict) and matches(value, row[2])


def _accepts(value: str, pattern: str, most: int | None) -> bool:
    if most is not None and len(value) > most:
        return False
    if pattern == _SOMETHING:
        return not value.isspace() and value != ""
    compiled = _PATTERNS.get(pattern)
    if compiled is None:
        compiled = _PATTERNS[pattern] = re.compile(pattern.removesuffix("$") + r"\Z")
    return compiled.match(value) is not None
