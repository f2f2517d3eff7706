"""The check of the dataset as a whole, once its files have been checked one by one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from codetutor_lint.config import FILE
from codetutor_lint.corpus.collection import collect, read_document
from codetutor_lint.corpus.dataset import Dataset
from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.lint.suppression import Sieve
from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import Diagnostic, Problem, Seen, SharedProblem, place
from codetutor_lint.rules.suppressions import find_suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.facts import Facts
    from codetutor_lint.corpus.walk import Found
    from codetutor_lint.lint.engine import Linter
    from codetutor_lint.model.document import Document
    from codetutor_lint.rules.registry import Rule


class Judged(NamedTuple):
    """What the dataset rules found, and how much of it comments suppress."""

    diagnostics: list[Diagnostic]
    suppressed: int


class _File(NamedTuple):
    """A file of the dataset; ``document`` is given where it is not what is on disk."""

    found: Found
    facts: Facts | None
    document: Document | None
    checked: bool


class DatasetCheck:
    """Gathers the facts of files as they are checked, and runs the dataset rules over the whole root.

    The root is the configuration's, or else what was named instead of it. Files that were not
    checked are read for their facts only, and a finding is reported if it touches one that was.
    """

    def __init__(self, config: Config, linter: Linter) -> None:
        self._config = config
        self._linter = linter
        self._files: dict[str, _File] = {}
        self._sieves: dict[str, Sieve] = {}
        self._suppressed = 0

    def add(self, found: Found, facts: Facts | None, document: Document | None = None) -> None:
        """Take in a file that was checked; ``document`` if its text is not what is on disk."""
        if self._linter.dataset_rules and found.in_root:
            self._files.setdefault(found.id, _File(found, facts, document, checked=True))

    def run(self) -> Judged:
        """Run the dataset rules, after all files have been added."""
        if not self._linter.dataset_rules or not self._files:
            return Judged([], 0)
        in_root = self._add_rest()
        facts = [file.facts for file in self._files.values() if file.facts is not None]
        dataset = Dataset(self._config, facts, is_whole=len(facts) == len(self._files))
        whole = in_root and all(file.checked for file in self._files.values())
        diagnostics: list[Diagnostic] = []
        for rule, problem in self._linter.on_dataset(dataset):
            if isinstance(problem, SharedProblem):
                diagnostics += self._place_shared(rule, problem)
            elif whole:
                diagnostics.append(self._place_other(rule, problem))
        diagnostics += self._unused()
        return Judged(diagnostics, self._suppressed)

    def _add_rest(self) -> bool:
        """Read the rest of the configuration's root if a file under it was checked; tell whether that is so."""
        root = os.path.abspath(self._config.examples_path) + os.sep  # noqa: PTH100 (links must not be resolved)
        inside = {identity: file for identity, file in self._files.items() if file.found.path.startswith(root)}
        if not inside:
            return False
        self._files = inside
        if os.path.isdir(self._config.examples_path):  # noqa: PTH112
            for found in collect(self._config):
                if found.in_root and found.id not in inside:
                    inside[found.id] = _File(found, self._linter.facts(found), None, checked=False)
        return True

    def _place_shared(self, rule: Rule, problem: SharedProblem) -> Iterator[Diagnostic]:
        """The finding as seen from the last of its examples that was checked, unless one of them accepts it."""
        checked = [seen for seen in problem.seen if self._files[seen.example].checked]
        if checked and not self._is_accepted(rule, problem):
            document = self._document(checked[-1].example)
            view = _view(problem, checked[-1], document)
            yield place(view, rule.code, rule.name, rule.severity, document.source)

    def _is_accepted(self, rule: Rule, problem: SharedProblem) -> bool:
        """Whether a comment or the configuration accepts a finding in one of its examples."""
        hidden = ignored = False
        for seen in problem.seen:
            file = self._files[seen.example]
            if rule.code in self._linter.ignored(file.found.path):
                ignored = True
            elif file.facts and rule.code in file.facts.suppressed:
                view = _view(problem, seen, self._document(seen.example))
                hidden |= not self._sieve(seen.example).keep([(rule, view)])
        self._suppressed += hidden
        return hidden or ignored

    def _place_other(self, rule: Rule, problem: Problem) -> Diagnostic:
        """A finding about the whole stands at the start of the configuration."""
        file = self._config.file or self._config.root / FILE
        source = problem.source or Source(shown_path(str(file)), "")
        return place(problem, rule.code, rule.name, rule.severity, source)

    def _unused(self) -> Iterator[Diagnostic]:
        """Comments of the checked files that name a dataset rule and hid nothing of it."""
        judged = frozenset(rule.code for rule in self._linter.dataset_rules)
        for identity, file in self._files.items():
            if file.checked and file.facts and judged.intersection(file.facts.suppressed):
                for rule, problem in self._sieve(identity).unused(judged):
                    if rule.code in self._linter.selection.codes:
                        yield place(problem, rule.code, rule.name, rule.severity, self._document(identity).source)

    def _sieve(self, identity: str) -> Sieve:
        if identity not in self._sieves:
            file = self._files[identity]
            suppressions = find_suppressions(self._document(identity))
            self._sieves[identity] = Sieve(suppressions, self._linter.ignored(file.found.path))
        return self._sieves[identity]

    def _document(self, identity: str) -> Document:
        file = self._files[identity]
        return file.document or read_document(file.found)


def _view(problem: SharedProblem, seen: Seen, document: Document) -> Problem:
    return Problem(_span(document, seen.key), seen.message, problem.help, severity=problem.severity)


def _span(document: Document, key: tuple[str | int, ...]) -> Span:
    """Where a finding about a key's value stands: a text's first line, a mapping's key, else the whole value.

    A finding about no key stands at the start of the file.
    """
    if not key:
        return Span(0, 0)
    value: Any = document.data
    for part in key:
        value = value[part]
    if isinstance(value, Text) and value.literal:
        return value.at(0)
    if isinstance(value, dict):
        return document.key_span(*(str(part) for part in key))
    return document.value_span(*key)
