"""Fenced code in Markdown, found by a line scan."""

from __future__ import annotations

import re

from codetutor_lint.model.languages import canonical_fence
from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

# A line that may open or close a fence. It begins with the line break before it, which is found much
# faster than the beginning of a line.
_CANDIDATE = re.compile(r"\n([ \t]*(?:[-*+>0-9][-*+>0-9.) \t]*)?)(`{3,}|~{3,})[ \t]*([^\n]*)")
_CONTAINERS = lazy(r"[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+)*")


class Fence(NamedTuple):
    """One fence; all numbers are offsets into the text it was found in.

    ``start`` is the first character of the opening line, ``end`` the end of the closing line (or of
    the text, if ``closed`` is false); ``info`` is where the info string begins and ``info_words`` its
    words; ``language`` is the canonical one, or the first word as written if it names none, or '';
    ``code`` stands at ``code_start`` and ends with a newline unless it is empty.
    """

    start: int
    end: int
    indent: int
    marker: str
    info: int
    info_words: tuple[str, ...]
    language: str
    code: str
    code_start: int
    closed: bool

    @property
    def flags(self) -> tuple[str, ...]:
        """The info words after the language."""
        return self.info_words[1:]

    def flag_value(self, name: str) -> str | None:
        """The value of a flag such as ``file=NAME``, or None."""
        prefix = name + "="
        return next((flag[len(prefix) :] for flag in self.flags if flag.startswith(prefix)), None)


def scan_fences(text: str) -> list[Fence]:
    """Find the fences of a Markdown text, as CommonMark does for fences outside containers.

    A fence that is indented by any amount, or begins on the line of a list item or a quotation, is
    found too (see ``indent``), so that a rule can say so; its closing line may be indented by up to
    three columns more than its opening one. The last fence may be open (``closed`` is false): it
    then reaches to the end of the text.
    """
    if "```" not in text and "~~~" not in text:
        return []
    fences: list[Fence] = []
    opened: re.Match[str] | None = None
    for match in _CANDIDATE.finditer("\n" + text):
        indent, marker, info = match.groups()
        if (info and marker[0] == "`" in info) or (indent and not _CONTAINERS.fullmatch(indent)):
            continue
        if opened is None:
            opened = match
        elif not info and _closes(indent, marker, opened):
            fences.append(_fence(text, opened, match))
            opened = None
    if opened is not None:
        fences.append(_fence(text, opened, None))
    return fences


def _closes(indent: str, marker: str, opened: re.Match[str]) -> bool:
    """Whether a line without an info string closes the fence that is open."""
    if not marker.startswith(opened[2]):
        return False
    return len(indent) <= len(opened[1]) + 3 if not indent.strip() else indent == opened[1]


def _fence(text: str, opened: re.Match[str], closing: re.Match[str] | None) -> Fence:
    """The fence between two lines; their offsets count one line break more than ``text`` has."""
    indent, marker, info = opened.groups()
    words = tuple(info.split())
    code_start = min(opened.end(), len(text))
    return Fence(
        opened.start(),
        closing.end() - 1 if closing else len(text),
        len(indent),
        marker,
        opened.start(3) - 1,
        words,
        (canonical_fence(words[0]) or words[0]) if words else "",
        text[code_start : closing.start() if closing else len(text)],
        code_start,
        closing is not None,
    )


def outside_fences(text: str, fences: list[Fence]) -> list[tuple[int, str]]:
    """The stretches of ``text`` outside its fences, as (offset, stretch)."""
    parts = []
    at = 0
    for fence in fences:
        if fence.start > at:
            parts.append((at, text[at : fence.start]))
        at = fence.end
    if at < len(text):
        parts.append((at, text[at:]))
    return parts
