"""Turning answers from elsewhere into draft example files: whole ones or none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.lint.drafts import Draft, draft_text
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import fix_document
from codetutor_lint.lint.import_rows import BadRow, Row, read_rows
from codetutor_lint.lint.inference import infer_kind, infer_language, infer_level, infer_topic, slug_of
from codetutor_lint.lint.new_file import path_of, schema_comment, write_new
from codetutor_lint.lint.selection import Selection
from codetutor_lint.model.answer import parse
from codetutor_lint.model.document import MAX_BYTES, Document
from codetutor_lint.model.languages import LANGUAGES
from codetutor_lint.model.modes import DEFAULT_MODE, detect_mode, split_mode_tag
from codetutor_lint.model.source import Source
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import shortened
from codetutor_lint.rules.registry import ANSWER, is_structural, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codetutor_lint.config import Config
    from codetutor_lint.model.answer import Answer

# A reply's steps may come in any order and under other spellings: the draft has them right.
_REPAIRED = ("CT204",)
_SHOWN_REASONS = 3
_LABEL = re.compile(r"\A(#+ +|[*_]{1,2})?((question|q|input|user|prompt)\b[*_]{0,2}:[*_]{0,2}\s*)?", re.IGNORECASE)
_LANGUAGE_LINE = re.compile(r"^Language: (.+)\Z", re.MULTILINE)


class Imported(NamedTuple):
    """What became of one row: the file it is in, or why it is in none."""

    line: int
    path: Path | None
    reason: str = ""


class _Rejected(Exception):  # noqa: N818
    """Why a row becomes no file."""


def import_file(config: Config, source: Path, *, dry_run: bool = False) -> Iterator[Imported]:
    """Write each row of ``source`` that has a complete answer as a draft, and say of each what became of it.

    Raises UsageError if ``source`` can't be read, or an example not written.
    """
    importer = _Importer(config, dry_run)
    for row in read_rows(source):
        if isinstance(row, BadRow):
            yield Imported(row.line, None, row.reason)
            continue
        try:
            yield Imported(row.line, importer.take(row))
        except _Rejected as error:
            yield Imported(row.line, None, str(error))


class _Importer:
    def __init__(self, config: Config, dry_run: bool) -> None:
        self._config = config
        self._dry_run = dry_run
        self._rules = load_rules()
        self._linter = Linter(config, Selection(frozenset(self._rules)))
        self._comment = schema_comment(config)
        self._topics = sorted(path.name for path in config.examples.glob("*") if path.is_dir())
        self._taken: dict[Path, str] = {}

    def take(self, row: Row) -> Path:
        """Make one row a file; raises _Rejected."""
        answer = parse(row.answer)
        question = self._question(row, answer)
        self._require_whole(answer)
        question, tagged = split_mode_tag(question)
        if not question.strip():
            raise _Rejected("the question is nothing but a mode tag")
        mode = tagged or detect_mode(question) or DEFAULT_MODE
        draft = Draft(
            question=question,
            language=infer_language(question, answer.bodies, _system_language(row.system)),
            level=infer_level(question, mode),
            kind=infer_kind(question),
            mode=mode,
            bodies=answer.bodies,
        )
        topic, slug = infer_topic(question, self._topics), slug_of(question)
        return self._write(f"{topic}/{slug}", self._checked(draft, f"{topic}/{slug}"))

    def _question(self, row: Row, answer: Answer) -> str:
        before = str(answer.preamble or "").strip()
        if row.question is not None:
            if before and answer.entries:
                raise _Rejected(f"text before the first step: '{shortened(before)}'")
            return row.question
        question = _LABEL.sub("", before, count=1).strip().rstrip("*_").strip()
        if not question and answer.entries:
            raise _Rejected("no question; write it above the first step")
        return question

    def _require_whole(self, answer: Answer) -> None:
        if not answer.entries:
            raise _Rejected("none of the seven steps has a heading, as in '1️⃣ ANALOGY'")
        rules = [rule for rule in self._rules.values() if rule.on == ANSWER and is_structural(rule.code)]
        problems = [problem for rule in rules if rule.code not in _REPAIRED for problem in rule.check(answer)]
        if problems:
            raise _Rejected(_joined([problem.message for problem in problems]))

    def _checked(self, draft: Draft, identity: str) -> str:
        """The draft's text after safe fixes; raises _Rejected for what keeps a file from being an example."""
        text = draft_text(draft, self._comment)
        if "\x00" in text or re.search("[\ud800-\udfff]", text):
            raise _Rejected("a NUL or half of a surrogate pair is no text")
        fixed = fix_document(self._linter, Document(Source(identity, text), identity))
        size = len(fixed.content.encode())
        if size > MAX_BYTES:
            raise _Rejected(f"{size} bytes; an example has at most {MAX_BYTES}")
        faults = [d for d in fixed.checked.diagnostics if is_structural(d.code)]
        if faults or fixed.checked.example is None:
            raise _Rejected(_joined([fault.message for fault in faults]))
        return fixed.content

    def _write(self, identity: str, text: str) -> Path:
        """Write under the id, or the id with the first number that is free."""
        number = 1
        while True:
            path = path_of(self._config, identity if number == 1 else f"{identity}-{number}")
            there = self._content(path)
            if there == text:
                raise _Rejected(f"the same is already there as {path.parent.name}/{path.stem}")
            if there is None and (self._dry_run or write_new(path, text)):
                self._taken[path] = text
                return path
            number += 1

    def _content(self, path: Path) -> str | None:
        if path in self._taken:
            return self._taken[path]
        try:
            return path.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return None
        except OSError:
            return ""


def _system_language(system: str) -> str:
    """The language that a system message of this project's own form ends with."""
    found = _LANGUAGE_LINE.search(system.rstrip())
    return next((key for key, language in LANGUAGES.items() if found and language.name == found[1].strip()), "")


def _joined(messages: list[str]) -> str:
    shown = list(dict.fromkeys(messages))
    more = f"; and {len(shown) - _SHOWN_REASONS} more" if len(shown) > _SHOWN_REASONS else ""
    return "; ".join(shown[:_SHOWN_REASONS]) + more
