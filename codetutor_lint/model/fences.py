"""Fenced code in Markdown, found by a line scan."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.languages import canonical_fence
from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    import re

    from codetutor_lint.model.source import Text

# What may open or close a fence, up to the end of its line. It begins with one set of characters, so that the
# search for it leaps from one to the next.
_CANDIDATE = lazy(r"([`~](?:(?<=`)``+|(?<=~)~~+))[ \t]*([^\n]*)")
_TICKS = "```"
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


# What a text is made of: its fences, the stretches outside them as (offset, stretch), and whether they are simple:
# each has its closing line, and none has swallowed another one's opening.
Parts = tuple[list[Fence], list[tuple[int, str]], bool]


def fences_of(text: Text) -> list[Fence]:
    """The fences of a text, found once (see ``scan_fences``)."""
    return (text.parts or _keep_parts(text))[0]


def prose_of(text: Text) -> list[tuple[int, str]]:
    """The stretches of a text outside its fences, as (offset, stretch), found once."""
    return (text.parts or _keep_parts(text))[1]


def has_simple_fences(text: Text) -> bool:
    """Whether all fences of a text surely have their closing lines."""
    return (text.parts or _keep_parts(text))[2]


def _keep_parts(text: Text) -> Parts:
    text.parts = _scan(text)
    return text.parts


def scan_fences(text: str) -> list[Fence]:
    """Find the fences of a Markdown text, as CommonMark does for fences outside containers.

    A fence that is indented by any amount, or begins on the line of a list item or a quotation, is
    found too (see ``indent``), so that a rule can say so; its closing line may be indented by up to
    three columns more than its opening one. The last fence may be open (``closed`` is false): it
    then reaches to the end of the text.
    """
    return _scan(text)[0]


def outside_fences(text: str) -> list[tuple[int, str]]:
    """The stretches of a text outside its fences, as (offset, stretch)."""
    return _scan(text)[1]


def _scan(text: str) -> Parts:
    if "~~~" not in text:
        simple = _split_simple(text) if _TICKS in text else ([], [(0, text[:])] if text else [], True)
        if simple is not None:
            return simple
    fences = _find(text)
    edges = [0, *(edge for fence in fences for edge in (fence.start, fence.end)), len(text)]
    stretches = zip(edges[::2], edges[1::2], strict=True)
    return fences, [(start, text[start:end]) for start, end in stretches if start < end], False


def _find(text: str) -> list[Fence]:
    """The fences of any text, line by line."""
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


def _split_simple(text: str) -> Parts | None:
    """The parts of a text that has three backticks at the left edge, in pairs, and nowhere else; else None."""
    lines = f"\n{text}\n"  # so that the first line and the last are like all others
    before, *rest = lines.split(_TICKS)
    if len(rest) % 2 or lines.count("\n" + _TICKS) != len(rest):
        return None
    fences = []
    prose = [(0, before[1:])] if len(before) > 1 else []
    start = len(before) - 1
    parts = iter(rest)
    for inside, outside in zip(parts, parts, strict=True):
        info, _, code = inside.partition("\n")
        words, language, is_simple = _read_info(info)
        if not is_simple or outside[0] != "\n":
            return None
        info_start = start + len(_TICKS)
        code_start = info_start + len(info) + 1
        end = code_start + len(code) + len(_TICKS)
        fences.append(Fence(start, end, 0, _TICKS, info_start, words, language, code, code_start, True))
        prose.append((end, outside))
        start = end + len(outside)
    end, outside = prose.pop()
    if len(outside) > 1:
        prose.append((end, outside[:-1]))
    return fences, prose, True


@lru_cache(maxsize=256)
def _read_info(info: str) -> tuple[tuple[str, ...], str, bool]:
    """The words of an info string, the language that the first of them names, and whether it has no oddities."""
    words = tuple(info.split())
    language = (canonical_fence(words[0]) or words[0]) if words else ""
    return words, language, "`" not in info and not info.startswith((" ", "\t"))


def _closes(indent: str, indented: str) -> bool:
    """Whether a line closes the fence that is open by where they begin."""
    return len(indent) <= len(indented) + 3 if not indent.strip() else indent == indented


def _fence(text: str, opened: re.Match[str], indent: str, closing: int | None, end: int) -> Fence:
    """The fence from its opening to ``end``; its closing line begins at ``closing``, if it has one."""
    words, language, _ = _read_info(opened[2])
    code_start = min(opened.end() + 1, len(text))
    return Fence(
        opened.start() - len(indent),
        end,
        len(indent),
        opened[1],
        opened.start(2),
        words,
        language,
        text[code_start : len(text) if closing is None else closing],
        code_start,
        closing is not None,
    )
