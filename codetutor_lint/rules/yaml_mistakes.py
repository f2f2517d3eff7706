"""The mistakes behind nearly every YAML file that doesn't parse, found line by line.

libyaml says where it gave up; that is often far from the cause, and never the remedy. An example's
keys are known, so a scan of its lines finds the cause itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Source, Span
from codetutor_lint.model.steps import STEP_KEYS
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP_KEYS = tuple(SHAPE)
PROSE_KEYS = ("question", "solution", *STEP_KEYS)
STEP_INDENT = 2

_KEY = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z_][\w-]*):(?=[ \t]|$)(?P<rest>.*)")
_HEADER = re.compile(r"[ \t]*\|(?P<mode>[-+0-9]*)(?P<gap>[ \t]*)(?P<text>.*)")
_NO_COLON = re.compile(
    rf"(?P<indent> *)(?P<key>{'|'.join((*TOP_KEYS, *STEP_KEYS))})(?P<gap>[ \t]+)(?P<value>\|.*|\S+)[ \t]*"
)
_DRAWING = re.compile(r"[-=_]{3}|[|+/\\<>^─-╿→←↑↓▲▼►◄•*]")


class Mistake(NamedTuple):
    """One recognised mistake; ``kind`` selects the rule that reports it."""

    kind: str
    problem: Problem


class Line(NamedTuple):
    """One line: its offset in the source, its text, its indentation, and the key it holds, if any."""

    start: int
    text: str
    indent: int
    key: str | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def find_mistakes(source: Source) -> list[Mistake]:
    """The mistakes of a source that does not parse, in their order; empty if none is recognised."""
    return list(_Scan(source).run())


class _Scan:
    """A walk over the lines that knows in which key's block it is."""

    def __init__(self, source: Source) -> None:
        self.lines = list(_lines(source.text))
        self.at = 0
        self.parent = ""

    def run(self) -> Iterator[Mistake]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.blank or line.text.lstrip().startswith("#"):
                continue
            if line.text[: len(line.text) - len(line.text.lstrip())].count("\t"):
                yield _tab(line)
                continue
            yield from self._key_line(line) if line.key else self._other_line(line)

    def _key_line(self, line: Line) -> Iterator[Mistake]:
        expected = _expected_indent(line, self.parent)
        if expected is not None and line.indent != expected:
            block_end = self._block_end(line)
            yield _wrong_indentation(line, expected, self.lines[self.at : block_end])
        if line.key in TOP_KEYS:
            self.parent = str(line.key)
        match = _KEY.match(line.text)
        rest = match.group("rest") if match else ""
        header = _HEADER.fullmatch(rest)
        if header:
            text = header.group("text")
            if text and not text.startswith("#"):
                yield _text_on_block_line(line, header, self._content_indent(line))
            yield from self._block(line)
        elif ": " in rest.strip() and rest.strip()[0] not in "\"'[{|>#":
            yield _unquoted_colon(line, rest)
        elif line.key == "tags" and not rest.strip():
            yield from self._list()

    def _other_line(self, line: Line) -> Iterator[Mistake]:
        match = _NO_COLON.fullmatch(line.text)
        if match:
            yield _no_colon(line, match)
            if match.group("value").startswith("|"):
                yield from self._block(line)

    def _block(self, opener: Line) -> Iterator[Mistake]:
        """Consume the block that ``opener`` starts, with what is indented wrongly in it."""
        first_indent = -1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line.blank:
                self.at += 1
                continue
            if self._ends_block(line, opener, first_indent):
                return
            if first_indent < 0:
                first_indent = line.indent if line.indent > opener.indent else opener.indent + 2
                first_line = self.at
            if line.indent >= first_indent:
                self.at += 1
            elif line.indent > opener.indent and "\t" not in line.text[: line.indent + 1]:
                yield _diagram(self.lines[first_line : self.at], line)
                first_indent = line.indent
            else:
                yield self._unindented(opener, first_indent)

    def _ends_block(self, line: Line, opener: Line, first_indent: int) -> bool:
        known = line.key in TOP_KEYS or line.key in STEP_KEYS
        if known and (first_indent < 0 or line.indent < first_indent):
            return True
        if _NO_COLON.fullmatch(line.text) and line.indent <= opener.indent:
            return True
        if line.indent > opener.indent:
            return False
        rest = line.text.split(":", 1)[1].strip() if line.key else ""
        return line.text.lstrip().startswith("#") or (line.key is not None and (not rest or rest[0] in "|>[\"'"))

    def _unindented(self, opener: Line, indent: int) -> Mistake:
        """The run of lines at ``at`` that belong to the block but stand left of it."""
        run = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.blank and (line.indent > opener.indent or self._ends_block(line, opener, indent)):
                break
            run.append(line)
            self.at += 1
        while run and run[-1].blank:
            run.pop()
        return _unindented_text(opener, run, indent)

    def _block_end(self, opener: Line) -> int:
        """The index after the lines that belong to ``opener``."""
        at = self.at
        while at < len(self.lines):
            line = self.lines[at]
            if not line.blank and (line.indent <= opener.indent or line.key in (*STEP_KEYS, *TOP_KEYS)):
                break
            at += 1
        return at

    def _content_indent(self, opener: Line) -> int:
        following = next((line for line in self.lines[self.at :] if not line.blank), None)
        if following and following.indent > opener.indent and following.key not in STEP_KEYS:
            return following.indent
        return opener.indent + 2

    def _list(self) -> Iterator[Mistake]:
        indent = -1
        while self.at < len(self.lines) and self.lines[self.at].text.lstrip().startswith("- "):
            line = self.lines[self.at]
            if indent < 0:
                indent = line.indent
            elif line.indent != indent:
                yield _wrong_indentation(line, indent, [])
            self.at += 1


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for text_line in text.split("\n"):
        match = _KEY.match(text_line)
        indent = len(text_line) - len(text_line.lstrip(" "))
        yield Line(at, text_line, indent, match.group("key") if match else None)
        at += len(text_line) + 1


