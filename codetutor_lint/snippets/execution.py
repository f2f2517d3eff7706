"""What came of running an answer's blocks: plain values, for the rules to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.snippets.blocks import Block
    from codetutor_lint.snippets.claims import Verdict
    from codetutor_lint.snippets.commands import Program
    from codetutor_lint.snippets.results_cache import Outcome

SOLUTION = "solution"
# Reasons not to run a block, besides its flags and missing runners.
MISSING = "not installed: "
CANT_CONTINUE = "a language whose blocks can't continue"
NOTHING_BEFORE = "nothing to continue"


class Difference(NamedTuple):
    """The first line that differs, from 0; None for the side that has no such line."""

    line: int
    claimed: str | None
    real: str | None


class Planned(NamedTuple):
    """A block and the program it is run as; without one, ``reason`` says why it isn't run.

    ``before`` is the program that it continues, and ``lines_before`` how many lines that has.
    """

    block: Block
    program: Program | None
    reason: str = ""
    before: Program | None = None
    lines_before: int = 0


class BlockRun(NamedTuple):
    """What running a block gave.

    ``stdout`` is what the block itself printed, without what the blocks printed that it continues;
    ``difference`` is where its output fence stops being true, if it has one. ``error`` is the line
    that says what went wrong, and ``error_at`` the line of the block's code (from 0) that it names.
    ``varied`` is what it printed instead when it was run again, and ``maskable`` whether ``varies``
    would hide that. ``false_claims`` are the comments that claim a wrong value.
    """

    block: Block
    outcome: Outcome
    stdout: str
    difference: Difference | None = None
    error: str = ""
    error_at: int | None = None
    varied: str | None = None
    maskable: bool = False
    false_claims: tuple[Verdict, ...] = ()

    @property
    def stopped(self) -> str:
        """The limit it was stopped at, or empty."""
        return self.outcome.stopped

    @property
    def failed(self) -> bool:
        return self.outcome.status != 0

    @property
    def may_fail(self) -> bool:
        return "fails" in self.block.flags

    @property
    def verified(self) -> bool:
        """Whether it did what it claims, an output included."""
        silent = self.block.output is not None or self.may_fail or not lines_of(self.stdout)
        honest = not self.difference and self.varied is None and not self.false_claims
        return not self.stopped and self.failed == self.may_fail and silent and honest


class Execution(NamedTuple):
    """All that came of an answer's blocks, in order; ``not_run`` are those that were not run."""

    runs: list[BlockRun]
    not_run: list[Planned]


def lines_of(text: str) -> list[str]:
    """Lines without trailing white space, and without empty lines at the end."""
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines
