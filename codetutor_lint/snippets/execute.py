"""Running an answer's blocks: which can be run, as what program, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.snippets.claims import find_claims, judge
from codetutor_lint.snippets.commands import Program
from codetutor_lint.snippets.compare import (
    error_difference,
    error_line,
    first_difference,
    new_output,
    same_when_masked,
)
from codetutor_lint.snippets.execution import (
    CANT_CONTINUE,
    MISSING,
    NOTHING_BEFORE,
    SOLUTION,
    BlockRun,
    Execution,
    Planned,
)
from codetutor_lint.snippets.marks import observations, with_marks
from codetutor_lint.snippets.runners import RUNNERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from codetutor_lint.snippets.blocks import Block
    from codetutor_lint.snippets.claims import Claim, Verdict
    from codetutor_lint.snippets.execution import Difference
    from codetutor_lint.snippets.executor import Executor
    from codetutor_lint.snippets.results_cache import Outcome

NOT_RUN = ("broken", "fragment")
# Hash seeds that a program which may vary is run with again; sets of few strings need several.
_OTHER_SEEDS = {"python": (1, 2, 3)}
_ONCE_MORE = (1,)


def claimed_output(block: Block) -> str | None:
    """What a block's output fence says; None without one."""
    return block.output.code if block.output else None


def plan(blocks: Sequence[Block], missing: Callable[[str], str | None] = lambda language: None) -> list[Planned]:
    """What each block is run as.

    A block sees the files of the blocks before it; one that ``continues`` comes after the code of
    the last block of its language that ran to its end. The solution starts afresh, with the
    answer's files. ``missing`` says what would have to be installed for a language.
    """
    planned: list[Planned] = []
    files: dict[str, str] = {}
    previous: dict[str, Program] = {}
    in_solution = False
    for block in blocks:
        if block.step == SOLUTION and not in_solution:
            in_solution, previous = True, {}
        one = _plan_block(block, files, previous.get(block.language), missing)
        planned.append(one)
        if one.program and "fails" not in block.flags:
            previous[block.language] = one.program
        name = block.fence.flag_value("file")
        if name:
            files[name] = block.code
    return planned


def _plan_block(
    block: Block, files: dict[str, str], previous: Program | None, missing: Callable[[str], str | None]
) -> Planned:
    reason = _reason_not_to_run(block, previous, missing)
    if reason:
        return Planned(block, None, reason)
    own = block.fence.flag_value("file")
    beside = tuple(sorted((name, text) for name, text in files.items() if name != own))
    stdin = block.input.code if block.input else ""
    if previous is None or "continues" not in block.flags:
        return Planned(block, Program(block.language, block.code, stdin, beside))
    program = Program(block.language, previous.code + block.code, previous.stdin + stdin, beside)
    return Planned(block, program, "", previous, previous.code.count("\n"))


def _reason_not_to_run(block: Block, previous: Program | None, missing: Callable[[str], str | None]) -> str:
    """Why a block isn't run, in the words of the summary; empty if it is."""
    for flag in block.flags:
        if flag in NOT_RUN or flag.startswith("needs="):
            return flag
    runner = RUNNERS.get(block.language)
    if runner is None:
        return f"no runner for {block.language}"
    tool = missing(block.language)
    if tool:
        return f"{MISSING}{tool}"
    if "continues" in block.flags and not runner.joins:
        return CANT_CONTINUE
    return NOTHING_BEFORE if "continues" in block.flags and previous is None else ""


def execute(plans: Iterable[Sequence[Planned]], executor: Executor) -> list[Execution]:
    """Run the planned blocks of many answers: all programs, then those that need a second look."""
    answers = list(plans)
    everything = [planned for answer in answers for planned in answer if planned.program]
    outcomes = executor.run(program for one in everything for program in (one.program, one.before) if program)
    looks = [_SecondLook(one, outcomes) for one in everything]
    executor.run(program for look in looks for program in look.programs)
    runs = {id(look.planned): look.result(executor) for look in looks}
    return [
        Execution([runs[id(one)] for one in answer if one.program], [one for one in answer if not one.program])
        for answer in answers
    ]