def _expected_indent(line: Line, parent: str) -> int | None:
    if line.key in STEP_KEYS and parent == "answer":
        return STEP_INDENT
    return 0 if line.key in TOP_KEYS else None


def _shown(text: str) -> str:
    """The corrected text as the help shows it, cut where it gets long."""
    lines = text.split("\n")
    return "write:\n" + "\n".join(lines[:4] + (["…"] if len(lines) > 4 else []))


def _tab(line: Line) -> Mistake:
    width = len(line.text) - len(line.text.lstrip())
    tabs = line.text[:width]
    spaces = tabs.replace("\t", "  ")
    return Mistake(
        "tab-indentation",
        Problem(
            Span(line.start, line.start + width),
            "a tab in the indentation; YAML allows spaces only",
            _shown(spaces + line.text.lstrip()),
            Fix("replace tabs by spaces", (Edit(Span(line.start, line.start + width), spaces),)),
        ),
    )


def _text_on_block_line(line: Line, header: re.Match[str], indent: int) -> Mistake:
    key_length = len(line.text) - len(header.group(0))
    text = header.group("text").rstrip()
    start = line.start + key_length + header.start("gap")
    content = "\n" + " " * indent + text
    head = line.text[: key_length + header.start("gap")]
    return Mistake(
        "text-on-block-line",
        Problem(
            Span(line.start + key_length + header.start("text"), line.end),
            f"text on the line of '{line.key}: |'; the text of a | block begins on the next line",
            _shown(head + content),
            Fix("move the text to the next line", (Edit(Span(start, line.end), content),)),
        ),
    )


