"""An example that is written plainly, read without a YAML parser: several times as fast, and nothing to import.

Plainly means: values of one word without quotes, names in ``[…]``, all prose in ``|`` blocks that are
indented by two spaces more than their keys, comments only before the first key. ``new``, ``import``
and ``--fix`` write files like that. What is read here is exactly what the YAML parser would read.
"""

from __future__ import annotations

import re
from typing import Any

from codetutor_lint.model.source import Source, Text
from codetutor_lint.model.values import find_forbidden

Keys = dict[tuple[str, ...], list[tuple[str, int]]]

_COMMENTS = re.compile(r"(?:#[^\n]*\n|\n)*")
_NAME = r"(?!(?:null|true|false)(?![a-z0-9/-]))[a-z][a-z0-9/-]*"
# A key, nested or not, with a block and the margin of its first line, with names, with one name, or at its line's end.
_LINE = re.compile(
    r"([ ]{2})?([a-z_]{1,99}):(?:[ ](?:\|()\n[ ]{2}(?(1)[ ]{2})(?![ \t\n])"
    rf"|\[({_NAME}(?:, {_NAME})*)\]\n|({_NAME})\n)|\n)"
)
_BLOCK, _NAMES, _ONE_NAME = 3, 4, 5
_NESTED = "answer"
# What stands between the lines of a block, and how it ends: for the blocks of the example, and of its answer.
_BLOCKS = (("\n  ", re.compile(r"\n(?! {2}|\n)")), ("\n    ", re.compile(r"\n(?! {4}|\n)")))


class Plain:
    """The values of a plainly written example; ``keys`` holds the start of each mapping's keys as they are written."""

    __slots__ = ("data", "keys")

    def __init__(self, data: dict[str, Any], keys: Keys) -> None:
        self.data = data
        self.keys = keys


def read_plain(source: Source) -> Plain | None:
    """Read a source that is written plainly; None if it is not, or not surely."""
    if not source.text.endswith("\n") or find_forbidden(source.text):
        return None
    reader = _Reader(source)
    data = reader.mapping(())
    return Plain(data, reader.keys) if data and reader.at == len(source.text) else None


class _Reader:
    """Reads on from ``at``; what is not plain is None."""

    __slots__ = ("_source", "at", "keys")

    def __init__(self, source: Source) -> None:
        self._source = source
        comments = _COMMENTS.match(source.text)
        self.at = comments.end() if comments else 0
        self.keys: Keys = {}

    def mapping(self, path: tuple[str, ...]) -> dict[str, Any] | None:
        """The mapping at ``path``, up to the first line that is no part of it."""
        values: dict[str, Any] = {}
        keys = self.keys[path] = []
        source, text = self._source, self._source.text
        line = _LINE.match(text, self.at)
        while line and bool(line[1]) == bool(path):
            key, kind = line[2], line.lastindex
            if key in values:
                return None
            keys.append((key, line.start(2)))
            self.at = line.end()
            if kind == _BLOCK:
                value: Any = self._block(line.start(kind) - 1, *_BLOCKS[len(path)])
            elif kind == _NAMES:
                value = self._names(line[kind], line.start(kind))
            elif kind == _ONE_NAME:
                value = Text.plain(line[kind], source, *line.span(kind))
            else:
                value = self.mapping((key,)) if not path and key == _NESTED else None
            if value is None:
                return None
            values[key] = value
            line = _LINE.match(text, self.at)
        return values or None

    def _names(self, names: str, at: int) -> list[Text]:
        found = []
        for name in names.split(", "):
            found.append(Text.plain(name, self._source, at, at + len(name)))
            at += len(name) + 2
        return found

    def _block(self, start: int, between: str, last: re.Pattern[str]) -> Text | None:
        """The text of the block whose ``|`` is at ``start``: its lines without their margin, one newline at the end."""
        text, begin = self._source.text, self.at
        end = last.search(text, begin)
        if end is None:
            return None
        self.at = end.end()
        value = text[begin : self.at].replace(between, "\n")
        if value.endswith("\n\n"):
            value = value.rstrip("\n") + "\n"
        return Text.block(value, self._source, start, self.at)
