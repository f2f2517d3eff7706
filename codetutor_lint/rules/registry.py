"""All rules, by code.

A rule is a generator function on a document, an answer, an example or a dataset. Its name is its
kebab-case name, its docstring its page. To add one, write the function in its family's module and
a page of cases in ``tests/rules/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR, Problem, SharedProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Check = TypeVar("Check", bound="Callable[[Any], Iterator[Problem | SharedProblem]]")

DOCUMENT = "document"
ANSWER = "answer"
EXAMPLE = "example"
DATASET = "dataset"
RUN = "run"
SUPPRESSION = "suppression"


class Rule(NamedTuple):
    """One rule. ``on`` is the type it runs on; ``fixable`` tells whether it ever brings a fix."""

    code: str
    name: str
    on: str
    severity: str
    fixable: bool
    check: Callable[[Any], Iterator[Any]]

    @property
    def page(self) -> str:
        """The rule's documentation: its docstring, without indentation."""
        from inspect import cleandoc

        return cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.split("\n", 1)[0]


RULES: dict[str, Rule] = {}
FAMILIES = {
    "CT1": "shape: files, YAML, keys",
    "CT2": "structure: the seven steps",
    "CT3": "teaching: prose, analogy, mistakes, task",
    "CT4": "code: fences, flags, syntax, what running finds",
    "CT5": "safety: secrets, personal data, hidden Unicode, control tokens",
    "CT6": "mode and level",
    "CT7": "dataset: duplicates, leaks, families, coverage",
}


def rule(code: str, *, on: str, severity: str = ERROR, fixable: bool = False) -> Callable[[Check], Check]:
    """Register a generator function as the rule ``code``."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"{code} is taken by {RULES[code].name}")
        name = check.__name__.replace("_", "-")
        RULES[code] = Rule(code, name, on, severity, fixable, check)
        return check

    return register


def is_structural(code: str) -> bool:
    """Whether a finding of this code keeps the deeper rules silent."""
    return code.startswith(("CT1", "CT2"))


def load_rules() -> dict[str, Rule]:
    """Import every family's module, and return the rules by code, sorted."""
    if not _LOADED:
        from importlib import import_module

        for family in _MODULES:
            import_module(f"codetutor_lint.rules.{family}")
        in_order = sorted(RULES.items())
        RULES.clear()
        RULES.update(in_order)
        _LOADED.append(True)
    return RULES


_MODULES = (
    "files",
    "yaml_syntax",
    "keys",
    "values",
    "suppressions",
    "structure",
    "bodies",
    "fences",
    "code_syntax",
    "running",
    "wording",
    "teaching",
    "lengths",
    "mistakes",
    "mode_level",
    "beginner_mode",
    "safety",
    "unicode",
    "duplicates",
    "dataset",
)
_LOADED: list[bool] = []
