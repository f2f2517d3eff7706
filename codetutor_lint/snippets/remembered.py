"""What is known of code without running any: the results that earlier runs have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.snippets.execute import execute
from codetutor_lint.snippets.executor import Executor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.snippets.commands import Program
    from codetutor_lint.snippets.execution import Execution, Planned
    from codetutor_lint.snippets.results_cache import Outcome


class NotRememberedError(LookupError):
    """A program has not been run since it last changed."""


class RememberingExecutor(Executor):
    """An executor that knows what was run before and runs nothing; raises NotRememberedError instead."""

    def _run_one(self, program: Program) -> Outcome:
        raise NotRememberedError(program.language)


def recall(plan: Sequence[Planned], executor: RememberingExecutor) -> Execution | None:
    """What running an answer's blocks gave the last time; None if any of it isn't known."""
    try:
        [execution] = execute([plan], executor)
    except NotRememberedError:
        return None
    return execution
