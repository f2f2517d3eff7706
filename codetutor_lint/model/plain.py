"""An example that is written plainly, read without a YAML parser: several times as fast, and nothing to import.

Plainly means: values of one word without quotes, names in ``[…]``, all prose in ``|`` blocks that are
indented by two spaces more than their keys, comments only before the first key. ``new``, ``import``
and ``--fix`` write files like that. What is read here is exactly what the YAML parser would read.
"""

from __future__ import annotations

import re
from typing import Any

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.model.values import find_forbidden

_COMMENTS = re.compile(r"(?:#[^\n]*\n|\n)*")
_NAME = r"[a-z][a-z0-9/-]*"
_NO_NAMES = frozenset(("null", "true", "false"))
# A key with a block and the margin of its first line, with names, with one name, or at the end of its line.
_LINE = re.compile(
    rf"([a-z_]{{1,99}}):(?:[ ](?:(\|)\n[ ]{{2}}(?![ \t\n])|\[({_NAME}(?:, {_NAME})*)\]\n|({_NAME})\n)|\n)"
)
_BLOCK, _NAMES, _ONE_NAME = 2, 3, 4
# A key of the answer, with a block and the margin of its first line.
_STEP = re.compile(r"[ ]{2}([a-z_]{1,99}):[ ]\|\n[ ]{4}(?![ \t\n])")
_NESTED = "answer"
# What stands between the lines of a block, and how it ends: for the blocks of the example, and of its answer.
_IN_EXAMPLE = "\n  ", re.compile(r"\n(?! {2}|\n)")
_IN_ANSWER = "\n    ", re.compile(r"\n(?! {4}|\n)")
_KEY = lazy(r"^( {2})?([a-z_]+):", re.MULTILINE)

Keys = dict[tuple[str, ...], list[tuple[str, Span]]]


def read_plain(source: Source) -> dict[str, Any] | None:
    """The values of a source that is written plainly; None if it is not, or not surely."""
    if not source.text.endswith("\n") or find_forbidden(source.text):
        return None
    reader = _Reader(source)
    data = reader.example()
    return data if reader.at == len(source.text) else None


def find_keys(source: Source) -> Keys:
    """The keys of each mapping in a source that is written plainly, as they are written."""
    keys: Keys = {(): []}
    for match in _KEY.finditer(source.text):
        inside, key = match.groups()
        if not inside:
            keys[()].append((key, Span(*match.span(2))))
        if key == _NESTED and not inside and source.text.startswith("\n", match.end()):
            keys[(_NESTED,)] = []
        elif inside and (_NESTED,) in keys and keys[()][-1][0] == _NESTED:
            keys[(_NESTED,)].append((key, Span(*match.span(2))))
    return keys


class _Reader:
    """Reads on from ``at``; what is not plain is None."""

    __slots__ = ("_source", "_text", "at")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        comments = _COMMENTS.match(source.text)
        self.at = comments.end() if comments else 0

    def example(self) -> dict[str, Any] | None:
        """The example, up to the first line that is no key of it."""
        values: dict[str, Any] = {}
        text, source = self._text, self._source
        while line := _LINE.match(text, self.at):
            key, kind = line[1], line.lastindex
            self.at = line.end()
            if kind == _BLOCK:
                value: Any = self._block(line.start(kind), *_IN_EXAMPLE)
            elif kind == _ONE_NAME:
                value = None if line[kind] in _NO_NAMES else Text.plain(line[kind], source, *line.span(kind))
            elif kind == _NAMES:
                value = self._names(line[kind], line.start(kind))
            else:
                value = self._answer() if key == _NESTED else None
            if value is None or key in values:
                return None
            values[key] = value
        return values or None

    def _answer(self) -> dict[str, Text] | None:
        """The steps, up to the first line that is no key of the answer."""
        steps: dict[str, Text] = {}
        text = self._text
        while line := _STEP.match(text, self.at):
            self.at = line.end()
            value = self._block(line.end(1) + 2, *_IN_ANSWER)
            if value is None or line[1] in steps:
                return None
            steps[line[1]] = value
        return steps or None

    def _names(self, names: str, at: int) -> list[Text] | None:
        found = []
        for name in names.split(", "):
            if name in _NO_NAMES:
                return None
            found.append(Text.plain(name, self._source, at, at + len(name)))
            at += len(name) + 2
        return found

    def _block(self, start: int, between: str, last: re.Pattern[str]) -> Text | None:
        """The text of the block whose ``|`` is at ``start``: its lines without their margin, one newline at the end."""
        text, begin = self._text, self.at
        end = last.search(text, begin)
        if end is None:
            return None
        self.at = end.end()
        value = text[begin : self.at].replace(between, "\n")
        if value.endswith("\n\n"):
            value = value.rstrip("\n") + "\n"
        return Text.block(value, self._source, start, self.at)
