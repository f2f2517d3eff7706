"""The mistakes behind nearly every YAML file that doesn't parse, found line by line.

libyaml says where it gave up; that is often far from the cause, and never the remedy. An example's
keys are known, so a walk over its lines finds the cause itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.loading import Fault, compose
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Span
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit, closest
from codetutor_lint.rules.yaml_content import Block, left_runs, read_content, shifted_run, tabbed
from codetutor_lint.rules.yaml_lines import (
    ANSWER_KEY,
    KNOWN_KEYS,
    LIST_KEYS,
    NO_COLON,
    NO_SPACE,
    PROPER,
    PROSE_KEYS,
    STEP,
    Line,
    fence_spans,
    fits,
    is_header,
    lay_out,
    most_common,
    read_lines,
)
from codetutor_lint.rules.yaml_repairs import (
    TEXT_ON_BLOCK_LINE,
    UNINDENTED_TEXT,
    UNQUOTED_TEXT,
    WRONG_INDENTATION,
    Mistake,
    Repair,
    insert,
    mistake,
    repaired,
    shift,
    shift_all,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document

_BLOCK_TEXT = re.compile(r"(?P<header>[|>][-+]?)(?P<gap>[ \t]*)(?P<text>.*)")
_ITEM = re.compile(r"(?P<dash>-[ \t]+)(?P<text>\S.*)")
_COLON = re.compile(r":(?=[ \t]|$)")
_NAME = re.compile(r"[\w-]+[ \t]*:")


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
    return any(found.extent.start <= span.start <= found.extent.end for found in find_mistakes(document))


def misplaced_keys(document: Document) -> frozenset[str]:
    """The keys that stand in the wrong column, and so in the wrong mapping or in a text."""
    return frozenset(found.key for found in find_mistakes(document) if found.kind == WRONG_INDENTATION)


def _is_readable(found: Mistake, text: str) -> bool:
    """Whether YAML can read a mistake as something else: a key in the wrong mapping, a text as a key."""
    if found.kind == UNINDENTED_TEXT:
        begin = found.problem.span.start
        below_its_key = text.count("\n", found.extent.start, begin) == 1
        return not _NAME.match(text, begin) or (below_its_key and text[begin].isupper())
    return found.kind == WRONG_INDENTATION or found.key in LIST_KEYS


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
            yield _colon(line)
        lines = self._region(line)
        indent = self.layout.expected(line.key)
        if not line.spaced:
            edit = Edit(Span(line.start, line.start + len(line.lead)), " " * indent)
            yield tabbed(line.key, line, [line], [edit], certain=True)
        elif line.indent != indent:
            yield _wrong_indentation(line, indent, lines, self._way_out(line))
        yield from _value(line, Block(line.key, indent, line, lines, self.layout.inset))


def _value(line: Line, block: Block) -> Iterator[Mistake]:
    """What is wrong with what stands behind a key and below it."""
    if is_header(line.value):
        yield from read_content(block)
    elif line.value[:1] in ("|", ">"):
        moved = block._replace(moved=True)
        yield _text_on_block_line(line, moved)
        yield from read_content(moved)
    elif line.key in LIST_KEYS:
        yield from _items(block)
    elif line.key in PROSE_KEYS and line.value:
        yield from _inline_prose(line, block)


def _colon(line: Line) -> Mistake:
    """A key without its colon, or without the space behind it."""
    key_end = line.start + len(line.lead) + len(line.key)
    what, edit = ("a space after its colon", insert(key_end + 1, " "))
    if line.form == NO_COLON:
        what, edit = ("its colon", insert(key_end, ":"))
    repair = Repair(f"add {what.replace('its', 'the')}", [edit])
    span = Span(key_end - len(line.key), key_end)
    return mistake(UNINDENTED_TEXT, line.key, span, f"key '{line.key}' without {what}", [line], repair)


def _wrong_indentation(line: Line, expected: int, below: list[Line], before: Line | None) -> Mistake:
    """A key in the wrong column; its block moves along unless it stands where it belongs already.

    A key that stands among the steps moves to where they begin: ``before`` their answer.
    """
    delta = expected - line.indent
    indents = [other.indent for other in below if not other.blank]
    along = indents and min(indents) > line.indent and min(indents) != expected + STEP
    edits = [shift(line, delta), *(shift_all(below, delta) if along else ())]
    if before:
        lines = [line, *below]
        edits = [Edit(Span(line.start, lines[-1].end + 1), ""), insert(before.start, f"{repaired(lines, edits)}\n")]
    start = line.start + line.indent
    return mistake(
        WRONG_INDENTATION,
        line.key,
        Span(start, start + len(line.key)),
        f"key '{line.key}' is indented by {_spaces(line.indent)} instead of {expected}",
        [before or line],
        Repair("move it before the answer" if before else f"indent by {_spaces(expected)}", edits),
    )


def _text_on_block_line(line: Line, block: Block) -> Mistake:
    match = _BLOCK_TEXT.fullmatch(line.value)
    assert match
    header, text = match.group("header", "text")
    if header[1:] == "-" and match.group("gap") and block.lines and _ITEM.match(block.lines[0].text.strip()):
        header, text = header[0], f"- {text}"
    text_at = line.start + line.text.index(line.value, line.rest_at) + match.start("text")
    edit = Edit(Span(line.start + line.rest_at, line.end), f" {header}\n{' ' * block.column()}{text}")
    return mistake(
        TEXT_ON_BLOCK_LINE,
        line.key,
        Span(text_at, line.start + len(line.text.rstrip())),
        f"text on the line of '{line.key}: {header}'; the text of a {header[0]} block begins on the next line",
        [line],
        Repair("move the text to the next line", [edit]),
    )


def _inline_prose(line: Line, block: Block) -> Iterator[Mistake]:
    """Prose behind its key that YAML can't read: a colon in it, a special character before it, a line below it."""
    texts = [line, *block.texts()]
    fault = compose("\n".join(other.text for other in [line, *block.lines]))
    if not isinstance(fault, Fault) or fault.kind not in ("syntax", "alias") or line.form != PROPER:
        return
    value_at = line.start + line.text.index(line.value, line.rest_at)
    moved = block._replace(moved=True)
    runs = list(left_runs(moved))
    colon = _COLON.search(line.value)
    kind, key = UNQUOTED_TEXT, line.key
    if colon:
        at = value_at + colon.start()
        span, message = Span(at, at + 1), f"an unquoted ':' in the value of '{key}'; YAML reads it as another key"
    elif runs:
        at = runs[0][0].start + runs[0][0].indent
        kind, span = UNINDENTED_TEXT, Span(at, runs[0][0].end)
        message = f"text of '{key}' that is not indented; several lines stand in a | block, deeper than their key"
    else:
        span = Span(value_at, value_at + 1)
        message = f"the value of '{key}' begins with {line.value[0]}, which YAML reads as more than text"
    body = f" |\n{' ' * moved.column()}{line.value}"
    edits = [
        Edit(Span(line.start + line.rest_at, line.end), body),
        *(e for run in runs for e in shifted_run(moved, run)),
    ]
    certain = " #" not in line.value and line.value[0] not in "\"'" and not any(t.comment for t in texts)
    repair = Repair("put the value into a | block", edits, SAFE if certain else UNSAFE)
    yield mistake(kind, key, span, message, [line, *block.between(line, texts[-1])], repair)


