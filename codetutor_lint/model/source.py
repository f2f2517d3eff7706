"""Text that knows where it stands in a file."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.model.fences import Parts

BOM = "\ufeff"
_NEWLINE = lazy(r"\r\n|\r|\n")


class Span(NamedTuple):
    """A half-open range of code points in a source's normalized text."""

    start: int
    end: int


class Location(NamedTuple):
    """A place as people count: line and column from 1, in code points."""

    row: int
    column: int


class Source:
    """A file's text, normalized to LF without a BOM, and what it takes to write it back.

    ``path`` is how the file is named in reports; ``newline`` is the line end that most of its lines
    have. Columns count code points of the file as it is on disk, a BOM aside.
    """

    __slots__ = ("_last_line", "_line_starts", "_raw", "_raw_line_starts", "bom", "newline", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._raw = text
        self.bom = text.startswith(BOM)
        if self.bom:
            text = text[1:]
        self.newline = "\n"
        if "\r" in text:
            self.newline = _usual_newline(text)
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = text
        self._line_starts: list[int] | None = None
        self._raw_line_starts: list[int] | None = None
        self._last_line = (0, "")

    def location(self, offset: int) -> Location:
        """Turn an offset into ``text`` into a line and a column."""
        starts = self._starts()
        row = bisect_right(starts, offset)
        return Location(row, offset - starts[row - 1] + 1)

    def offset(self, row: int, column: int) -> int:
        """Turn a line and a column (both from 1) into an offset, clamped to the text."""
        starts = self._starts()
        return min(starts[min(row, len(starts)) - 1] + column - 1, len(self.text))

    def line(self, row: int) -> str:
        """Return line ``row`` (from 1) without its newline; many findings on one line share it."""
        if self._last_line[0] != row:
            start = self._starts()[row - 1]
            end = self.text.find("\n", start)
            self._last_line = (row, self.text[start:] if end < 0 else self.text[start:end])
        return self._last_line[1]

    def rewrite(self, edits: list[tuple[int, int, str]]) -> str:
        """The file's text with ``edits`` (start, end, content) made; all else as it was on disk.

        Edits are in the order of their places and don't overlap. Their newlines become the file's.
        """
        parts = []
        at = 0
        for start, end, content in edits:
            raw_start, raw_end = self._raw_offset(start), self._raw_offset(end)
            parts += [self._raw[at:raw_start], content.replace("\n", self.newline)]
            at = raw_end
        return "".join(parts) + self._raw[at:]

    def _raw_offset(self, offset: int) -> int:
        if "\r" not in self._raw:
            return offset + self.bom
        if self._raw_line_starts is None:
            self._raw_line_starts = [int(self.bom), *(match.end() for match in _NEWLINE.finditer(self._raw))]
        row, column = self.location(offset)
        return self._raw_line_starts[row - 1] + column - 1

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts


def _usual_newline(text: str) -> str:
    """The line end that most lines of a text have."""
    windows = text.count("\r\n")
    counts = {"\n": text.count("\n") - windows, "\r\n": windows, "\r": text.count("\r") - windows}
    return max(counts, key=lambda newline: counts[newline])


class Text(str):
    """A string value taken from a source, able to say where each of its characters stands.

    ``span`` is the whole value's place, style marks included. A ``literal`` text (a ``|`` block, or a
    whole source) maps each character to its own place; any other maps everything to its span.
    ``parts`` is where ``model.fences`` keeps what it has found in the text.
    """

    __slots__ = ("_end", "_lines", "_start", "literal", "parts", "source")

    source: Source
    literal: bool
    parts: Parts | None
    _start: int
    _end: int
    _lines: tuple[list[int], list[int]] | None

    @classmethod
    def plain(cls, value: str, source: Source, start: int, end: int) -> Text:
        """A value whose inner places are unknown: it stands from ``start`` to ``end`` as a whole."""
        text = cls(value)
        text.source, text._start, text._end, text.literal = source, start, end, False
        text._lines = text.parts = None
        return text

    @classmethod
    def block(cls, value: str, source: Source, start: int, end: int) -> Text:
        """A ``|`` block: line *n* of the value is line *n* after the one where ``start`` is."""
        text = cls(value)
        text.source, text._start, text._end, text.literal = source, start, end, True
        text._lines = text.parts = None
        return text

    @classmethod
    def whole(cls, source: Source) -> Text:
        """A source's whole text as one value, as for a model's reply."""
        text = cls.block(source.text, source, 0, len(source.text))
        text._lines = [0], [0]
        return text

    @property
    def span(self) -> Span:
        return Span(self._start, self._end)

    def at(self, start: int, end: int | None = None) -> Span:
        """The source span of ``self[start:end]``; ``end`` defaults to the end of start's line."""
        if end is None:
            found = self.find("\n", start)
            end = len(self) if found < 0 else found
        if not self.literal:
            return self.span
        return Span(self._place(start), self._place(max(start, end)))

    def part(self, start: int, end: int) -> Text:
        """``self[start:end]`` as a text that still knows its places."""
        span = self.at(start, end)
        if not self.literal:
            return Text.plain(self[start:end], self.source, *span)
        text = Text.block(self[start:end], self.source, *span)
        value_starts, starts = self._mapped_lines()
        first = bisect_right(value_starts, start) - 1
        last = bisect_right(value_starts, end) - 1
        text._lines = (
            [0, *(at - start for at in value_starts[first + 1 : last + 1])],
            [self._place(start), *starts[first + 1 : last + 1]],
        )
        return text

    def _place(self, offset: int) -> int:
        value_starts, starts = self._mapped_lines()
        line = bisect_right(value_starts, offset) - 1
        return starts[line] + offset - value_starts[line]

    def _mapped_lines(self) -> tuple[list[int], list[int]]:
        """Where each line starts in the value, and where in the source."""
        if self._lines is None:
            self._lines = self._map_block()
        return self._lines

    def _map_block(self) -> tuple[list[int], list[int]]:
        text = self.source.text
        value_starts: list[int] = []
        starts: list[int] = []
        indent = -1
        value_at = 0
        line_start = text.find("\n", self._start) + 1
        for line in self.split("\n"):
            line_end = text.find("\n", line_start)
            if line_end < 0:
                line_end = len(text)
            if indent < 0 and line:
                indent = line_end - line_start - len(line)
            value_starts.append(value_at)
            starts.append(min(line_start + max(indent, 0), line_end))
            value_at += len(line) + 1
            line_start = min(line_end + 1, len(text))
        return value_starts, starts
