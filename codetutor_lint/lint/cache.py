"""What the rules said of files that have not changed since, and of the dataset if its facts have not."""

from __future__ import annotations

import marshal
import os
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from codetutor_lint.cache_folder import check_folder, entry_name, identity, read_entry, stamp, write_entry
from codetutor_lint.corpus.collection import document_from_bytes
from codetutor_lint.corpus.facts import Facts
from codetutor_lint.corpus.questions import questions_file
from codetutor_lint.lint.engine import Checked, Linter
from codetutor_lint.model.document import MAX_BYTES
from codetutor_lint.model.source import Location, Span
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import Diagnostic, PlacedEdit, PlacedFix, Problem, Seen, SharedProblem

if TYPE_CHECKING:
    from codetutor_lint.config import Config
    from codetutor_lint.corpus.dataset import Dataset
    from codetutor_lint.corpus.walk import Found
    from codetutor_lint.lint.selection import Selection
    from codetutor_lint.rules.registry import Rule

_KIND = "files"


class _Entry(NamedTuple):
    """One file: how it was found, its status (None if it was too young), its content's digest, and what was said."""

    found: tuple[Any, ...]
    stamp: tuple[int, ...] | None
    digest: bytes
    diagnostics: tuple[Any, ...]
    suppressed: int
    facts: tuple[Any, ...] | None

    def checked(self) -> Checked:
        facts = Facts(*self.facts) if self.facts is not None else None
        return Checked([_diagnostic(fields) for fields in self.diagnostics], self.suppressed, None, facts)


class CachedLinter(Linter):
    """A linter that remembers, in the cache folder of the configuration. What it gives has no examples.

    A file counts as unchanged if its status is the same and was not young when it was read, or else
    if its content is the same.
    """

    def __init__(self, config: Config, selection: Selection) -> None:
        super().__init__(config, selection)
        self._folder = check_folder(config.root_path)
        chosen = (sorted(selection.codes), sorted(selection.ignored))
        self._name = entry_name(_KIND, (config.root_path, chosen))
        per_file = [(pattern, sorted(codes)) for pattern, codes in selection.per_file]
        self._key = repr((identity(), os.getcwd(), config, chosen, per_file))  # noqa: PTH109
        kept = read_entry(self._folder, self._name, self._key)
        files, self._said = kept if isinstance(kept, tuple) else ({}, None)
        self._files: dict[str, _Entry] = {path: _Entry(*fields) for path, fields in files.items()}
        self._questions = questions_file(config)
        self._is_changed = False

    def check(self, found: Found) -> Checked:
        """Check one file, unless it is known what would be said of it."""
        entry = self._known(found)
        if entry is not None:
            return entry.checked()
        read = None if found.foreign else _read(found.path)
        if read is None:
            return super().check(found)
        before, content = read
        digest = sha256(content).digest()
        entry = self._files.get(found.path)
        if entry is not None and (entry.found, entry.digest) == (tuple(found), digest):
            checked = entry.checked()
            entry = entry._replace(stamp=before)
        else:
            checked = self.check_document(document_from_bytes(found, content), self.relative(found.path))
            said = tuple(map(_plain, checked.diagnostics))
            entry = _Entry(tuple(found), before, digest, said, checked.suppressed, _plain(checked.facts))
        self._is_changed |= self._files.get(found.path) != entry
        self._files[found.path] = entry
        return checked

    def facts(self, found: Found) -> Facts | None:
        """The facts of a file that is not checked itself."""
        entry = self._known(found)
        if entry is not None and entry.facts is not None:
            return Facts(*entry.facts)
        return super().facts(found)

    def on_dataset(self, dataset: Dataset) -> list[tuple[Rule, Problem | SharedProblem]]:
        """What the dataset rules say: it depends on the facts, the configuration and the examination's questions."""
        key = self._dataset_key(dataset)
        rules = {rule.code: rule for rule in self.dataset_rules}
        if self._said and self._said[0] == key:
            return [(rules[code], _problem(kind, fields)) for code, kind, fields in self._said[1]]
        problems = super().on_dataset(dataset)
        if all(isinstance(problem, SharedProblem) or not (problem.source or problem.fix) for _, problem in problems):
            said = [(rule.code, type(problem).__name__, _plain(problem)) for rule, problem in problems]
            self._said = (key, said)
            self._is_changed = True
        return problems

    def keep(self) -> None:
        """Write what was learned; files that are gone are forgotten."""
        if self._is_changed:
            files = {path: tuple(entry) for path, entry in self._files.items() if os.path.lexists(path)}
            write_entry(self._folder, self._name, self._key, (files, self._said))

    def _known(self, found: Found) -> _Entry | None:
        """The entry of a file whose status has not changed."""
        entry = self._files.get(found.path)
        if entry is None or entry.stamp is None or entry.found != tuple(found):
            return None
        try:
            return entry if stamp(os.stat(found.path)) == entry.stamp else None  # noqa: PTH116
        except OSError:
            return None

    def _dataset_key(self, dataset: Dataset) -> bytes:
        facts = [_plain(facts) for facts in dataset.facts]
        try:
            with open(self._questions, "rb") as file:  # noqa: PTH123
                questions = file.read()
        except OSError as error:
            questions = repr(error).encode()
        digest = sha256(marshal.dumps((facts, dataset.is_whole), 2))
        digest.update(questions)
        return digest.digest()


def _read(path: str) -> tuple[tuple[int, ...] | None, bytes] | None:
    """A file's status before it was read, and its content; None if it can't be read, or not whole."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            before = stamp(os.fstat(file.fileno()))
            content = file.read(MAX_BYTES + 1)
    except OSError:
        return None
    return (before, content) if len(content) <= MAX_BYTES else None


def _plain(value: Any) -> Any:
    """A value made of nothing but what ``marshal`` writes: no named tuples, no texts with places."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return str(value) if isinstance(value, str) else value


def _diagnostic(fields: tuple[Any, ...]) -> Diagnostic:
    diagnostic = Diagnostic(*fields)
    fix = diagnostic.fix
    return diagnostic._replace(
        location=Location(*diagnostic.location),
        end_location=Location(*diagnostic.end_location),
        span=Span(*diagnostic.span),
        fix=PlacedFix(fix[0], tuple(map(_edit, fix[1])), fix[2]) if fix else None,
    )


def _edit(fields: tuple[Any, ...]) -> PlacedEdit:
    content, span, start, end = fields
    return PlacedEdit(content, Span(*span), Location(*start), Location(*end))


def _problem(kind: str, fields: tuple[Any, ...]) -> Problem | SharedProblem:
    if kind == SharedProblem.__name__:
        return SharedProblem(tuple(Seen(*seen) for seen in fields[0]), *fields[1:])
    return Problem(Span(*fields[0]), *fields[1:])
