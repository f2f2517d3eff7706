"""Applying fixes: re-read before they are written, refused if they make anything worse."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.rules.diagnostic import ERROR, SAFE, Diagnostic

if TYPE_CHECKING:
    from codetutor_lint.lint.engine import Checked, Linter
    from codetutor_lint.rules.diagnostic import PlacedFix

MAX_ROUNDS = 20


class Fixed(NamedTuple):
    """A document after fixing: its text as it is to be written, what remains, and how much was fixed."""

    content: str
    checked: Checked
    applied: int


def fix_document(linter: Linter, document: Document, relative: str = "", *, unsafe: bool = False) -> Fixed:
    """Apply fixes until none is left that helps; nothing is written."""
    raw = document.source.rewrite([])
    checked = linter.check_document(document, relative)
    count = 0
    refused: set[tuple[str, str]] = set()
    for _ in range(MAX_ROUNDS):
        step = _one_round(linter, document, checked, relative, unsafe, refused)
        if step is None:
            break
        document, checked, applied = step
        raw = document.source.rewrite([])
        count += applied
    return Fixed(raw, checked, count)


def write_text(path: str, text: str) -> None:
    """Replace a file's content in one step, keeping its mode; raises OSError."""
    folder = os.path.dirname(path) or "."  # noqa: PTH120
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".codetutor-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)  # noqa: PTH101, PTH116
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        os.unlink(temporary)  # noqa: PTH108
        raise


def _one_round(
    linter: Linter, document: Document, checked: Checked, relative: str, unsafe: bool, refused: set[tuple[str, str]]
) -> tuple[Document, Checked, int] | None:
    fixes = [d for d in checked.diagnostics if d.fix and (unsafe or d.fix.applicability == SAFE)]
    fixes = [d for d in fixes if (d.code, d.message) not in refused]
    chosen = _compatible(fixes)
    if not chosen:
        return None
    for batch in [chosen] if len(chosen) == 1 else [chosen, *([one] for one in chosen)]:
        edited = _apply(document, [d.fix for d in batch if d.fix])
        after = linter.check_document(edited, relative)
        if not _worse(document, checked, edited, after):
            return edited, after, len(batch)
        if len(batch) == 1:
            refused.add((batch[0].code, batch[0].message))
    return _one_round(linter, document, checked, relative, unsafe, refused)


def _compatible(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, first come first served, whose edits don't touch each other."""
    chosen: list[Diagnostic] = []
    taken: list[tuple[int, int]] = []
    for diagnostic in diagnostics:
        spans = [(edit.span.start, edit.span.end) for edit in diagnostic.fix.edits] if diagnostic.fix else []
        if all(end < start or other_end < begin for start, end in spans for begin, other_end in taken):
            chosen.append(diagnostic)
            taken += spans
    return chosen


def _apply(document: Document, fixes: list[PlacedFix]) -> Document:
    edits = sorted((edit.span.start, edit.span.end, edit.content) for fix in fixes for edit in fix.edits)
    return Document(Source(document.source.path, document.source.rewrite(edits)), document.id)


def _worse(before: Document, was: Checked, after: Document, now: Checked) -> bool:
    """Whether a fix did harm: nothing changed, the file no longer parses, or errors of a new kind appear.

    While a file does not parse, what the deeper rules would say of it is unknown, so that only the
    parser's progress counts.
    """
    if before.source.text == after.source.text:
        return True
    if before.data is None:
        return (
            after.data is None
            and _first_fault(after) <= _first_fault(before)
            and len(now.diagnostics) >= len(was.diagnostics)
        )
    if after.data is None:
        return True
    if was.example is None:
        return len(_errors(now)) > len(_errors(was)) and now.example is None
    return now.example is None or len(_errors(now)) > len(_errors(was))


def _first_fault(document: Document) -> int:
    return min((fault.span.start for fault in document.faults), default=len(document.source.text))


def _errors(checked: Checked) -> list[Diagnostic]:
    return [diagnostic for diagnostic in checked.diagnostics if diagnostic.severity == ERROR]
