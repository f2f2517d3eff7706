"""Fenced code in Markdown, found by a line scan."""

from __future__ import annotations

import re
from typing import NamedTuple

from codetutor_lint.model.languages import canonical_fence

_CANDIDATE = re.compile(
    r"^(?P<indent>[ \t]*(?:(?:[-*+>]|[0-9]{1,9}[.)])[ \t]+)*)"
    r"(?P<marker>`{3,}(?=[^`\n]*$)|~{3,})[ \t]*(?P<info>[^\n]*)$",
    re.MULTILINE,
)


class Fence(NamedTuple):
    """One fence; all numbers are offsets into the text it was found in.

    ``start`` is the first character of the opening line, ``end`` the end of the closing line (or of
    the text, if ``closed`` is false); ``info`` is where the info string begins and ``info_words`` its
    words; ``code`` stands at ``code_start`` and ends with a newline unless it is empty.
    """

    start: int
    end: int
    indent: int
    marker: str
    info: int
    info_words: tuple[str, ...]
    code: str
    code_start: int
    closed: bool

    @property
    def language(self) -> str:
        """The canonical language, or the first info word as written if it names none, or ''."""
        if not self.info_words:
            return ""
        return canonical_fence(self.info_words[0]) or self.info_words[0]

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
    for match in _CANDIDATE.finditer(text):
        if opened is None:
            opened = match
        elif _closes(match, opened):
            fences.append(_fence(text, opened, match))
            opened = None
    if opened is not None:
        fences.append(_fence(text, opened, None))
    return fences


def _closes(match: re.Match[str], opened: re.Match[str]) -> bool:
    indent, closing = opened.group("indent"), match.group("indent")
    return (
        not match.group("info")
        and match.group("marker").startswith(opened.group("marker"))
        and (len(closing) <= len(indent) + 3 if not closing.strip() else closing == indent)
    )


def _fence(text: str, opened: re.Match[str], closing: re.Match[str] | None) -> Fence:
    code_start = min(opened.end() + 1, len(text))
    code_end = closing.start() if closing else len(text)
    return Fence(
        start=opened.start(),
        end=closing.end() if closing else len(text),
        indent=len(opened.group("indent")),
        marker=opened.group("marker"),
        info=opened.start("info"),
        info_words=tuple(opened.group("info").split()),
        code=text[code_start:code_end],
        code_start=code_start,
        closed=closing is not None,
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
