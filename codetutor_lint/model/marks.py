"""The ❌ and ✅ of the common mistakes."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.model.fences import Fence

WRONG, RIGHT = "❌", "✅"
# Many keyboards add it to ask for the colored form.
_SELECTOR = "\ufe0f"
_BEFORE = ("", "- ", "### ")


class Mark(NamedTuple):
    """A mark at the start of a line, at an offset of the body, and the text behind it on its line."""

    sign: str
    at: int
    text: str


def find_marks(body: str, fences: list[Fence]) -> list[Mark]:
    """The marks of a body that stand outside its fences, an optional ``- `` or ``### `` before each."""
    found = []
    for sign in (WRONG, RIGHT):
        at = body.find(sign)
        while at >= 0:
            if body[body.rfind("\n", 0, at) + 1 : at] in _BEFORE and not _is_inside(fences, at):
                label = body[at + 1 :].partition("\n")[0].removeprefix(_SELECTOR)
                found.append(Mark(sign, at, label.strip(" \t*_:")))
            at = body.find(sign, at + 1)
    return sorted(found, key=attrgetter("at"))


def _is_inside(fences: list[Fence], at: int) -> bool:
    return any(fence.start <= at < fence.end for fence in fences)
