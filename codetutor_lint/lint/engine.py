"""Running rules over documents, and deciding what is reported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from codetutor_lint.corpus.collection import read_document
from codetutor_lint.corpus.facts import facts_of
from codetutor_lint.lint.suppression import Sieve
from codetutor_lint.model.answer import answer_of
from codetutor_lint.model.example import Example
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import Diagnostic, Problem, SharedProblem, place, sort_key
from codetutor_lint.rules.duplicates import COMPARING_TEXT
from codetutor_lint.rules.registry import ANSWER, DATASET, DOCUMENT, EXAMPLE, Rule, is_structural, load_rules
from codetutor_lint.rules.shape import has_shape
from codetutor_lint.rules.suppressions import find_suppressions, has_comments
from codetutor_lint.rules.surely_clean import is_surely_clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.dataset import Dataset
    from codetutor_lint.corpus.facts import Facts
    from codetutor_lint.corpus.walk import Found
    from codetutor_lint.lint.selection import Selection
    from codetutor_lint.model.document import Document


class Checked(NamedTuple):
    """What the rules say of one document.

    ``example`` is None unless its shape is whole and nothing is wrong with its structure but what a
    comment or the configuration accepts. ``facts`` is what the dataset rules need to know of it, if
    any is in force.
    """

    diagnostics: list[Diagnostic]
    suppressed: int
    example: Example | None
    facts: Facts | None = None


class Linter:
    """The rules in force, ready to run on one document after the other."""

    def __init__(self, config: Config, selection: Selection) -> None:
        self.selection = selection
        self._root = config.root_path
        rules = load_rules().values()
        self._document = _on(rules, DOCUMENT)
        self._structure = [rule for rule in _on(rules, ANSWER) if is_structural(rule.code)]
        chosen = [rule for rule in rules if rule.code in selection.codes or is_structural(rule.code)]
        self._answer = [rule for rule in _on(chosen, ANSWER) if not is_structural(rule.code)]
        self._example = _on(chosen, EXAMPLE)
        self._structural = [rule for rule in self._example if is_structural(rule.code)]
        self.dataset_rules = _on(chosen, DATASET)
        self._compares_text = any(rule.code in COMPARING_TEXT for rule in self.dataset_rules)
        self._shape_codes = frozenset(rule.code for rule in (*self._document, *self._structure))
        self.deeper_codes = frozenset(rule.code for rule in (*self._answer, *self._example))
        self._all_codes = self._shape_codes | self.deeper_codes

    def prepare(self, found: Iterable[Found]) -> None:
        """Called with all files before they are checked one by one."""

    def check(self, found: Found) -> Checked:
        """Read and check one file."""
        return self.check_document(read_document(found), self.relative(found.path))

    def facts(self, found: Found) -> Facts | None:
        """What the dataset rules need to know of a file that is not checked itself; None if it is broken."""
        document = read_document(found)
        sieve = self._sieve(document, self.relative(found.path))
        example = self._shape(document, sieve)[1]
        if example is not None and sieve.keep(_run(self._structural, example)):
            example = None
        return self._facts(example, sieve)

    def ignored(self, path: str) -> frozenset[str]:
        """The codes that the configuration accepts in a file."""
        return self.selection.ignored_in(self.relative(path))

    def relative(self, path: str) -> str:
        """A path as ``per-file-ignores`` names it."""
        return os.path.relpath(path, self._root).replace(os.sep, "/") if self.selection.per_file else path

    def check_document(self, document: Document, relative: str = "") -> Checked:
        """Check a document: shape first, then structure, then all else; a broken stage silences the next."""
        sieve = self._sieve(document, relative)
        problems, example = self._shape(document, sieve)
        judged = self._shape_codes
        if example is not None:
            problems = sieve.keep(self.deeper(example))
            judged = self._all_codes
            if problems and any(is_structural(rule.code) for rule, _ in problems):
                example = None
        problems += sieve.unused(judged)
        facts = self._facts(example, sieve)
        if not problems and not sieve.hidden:
            return Checked([], 0, example, facts)
        codes = self.selection.codes
        diagnostics = [
            place(problem, rule.code, rule.name, rule.severity, document.source)
            for rule, problem in problems
            if rule.code in codes
        ]
        diagnostics.sort(key=sort_key)
        return Checked(diagnostics, sum(code in codes for code in sieve.hidden), example, facts)

    def example_in(self, document: Document, relative: str = "") -> Example | None:
        """The example in a document, unless its shape or structure is broken."""
        return self._shape(document, self._sieve(document, relative))[1]

    def deeper(self, example: Example) -> list[tuple[Rule, Problem]]:
        """What the rules beyond shape and structure say; their codes are ``deeper_codes``."""
        return [*_run(self._answer, example.answer), *_run(self._example, example)]

    def on_dataset(self, dataset: Dataset) -> list[tuple[Rule, Problem | SharedProblem]]:
        """What the dataset rules say of the dataset as a whole."""
        return [(rule, problem) for rule in self.dataset_rules for problem in rule.check(dataset)]

    def _sieve(self, document: Document, relative: str) -> Sieve:
        """What keeps a file from being an example at all can't be suppressed by a comment in it."""
        suppressions = find_suppressions(document) if has_comments(document) and has_shape(document) else ()
        return Sieve(suppressions, self.selection.ignored_in(relative))

    def _shape(self, document: Document, sieve: Sieve) -> tuple[list[tuple[Rule, Problem]], Example | None]:
        answer = answer_of(document)
        if answer is not None and is_surely_clean(document, answer):
            return [], Example(document, answer)
        problems = _run(self._document, document)
        if answer is not None:
            problems += _run(self._structure, answer)
        problems = sieve.keep(problems)
        whole = answer is not None and not problems and has_shape(document)
        return problems, Example(document, answer) if whole and answer is not None else None

    def _facts(self, example: Example | None, sieve: Sieve) -> Facts | None:
        if example is None or not self.dataset_rules:
            return None
        return facts_of(example, sieve.named, with_text=self._compares_text)


def _run(rules: list[Rule], subject: Any) -> list[tuple[Rule, Problem]]:
    return [(rule, problem) for rule in rules for problem in rule.check(subject)]


def _on(rules: Iterable[Rule], kind: str) -> list[Rule]:
    return [rule for rule in rules if rule.on == kind]
