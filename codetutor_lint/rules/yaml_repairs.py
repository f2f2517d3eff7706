"""What is said about each YAML mistake: where, what, the corrected text, and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.source import Span
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import SAFE, Edit, Fix, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.rules.yaml_lines import Line

TEXT_ON_BLOCK_LINE = "text-on-block-line"
UNINDENTED_TEXT = "unindented-text"
WRONG_INDENTATION = "wrong-indentation"
UNQUOTED_TEXT = "unquoted-text"
DIAGRAM_OUTSIDE_FENCE = "diagram-outside-fence"
TAB_INDENTATION = "tab-indentation"

_SHOWN_LINES = 4


class Mistake(NamedTuple):
    """One recognized mistake: ``kind`` selects the rule that reports it, ``key`` is what it is about.

    ``extent`` is all of the lines that would be read wrongly.
    """

    kind: str
    key: str
    problem: Problem
    extent: Span


class Repair(NamedTuple):
    """How a mistake is repaired: what the fix says, its edits, and whether the intent is certain."""

    message: str
    edits: Sequence[Edit]
    applicability: str = SAFE
    remedy: str = "write"


def mistake(kind: str, key: str, span: Span, message: str, lines: Sequence[Line], repair: Repair) -> Mistake:
    """A mistake whose help shows ``lines`` (adjacent ones) as the repair leaves them."""
    shown = repaired(lines, repair.edits).split("\n")
    more = ["…"] if len(shown) > _SHOWN_LINES else []
    help_text = "\n".join([f"{repair.remedy}:", *shown[:_SHOWN_LINES], *more])
    fix = Fix(repair.message, tuple(repair.edits), repair.applicability)
    return Mistake(kind, key, Problem(span, message, help_text, fix), Span(lines[0].start, lines[-1].end))


def unrepaired(kind: str, key: str, span: Span, message: str, remedy: str) -> Mistake:
    """A mistake whose intent can't be told."""
    return Mistake(kind, key, Problem(span, message, remedy), span)


def insert(at: int, content: str) -> Edit:
    return Edit(Span(at, at), content)


def shift(line: Line, delta: int) -> Edit:
    """Move a line by ``delta`` spaces, to the left no further than its indentation."""
    if delta >= 0:
        return insert(line.start, " " * delta)
    return Edit(Span(line.start, line.start + min(-delta, line.indent)), "")


def shift_all(lines: Sequence[Line], delta: int) -> list[Edit]:
    """Move all lines but blank ones."""
    return [shift(line, delta) for line in lines if delta and not line.blank]


def repaired(lines: Sequence[Line], edits: Sequence[Edit]) -> str:
    """Adjacent lines with those edits made that lie among them."""
    begin, end = lines[0].start, lines[-1].end
    text = "\n".join(line.text for line in lines)
    parts = []
    at = begin
    for span, content in sorted(edits):
        if begin <= span.start and span.end <= end:
            parts += [text[at - begin : span.start - begin], content]
            at = span.end
    return "".join(parts) + text[at - begin :]
