"""The code of a collection's examples, run: what the rules say of it, and counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from codetutor_lint.corpus.collection import read_document
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.selection import Selection
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.registry import RUN, is_structural, load_rules
from codetutor_lint.snippets.blocks import find_blocks
from codetutor_lint.snippets.execute import execute, plan
from codetutor_lint.snippets.execution import MISSING, SOLUTION, Execution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.walk import Found
    from codetutor_lint.model.example import Example
    from codetutor_lint.rules.diagnostic import Problem
    from codetutor_lint.rules.registry import Rule
    from codetutor_lint.snippets.blocks import Block
    from codetutor_lint.snippets.executor import Executor


class RunLinter(Linter):
    """A linter whose deeper rules judge what running an example's code gave.

    A file whose shape or structure is broken is not run; its own faults are reported instead.
    """

    def __init__(self, config: Config, selection: Selection, executor: Executor) -> None:
        rules = load_rules()
        codes = frozenset(code for code in selection.codes if is_structural(code) or rules[code].on == RUN)
        super().__init__(config, Selection(codes, selection.per_file))
        self._run_rules = [rules[code] for code in sorted(codes) if rules[code].on == RUN]
        self.deeper_codes = frozenset(rule.code for rule in self._run_rules)
        self._executor = executor
        self._executions: dict[str, tuple[str, Execution]] = {}

    def prepare(self, found: Iterable[Found]) -> None:
        """Run the code of all files at once; what is asked about each later is then known."""
        documents = [(read_document(item), self.relative(item.path)) for item in found if not item.foreign]
        examples = [example for one in documents for example in [self.example_in(*one)] if example]
        self._execute(examples)

    def deeper(self, example: Example) -> list[tuple[Rule, Problem]]:
        """What the rules say of running an example."""
        text, execution = self._executions.get(example.source.path, ("", None))
        if execution is None or text != example.source.text:
            [execution] = self._execute([example])
        return [(rule, problem) for rule in self._run_rules for problem in rule.check(execution)]

    @property
    def counts(self) -> Counts:
        """What became of the blocks of the examples as they were before any fix."""
        executions = [execution for _, execution in self._executions.values()]
        runs = [run for execution in executions for run in execution.runs]
        not_run = Counter(planned.reason for execution in executions for planned in execution.not_run)
        return Counts(len(runs), sum(run.verified for run in runs), not_run)

    def _execute(self, examples: list[Example]) -> list[Execution]:
        plans = [plan(blocks_of(example), self._executor.missing) for example in examples]
        executions = execute(plans, self._executor)
        for example, execution in zip(examples, executions, strict=True):
            self._executions.setdefault(example.source.path, (example.source.text, execution))
        return executions


class Counts(NamedTuple):
    """How many blocks were run, how many did what they claim, and how many were not run, by reason."""

    run: int
    verified: int
    not_run: Counter[str]

    def summary(self) -> str:
        """Lines for people: each missing tool has its own."""
        lines = [f"ran {_blocks(self.run)}: {self.verified} did what they claim"]
        reasons = [f"{n} {reason}" for reason, n in sorted(self.not_run.items()) if not reason.startswith(MISSING)]
        if reasons:
            lines.append(f"not run: {', '.join(reasons)}")
        for reason, number in sorted(self.not_run.items()):
            if reason.startswith(MISSING):
                lines.append(f"not run: {_blocks(number)}, because {reason.removeprefix(MISSING)} is not installed")
        return "\n".join(lines)


def require(languages: Iterable[str], executor: Executor) -> None:
    """Raise UsageError unless all these languages can be run here."""
    for language in languages:
        if language not in executor.languages:
            allowed = ", ".join(executor.languages)
            raise UsageError(f"--require {language}: not a language that can be run; allowed are {allowed}")
        tool = executor.missing(language)
        if tool:
            raise UsageError(f"--require {language}: {tool} is not installed")


def blocks_of(example: Example) -> list[Block]:
    """An example's code in the order in which it is run: the answer's, then the solution's."""
    bodies = example.answer.bodies.items()
    blocks = [block for key, body in bodies for block in find_blocks(body, key)]
    if example.solution is not None:
        blocks += find_blocks(example.solution, SOLUTION)
    return blocks


def _blocks(number: int) -> str:
    return "1 block" if number == 1 else f"{number} blocks"
