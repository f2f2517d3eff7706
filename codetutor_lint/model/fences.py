"""Fenced code in Markdown, found by a line scan."""

from __future__ import annotations

import re

from codetutor_lint.model.languages import canonical_fence
from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

# What may open or close a fence, up to the end of its line. It begins with one set of characters, so that the
# search for it leaps from one to the next.
_CANDIDATE = re.compile(r"([`~](?:(?<=`)``+|(?<=~)~~+))[ \t]*([^\n]*)")
_TICKS = "```"
_LINE_END = ("", "\n")
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
    if "~~~" not in text:
        simple = _scan_simple(text)
        if simple is not None:
            return simple
    fences: list[Fence] = []
    opened: re.Match[str] | None = None
    indented = ""
    for match in _CANDIDATE.finditer(text):
        marker, info = match.groups()
        line = text.rfind("\n", 0, match.start()) + 1
        indent = text[line : match.start()]
        if (info and marker[0] == "`" in info) or (indent and not _CONTAINERS.fullmatch(indent)):
            continue
        if opened is None:
            opened, indented = match, indent
        elif not info and marker.startswith(opened[1]) and _closes(indent, indented):
            fences.append(_fence(text, opened, indented, line, match.end()))
            opened = None
    if opened is not None:
        fences.append(_fence(text, opened, indented, None, len(text)))
    return fences


def _scan_simple(text: str) -> list[Fence] | None:
    """The fences of a text that has three backticks at the left edge, in pairs, and nowhere else; else None."""
    fences = []
    at = text.find(_TICKS)
    while at >= 0:
        info = at + len(_TICKS)
        info_end = text.find("\n", info)
        closing = text.find(_TICKS, info_end)
        end = closing + len(_TICKS)
        if (
            (at and text[at - 1] != "\n")
            or info_end < 0
            or text[info] in " \t"
            or "`" in text[info:info_end]
            or closing < 0
            or text[closing - 1] != "\n"
            or text[end : end + 1] not in _LINE_END
        ):
            return None
        words = tuple(text[info:info_end].split())
        language = (canonical_fence(words[0]) or words[0]) if words else ""
        code = text[info_end + 1 : closing]
        fences.append(Fence(at, end, 0, _TICKS, info, words, language, code, info_end + 1, True))
        at = text.find(_TICKS, end)
    return fences


def _closes(indent: str, indented: str) -> bool:
    """Whether a line closes the fence that is open by where they begin."""
    return len(indent) <= len(indented) + 3 if not indent.strip() else indent == indented


def _fence(text: str, opened: re.Match[str], indent: str, closing: int | None, end: int) -> Fence:
    """The fence from its opening to ``end``; its closing line begins at ``closing``, if it has one."""
    words = tuple(opened[2].split())
    code_start = min(opened.end() + 1, len(text))
    return Fence(
        opened.start() - len(indent),
        end,
        len(indent),
        opened[1],
        opened.start(2),
        words,
        (canonical_fence(words[0]) or words[0]) if words else "",
        text[code_start : len(text) if closing is None else closing],
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
