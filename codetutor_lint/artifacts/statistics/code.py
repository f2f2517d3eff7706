"""How much of the code is known to do what the answers say."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.figures import Blocks, Code
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.running import blocks_of
from codetutor_lint.snippets.execute import plan
from codetutor_lint.snippets.remembered import RememberingExecutor, recall
from codetutor_lint.snippets.results_cache import results_cache
from codetutor_lint.snippets.sandbox.choose import choose_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.config import Config
    from codetutor_lint.model.example import Example

VERIFIED, WRONG, UNKNOWN, NOT_RUN = "verified", "wrong", "unknown", "not_run"
ALL = "all"


@contextmanager
def remembering(config: Config) -> Iterator[RememberingExecutor | None]:
    """What earlier runs in this machine's sandbox have left; None where there is no sandbox."""
    try:
        sandbox = choose_sandbox()
    except UsageError:
        yield None
        return
    executor = RememberingExecutor(sandbox, config.root, results_cache(config.root))
    with executor:
        yield executor


class CodeCounter:
    """Counts the blocks of one example after the other."""

    def __init__(self, executor: RememberingExecutor | None) -> None:
        self._executor = executor
        self._fates: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._reasons: Counter[str] = Counter()

    def add(self, example: Example) -> None:
        """Count an example's blocks, the solution's included."""
        missing = self._executor.missing if self._executor else lambda language: None
        planned = plan(blocks_of(example), missing)
        execution = recall(planned, self._executor) if self._executor else None
        for one in planned:
            if one.program is None:
                self._fates[one.block.language][NOT_RUN] += 1
                self._reasons[one.reason] += 1
            elif execution is None:
                self._fates[one.block.language][UNKNOWN] += 1
        for run in execution.runs if execution else ():
            self._fates[run.block.language][VERIFIED if run.verified else WRONG] += 1

    def result(self) -> Code:
        """The counts by language, the commonest first."""
        languages = [_blocks(language, fates) for language, fates in self._fates.items()]
        languages.sort(key=lambda blocks: (-blocks.blocks, blocks.language))
        total = sum(self._fates.values(), Counter[str]())
        return Code(_blocks(ALL, total), tuple(languages), dict(self._reasons.most_common()))


def _blocks(language: str, fates: Counter[str]) -> Blocks:
    return Blocks(
        language,
        blocks=fates.total(),
        verified=fates[VERIFIED],
        wrong=fates[WRONG],
        unknown=fates[UNKNOWN],
        not_run=fates[NOT_RUN],
    )
