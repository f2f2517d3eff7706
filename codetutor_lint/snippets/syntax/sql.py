"""Checking SQL: by SQLite's own parser, and by sqlglot where another dialect is meant.

SQLite is the dialect that the dataset runs, and its parser is exact; sqlglot knows the other dialects
but lets many slips pass (it takes a doubled comma), so its word counts only where SQLite stumbles over
something that could be a feature of another dialect.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.misspelling import one_edit_apart
from codetutor_lint.snippets.syntax.tolerance import without_ellipses

_NEAR = re.compile(r'near "(.+)": syntax error', re.DOTALL)
_UNKNOWN = re.compile(r'unrecognized token: "(.+)"', re.DOTALL)
_RESERVED = (
    "ADD ALTER AND AS ASC BEGIN BETWEEN BY CASE CHECK COLUMN COMMIT CONSTRAINT CREATE DEFAULT DELETE DESC DISTINCT"
    " DROP ELSE END EXCEPT EXISTS FOREIGN FROM GROUP HAVING IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY LEFT"
    " LIKE LIMIT NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY REFERENCES RETURNING ROLLBACK SELECT SET"
    " TABLE THEN TRANSACTION TRIGGER UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WINDOW WITH"
)
_KEYWORDS = frozenset(_RESERVED.split())
_BEGINNINGS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP"})
# Never the first thing that another dialect has and SQLite has not.
_COMMON = frozenset({",", ";", ")", "VALUES", "WHERE", "GROUP", "ORDER"}) | _BEGINNINGS


class Stumble(NamedTuple):
    """Where SQLite's parser stopped (a token, or nothing at the end of the code)."""

    start: int
    end: int
    token: str


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of one or more statements, in a declared dialect or else in SQLite's.

    With no dialect declared, what SQLite does not know may be PostgreSQL's, MySQL's or DuckDB's.
    """
    if dialect not in (None, "sqlite"):
        from codetutor_lint.snippets.syntax.sql_dialects import refusal

        fault = refusal(code, dialect)
        return [fault] if fault else []
    stumble = _stumble(code)
    if stumble is None or any(_stumble(whole) is None for whole in without_ellipses(code)):
        return []
    fault = lexis.unclosed_string("sql", code, stumble.start) or _respelled(code, stumble)
    if fault is None and fragment and any(_stumble(whole) is None for whole in _completed(code)):
        return []
    if fault is None and dialect is None and _may_be_another_dialect(code, stumble):
        return []
    return [fault or _worded(code, stumble)]


def _stumble(code: str) -> Stumble | None:
    """What SQLite's parser cannot read; a missing table is nothing to a parser."""
    database = sqlite3.connect(":memory:")
    database.set_authorizer(_only_parse)
    try:
        for start, end in _statements(code):
            message = _refusal(database, code[start:end])
            if message:
                return _place(database, code, start, end, message)
    finally:
        database.close()
    return None


def _only_parse(action: int, *_: object) -> int:
    """Pragmas act while they are compiled: they and ATTACH are not."""
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_ATTACH) else sqlite3.SQLITE_OK


def _refusal(database: sqlite3.Connection, statement: str) -> str:
    try:
        database.execute(f"EXPLAIN {statement}")
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        message = str(error)
        if "syntax error" in message or "unrecognized token" in message or message == "incomplete input":
            return message
    return ""


def _statements(code: str) -> Iterator[tuple[int, int]]:
    """The statements' places; one ends at a semicolon that SQLite itself takes for its end."""
    start = 0
    for mark in re.finditer(";", code):
        if sqlite3.complete_statement(code[start : mark.end()]):
            yield start, mark.end()
            start = mark.end()
    if any(token.start >= start for token in lexis.tokens("sql", code)):
        yield start, len(code)


def _place(database: sqlite3.Connection, code: str, start: int, end: int, message: str) -> Stumble:
    """The token that a message is about: the first one after which the statement already fails so."""
    found = _NEAR.search(message) or _UNKNOWN.search(message)
    if found is None:
        return Stumble(end, end, "")
    at = start
    while (at := code.find(found[1], at, end)) >= 0:
        after = at + len(found[1])
        if _refusal(database, code[start:after] + " ") == message:
            return Stumble(at, after, found[1])
        at += 1
    return Stumble(start, end, found[1])


def _respelled(code: str, stumble: Stumble) -> Fault | None:
    """A misspelled keyword before the place, if SQLite reads on with it put right."""
    tokens = [token for token in lexis.tokens("sql", code) if token.start <= stumble.start][-6:]
    for token in reversed(tokens):
        word = token.text.upper()
        for keyword in sorted(_KEYWORDS) if word.isalpha() and word not in _KEYWORDS else ():
            if len(word) > 2 and one_edit_apart(word, keyword):
                again = _stumble(f"{code[: token.start]}{keyword}{code[token.end :]}")
                if again is None or again.start > stumble.end + 1:
                    message = f"'{token.text}' is not a keyword; did you mean '{keyword}'?"
                    return Fault(token.start, token.end, message)
    return None


def _may_be_another_dialect(code: str, stumble: Stumble) -> bool:
    before = [token.text for token in lexis.tokens("sql", code) if token.end <= stumble.start][-1:]
    if not stumble.token or stumble.token.upper() in _COMMON or before == [","] or lexis.unmatched("sql", code):
        return False
    from codetutor_lint.snippets.syntax.sql_dialects import reads_in_another

    return reads_in_another(code)


def _worded(code: str, stumble: Stumble) -> Fault:
    fault = lexis.unmatched("sql", code)
    if fault:
        return fault
    last = [token for token in lexis.tokens("sql", code) if token.start < stumble.start][-1:]
    if last and stumble.token.upper() in _BEGINNINGS:
        ended = _stumble(f"{code[: last[0].end]};{code[last[0].end :]}")
        if ended is None or ended.start > stumble.start + 1:
            return Fault(last[0].start, last[0].end, f"missing ';' after '{last[0].text}'")
    if stumble.token:
        return Fault(stumble.start, stumble.end, f"unexpected '{stumble.token}'")
    return Fault(last[0].start, last[0].end, f"the statement is not complete after '{last[0].text}'")


def _completed(code: str) -> Iterator[str]:
    """The statements that a fragment could be a piece of."""
    body = code.strip().rstrip(";,")
    for before, after in (
        ("SELECT ", ""),
        ("SELECT * FROM _ ", ""),
        ("CREATE TABLE _ (", ")"),
        ("SELECT 1 WHERE ", ""),
        ("ALTER TABLE _ ", ""),
        ("INSERT INTO _ ", ""),
        ("UPDATE _ ", ""),
        ("SELECT (", ")"),
    ):
        yield f"{before}{body}{after}"
