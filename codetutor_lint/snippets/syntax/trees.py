"""Checking code with tree-sitter grammars."""

from __future__ import annotations

from itertools import islice

from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.parsing import Attempt, parse
from codetutor_lint.snippets.syntax.strict import overlooked
from codetutor_lint.snippets.syntax.tolerance import attempts

# Much more than a snippet, and little enough for what takes a grammar's error recovery square time.
MAX_LENGTH = 10_000
_READ = 200_000  # characters to parse in search of a reading; dozens of attempts for most blocks


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of a code that no attempt can read, if there is one."""
    if len(code) > MAX_LENGTH:
        return [Fault(0, 1, f"{len(code)} characters are too many to parse (at most {MAX_LENGTH})")]
    failures: list[Attempt] = []
    for attempt in islice(attempts(language, code, fragment), max(8, _READ // (len(code) + 1))):
        tree = parse(attempt)
        if tree is not None:
            fault = overlooked(language, attempt, tree)
            return [fault] if fault else []
        failures.append(attempt)
    from codetutor_lint.snippets.syntax.explain import explain

    return [explain(language, failures)]
