"""Saying what is wrong with code that no attempt could read."""

from __future__ import annotations

from itertools import islice, pairwise

from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.lexis import Token
from codetutor_lint.snippets.syntax.misspelling import misspelled
from codetutor_lint.snippets.syntax.parsing import Attempt, keywords_of, parse, stuck_at
from codetutor_lint.snippets.syntax.repair import edits

_READ = 60_000  # characters to parse for the sake of one message: a few dozen tries for most blocks


def explain(language: str, failures: list[Attempt]) -> Fault:
    """The fault of the attempt that got furthest; with a bracket too many, only of the code as it is."""
    attempt, at = failures[0], -1
    if lexis.unmatched(language, attempt.text):
        failures = [failure for failure in failures if not failure.prefix]
    for failure in failures[: max(2, _tries(attempt) // 8)]:
        stuck = stuck_at(failure)
        if stuck is not None and stuck > at:
            attempt, at = failure, stuck
    tokens = lexis.tokens(language, attempt.text)
    return (
        _misspelled(attempt, at, tokens)
        or _never_closed(language, attempt, at)
        or _never_opened(language, attempt, at, tokens)
        or _repaired(attempt, at, tokens)
        or lexis.unmatched(language, attempt.text)
        or _unexpected(attempt.text, at, tokens)
    )


def _tries(attempt: Attempt) -> int:
    return min(80, max(8, _READ // len(attempt.whole)))


def _misspelled(attempt: Attempt, at: int, tokens: list[Token]) -> Fault | None:
    """A swapped keyword before the place, nearest first, if the code reads on with it put right."""
    before = [token for token in tokens if token.start <= at]
    suspects = list(misspelled(before, keywords_of(attempt.grammar)))
    for token, keyword in suspects[: -_tries(attempt) // 8 - 1 : -1]:
        text = attempt.text[: token.start] + keyword + attempt.text[token.end :]
        stuck = stuck_at(attempt._replace(text=text))
        if stuck is None or stuck > at:
            message = f"'{token.text}' is not a keyword; did you mean '{keyword}'?"
            return Fault(token.start, token.end, message)
    return None


def _never_closed(language: str, attempt: Attempt, at: int) -> Fault | None:
    fault = lexis.unclosed_string(language, attempt.text, at)
    if fault:
        return fault
    fault = lexis.unmatched(language, attempt.text)
    return fault if fault and fault.message.endswith("never closed") else None


def _never_opened(language: str, attempt: Attempt, at: int, tokens: list[Token]) -> Fault | None:
    """A line that lacks its ``{``, above a stray ``}`` and as deeply indented; else the stray bracket itself."""
    stray = lexis.unmatched(language, attempt.text)
    if stray is None or " has no " not in stray.message:
        return None
    indent = lexis.first_indent(attempt.text, stray.start) if attempt.text[stray.start] == "}" else None
    ends = [
        token
        for token, after in pairwise(tokens)
        if token.start < stray.start and "\n" in attempt.text[token.end : after.start]
    ]
    for end in ends[: -_tries(attempt) // 8 - 1 : -1]:
        if lexis.line_indent(attempt.text, end.start) == indent and end.text not in "{};":
            text = f"{attempt.text[: end.end]}{{{attempt.text[end.end :]}"
            if parse(attempt._replace(text=text)) is not None:
                return Fault(end.start, end.end, f"missing '{{' after '{end.text}'")
    return stray if stray.start == at else None


def _repaired(attempt: Attempt, at: int, tokens: list[Token]) -> Fault | None:
    """What the smallest edit says after which the code parses, or else gets past this line."""
    line_end = attempt.text.find("\n", at)
    tries = _tries(attempt)
    second: Fault | None = None
    for number, edit in enumerate(islice(edits(tokens, at, keywords_of(attempt.grammar)), tries)):
        edited = attempt._replace(text=edit.apply(attempt.text))
        if parse(edited) is not None:
            return edit.fault
        if second is None and line_end >= 0 and number < tries // 8:
            second = edit.fault if (stuck_at(edited) or 0) > line_end + len(edit.new) else None
    return second


def _unexpected(code: str, at: int, tokens: list[Token]) -> Fault:
    for number, token in enumerate(tokens):
        if token.end > at:
            after = f" after '{tokens[number - 1].text}'" if number else ""
            return Fault(token.start, token.end, f"unexpected '{token.text}'{after}")
    start, end = (tokens[-1].start, tokens[-1].end) if tokens else (0, min(1, len(code)))
    return Fault(start, end, "the code ends too early")
