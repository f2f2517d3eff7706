"""The ❌ and ✅ of the common mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import outside_fences
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.model.fences import Fence

WRONG, RIGHT = "❌", "✅"
# Many keyboards add U+FE0F, which asks for the colored form.
_MARK = re.compile(rf"([{WRONG}{RIGHT}])\ufe0f?(.*)")
_BEFORE = ("", "- ", "### ")


class Mark(NamedTuple):
    """A mark at the start of a line, at an offset of the body, and the text behind it on its line."""

    sign: str
    at: int
    text: str


def find_marks(body: str, fences: list[Fence]) -> list[Mark]:
    """The marks of a body that stand outside its fences, an optional ``- `` or ``### `` before each."""
    return [
        Mark(match[1], offset + match.start(), match[2].strip(" \t*_:"))
        for offset, part in outside_fences(body, fences)
        for match in _MARK.finditer(part)
        if part[part.rfind("\n", 0, match.start()) + 1 : match.start()] in _BEFORE
    ]
