"""CT45x: what running an example's code finds. These run on an ``Execution``, in ``run`` only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import escape
from codetutor_lint.model.fences import prose_of
from codetutor_lint.model.marks import find_marks
from codetutor_lint.rules.diagnostic import WARNING, Edit, Fix, Problem
from codetutor_lint.rules.outputs import claimed_line, flag_output_varies, insert_output, opening, write_output
from codetutor_lint.rules.registry import RUN, rule
from codetutor_lint.snippets.execution import CANT_CONTINUE, NOTHING_BEFORE, SOLUTION, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.source import Span
    from codetutor_lint.snippets.execution import BlockRun, Difference, Execution

_LONGEST_QUOTE = 100
_LIMITS = {
    "time": "it ran too long",
    "cpu": "it computed too long",
    "memory": "it took too much memory",
    "output": "it printed too much",
    "disk": "it wrote too much",
    "file size": "it wrote too large a file",
}


@rule("CT450", on=RUN)
def run_failed(execution: Execution) -> Iterator[Problem]:
    """A block's code fails, and no flag says that it is meant to.

    A learner who types it gets an error. Code that shows an error says so with `fails`, and then
    the error is compared as well.

    Bad: `print(total)` where no `total` is

    Good: the same code with `fails` and `NameError: name 'total' is not defined` as its output
    """
    for run in _ended(execution):
        if run.failed and not run.may_fail and run.block.step != SOLUTION:
            yield _failure(run, "fix it; if it is meant to fail, add 'fails' and the error as its output")


@rule("CT451", on=RUN)
def unexpected_success(execution: Execution) -> Iterator[Problem]:
    """A block is marked `fails`, and its code runs to the end without an error.

    Bad: `fails` on code that prints the wrong thing

    Good: no flag, and the wrong thing as its output
    """
    for run in _ended(execution):
        if run.may_fail and not run.failed:
            yield Problem(opening(run.block), "marked 'fails', but it does not", "remove 'fails', or make it fail")


@rule("CT452", on=RUN, fixable=True)
def wrong_output(execution: Execution) -> Iterator[Problem]:
    """A block prints something else than its output fence says.

    White space at line ends aside, the output is what the code prints; tables of SQL are compared
    by cell. `run --fix` writes what it really prints.

    Bad: `print(0.1 + 0.2)` with the output `0.3`

    Good: the output `0.30000000000000004`
    """
    for run in _succeeded(execution):
        if run.difference and run.varied is None:
            yield _wrong(run, run.difference, write_output(run.block, run.stdout))


@rule("CT453", on=RUN, severity=WARNING, fixable=True)
def missing_output(execution: Execution) -> Iterator[Problem]:
    """A block prints something, and no output fence says what.

    Whoever reads can't see what the code does, and nobody can check it.

    Bad: `print(total)` and then prose

    Good: `print(total)` and an output fence with `42`
    """
    for run in _succeeded(execution):
        if run.block.output is None and lines_of(run.stdout):
            message = f"prints {_quoted(_first(run.stdout))}, but has no output"
            fix = insert_output(run.block, run.stdout) if run.varied is None else None
            yield Problem(opening(run.block), message, "add an output fence with what it prints", fix)


@rule("CT454", on=RUN, fixable=True)
def wrong_error(execution: Execution) -> Iterator[Problem]:
    """A block that `fails` does so with another error than its output says.

    The last line of the output is the error line, without the file and line where it happened; the
    lines before it are what was printed until then.

    Bad: `TypeError: must be str, not int` for an error that Python words differently now

    Good: `TypeError: can only concatenate str (not "int") to str`
    """
    for run in _ended(execution):
        if run.difference and run.may_fail and run.failed:
            fix = write_output(run.block, "\n".join([*lines_of(run.stdout), run.error]))
            yield _wrong(run, run.difference, fix)


@rule("CT455", on=RUN, fixable=True)
def output_varies(execution: Execution) -> Iterator[Problem]:
    """A block prints something else each time it runs, and does not say so.

    Sets of strings come in another order, clocks and random numbers differ. `varies` on the output
    masks numbers, hex, paths and durations; where that is not enough, the code has to be made to
    print the same each time.

    Bad: `print({'a', 'b', 'c'})`

    Good: `print(sorted({'a', 'b', 'c'}))`
    """
    for run in _succeeded(execution):
        if run.varied is None:
            continue
        one, other = _first_different(run.stdout, run.varied)
        maskable = run.maskable and run.block.output is not None
        yield Problem(
            opening(run.block),
            f"prints {_quoted(one)} one time and {_quoted(other)} another",
            "add 'varies' to its output" if maskable else "make it print the same each time; sort a set, seed a random",
            flag_output_varies(run.block) if maskable else None,
        )


@rule("CT456", on=RUN, fixable=True)
def false_value_comment(execution: Execution) -> Iterator[Problem]:
    """A comment claims a value that the code does not have.

    Such comments are read as the result: `# 3`, `# -> 3` and `# Output: 3` behind a statement that
    prints, computes or assigns something.

    Bad: `print(7 // 2)  # 3.5`

    Good: `print(7 // 2)  # 3`
    """
    for run in _ended(execution):
        code = run.block.fence.code_start
        for verdict in run.false_claims:
            span = run.block.body.at(code + verdict.start, code + verdict.end)
            said = run.block.code[verdict.start : verdict.end]
            verb = "it prints" if verdict.printed else "the value is"
            fix = None
            if run.varied is None and run.block.body.literal and verdict.real.isprintable():
                fix = Fix(f"write {_value(verdict.real)}", (Edit(span, verdict.real),))
            message = f"the comment says {_value(said)}, but {verb} {_value(verdict.real)}"
            yield Problem(span, message, "correct the comment, or the code", fix)


@rule("CT457", on=RUN)
def over_limit(execution: Execution) -> Iterator[Problem]:
    """A block was stopped because it used too much: time, memory, disk, or output.

    Examples run in a fraction of a second. Code that never ends, or waits for something, can't be
    shown by running it.

    Bad: `while True: pass`

    Good: a loop that ends; `fragment` on what can't be run
    """
    for run in execution.runs:
        if run.stopped:
            message = f"stopped: {_LIMITS[run.stopped]}"
            yield Problem(opening(run.block), message, "make it end sooner, or mark it 'fragment' if it must not run")


@rule("CT458", on=RUN, severity=WARNING)
def mistake_works(execution: Execution) -> Iterator[Problem]:
    """The code under a ❌ works, and prints what the code under its ✅ prints.

    Then nothing shows why it is a mistake. Show the input for which it goes wrong.

    Bad: ❌ `if done == True:` and ✅ `if done:`, both shown with the value `True`

    Good: both shown with the value `2`, for which they differ
    """
    pairs = _pairs(execution)
    for wrong, right in pairs:
        printed = {(run.block.language, tuple(lines_of(run.stdout))) for run in right}
        for run in wrong:
            same = (run.block.language, tuple(lines_of(run.stdout)))
            if same[1] and same in printed:
                message = f"the mistake works: it prints {_quoted(_first(run.stdout))}, as the ✅ does"
                yield Problem(opening(run.block), message, "show where it goes wrong")


@rule("CT459", on=RUN)
def solution_fails(execution: Execution) -> Iterator[Problem]:
    """The solution's code fails.

    It is run for itself, beside the answer's files, and may check its own results with assertions.

    Bad: a solution that uses a function from the beginner example without defining it

    Good: a solution that can be run as it stands
    """
    for run in _ended(execution):
        if run.failed and not run.may_fail and run.block.step == SOLUTION:
            yield _failure(run, "make the solution work for itself")


@rule("CT460", on=RUN)
def cannot_continue(execution: Execution) -> Iterator[Problem]:
    """A block `continues` where nothing can be continued.

    The code before it must be of its language and run to its end, and a language of whole programs
    (C, C++, Go, Rust, Java, C#) can't go on from one program to the next: there, put shared parts
    into a block with `file=NAME`.

    Bad: `continues` on the answer's first block

    Good: `continues` on its second
    """
    for planned in execution.not_run:
        if planned.reason == NOTHING_BEFORE:
            message = f"'continues', but no {planned.block.language} before it runs to its end"
            yield Problem(opening(planned.block), message, "remove 'continues'")
        elif planned.reason == CANT_CONTINUE:
            message = f"'continues', but a {planned.block.language} program can't go on from another"
            yield Problem(opening(planned.block), message, "write a whole program; put shared parts into file=NAME")


def _ended(execution: Execution) -> Iterator[BlockRun]:
    return (run for run in execution.runs if not run.stopped)


def _succeeded(execution: Execution) -> Iterator[BlockRun]:
    return (run for run in _ended(execution) if not run.failed and not run.may_fail)


def _failure(run: BlockRun, remedy: str) -> Problem:
    span = opening(run.block) if run.error_at is None else _code_line(run, run.error_at)
    if "EOF" in run.error and run.block.input is None:
        remedy = "it reads input: add an input fence with what is typed"
    return Problem(span, f"fails: {_shortened(run.error)}", remedy)


def _wrong(run: BlockRun, different: Difference, fix: Fix | None) -> Problem:
    if different.real is None:
        message = f"does not print {_quoted(different.claimed or '')}"
    elif different.claimed is None:
        message = f"also prints {_quoted(different.real)}"
    else:
        verb = "fails with" if different.real == run.error else "prints"
        message = f"{verb} {_quoted(different.real)}, not {_quoted(different.claimed)}"
    return Problem(claimed_line(run.block, different.line), message, "correct the code or its output", fix)


def _code_line(run: BlockRun, line: int) -> Span:
    start = run.block.fence.code_start + sum(len(text) + 1 for text in run.block.code.split("\n")[:line])
    return run.block.body.at(start)


def _pairs(execution: Execution) -> list[tuple[list[BlockRun], list[BlockRun]]]:
    """What ran under each ❌ and under the ✅ that follows it."""
    sections: dict[int, list[BlockRun]] = {}
    for run in _succeeded(execution):
        if run.block.mark:
            body = run.block.body
            marks = sum(mark.at < run.block.fence.start for mark in find_marks(prose_of(body)))
            sections.setdefault(marks, []).append(run)
    return [(runs, sections.get(number + 1, [])) for number, runs in sections.items() if runs[0].block.mark == "❌"]


def _first(text: str) -> str:
    return next((line for line in lines_of(text) if line.strip()), "")


def _first_different(one: str, other: str) -> tuple[str, str]:
    lines, others = lines_of(one), lines_of(other)
    for line, another in zip(lines, others, strict=False):
        if line != another:
            return line, another
    return "\n".join(lines[len(others) :]), "\n".join(others[len(lines) :])


def _quoted(text: str) -> str:
    return f"'{_shortened(text)}'" if text else "an empty line"


def _value(text: str) -> str:
    """A value as a comment writes it, in quotes unless it has some."""
    return _shortened(text) if text[0] in "'\"`" else _quoted(text)


def _shortened(text: str) -> str:
    text = escape(text)
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
