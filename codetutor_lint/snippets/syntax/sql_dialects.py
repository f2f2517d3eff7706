"""SQL as sqlglot reads it in the dialects that SQLite's parser does not know."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlglot import exp, parse
from sqlglot.errors import ParseError, SqlglotError

from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.fault import Fault

OTHERS = ("postgres", "mysql", "duckdb")
_PARSED = ("TABLE", "VIEW", "SELECT", "INTO", "FROM")


def reads_in_another(code: str) -> bool:
    """Whether one of the other dialects takes all of the code for statements."""
    return any(refusal(code, dialect) is None for dialect in OTHERS)


def refusal(code: str, dialect: str | None) -> Fault | None:
    """Why sqlglot refuses a code in a dialect, or None; an unknown dialect is a ValueError."""
    try:
        with _silence():
            statements = parse(code, read=dialect)
    except ParseError as error:
        return _worded(code, error)
    except SqlglotError as error:
        fault = lexis.unclosed_string("sql", code, len(code))
        return fault or Fault(0, min(1, len(code)), str(error).partition("\n")[0])
    except RecursionError:
        return Fault(0, min(1, len(code)), "nested too deeply")
    for statement in statements:
        if statement is not None and not _is_statement(statement):
            first = lexis.tokens("sql", code)[0]
            return Fault(first.start, first.end, f"no statement begins with '{first.text}'")
    return None


def _is_statement(parsed: object) -> bool:
    """Whether it is one: sqlglot reads a bare expression too, and what it doesn't know as a command."""
    if isinstance(parsed, exp.Command):
        words = f"{parsed.this} {parsed.args.get('expression') or ''}".upper().split()
        return words[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH") and words[1:2] != ["TABLE"]
    return not isinstance(parsed, exp.Condition | exp.Alias | exp.Tuple) or isinstance(parsed, exp.Query)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep sqlglot from warning on stderr about what it reads as a command."""
    logger = logging.getLogger("sqlglot")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _worded(code: str, error: ParseError) -> Fault:
    details = error.errors[0] if error.errors else {}
    marked = str(details.get("highlight") or "")
    line, column = int(details.get("line") or 1), int(details.get("col") or 1)
    start = 0
    for _ in range(line - 1):
        start = code.find("\n", start) + 1
    end = min(start + column, len(code))
    fault = lexis.unmatched("sql", code)
    if fault:
        return fault
    message = f"unexpected '{marked}'" if marked else "the statement is not complete"
    return Fault(max(0, end - max(1, len(marked))), max(end, 1), message)
