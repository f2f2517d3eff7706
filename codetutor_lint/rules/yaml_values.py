"""What can be wrong with one key: its column, its colon, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.loading import compose
from codetutor_lint.model.source import Span
from codetutor_lint.model.values import Fault
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit
from codetutor_lint.rules.yaml_content import Block, left_runs, read_content, shifted_run, tabbed
from codetutor_lint.rules.yaml_lines import LIST_KEYS, NO_COLON, PROPER, PROSE_KEYS, STEP, Line, is_header, most_common
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

_BLOCK_TEXT = lazy(r"(?P<header>[|>][-+]?)(?P<gap>[ \t]*)(?P<text>.*)")
_ITEM = lazy(r"(?P<dash>-[ \t]+)(?P<text>\S.*)")
_QUOTED = lazy(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?:[ \t]+#.*)?""")
_COLON = lazy(r":(?=[ \t]|$)")


def read_value(line: Line, block: Block) -> Iterator[Mistake]:
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


def missing_colon(line: Line) -> Mistake:
    """A key without its colon, or without the space behind it."""
    key_end = line.start + len(line.lead) + len(line.key)
    what, edit = ("a space after its colon", insert(key_end + 1, " "))
    if line.form == NO_COLON:
        what, edit = ("its colon", insert(key_end, ":"))
    repair = Repair(f"add {what.replace('its', 'the')}", [edit])
    span = Span(key_end - len(line.key), key_end)
    return mistake(UNINDENTED_TEXT, line.key, span, f"key '{line.key}' without {what}", [line], repair)


def moves_along(line: Line, expected: int, below: list[Line]) -> bool:
    """Whether a key's block stands as it should below it, and not where it belongs already."""
    inner = min((other.indent for other in below if not other.blank), default=0)
    return inner > line.indent and inner != expected + STEP


def wrong_indentation(line: Line, expected: int, below: list[Line], before: Line | None) -> Mistake:
    """A key in the wrong column, and the lines below it that move along.

    A key that stands among the steps moves to where they begin: ``before`` their answer.
    """
    edits = shift_all([line, *below], expected - line.indent)
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
    if _QUOTED.fullmatch(line.value):  # another fault, such as an escape that is none
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
    for before, line in zip([block.opener, *items], items, strict=False):
        if not line.spaced:
            edit = Edit(Span(line.start, line.start + len(line.lead)), " " * column)
            yield tabbed(block.key, line, [line], [edit], certain=True)
        elif line.indent != column:
            at = line.start + line.indent
            message = f"an item of '{block.key}' is indented by {_spaces(line.indent)} instead of {column}"
            repair = Repair(f"indent by {_spaces(column)}", [shift(line, column - line.indent)])
            yield mistake(WRONG_INDENTATION, block.key, Span(at, at + 1), message, _joined(block, before, line), repair)
        yield from _unquoted_item(block.key, line)


def _joined(block: Block, before: Line, line: Line) -> list[Line]:
    """An item and the one before it, which goes on in a line that stands too deep."""
    return [line] if before is block.opener else block.between(before, line)


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