class _SecondLook:
    """What has to be run again: code whose output may vary, and code whose comments claim values."""

    def __init__(self, planned: Planned, outcomes: dict[Program, Outcome]) -> None:
        assert planned.program is not None
        self.planned = planned
        self._program = planned.program
        self._outcome = outcomes[planned.program]
        self._language = planned.block.language
        before = outcomes[planned.before].stdout if planned.before else ""
        self._before = before
        self._stdout = new_output(before, self._outcome.stdout)
        self._again = self._seeded() if self._may_vary() else []
        self._claims = self._find_claims()
        self._commented = [claim.about for claim in self._claims]
        self._marked = self._with_marks() if self._claims else None

    @property
    def programs(self) -> list[Program]:
        return [*self._again, *([self._marked] if self._marked else [])]

    def result(self, executor: Executor) -> BlockRun:
        """All that is known of the block, once the second looks have been run."""
        failed = self._outcome.status != 0
        varied = self._varied(executor)
        return BlockRun(
            block=self.planned.block,
            outcome=self._outcome,
            stdout=self._stdout,
            difference=self._difference(),
            error=error_line(self._outcome, self._language) if failed else "",
            error_at=error_place(self.planned, self._outcome) if failed else None,
            varied=varied,
            maskable=varied is not None and same_when_masked(self._stdout, varied, self._language),
            false_claims=self._false_claims(executor),
        )

    def _difference(self) -> Difference | None:
        block = self.planned.block
        claimed = claimed_output(block)
        if claimed is None or self._outcome.stopped:
            return None
        if "fails" in block.flags:
            return error_difference(claimed, self._stdout, self._outcome, self._language)
        varies = block.output is not None and "varies" in block.output.flags
        return first_difference(claimed, self._stdout, self._language, varies=varies)

    def _may_vary(self) -> bool:
        block, outcome = self.planned.block, self._outcome
        if outcome.status or outcome.stopped or (block.output and "varies" in block.output.flags):
            return False
        unsteady = RUNNERS[self._language].unsteady.search(self._program.code)
        return unsteady is not None or self._difference() is not None

    def _seeded(self) -> list[Program]:
        return [self._program._replace(seed=seed) for seed in _OTHER_SEEDS.get(self._program.language, _ONCE_MORE)]

    def _varied(self, executor: Executor) -> str | None:
        for outcome in executor.run(self._again).values():
            printed = new_output(self._before, outcome.stdout)
            if not outcome.stopped and printed != self._stdout:
                return printed
        return None

    def _find_claims(self) -> list[Claim]:
        return [] if self._outcome.stopped else find_claims(self.planned.block.code, self._program.language)

    def _with_marks(self) -> Program:
        block = self.planned.block
        before = self._program.code.removesuffix(block.code)
        return self._program._replace(code=before + with_marks(block.code, block.language, self._commented))

    def _false_claims(self, executor: Executor) -> tuple[Verdict, ...]:
        """What the marked program shows, if it otherwise did the same as the program itself."""
        if self._marked is None:
            return ()
        outcome = executor.run([self._marked])[self._marked]
        seen, plain = observations(outcome.stdout, self._commented)
        if outcome.status != self._outcome.status or plain != self._outcome.stdout:
            return ()
        verdicts = (judge(claim, seen.get(number, [])) for number, claim in enumerate(self._claims))
        return tuple(verdict for verdict in verdicts if verdict)


def error_place(planned: Planned, outcome: Outcome) -> int | None:
    """The line of the block's own code (from 0) that an error names; None if it names none there."""
    runner = RUNNERS[planned.block.language]
    found = [next(filter(None, match.groups())) for match in runner.place.finditer(outcome.stderr)]
    if not found:
        return None
    line = int(found[-1] if runner.error_last else found[0]) - 1 - planned.lines_before
    return line if 0 <= line < planned.block.code.count("\n") else None
