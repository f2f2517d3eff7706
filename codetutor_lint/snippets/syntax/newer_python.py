"""Python syntax that is newer than the interpreter at hand, rewritten so that it can be compiled.

What stands for it has its length, so that places hold.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.format_strings import flatten


class Novelty(NamedTuple):
    """A piece of syntax, the version of Python that brought it, and what older ones understand."""

    what: str
    version: tuple[int, int]
    pattern: re.Pattern[str]
    older: Callable[[re.Match[str]], str]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without_first_word(match: re.Match[str]) -> str:
    """A line without its first word, filled up at its end: the indentation stays."""
    indent, word, rest = match.groups()
    return f"{indent}{rest}{' ' * len(word)}"


def _alias(match: re.Match[str]) -> str:
    name = f"{match[1]}{match[2]}"
    return f"{name.ljust(len(match[0]) - 1)}="


def _without_parameters(match: re.Match[str]) -> str:
    return match[0].partition("[")[0].ljust(len(match[0]))


def _novelty(what: str, version: tuple[int, int], pattern: str, older: Callable[[re.Match[str]], str]) -> Novelty:
    return Novelty(what, version, re.compile(pattern, re.MULTILINE), older)


_PARAMETERS = r"\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*+\])*+\]"
_NOVELTIES = (
    _novelty(
        "the default of a type parameter",
        (3, 13),
        rf"\b(?:def|class)[ \t]+\w+(?=\[[^()\n]*=[^()\n]*\]){_PARAMETERS}",
        _without_parameters,
    ),
    _novelty(
        "a list of type parameters",
        (3, 12),
        rf"\b(?:def|class)[ \t]+\w+{_PARAMETERS}(?=[ \t]*[(:])",
        _without_parameters,
    ),
    _novelty(
        "the 'type' statement",
        (3, 12),
        rf"^([ \t]*)type[ \t]+(\w+)[ \t]*(?:{_PARAMETERS})?[ \t]*=(?!=)",
        _alias,
    ),
    _novelty(
        "'except' with several types and no parentheses",
        (3, 14),
        r"(?<=except)\*?[ \t]+[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+(?=[ \t]*:)",
        lambda match: match[0].replace(",", "+"),
    ),
    _novelty(
        "a template string",
        (3, 14),
        r"(?<![\w\"'])(?:[tT][rR]?|[rR][tT])(?=[\"'])",
        lambda match: match[0].translate(str.maketrans("tT", "ff")),
    ),
    _novelty(
        "a lazy import",
        (3, 15),
        r"^([ \t]*)(lazy[ \t]+)((?:import|from)\b[^\n]*)",
        _without_first_word,
    ),
    _novelty(
        "unpacking in a comprehension",
        (3, 15),
        r"(?<=[\[({])\*\*?(?=[^\[\](){},\n]+[ \t](?:async[ \t]+)?for\b)",
        _blank,
    ),
)


def downgrade(code: str, compiles: Callable[[str], bool]) -> tuple[str, list[Fault]]:
    """The code with all newer syntax replaced, and a note for each; ``compiles`` judges expressions."""
    notes: list[Fault] = []
    for what, version, pattern, older in _NOVELTIES:
        if version > sys.version_info[:2]:
            notes += (_note(what, version, *match.span()) for match in pattern.finditer(code))
            code = pattern.sub(older, code)
    if sys.version_info < (3, 12):
        code, spans = flatten(code, compiles)
        notes += (_note("this kind of f-string", (3, 12), *span) for span in spans)
    return code, sorted(notes)


def _note(what: str, version: tuple[int, int], start: int, end: int) -> Fault:
    return Fault(start, end, f"{what} needs Python {version[0]}.{version[1]} or later", note=True)
