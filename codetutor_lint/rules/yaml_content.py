"""The lines of one ``|`` block: which stand left of it, which too far right, and which behind tabs."""

from __future__ import annotations

from itertools import groupby
from os.path import commonprefix
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Span
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit
from codetutor_lint.rules.yaml_lines import Line, fence_marker, fence_spans
from codetutor_lint.rules.yaml_repairs import (
    DIAGRAM_OUTSIDE_FENCE,
    TAB_INDENTATION,
    UNINDENTED_TEXT,
    Mistake,
    Repair,
    insert,
    mistake,
    shift_all,
    unrepaired,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A few words and a colon: behind a block it may be a key that somebody made up.
_LABEL = lazy(r"[\w-]+(?: [\w-]+){0,2}[ \t]*:(?=[ \t]|$)")
_LIST_ITEM = lazy(r"[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]")
# Lines of a drawing: boxes and arrows in Unicode, ASCII frames, arrows and rules, or hardly a letter.
_DRAWN = lazy(r"[─-╿←-⇿▀-◿]|\+[-=]+|[-=_~]{3,}|<-|->|^[|/\\]|[|/\\]$|^[^\w`]+$")
_CODE = lazy(r"[;{}]$|\w\(|^(?:def|for|if|while|return|import|let|const|var|class)\b|\w = ")
_SENTENCE = lazy(r"[A-Z`*\"'“].*[a-z]{2,} [a-z]+.*")


class Block(NamedTuple):
    """A block as it stands: its key, the column the key belongs in, and the lines below it.

    ``inset`` is how far other texts of the file stand behind their keys. ``moved`` tells that a text
    from the key's line becomes the first line.
    """

    key: str
    indent: int
    opener: Line
    lines: Sequence[Line]
    inset: int
    moved: bool = False

    def texts(self) -> list[Line]:
        """The lines with text, without comments that stand behind the block."""
        texts = [line for line in self.lines if not line.blank]
        while texts and texts[-1].comment and texts[-1].indent <= self.indent:
            texts.pop()
        return texts

    def column(self) -> int:
        """Where the text stands or belongs; behind a moved text and a blank line, code may stand deeper."""
        usual = self.indent + self.inset
        deeper = min((line.indent for line in self.texts() if line.indent > self.indent), default=usual)
        return min(deeper, usual) if self.moved and self.lines and self.lines[0].blank else deeper

    def between(self, first: Line, last: Line) -> list[Line]:
        """The lines from one to another, blank ones too."""
        return [line for line in self.lines if first.start <= line.start <= last.start]


def read_content(block: Block) -> Iterator[Mistake]:
    """What is wrong with a block's lines."""
    texts = block.texts()
    if not texts:
        return
    if texts[0].spaced and texts[0].indent <= block.indent and not block.moved:
        yield _unindented_block(block, texts)
    elif any(not line.spaced and line.indent < _needed(block, texts) for line in texts):
        yield _tabs(block, texts)
    else:
        if texts[0].indent > block.column() and not block.moved:
            yield _deep_start(block, texts)
        for run in left_runs(block):
            yield _left_run(block, run)


def left_runs(block: Block) -> Iterator[list[Line]]:
    """The stretches of lines that stand left of their block; a fence that begins there is part of one."""
    texts = block.texts()
    fenced = {inside: first for first, last in fence_spans(texts) for inside in range(first, last + 1)}

    def is_left(at: int) -> bool:
        return texts[fenced.get(at, at)].indent <= block.indent or texts[at].indent <= block.indent

    for left, run in groupby(range(len(texts)), is_left):
        if left:
            yield [texts[at] for at in run]


def shifted_run(block: Block, run: Sequence[Line]) -> list[Edit]:
    """The edits that move a stretch to its block's column."""
    return shift_all(run, block.column() - min(line.indent for line in run))


def _needed(block: Block, texts: Sequence[Line]) -> int:
    return texts[0].indent if texts[0].spaced and texts[0].indent > block.indent else block.indent + 1


def _tabs(block: Block, texts: Sequence[Line]) -> Mistake:
    """Tabs that all lines share stand for the block's indentation; what else stands behind them is kept."""
    common = commonprefix([line.lead for line in texts])  # noqa: RUF071 (of strings, as is meant)
    certain = common.strip(" ") != ""
    wrong = texts if certain else [line for line in texts if not line.spaced]
    cut = len(common) if certain else None
    spaces = " " * block.column()
    edits = [Edit(Span(line.start, line.start + (cut or len(line.lead))), spaces) for line in wrong]
    return tabbed(block.key, wrong[0], block.between(wrong[0], texts[-1]), edits, certain)


def tabbed(key: str, line: Line, shown: Sequence[Line], edits: Sequence[Edit], certain: bool) -> Mistake:
    """Lines that are indented by something else than spaces."""
    found = "a tab" if "\t" in line.lead else "a no-break space"
    repair = Repair("indent with spaces", edits, SAFE if certain else UNSAFE)
    span = Span(line.start, line.start + len(line.lead))
    return mistake(TAB_INDENTATION, key, span, f"{found} in the indentation; YAML allows spaces only", shown, repair)


def _unindented_block(block: Block, texts: Sequence[Line]) -> Mistake:
    """All lines move together, so that code keeps its shape."""
    lines = block.between(texts[0], texts[-1])
    edits = shift_all(lines, block.indent + block.inset - min(line.indent for line in texts))
    certain = not texts[0].comment and not _key_like(texts) and not _torn(block, texts)
    return _unindented(block, texts[0], lines, edits, certain)


def _left_run(block: Block, run: Sequence[Line]) -> Mistake:
    texts = block.texts()
    spans = [(texts[first], texts[last]) for first, last in fence_spans(texts)]
    if any(first.start < run[0].start <= last.start for first, last in spans):
        return unrepaired(
            UNINDENTED_TEXT,
            block.key,
            Span(run[0].start + run[0].indent, run[0].end),
            f"code of '{block.key}' that is not indented; the lines of a | block stand deeper than their key",
            f"indent it by at least {block.column()} spaces",
        )
    loose = [line for line in run if not _within(line, spans)]
    certain = not any(line.comment or _LABEL.match(line.text.strip()) for line in loose)
    return _unindented(block, run[0], block.between(run[0], run[-1]), shifted_run(block, run), certain)


def _unindented(block: Block, first: Line, lines: Sequence[Line], edits: Sequence[Edit], certain: bool) -> Mistake:
    return mistake(
        UNINDENTED_TEXT,
        block.key,
        Span(first.start + first.indent, first.end),
        f"text of '{block.key}' that is not indented; the lines of a | block stand deeper than their key",
        [block.opener, *lines] if block.opener.end + 1 == lines[0].start else lines,
        Repair("indent the text", edits, SAFE if certain else UNSAFE),
    )


def _within(line: Line, spans: Sequence[tuple[Line, Line]]) -> bool:
    return any(first.start <= line.start <= last.start for first, last in spans)


def _key_like(texts: Sequence[Line]) -> bool:
    """Whether a line could be a key that somebody made up."""
    fenced = {inside for first, last in fence_spans(texts) for inside in range(first, last + 1)}
    return any(line.key for at, line in enumerate(texts) if at not in fenced)


def _torn(block: Block, texts: Sequence[Line]) -> bool:
    """Whether some lines may be indented as they belong, and only the others are not."""
    fenced = {inside for first, last in fence_spans(texts) for inside in range(first, last + 1)}
    in_list = False
    for at, line in enumerate(texts):
        if at in fenced:
            continue
        if line.indent >= block.indent + block.inset and not in_list:
            return True
        in_list = bool(_LIST_ITEM.match(line.text)) or (in_list and line.indent > texts[0].indent)
    return False


def _deep_start(block: Block, texts: list[Line]) -> Mistake:
    """The first lines of a block stand deeper than a later one: a drawing without a fence, or a slip."""
    column = block.column()
    culprit = next(line for line in texts if line.indent < texts[0].indent and line.indent > block.indent)
    group = _deep_group(block, texts, culprit)
    lines = block.between(group[0], group[-1])
    margin = min(line.indent for line in group) - column
    if fence_marker(group[0]) or all(_SENTENCE.fullmatch(line.text.strip()) for line in group):
        repair = Repair(f"indent by {column} spaces", shift_all(lines, -margin), SAFE if margin else UNSAFE)
    else:
        pad = " " * column
        edits = [insert(lines[0].start, f"{pad}```text\n"), insert(lines[-1].end, f"\n{pad}```")]
        certain = all(_is_drawn(line) or _is_label(line) for line in group) and any(map(_is_drawn, group))
        fix = "put the drawing into a text fence"
        repair = Repair(fix, edits, SAFE if certain else UNSAFE, "put a drawing into a fence")
    return mistake(
        DIAGRAM_OUTSIDE_FENCE,
        block.key,
        Span(group[0].start + column, group[0].end),
        "the first line of a | block is indented deeper than a later one",
        lines,
        repair,
    )


def _deep_group(block: Block, texts: list[Line], culprit: Line) -> list[Line]:
    """The first paragraph if the line that stands further left is drawn too, else the lines before it."""
    paragraph = []
    for line in block.lines[block.lines.index(texts[0]) :]:
        if line.blank:
            break
        paragraph.append(line)
    if culprit in paragraph and _is_drawn(culprit) and all(line.indent > block.indent for line in paragraph):
        return paragraph
    return texts[: texts.index(culprit)]


def _is_drawn(line: Line) -> bool:
    text = line.text.strip()
    return bool(_DRAWN.search(text)) and not _CODE.search(text) and not fence_marker(line)


def _is_label(line: Line) -> bool:
    """A few words beside a drawing."""
    text = line.text.strip()
    return not (_CODE.search(text) or _SENTENCE.fullmatch(text) or fence_marker(line)) and text[-1] not in ".:,;"