def _no_colon(line: Line, match: re.Match[str]) -> Mistake:
    key, value = match.group("key"), match.group("value")
    gap = Span(line.start + match.start("gap"), line.start + match.end("gap"))
    corrected = f"{match.group('indent')}{key}: {value}"
    known = value.startswith("|") or value in (SHAPE[key][2] if key in SHAPE and SHAPE[key][0] == "choice" else ())
    return Mistake(
        "unindented-text",
        Problem(
            Span(line.start + match.start("key"), line.start + match.end("key")),
            f"key '{key}' without its colon",
            _shown(corrected),
            Fix("add the colon", (Edit(gap, ": "),), SAFE if known else UNSAFE),
        ),
    )


def _unindented_text(opener: Line, run: list[Line], indent: int) -> Mistake:
    least = min(line.indent for line in run if not line.blank)
    added = " " * (indent - least)
    edits = tuple(Edit(Span(line.start, line.start), added) for line in run if not line.blank)
    first = run[0]
    corrected = opener.text + "\n" + "\n".join("" if line.blank else added + line.text for line in run)
    return Mistake(
        "unindented-text",
        Problem(
            Span(first.start + first.indent, first.end),
            f"text of '{opener.key or opener.text.split()[0]}' that is not indented; "
            f"the lines of a | block stand deeper than their key",
            _shown(corrected),
            Fix(f"indent the text by {len(added)} spaces", edits),
        ),
    )


def _diagram(deeper: list[Line], shallower: Line) -> Mistake:
    """The first lines of a block stand deeper than a later one: a drawing without a fence."""
    while deeper and deeper[-1].blank:
        deeper = deeper[:-1]
    pad = " " * shallower.indent
    content = f"{pad}```text\n" + "\n".join(line.text for line in deeper) + f"\n{pad}```"
    certain = all(line.blank or _DRAWING.search(line.text) for line in deeper)
    return Mistake(
        "diagram-outside-fence",
        Problem(
            Span(deeper[0].start + shallower.indent, deeper[0].end),
            "the first line of a | block is indented deeper than a later one",
            "put a drawing into a fence:\n" + _shown(content).removeprefix("write:\n"),
            Fix(
                "put the drawing into a text fence",
                (Edit(Span(deeper[0].start, deeper[-1].end), content),),
                SAFE if certain else UNSAFE,
            ),
        ),
    )


def _wrong_indentation(line: Line, expected: int, following: list[Line]) -> Mistake:
    delta = expected - line.indent
    edits = [_reindent(line, delta)]
    edits += [_reindent(other, delta) for other in following if not other.blank]
    what = f"key '{line.key}'" if line.key else "list item"
    wrong_place = "" if delta else " here"
    return Mistake(
        "wrong-indentation",
        Problem(
            Span(line.start + line.indent, line.start + line.indent + max(1, len(line.key or "- "))),
            f"{what} is indented by {line.indent} spaces instead of {expected}{wrong_place}",
            _shown(" " * expected + line.text.lstrip()),
            Fix(f"indent by {expected} spaces", tuple(edits)),
        ),
    )


def _reindent(line: Line, delta: int) -> Edit:
    if delta >= 0:
        return Edit(Span(line.start, line.start), " " * delta)
    return Edit(Span(line.start, line.start + min(-delta, line.indent)), "")


def _unquoted_colon(line: Line, rest: str) -> Mistake:
    value = rest.strip()
    at = line.start + len(line.text) - len(rest.lstrip()) if rest.lstrip() else line.end
    colon = line.start + line.text.index(value) + value.index(": ")
    head = line.text[: len(line.text) - len(rest)]
    if line.key in PROSE_KEYS:
        written = f" |\n{' ' * (line.indent + 2)}{value}"
    else:
        written = " '" + value.replace("'", "''") + "'"
    edit = Edit(Span(line.start + len(head), line.end), written)
    return Mistake(
        "unquoted-colon",
        Problem(
            Span(max(at, colon), colon + 1),
            f"an unquoted ': ' in the value of '{line.key}'; YAML reads it as another key",
            _shown(head + written),
            Fix("put the value into a | block" if line.key in PROSE_KEYS else "quote the value", (edit,)),
        ),
    )
