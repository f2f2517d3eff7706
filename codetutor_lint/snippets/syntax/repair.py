"""Finding the smallest edit after which code parses: it says best what is wrong and where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.lexis import Token
from codetutor_lint.snippets.syntax.misspelling import one_edit_apart

_MARKS = (";", ",", ":", ")", "{", "(", "=", "}", "]", "[")
_DELETABLE = (",", ";", ":", ".", "=")
_REACH = 8  # how many tokens before the place of the error may be what is wrong


class Edit(NamedTuple):
    """Replace ``code[start:end]`` by ``new``, and what that tells the reader of the code."""

    start: int
    end: int
    new: str
    fault: Fault

    def apply(self, code: str) -> str:
        return code[: self.start] + self.new + code[self.end :]


def edits(tokens: list[Token], at: int, keywords: frozenset[str]) -> Iterator[Edit]:
    """The small edits around the token where a parser got stuck, the likeliest first."""
    after = next((number for number, token in enumerate(tokens) if token.start >= at), len(tokens))
    before = tokens[max(0, after - _REACH) : after]
    here = tokens[after : after + 2]
    yield from _respellings([*reversed(before), *here], keywords)
    yield from _deletions([*before[-2:], *here[:1]])
    yield from _insertions(before)


def _respellings(tokens: list[Token], keywords: frozenset[str]) -> Iterator[Edit]:
    for token in tokens:
        if len(token.text) < 2 or token.text in keywords or not token.text.isidentifier():
            continue
        for keyword in sorted(keywords):
            if one_edit_apart(token.text, keyword):
                message = f"'{token.text}' is not a keyword; did you mean '{keyword}'?"
                yield Edit(token.start, token.end, keyword, Fault(token.start, token.end, message))


def _deletions(tokens: list[Token]) -> Iterator[Edit]:
    for before, token in reversed(list(pairwise(tokens))):
        if token.text in _DELETABLE:
            message = f"unexpected '{token.text}' after '{before.text}'"
            yield Edit(token.start, token.end, " ", Fault(token.start, token.end, message))


def _insertions(before: list[Token]) -> Iterator[Edit]:
    for mark in _MARKS:
        for token in reversed(before[-2:]):
            fault = Fault(token.start, token.end, f"missing '{mark}' after '{token.text}'")
            yield Edit(token.end, token.end, mark, fault)
