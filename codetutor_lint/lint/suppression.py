"""What is found but not reported, because a comment or the configuration accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.rules.registry import load_rules
from codetutor_lint.rules.suppressions import unused_suppression

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from codetutor_lint.rules.diagnostic import Problem
    from codetutor_lint.rules.registry import Rule
    from codetutor_lint.rules.suppressions import Suppression


class Sieve:
    """Lets through what neither a comment nor the configuration accepts, and counts what comments hide."""

    __slots__ = ("_ignored", "_suppressions", "_used", "hidden")

    def __init__(self, suppressions: Sequence[Suppression], ignored: Container[str] = ()) -> None:
        self._suppressions = suppressions
        self._ignored = ignored
        self._used: set[tuple[Suppression, str]] = set()
        self.hidden: list[str] = []

    @property
    def named(self) -> Iterator[str]:
        """The codes that comments name."""
        return (code for suppression in self._suppressions for code in suppression.codes)

    def keep(self, problems: Iterable[tuple[Rule, Problem]]) -> list[tuple[Rule, Problem]]:
        """The problems that are left."""
        kept = []
        for rule, problem in problems:
            if rule.code in self._ignored:
                continue
            hiding = [s for s in self._suppressions if s.hides(rule.code, problem.span)]
            self._used.update((s, rule.code) for s in hiding)
            if hiding:
                self.hidden.append(rule.code)
            else:
                kept.append((rule, problem))
        return kept

    def unused(self, judged: Container[str]) -> list[tuple[Rule, Problem]]:
        """Problems for comments that hid nothing of the ``judged`` codes: those whose rules have run."""
        if not self._suppressions:
            return []
        left = [
            (suppression, code)
            for suppression in self._suppressions
            for code in suppression.codes
            if code in judged and code not in self._ignored and (suppression, code) not in self._used
        ]
        rule = load_rules()["CT191"]
        return [(rule, problem) for problem in unused_suppression(left)]
