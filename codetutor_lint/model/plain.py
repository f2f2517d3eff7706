"""An example that is written plainly, read without a YAML parser: several times as fast, and nothing to import.

Plainly means: values of one word without quotes, names in ``[…]``, all prose in ``|`` blocks that are
indented by two spaces more than their keys, comments only before the first key. ``new``, ``import``
and ``--fix`` write files like that. What is read here is exactly what the YAML parser would read.
"""

from __future__ import annotations

import re
from typing import Any

from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.model.values import find_forbidden

Keys = dict[tuple[str, ...], list[tuple[str, Span]]]

_COMMENTS = re.compile(r"(?:#[^\n]*\n|\n)*")
_NAME = r"(?!(?:null|true|false)(?![a-z0-9/-]))[a-z][a-z0-9/-]*"
# A key with a block, with names, with one name, or at the end of its line.
_LINE = re.compile(rf"([a-z_]{{1,99}}):(?: (?:(\|)|\[({_NAME}(?:, {_NAME})*)\]|({_NAME})))?\n")
_BLOCK, _NAMES, _ONE_NAME = 2, 3, 4
_STEP = 2
_NESTED = "answer"
_MARK = len("|\n")
# For each column of a block: what stands between its lines, and how it ends.
_BLOCKS = {column: ("\n" + " " * column, re.compile(rf"\n(?! {{{column}}}|\n)")) for column in (_STEP, 2 * _STEP)}


class Plain:
    """The values of a plainly written example; ``keys`` holds those of each mapping as they are written."""

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

    __slots__ = ("_source", "_text", "at", "keys")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        comments = _COMMENTS.match(self._text)
        self.at = comments.end() if comments else 0
        self.keys: Keys = {}

    def mapping(self, path: tuple[str, ...]) -> dict[str, Any] | None:
        """The mapping at ``path``, up to the first line that stands further to the left."""
        values: dict[str, Any] = {}
        keys = self.keys[path] = []
        text, column = self._text, _STEP * len(path)
        margin, size = " " * column, len(text)
        while self.at < size and text.startswith(margin, self.at):
            line = _LINE.match(text, self.at + column)
            if line is None:
                return None
            key, kind = line[1], line.lastindex
            if key in values:
                return None
            keys.append((key, Span(*line.span(1))))
            self.at = line.end()
            if kind == _BLOCK:
                value: Any = self._block(text, self.at - _MARK, column + _STEP)
            elif kind == _NAMES:
                value = self._names(line[kind], line.start(kind))
            elif kind == _ONE_NAME:
                value = Text.plain(line[kind], self._source, Span(*line.span(kind)))
            else:
                value = self.mapping((key,)) if not path and key == _NESTED else None
            if value is None:
                return None
            values[key] = value
        return values or None

    def _names(self, names: str, at: int) -> list[Text]:
        found = []
        for name in names.split(", "):
            found.append(Text.plain(name, self._source, Span(at, at + len(name))))
            at += len(name) + 2
        return found

    def _block(self, text: str, start: int, column: int) -> Text | None:
        """The text of the block whose ``|`` is at ``start``: its lines without their margin, one newline at the end."""
        margin, last = _BLOCKS[column]
        begin = self.at + column
        end = last.search(text, begin)
        if end is None or text[self.at : begin].strip(" ") or text[begin] in " \t\n":
            return None
        self.at = end.end()
        value = text[begin : self.at].replace(margin, "\n")
        if value.endswith("\n\n"):
            value = value.rstrip("\n") + "\n"
        return Text.block(value, self._source, Span(start, self.at))
