"""The ❌ and ✅ of the common mistakes."""

from __future__ import annotations

from operator import attrgetter

from codetutor_lint.records import NamedTuple

WRONG, RIGHT = "❌", "✅"
# Many keyboards add it to ask for the colored form.
_SELECTOR = "\ufe0f"
_BEFORE = ("", "- ", "### ")


class Mark(NamedTuple):
    """A mark at the start of a line, at an offset of the body, and the text behind it on its line."""

    sign: str
    at: int
    text: str


def find_marks(prose: list[tuple[int, str]]) -> list[Mark]:
    """The marks in the prose of a body (see ``prose_of``), an optional ``- `` or ``### `` before each."""
    found = []
    for offset, part in prose:
        for sign in () if part.isascii() else (WRONG, RIGHT):
            at = part.find(sign)
            while at >= 0:
                end = part.find("\n", at)
                end = len(part) if end < 0 else end
                if part[part.rfind("\n", 0, at) + 1 : at] in _BEFORE:
                    label = part[at + 1 : end].removeprefix(_SELECTOR)
                    found.append(Mark(sign, offset + at, label.strip(" \t*_:")))
                at = part.find(sign, end)  # only the first of a line can begin it
    return sorted(found, key=attrgetter("at"))
