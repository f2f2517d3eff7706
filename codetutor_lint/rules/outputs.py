"""Output fences: where their lines stand in the file, and the edits that write the real output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.rules.diagnostic import Edit, Fix
from codetutor_lint.snippets.execution import lines_of

if TYPE_CHECKING:
    from codetutor_lint.model.source import Span
    from codetutor_lint.snippets.blocks import Block

_TICKS = lazy(r"^`{3,}", re.MULTILINE)


def opening(block: Block) -> Span:
    """The line that opens a block's code."""
    return block.body.at(block.fence.start)


def claimed_line(block: Block, number: int) -> Span:
    """Line ``number`` (from 0) of a block's output, or the fence's last line if it has fewer."""
    output = block.output
    assert output is not None
    lines = output.code.split("\n")
    number = min(number, len(lines) - 1)
    return block.body.at(output.code_start + sum(len(line) + 1 for line in lines[:number]))


def write_output(block: Block, real: str) -> Fix | None:
    """Put the real output into a block's output fence; None if it can't stand there."""
    output = block.output
    lines = lines_of(real)
    if output is None or not _can_stand(block, lines) or any(line.startswith(output.marker[:3]) for line in lines):
        return None
    if not lines:
        end = block.input.end if block.input else block.fence.end
        return Fix("remove the output", (Edit(block.body.at(end, output.end), ""),))
    start, size = output.code_start, len(output.code)
    text = _indented(block, lines)
    if size == 0:
        return Fix("write what it prints", (Edit(block.body.at(start, start), text + _newline(block)),))
    return Fix("write what it prints", (Edit(block.body.at(start, start + size - 1), text),))


def insert_output(block: Block, real: str) -> Fix | None:
    """Add an output fence behind a block's code and input; None if its output can't stand there."""
    lines = lines_of(real)
    if not _can_stand(block, lines):
        return None
    longest = max((len(ticks) for ticks in _TICKS.findall(real)), default=2)
    marker = "`" * max(3, longest + 1)
    end = (block.input or block.fence).end
    text = _newline(block) + _indented(block, [f"{marker}output", *lines, marker])
    return Fix("add what it prints", (Edit(block.body.at(end, end), text),))


def flag_output_varies(block: Block) -> Fix | None:
    """Mark a block's output as one that varies."""
    output = block.output
    if output is None or not block.body.literal:
        return None
    end = block.body.index("\n", output.start)
    return Fix("add 'varies'", (Edit(block.body.at(end, end), " varies"),))


def _can_stand(block: Block, lines: list[str]) -> bool:
    """Whether text can be written into the file: a ``|`` block, and nothing in it that doesn't show."""
    return block.body.literal and all(line.replace("\t", "").isprintable() for line in lines)


def _indented(block: Block, lines: list[str]) -> str:
    """The lines as they stand in the file, the first without its indentation."""
    first, *rest = lines
    newline = _newline(block)
    return first + "".join(newline + line if line else "\n" for line in rest)


def _newline(block: Block) -> str:
    """A newline with the indentation of the block's text in the file."""
    span = block.body.at(block.fence.start)
    column = block.body.source.location(span.start).column
    return "\n" + " " * (column - 1)
