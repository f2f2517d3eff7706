"""Statements with a comment behind them on the line, and what the comment would be about."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.marks import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.snippets.marks import Form

QUOTED = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`"
_KEYWORD = re.compile(
    r"(?:return|if|else|for|while|do|switch|case|default|break|continue|throw|try|import|export|function|class|type"
    r"|interface|enum|declare|async|await|const|let|var|delete|new|yield)\b"
)
_CHANGES = re.compile(r"[^=!<>]=[^=>]|\+\+|--|;\s*\S")
_NOT_COMPUTED = (ast.Constant, ast.List, ast.Dict, ast.Tuple, ast.Set, ast.Lambda)


class Commented(NamedTuple):
    """A statement and the comment behind it, both as ranges of the code.

    ``name`` is the variable that the statement assigns, ``""`` if the statement is an expression, and
    None if it prints.
    """

    statement: tuple[int, int]
    comment: tuple[int, int]
    name: str | None


def commented_statements(code: str, language: str) -> list[Commented]:
    """The statements of a block that print, compute or assign, and have a comment."""
    form = FORMS.get(language)
    if form is None or form.comment not in code:
        return []
    if language == "python":
        try:
            return list(_python(code))
        except (SyntaxError, ValueError, tokenize.TokenError):
            return []
    return list(_by_line(code, form))


def _python(code: str) -> Iterator[Commented]:
    places = _Places(code)
    comments = {
        token.start[0]: token
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type == tokenize.COMMENT
    }
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Expr | ast.Assign) or not _is_claimable(node):
            continue
        token = comments.get(node.end_lineno or 0)
        start = places.offset(node.lineno, node.col_offset)
        end = places.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)
        if token is None:
            continue
        at = places.line(token.start[0]) + token.start[1]
        if end <= at and not code[end:at].strip():
            yield Commented((start, end), (at + 1, at + len(token.string)), _subject(node))


def _is_claimable(node: ast.Expr | ast.Assign) -> bool:
    """Whether a comment behind this statement can claim more than the statement says itself."""
    if isinstance(node, ast.Assign):
        return (
            len(node.targets) == 1
            and isinstance(node.targets[0], ast.Name)
            and not isinstance(node.value, _NOT_COMPUTED)
        )
    return not isinstance(node.value, ast.Constant | ast.Await | ast.Yield | ast.YieldFrom)


def _subject(node: ast.Expr | ast.Assign) -> str | None:
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    call = node.value
    prints = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    return None if prints else ""


class _Places:
    """Offsets in characters for Python's lines and columns, which count UTF-8 bytes."""

    def __init__(self, code: str) -> None:
        self._lines = code.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def line(self, number: int) -> int:
        return self._starts[number - 1]

    def offset(self, number: int, column: int) -> int:
        before = self._lines[number - 1].encode()[:column]
        return self.line(number) + len(before.decode(errors="ignore"))


def _by_line(code: str, form: Form) -> Iterator[Commented]:
    at = 0
    for line in code.split("\n"):
        column = _comment_column(line, form.comment)
        if column is not None:
            statement = line[:column].rstrip()
            indent = len(statement) - len(statement.lstrip())
            claimable, name = _line_subject(statement.strip(), form)
            if claimable:
                place = (at + indent, at + len(statement))
                yield Commented(place, (at + column + len(form.comment), at + len(line)), name)
        at += len(line) + 1


def _line_subject(statement: str, form: Form) -> tuple[bool, str | None]:
    """Whether a line is one whole statement that a comment can be about, and about what of it."""
    bare = re.sub(QUOTED, "''", statement)
    if not statement or any(bare.count(opening) != bare.count(closing) for opening, closing in ("()", "[]", "{}")):
        return False, None
    if form.prints.match(statement):
        return not re.search(r";\s*\S", bare), None
    if not form.show:
        return False, None
    assigned = _ASSIGNED.match(statement)
    if assigned:
        plain = _FUNCTION.match(assigned.group(2)) or _LITERAL_ALONE.fullmatch(assigned.group(2))
        return plain is None, assigned.group(1)
    is_expression = statement.endswith(";") and not _KEYWORD.match(statement) and not _CHANGES.search(bare)
    return is_expression and re.match(r"[\w\"'\[(`!]", statement) is not None, ""


_ASSIGNED = re.compile(r"(?:const|let|var)\s+(\w+)(?:\s*:[^=]+)?\s*=\s*(.+?)\s*;?\s*$")
_FUNCTION = re.compile(r"(?:async\s*)?(?:function\b|(?:\([^()]*\)|\w+)\s*(?::[^=]+)?=>)")
_LITERAL_ALONE = re.compile(rf"{QUOTED}|[-+]?\d[\w.]*|true|false|null|undefined|\[.*\]|\{{.*\}}")


def _comment_column(line: str, marker: str) -> int | None:
    """Where a line's comment begins, outside of strings."""
    quote = ""
    at = 0
    while at < len(line):
        character = line[at]
        if quote:
            if character == "\\":
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'`":
            quote = character
        elif line.startswith(marker, at) and (marker != "#" or at == 0 or line[at - 1] in " \t"):
            return at
        at += 1
    return None
