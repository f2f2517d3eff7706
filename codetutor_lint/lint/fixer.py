"""Applying fixes: re-read before they are written, refused if they make anything worse."""

from __future__ import annotations

import os
import tempfile
from bisect import bisect, insort
from collections import Counter
from typing import TYPE_CHECKING

from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import ERROR, SAFE, Diagnostic
from codetutor_lint.rules.yaml_lines import KNOWN_KEYS

if TYPE_CHECKING:
    from codetutor_lint.lint.engine import Checked, Linter

# More than any real file needs; a hostile one must not keep the fixer busy.
MAX_ROUNDS = 100


class Fixed(NamedTuple):
    """A document after fixing: its text as it is to be written, what remains, and how much was fixed."""

    content: str
    checked: Checked
    applied: int


def fix_document(linter: Linter, document: Document, relative: str = "", *, unsafe: bool = False) -> Fixed:
    """Apply fixes until none is left that helps; nothing is written."""
    fixing = _Fixing(linter, document, relative, unsafe)
    for _ in range(MAX_ROUNDS):
        batch = fixing.open_fixes()
        if not batch:
            break
        fixing.try_batch(batch)
    return Fixed(fixing.document.source.rewrite([]), fixing.checked, fixing.applied)


def write_text(path: str, text: str) -> None:
    """Replace a file's content in one step, keeping its mode; raises OSError."""
    path = os.path.realpath(path)
    folder = os.path.dirname(path)  # noqa: PTH120
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".codetutor-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.chmod(temporary, os.stat(path).st_mode & 0o7777)  # noqa: PTH101, PTH116
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        os.unlink(temporary)  # noqa: PTH108
        raise


class _Fixing:
    """A document on its way: what it is now, what is found in it, and which fixes did harm."""

    def __init__(self, linter: Linter, document: Document, relative: str, unsafe: bool) -> None:
        self.document = document
        self.checked = linter.check_document(document, relative)
        self.applied = 0
        self._linter = linter
        self._relative = relative
        self._unsafe = unsafe
        self._refused: set[tuple[str, str, str]] = set()

    def open_fixes(self) -> list[Diagnostic]:
        """The findings whose fixes can be applied together, first come first served."""
        chosen = []
        taken: list[tuple[int, int]] = []
        for diagnostic in self.checked.diagnostics:
            fix = diagnostic.fix
            if fix and (self._unsafe or fix.applicability == SAFE) and _identity(diagnostic) not in self._refused:
                spans = [(edit.span.start, edit.span.end) for edit in fix.edits]
                if all(_is_free(span, taken) for span in spans):
                    chosen.append(diagnostic)
                    for span in spans:
                        insort(taken, span)
        return chosen

    def try_batch(self, batch: list[Diagnostic]) -> None:
        """Apply the batch, or the part of it that does no harm."""
        edited = _apply(self.document, batch)
        checked = self._linter.check_document(edited, self._relative)
        if not _worse(self.document, self.checked, edited, checked):
            self.document, self.checked = edited, checked
            self.applied += len(batch)
        elif len(batch) == 1:
            self._refused.add(_identity(batch[0]))
        else:
            self.try_batch(batch[: len(batch) // 2])


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What a finding is known by while other fixes move it about."""
    return diagnostic.code, diagnostic.message, diagnostic.excerpt


def _is_free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether a span touches none of the disjoint ``taken``."""
    at = bisect(taken, span)
    return (at == 0 or taken[at - 1][1] < span[0]) and (at == len(taken) or span[1] < taken[at][0])


def _apply(document: Document, diagnostics: list[Diagnostic]) -> Document:
    edits = sorted(
        (edit.span.start, edit.span.end, edit.content)
        for diagnostic in diagnostics
        for edit in (diagnostic.fix.edits if diagnostic.fix else ())
    )
    source = Source(document.source.path, document.source.rewrite(edits))
    return Document(source, document.id, in_root=document.in_root)


def _worse(before: Document, was: Checked, after: Document, now: Checked) -> bool:
    """Whether a fix did harm or nothing at all.

    While a file does not parse, what the deeper rules would say of it is unknown, so that only the
    parser's progress counts. While its structure is broken, one error may make room for another, but
    no key may be lost.
    """
    if before.source.text == after.source.text:
        return True
    if before.data is None:
        progress = _unread(after) < _unread(before) or len(now.diagnostics) < len(was.diagnostics)
        return after.data is None and not progress
    if after.data is None or not _keys(before) <= _keys(after):
        return True
    if was.example is None:
        return now.example is None and _errors(now).total() > _errors(was).total()
    return now.example is None or bool(_errors(now) - _errors(was))


def _keys(document: Document) -> set[str]:
    """The keys and steps of an example that a document has."""
    return {name for path in ((), ("answer",)) for name, _ in document.keys_at(*path) if name in KNOWN_KEYS}


def _unread(document: Document) -> int:
    """How much text stands behind the place where the parser gave up."""
    return len(document.source.text) - min((fault.span.start for fault in document.faults), default=0)


def _errors(checked: Checked) -> Counter[str]:
    """The number of errors by code."""
    return Counter(diagnostic.code for diagnostic in checked.diagnostics if diagnostic.severity == ERROR)
