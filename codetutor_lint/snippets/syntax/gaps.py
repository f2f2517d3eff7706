"""Valid syntax that a grammar does not know, replaced by syntax that it does.

Each pattern was found by giving a grammar code that the language's own parser accepts. The
replacement has the length of what it replaces, so that places hold.
"""

from __future__ import annotations

import re
from functools import partial

from codetutor_lint.records import NamedTuple


class Gap(NamedTuple):
    """A pattern, and what stands for it: its last character is repeated to the match's length."""

    pattern: re.Pattern[str]
    replacement: str


def _gap(pattern: str, replacement: str) -> Gap:
    return Gap(re.compile(pattern, re.MULTILINE), replacement)


_JSX = (
    _gap(r"(?<=\s)default(?==)", "_"),
    _gap(r"^\s*(?:<!--|-->)[^\n]*", " "),
)
_TYPESCRIPT = (
    _gap(r"(?<=<)(?:in out|in|out)(?= \w)|(?<=, )(?:in out|in|out)(?= \w+[,>])", " "),
    _gap(r"(?<=^export )type(?= \*)", " "),
    _gap(r"\bstatic(?= \[\w+ ?:)", " "),
    _gap(r"(?<=for \()using\b", "const "),
    _gap(r"(?<=: )\.\.\.(?=\w+\[\]\])", " "),
)
_CSHARP = (_gap(r"\b_(?= in\b)", "x"),)
_BASH = (
    *[_gap(r"\$\{[^{}\"'`\n]*\}", "_")] * 3,
    _gap(r"(?<=\w\[)[^\[\]\n ]*(?=\]\+?=)", "_"),
    _gap(r"(?<=for \(\()[^()\n]*;[^()\n]*;[^()\n]*(?=\)\))", "0;0;0"),
    _gap(r"(?<=\(\()(?:[^()\n;]|\([^()\n]*\))*+(?=\)\))", "0"),
    _gap(r"(?<= )<>(?= <\()", " <"),
    _gap(r"(?<=\}) <<<", "   <"),
    _gap(r"(?<==~ )[^\n]*?(?= \]\])", "_"),
)
_CSS = (
    _gap(r"url\([^()\"'\n]*\)", "_"),
    _gap(r"(?<=[\"'])\s+[iIsS](?=\s*\])", " "),
    _gap(r"(?<=\()\s*[+-]?\d*n\s*[+-]\s*\d+(?=[\s)])", "1"),
    _gap(r"<!--|-->", " "),
    _gap(r"[^\x00-\x7f]", "_"),
)
GAPS: dict[str, tuple[Gap, ...]] = {
    "javascript": _JSX,
    "jsx": _JSX,
    "typescript": _TYPESCRIPT,
    "tsx": (*_TYPESCRIPT, *_JSX),
    "csharp": _CSHARP,
    "bash": _BASH,
    "css": _CSS,
}


def without_gaps(language: str, code: str) -> str:
    """The code with each construct that the language's grammar does not know replaced."""
    for pattern, replacement in GAPS.get(language, ()):
        code = pattern.sub(partial(_fill, replacement), code)
    return code


def _fill(replacement: str, match: re.Match[str]) -> str:
    length = len(match[0])
    return replacement[:length].ljust(length, replacement[-1])
