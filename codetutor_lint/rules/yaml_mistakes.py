"""The mistakes behind nearly every YAML file that doesn't parse, found line by line.

libyaml says where it gave up; that is often far from the cause, and never the remedy. An example's
keys are known, so a walk over its lines finds the cause itself.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Span
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.diagnostic import Edit, closest
from codetutor_lint.rules.yaml_content import Block, read_content, tabbed
from codetutor_lint.rules.yaml_lines import (
    ANSWER_KEY,
    KNOWN_KEYS,
    LIST_KEYS,
    NO_COLON,
    NO_SPACE,
    PROPER,
    PROSE_KEYS,
    Line,
    fence_spans,
    fits,
    is_header,
    lay_out,
    read_lines,
)
from codetutor_lint.rules.yaml_repairs import TAB_INDENTATION, UNINDENTED_TEXT, WRONG_INDENTATION, Mistake
from codetutor_lint.rules.yaml_values import missing_colon, moves_along, read_value, wrong_indentation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document

_MISPLACED = (WRONG_INDENTATION, TAB_INDENTATION)
_NAME = lazy(r"[\w-]+[ \t]*:")


@lru_cache(maxsize=1)
def find_mistakes(document: Document) -> tuple[Mistake, ...]:
    """The mistakes of a document that does not parse, or that parses into the wrong shape.

    Empty where none is recognized.
    """
    if document.data is None:
        unread = any(fault.kind in ("syntax", "alias") for fault in document.faults)
        return tuple(_Walk(document.source.text).run()) if unread else ()
    return tuple(found for found in _Walk(document.source.text).run() if _is_readable(found, document.source.text))


def is_misread(document: Document, span: Span) -> bool:
    """Whether what stands at ``span`` is only what YAML made of a recognized mistake."""
    starts, ends = _extents(document)
    before = bisect_right(starts, span.start)
    return before > 0 and span.start <= ends[before - 1]


@lru_cache(maxsize=1)
def _extents(document: Document) -> tuple[list[int], list[int]]:
    """Where the mistakes begin, and how far those reach that have begun so far."""
    extents = sorted(found.extent for found in find_mistakes(document))
    return [extent.start for extent in extents], list(accumulate((extent.end for extent in extents), max))


def misplaced_keys(document: Document) -> frozenset[str]:
    """The keys that stand in the wrong column, and so in the wrong mapping or in a text."""
    return frozenset(found.key for found in find_mistakes(document) if found.kind in _MISPLACED)


def _is_readable(found: Mistake, text: str) -> bool:
    """Whether YAML can read a mistake as something else: a key in the wrong mapping, a text as a key."""
    if found.kind == UNINDENTED_TEXT:
        begin = found.problem.span.start
        below_its_key = text.count("\n", found.extent.start, begin) == 1
        return not _NAME.match(text, begin) or (below_its_key and text[begin].isupper())
    return found.kind in _MISPLACED or found.key in LIST_KEYS


class _Walk:
    """A walk over the lines that knows which key each belongs to."""

    def __init__(self, text: str) -> None:
        self.lines = read_lines(text)
        self.layout = lay_out(self.lines)
        self.at = 0
        self.in_answer = False
        self.seen: set[str] = set()
        self.fences = {first: last for first, last in fence_spans(self.lines) if self._is_whole(first, last)}

    def run(self) -> Iterator[Mistake]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if self._is_key(line):
                yield from self._known_key(line)
            elif line.form == PROPER and is_header(line.value) and line.spaced:
                yield from read_content(Block(line.key, line.indent, line, self._region(line), self.layout.inset))

    def _is_whole(self, first: int, last: int) -> bool:
        """Whether a fence ends before the next key's block begins; one that doesn't lacks its end."""
        inside = self.lines[first + 1 : last]
        return not any(self.layout.is_exact(line) and (is_header(line.value) or not line.value) for line in inside)

    def _is_key(self, line: Line) -> bool:
        """Whether a line holds a known key, in its place or, if it stands nowhere else, in another."""
        if line.key not in KNOWN_KEYS or (line.key in STEP_KEYS and not self.in_answer):
            return False
        if self.layout.is_exact(line):
            return True
        if line.key in self.layout.placed or line.key in self.seen:
            return False
        if line.form == NO_COLON and line.key == ANSWER_KEY:
            return self._step_follows(line)
        in_column = line.spaced and line.indent == self.layout.expected(line.key)
        return fits(line) or (line.form == NO_SPACE and line.key in PROSE_KEYS and in_column)

    def _step_follows(self, line: Line) -> bool:
        after = (other for other in self.lines[self.lines.index(line) + 1 :] if not other.blank and not other.comment)
        following = next(after, None)
        return following is not None and following.key in STEP_KEYS

    def _region(self, opener: Line) -> list[Line]:
        """Walk past the lines that belong to a key, and return them."""
        first = self.at
        while self.at < len(self.lines) and not self._ends(self.lines[self.at], opener):
            self.at = self.fences.get(self.at, self.at) + 1
        return self.lines[first : self.at]

    def _ends(self, line: Line, opener: Line) -> bool:
        if line.blank or line.key in KNOWN_KEYS:
            return not line.blank and self._is_key(line)
        columns = (self.layout.top, self.layout.steps)
        if line.form != PROPER or line.indent > opener.indent or line.indent not in columns:
            return False
        missing = KNOWN_KEYS - self.layout.placed - self.seen
        return is_header(line.value) or bool(closest(line.key, sorted(missing)))

    def _way_out(self, line: Line) -> Line | None:
        """The answer's line, if a key of the example stands among its steps and so belongs before it."""
        among = self.in_answer and line.key in SHAPE and self.at < len(self.lines)
        if not among or not (self.lines[self.at].key in STEP_KEYS and self.layout.is_exact(self.lines[self.at])):
            return None
        return next((other for other in self.lines if other.key == ANSWER_KEY and self.layout.is_exact(other)), None)

    def _known_key(self, line: Line) -> Iterator[Mistake]:
        self.seen.add(line.key)
        exact = self.layout.is_exact(line)
        self.in_answer = line.key == ANSWER_KEY or (self.in_answer and not (exact and line.key in SHAPE))
        if line.form != PROPER:
            yield missing_colon(line)
        lines = self._region(line)
        indent = self.layout.expected(line.key)
        if not line.spaced:
            edit = Edit(Span(line.start, line.start + len(line.lead)), " " * indent)
            yield tabbed(line.key, line, [line], [edit], certain=True)
        elif line.indent != indent:
            moved_along = lines if moves_along(line, indent, lines) else []
            yield wrong_indentation(line, indent, moved_along, self._way_out(line))
            indent = line.indent if moved_along else indent
        yield from read_value(line, Block(line.key, indent, line, lines, self.layout.inset))
