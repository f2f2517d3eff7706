"""The code of a model's reply, judged without flags.

A reply can't say that a block is meant to fail, goes on from another or is only a piece. Whatever
reading makes a block right counts: what only a flag could settle stays advisory.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.snippets.blocks import Block, find_blocks
from codetutor_lint.snippets.execute import execute, plan
from codetutor_lint.snippets.syntax import check_syntax

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.snippets.execution import BlockRun
    from codetutor_lint.snippets.executor import Executor

# The rules under which these findings are reported.
SYNTAX, RUN_FAILED, WRONG_OUTPUT = "syntax-error", "run-failed", "wrong-output"
# A package, a file or a server that isn't here: the flags needs= and file= exist for it.
_NEEDS = re.compile(
    r"ModuleNotFoundError|ERR_MODULE_NOT_FOUND|Cannot find module|No such file|ENOENT|ENOTFOUND|ECONNREFUSED"
    r"|[Nn]etwork is unreachable|[Cc]ould not resolve|No module named|unresolved import|cannot find package"
)
_ERROR_WORDS = ("Error", "error", "Exception", "panic", "fatal", "not found", "Segmentation", "Traceback", "denied")


def blocks_of(answer: Answer) -> list[Block]:
    """A reply's code blocks in order."""
    return [block for key, body in answer.bodies.items() for block in find_blocks(body, key)]


def parse_code(blocks: Sequence[Block]) -> Iterator[tuple[str, Problem]]:
    """Blocks that parse neither as a program nor as a piece of one.

    Under a ❌ code may be broken on purpose, so a fault there is advisory.
    """
    for block in blocks:
        faults = [fault for fault in check_syntax(block.language, block.code) if not fault.note]
        if not faults or not [f for f in check_syntax(block.language, block.code, fragment=True) if not f.note]:
            continue
        first = faults[0]
        at = block.fence.code_start
        advisory = block.mark == "❌" or claims_error(block)
        yield SYNTAX, Problem(block.body.at(at + first.start, at + first.end), first.message, advisory=advisory)


def claims_error(block: Block) -> bool:
    """Whether a block's output says that it fails."""
    if block.output is None:
        return False
    lines = block.output.code.rstrip().split("\n")
    return any(word in lines[-1] for word in _ERROR_WORDS)


def run_code(blocks: Sequence[Block], executor: Executor) -> Iterator[tuple[str, Problem]]:
    """Blocks that fail, or print something else than their output claims, in every reading.

    A block is read as it stands, as one that goes on from the block before it, with an error-shaped
    output as one that fails, and with an output that varies. The first reading in which it does what
    it claims counts, for it and for those that go on from it.
    """
    chosen: list[Block] = []
    for block in blocks:
        alone: BlockRun | None = None
        for reading in _readings(block, chosen):
            run = _run_last([*chosen, reading], executor)
            if run is None:
                break
            if "continues" not in reading.flags:
                alone = alone or run
            if _right(run):
                chosen.append(reading)
                break
        else:
            chosen.append(block)
            if alone is not None:
                yield from _wrong(block, alone)


def _run_last(blocks: list[Block], executor: Executor) -> BlockRun | None:
    """What running the last of ``blocks`` gives; None if it can't run here. Programs run once, whatever is asked."""
    [execution] = execute([plan(blocks, executor.missing)], executor)
    last = blocks[-1]
    return next((run for run in reversed(execution.runs) if run.block is last), None)


def _readings(block: Block, before: list[Block]) -> Iterator[Block]:
    """The block with each set of flags it may have meant; going on comes first, so that nothing before is lost."""
    follows = any(other.language == block.language for other in before)
    beginnings: tuple[list[str], ...] = (["continues"], []) if follows else ([],)
    for ending in ([], ["fails"]) if claims_error(block) else ([],):
        for beginning in beginnings:
            yield _flagged(block, [*beginning, *ending])
    if block.output is not None:
        for beginning in beginnings:
            varies = block.output._replace(info_words=("output", "varies"))
            yield _flagged(block, beginning)._replace(output=varies)


def _flagged(block: Block, flags: list[str]) -> Block:
    return block._replace(fence=block.fence._replace(info_words=(block.language, *flags)))


def _right(run: BlockRun) -> bool:
    if run.stopped:
        return False
    if run.block.output is None:
        return not run.failed
    return run.failed == run.may_fail and not run.difference


def _wrong(block: Block, run: BlockRun) -> Iterator[tuple[str, Problem]]:
    """What is wrong with the plainest reading; advisory where a flag could settle it."""
    at = block.fence.code_start
    if run.stopped or run.failed:
        line = 0 if run.error_at is None else sum(len(text) + 1 for text in block.code.split("\n")[: run.error_at])
        why = run.stopped or run.error or "it ends with an error"
        advisory = block.mark == "❌" or block.output is None or _NEEDS.search(run.outcome.stderr) is not None
        yield RUN_FAILED, Problem(block.body.at(at + line), f"running this fails: {why}", advisory=advisory)
    elif run.difference and block.output is not None:
        claimed, real = run.difference.claimed, run.difference.real
        message = f"prints {real!r} where {claimed!r} is claimed" if claimed is not None else f"also prints {real!r}"
        yield WRONG_OUTPUT, Problem(block.body.at(block.output.code_start), message)
