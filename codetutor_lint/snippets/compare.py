"""Comparing what an example claims its code prints with what it printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.snippets.execution import Difference, lines_of
from codetutor_lint.snippets.runners import RUNNERS
from codetutor_lint.snippets.sandbox.command import WORK_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.snippets.results_cache import Outcome

_RULE_LINE = re.compile(r"[-+| :]*-[-+| :]*")
# Outermost first: what is masked is not looked at again.
_MASKS = (
    re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    re.compile(r"\b0[xX][0-9a-fA-F]+\b"),
    re.compile(r"(?<![\w/.])(?:~|\.{1,2})?(?:/[\w.@+-]+){2,}/?|\b[A-Z]:\\[\w\\.-]+"),
    re.compile(r"[-+]?\d+(?:[.,:_]\d+)* ?(?:ns|µs|us|ms|s|sec|secs|seconds?|m|min|minutes?|h|hours?)\b"),
    re.compile(r"(?<!\w)[-+]?\d+(?:[.,:_]\d+)*(?:[eE][-+]?\d+)?(?!\w)"),
    re.compile(r"\b[0-9a-f]{7,64}\b"),
    re.compile(r"\d+"),
)
_MASKED = "#"
_SPACES = re.compile(r"[ \t]+")
# What stands before an error's text: file, line and column as compilers and shells write them.
_LOCATION = re.compile(
    r"(?:\./)?[\w./-]*\.\w+(?::\d+){1,2}:? |(?:\./)?[\w./-]*\.\w+\(\d+(?:,\d+)?\): |[\w./-]+: (?:-c: )?line \d+: "
)
# Suggestions come and go with versions, so that an error may be quoted without.
_SUGGESTION = re.compile(r"[.;,]? [Dd]id you (?:mean|forget)\b.*")
_SIGNALS = {4: "Illegal instruction", 6: "Aborted", 8: "Floating point exception", 11: "Segmentation fault"}


def first_difference(claimed: str, real: str, language: str, *, varies: bool = False) -> Difference | None:
    """Where the claimed output stops being the real one; None if it is the real one.

    SQL is compared by cell, whatever the table's rule lines and spaces; with ``varies`` numbers,
    hex, paths, durations and what the language's runner names are masked on both sides.
    """
    wanted, found = _numbered(claimed, language), _numbered(real, language)
    for (line, want), (_, have) in zip(wanted, found, strict=False):
        if _comparable(want, language, varies) != _comparable(have, language, varies):
            return Difference(line, want, have)
    if len(wanted) > len(found):
        line, want = wanted[len(found)]
        return Difference(line, want, None)
    if len(found) > len(wanted):
        return Difference(wanted[-1][0] + 1 if wanted else 0, None, found[len(wanted)][1])
    return None


def same_when_masked(one: str, other: str, language: str) -> bool:
    """Whether two outputs differ only in what ``varies`` masks."""
    return [masked(line, language) for line in lines_of(one)] == [masked(line, language) for line in lines_of(other)]


def masked(text: str, language: str) -> str:
    """A line without what differs from run to run."""
    extra = RUNNERS[language].mask if language in RUNNERS else None
    for pattern in (*((extra,) if extra else ()), *_MASKS):
        text = pattern.sub(_MASKED, text)
    return _SPACES.sub(" ", text).strip()


def error_line(outcome: Outcome, language: str) -> str:
    """The line that says what went wrong: what a person would quote of it."""
    lines = [line.replace(WORK_NAME + "/", "") for line in lines_of(outcome.stderr) if line.strip()]
    runner = RUNNERS[language]
    telling = [line for line in lines if runner.error.search(line)]
    if telling:
        line = telling[-1] if runner.error_last else telling[0]
        return _without_prefix(_message_after(line, lines), language)
    signal = _SIGNALS.get(outcome.status - 128)
    if signal:
        return signal
    return _without_prefix(lines[-1], language) if lines else f"exit status {outcome.status}"


def error_difference(claimed: str, stdout: str, outcome: Outcome, language: str) -> Difference | None:
    """Where the claimed output of a failing program stops being true.

    Its last line is an error line: any line of stderr, wherever it says the error stands. What it
    claims before that was printed, or is a part of the error message above that line.
    """
    wanted = lines_of(claimed)
    if not wanted or (stdout.strip() and first_difference(claimed, stdout, language) is None):
        return None
    said = [_without_prefix(line, language) for line in lines_of(outcome.stderr)]
    said += filter(None, [_SIGNALS.get(outcome.status - 128)])
    said += [_SUGGESTION.sub(kept, line) for line in said for kept in ("", ".")]
    last = _without_prefix(wanted[-1], language)
    if last.removesuffix(" (core dumped)") not in said:
        return Difference(len(wanted) - 1, wanted[-1], error_line(outcome, language))
    printed = len(lines_of(stdout))
    head, quoted = wanted[:-1][:printed], wanted[:-1][printed:]
    different = first_difference("\n".join(head), stdout, language)
    if different is None and quoted and not _in_order([_without_prefix(line, language) for line in quoted], said):
        return Difference(printed, quoted[0], error_line(outcome, language))
    return different


def new_output(before: str, whole: str) -> str:
    """What a program printed beyond what it printed when it ended earlier."""
    if whole.startswith(before):
        return whole[len(before) :]
    return "".join(whole.splitlines(keepends=True)[len(before.splitlines()) :])


def _numbered(text: str, language: str) -> list[tuple[int, str]]:
    lines = list(enumerate(lines_of(text)))
    if language == "sql":
        return [(number, line) for number, line in lines if line.strip() and not _RULE_LINE.fullmatch(line.strip())]
    return lines


def _comparable(line: str, language: str, varies: bool) -> object:
    if language == "sql":
        cells = line.strip().removeprefix("|").removesuffix("|").split("|")
        return [masked(cell, language) if varies else cell.strip() for cell in cells]
    return masked(line, language) if varies else line


def _without_prefix(line: str, language: str) -> str:
    """An error line without the place it names and what the language puts before."""
    line = line.strip().replace(WORK_NAME + "/", "")
    prefix = RUNNERS[language].prefix
    while True:
        match = _LOCATION.match(line) or (prefix.match(line) if prefix else None)
        if match is None or match.end() == len(line) or not match.end():
            return line
        line = line[match.end() :].lstrip()


def _message_after(line: str, lines: Sequence[str]) -> str:
    """Rust says where a program panicked on one line and why on the next."""
    if line.rstrip().endswith(":") and lines.index(line) + 1 < len(lines) and "panicked at" in line:
        return lines[lines.index(line) + 1]
    return line


def _in_order(part: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(line in rest for line in part)
