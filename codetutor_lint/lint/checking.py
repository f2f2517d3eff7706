"""The check of a whole collection: files in, diagnostics and counts out; fixes written on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.corpus.collection import collect, document_from_bytes, found_by_name, read_document
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.whole import DatasetCheck
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR, SAFE, Diagnostic, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.walk import Found
    from codetutor_lint.lint.engine import Checked
    from codetutor_lint.lint.selection import Selection


class Outcome(NamedTuple):
    """What a check found; ``diff`` is filled when changes are shown instead of written."""

    diagnostics: list[Diagnostic]
    files: int
    suppressed: int
    fixed: int
    diff: str = ""

    @property
    def errors(self) -> int:
        return sum(diagnostic.severity == ERROR for diagnostic in self.diagnostics)

    @property
    def warnings(self) -> int:
        return len(self.diagnostics) - self.errors

    def summary(self) -> str:
        """One line for people: what was checked, found, fixed, suppressed."""
        parts = [f"checked {_count(self.files, 'file')}: "]
        if not self.diagnostics:
            parts.append("all clean")
        else:
            parts.append(
                ", ".join(_count(n, what) for n, what in ((self.errors, "error"), (self.warnings, "warning")) if n)
            )
        if self.fixed:
            parts.append(f", {self.fixed} fixed")
        if self.suppressed:
            parts.append(f", {self.suppressed} suppressed")
        fixable = sum(1 for d in self.diagnostics if d.fix and d.fix.applicability == SAFE)
        if fixable:
            parts.append(f" ({fixable} fixable with --fix)")
        return "".join(parts)


def check(
    config: Config,
    selection: Selection,
    paths: Iterable[Path] = (),
    *,
    fix: bool = False,
    unsafe: bool = False,
    diff: bool = False,
    linter: Linter | None = None,
) -> Outcome:
    """Check the files under ``paths`` (default: all examples); fix them in place, or show how.

    Raises UsageError for a path that does not exist or can't be written.
    """
    linter = linter or Linter(config, selection)
    found = collect(config, paths)
    linter.prepare(found)
    whole = DatasetCheck(config, linter)
    diagnostics: list[Diagnostic] = []
    suppressed = fixed = 0
    diffs = []
    for item in found:
        if fix or diff:
            result = _fix_file(linter, item, unsafe=unsafe, diff=diff)
            checked, count, text = result
            fixed += count
            diffs.append(text)
        else:
            checked = linter.check(item)
        diagnostics += checked.diagnostics
        suppressed += checked.suppressed
        whole.add(item, checked.facts)
    judged = whole.run()
    diagnostics = sorted(diagnostics + judged.diagnostics, key=sort_key)
    return Outcome(diagnostics, len(found), suppressed + judged.suppressed, fixed, "".join(diffs))


def check_text(
    config: Config,
    selection: Selection,
    content: bytes,
    filename: Path,
    *,
    fix: bool = False,
    unsafe: bool = False,
    linter: Linter | None = None,
) -> tuple[Outcome, bytes]:
    """Check one text from standard input as if it were ``filename``; also return it fixed.

    With ``fix`` the outcome is that of the fixed text.
    """
    linter = linter or Linter(config, selection)
    found = found_by_name(config, filename)
    document = document_from_bytes(found, content)
    relative = linter.relative(found.path)
    from codetutor_lint.lint.fixer import fix_document

    result = fix_document(linter, document, relative, unsafe=unsafe)
    fixed = result.content.encode() if result.applied else content
    if fix:
        document = document_from_bytes(found, fixed)
    checked = linter.check_document(document, relative)
    whole = DatasetCheck(config, linter)
    whole.add(found, checked.facts, document)
    judged = whole.run()
    diagnostics = sorted(checked.diagnostics + judged.diagnostics, key=sort_key)
    suppressed = checked.suppressed + judged.suppressed
    return Outcome(diagnostics, 1, suppressed, result.applied if fix else 0), fixed


def _fix_file(linter: Linter, item: Found, *, unsafe: bool, diff: bool) -> tuple[Checked, int, str]:
    from codetutor_lint.lint.fixer import fix_document, write_text

    document = read_document(item)
    relative = linter.relative(item.path)
    result = fix_document(linter, document, relative, unsafe=unsafe)
    if not result.applied:
        return result.checked, 0, ""
    if diff:
        return (
            linter.check_document(document, relative),
            0,
            unified_diff(item.shown, document.source.rewrite([]), result.content),
        )
    try:
        write_text(item.path, result.content)
    except OSError as error:
        raise UsageError(f"{item.shown}: can't be written: {error.strerror}") from None
    return result.checked, result.applied, ""


def unified_diff(name: str, before: str, after: str) -> str:
    """A unified diff of two texts, as ``diff -u`` would print it."""
    from difflib import unified_diff as diff

    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in diff(_lines(before), _lines(after), name, name)
    )


def _lines(text: str) -> list[str]:
    """The lines with their ends; ``str.splitlines`` would split at more than line feeds."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
