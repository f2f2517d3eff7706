"""Running rules over documents, and deciding what is reported."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from codetutor_lint.corpus.collection import read_document
from codetutor_lint.model.answer import answer_of
from codetutor_lint.model.example import Example
from codetutor_lint.rules.diagnostic import Diagnostic, Problem, place, sort_key
from codetutor_lint.rules.registry import ANSWER, DOCUMENT, EXAMPLE, Rule, is_structural, load_rules
from codetutor_lint.rules.suppressions import CUE, Suppression, find_suppressions, unused_suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.collection import Found
    from codetutor_lint.lint.selection import Selection
    from codetutor_lint.model.document import Document


class Checked(NamedTuple):
    """What the rules say of one document; ``example`` is None unless its shape and structure are right."""

    diagnostics: list[Diagnostic]
    suppressed: int
    example: Example | None


class Linter:
    """The rules in force, ready to run on one document after the other."""

    def __init__(self, config: Config, selection: Selection) -> None:
        self.selection = selection
        self._root = str(config.root)
        rules = load_rules().values()
        self._document = _on(rules, DOCUMENT)
        self._structure = [rule for rule in _on(rules, ANSWER) if is_structural(rule.code)]
        chosen = [rule for rule in rules if rule.code in selection.codes or is_structural(rule.code)]
        self._answer = [rule for rule in _on(chosen, ANSWER) if not is_structural(rule.code)]
        self._example = _on(chosen, EXAMPLE)

    def check(self, found: Found) -> Checked:
        """Read and check one file."""
        return self.check_document(read_document(found), self.relative(found.path))

    def relative(self, path: str) -> str:
        """A path as ``per-file-ignores`` names it."""
        return os.path.relpath(path, self._root).replace(os.sep, "/") if self.selection.per_file else path

    def check_document(self, document: Document, relative: str = "") -> Checked:
        """Check a document: shape first, then structure, then all else; a broken stage silences the next."""
        problems, example = self._problems(document)
        kept, suppressed = self._keep(document, problems, relative)
        diagnostics = [place(problem, rule.code, rule.name, rule.severity, document.source) for rule, problem in kept]
        if len(diagnostics) > 1:
            diagnostics.sort(key=sort_key)
        return Checked(diagnostics, suppressed, example)

    def _problems(self, document: Document) -> tuple[list[tuple[Rule, Problem]], Example | None]:
        problems = [(rule, problem) for rule in self._document for problem in rule.check(document)]
        answer = answer_of(document)
        if answer is None:
            return problems, None
        problems += [(rule, problem) for rule in self._structure for problem in rule.check(answer)]
        if problems:
            return problems, None
        example = Example(document, answer)
        deeper = _run(self._answer, answer)
        deeper += _run(self._example, example)
        broken = any(is_structural(rule.code) for rule, _ in deeper)
        return deeper, None if broken else example

    def _keep(
        self, document: Document, problems: list[tuple[Rule, Problem]], relative: str
    ) -> tuple[list[tuple[Rule, Problem]], int]:
        ignored = self.selection.ignored_in(relative) if self.selection.per_file else frozenset()
        codes = self.selection.codes - ignored
        kept = [(rule, problem) for rule, problem in problems if rule.code in codes]
        if CUE not in document.source.text:
            return kept, 0
        return _suppress(find_suppressions(document), kept, codes)


def _run(rules: list[Rule], subject: Any) -> list[tuple[Rule, Problem]]:
    return [(rule, problem) for rule in rules for problem in rule.check(subject)]


def _on(rules: Iterable[Rule], kind: str) -> list[Rule]:
    return [rule for rule in rules if rule.on == kind]


def _suppress(
    suppressions: list[Suppression], problems: list[tuple[Rule, Problem]], codes: frozenset[str]
) -> tuple[list[tuple[Rule, Problem]], int]:
    """Split problems by what comments hide, and report the comments that hide nothing."""
    used: set[tuple[Suppression, str]] = set()
    kept = []
    for rule, problem in problems:
        hiding = [s for s in suppressions if s.hides(rule.code, problem.span)]
        used.update((s, rule.code) for s in hiding)
        if not hiding:
            kept.append((rule, problem))
    suppressed = len(problems) - len(kept)
    unused = [(s, code) for s in suppressions for code in s.codes if (s, code) not in used and code in codes]
    rule = load_rules()["CT191"]
    kept += [(rule, problem) for problem in unused_suppression(unused) if rule.code in codes]
    return kept, suppressed


def check_all(linter: Linter, found: Iterable[Found]) -> Iterator[Checked]:
    """Check file after file; nothing is kept of one when the next begins."""
    for item in found:
        yield linter.check(item)