def _items(block: Block) -> Iterator[Mistake]:
    """List items in different columns, and items that YAML takes for keys with values."""
    items = [line for line in block.texts() if line.text.startswith("-", len(line.lead))]
    column = most_common((line.indent for line in items if line.spaced), block.indent + STEP)
    for line in items:
        if not line.spaced:
            edit = Edit(Span(line.start, line.start + len(line.lead)), " " * column)
            yield tabbed(block.key, line, [line], [edit], certain=True)
        elif line.indent != column:
            at = line.start + line.indent
            message = f"an item of '{block.key}' is indented by {_spaces(line.indent)} instead of {column}"
            repair = Repair(f"indent by {_spaces(column)}", [shift(line, column - line.indent)])
            yield mistake(WRONG_INDENTATION, block.key, Span(at, at + 1), message, [line], repair)
        yield from _unquoted_item(block.key, line)


def _unquoted_item(key: str, line: Line) -> Iterator[Mistake]:
    match = _ITEM.match(line.text, len(line.lead))
    text = match.group("text").rstrip() if match else ""
    colon = _COLON.search(text)
    if not match or not colon or text[0] in "\"'[{|>#&*!":
        return
    at = line.start + match.start("text")
    quoted = "'" + text.replace("'", "''") + "'"
    repair = Repair("quote the text", [Edit(Span(at, at + len(text)), quoted)], UNSAFE if " #" in text else SAFE)
    message = f"an unquoted ':' in an item of '{key}'; YAML reads it as a key"
    yield mistake(UNQUOTED_TEXT, key, Span(at + colon.start(), at + colon.end()), message, [line], repair)


def _spaces(number: int) -> str:
    return "1 space" if number == 1 else f"{number} spaces"
