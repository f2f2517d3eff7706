"""Blocks: code fences together with the input and output that belong to them."""

from __future__ import annotations

from codetutor_lint.model.fences import Fence, fences_of, prose_of
from codetutor_lint.model.languages import ATTACHED, is_code
from codetutor_lint.model.marks import find_marks
from codetutor_lint.model.source import Text
from codetutor_lint.model.steps import MISTAKES_STEP
from codetutor_lint.records import NamedTuple


class Block(NamedTuple):
    """One code fence of a body, with its input and output.

    ``body`` is the text it stands in (it knows its source offsets: ``body.at(fence.code_start)``),
    ``step`` the step's key or ``"solution"``, ``mark`` the ❌ or ✅ it stands under in the common
    mistakes, or ``""``.
    """

    body: Text
    step: str
    fence: Fence
    mark: str
    input: Fence | None
    output: Fence | None

    @property
    def language(self) -> str:
        return self.fence.language

    @property
    def flags(self) -> tuple[str, ...]:
        return self.fence.flags

    @property
    def code(self) -> str:
        return self.fence.code


def find_blocks(body: Text, step: str) -> list[Block]:
    """The code blocks of one body, in order; diagrams and fences without a language are not code."""
    fences = fences_of(body)
    marks = find_marks(prose_of(body)) if step == MISTAKES_STEP else []
    blocks: list[Block] = []
    for number, fence in enumerate(fences):
        if not fence.info_words or not is_code(fence.language):
            continue
        attached = _attached(body, fences, number)
        mark = next((mark.sign for mark in reversed(marks) if mark.at < fence.start), "")
        blocks.append(Block(body, step, fence, mark, attached.get("input"), attached.get("output")))
    return blocks


def _attached(body: str, fences: list[Fence], number: int) -> dict[str, Fence]:
    """The input and output fences that follow with only blank lines between, each at most once."""
    found: dict[str, Fence] = {}
    end = fences[number].end
    for fence in fences[number + 1 :]:
        if fence.language not in ATTACHED or fence.language in found or "output" in found:
            break
        if body[end : fence.start].strip():
            break
        found[fence.language] = fence
        end = fence.end
    return found
