"""Run a file of SQL in SQLite, in memory, and print each result as a headed table.

A program of its own: ``python sqlite_tables.py main.sql``. Cells are separated by `` | ``, tables
by a blank line; NULL is ``NULL``. An error is ``Error: message`` on stderr, with the line of the
statement below it.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def main(path: str) -> int:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    tables = 0
    for line, statement in statements(Path(path).read_text(encoding="utf-8")):
        try:
            cursor = connection.execute(statement)
            if cursor.description:
                print_table(cursor, blank_before=tables > 0)
                tables += 1
        except (sqlite3.Error, sqlite3.Warning) as error:
            sys.stdout.flush()
            print(f"Error: {error}\n  at line {line}", file=sys.stderr)
            return 1
    return 0


def statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a script, each with the line where it begins; the last may lack its ``;``."""
    line, start, pending = 1, 1, ""
    for part in pieces(text):
        if not pending.strip():
            start, pending = line, ""
        pending += part
        line += part.count("\n")
        if sqlite3.complete_statement(pending):
            yield start + leading_lines(pending), pending
            pending = ""
    if without_comments(pending):
        yield start + leading_lines(pending), pending


def pieces(text: str) -> Iterator[str]:
    """The text cut behind every ``;``: a statement ends at one of them, but not at each."""
    *whole, rest = text.split(";")
    for piece in whole:
        yield piece + ";"
    yield rest


def leading_lines(statement: str) -> int:
    return statement[: len(statement) - len(statement.lstrip())].count("\n")


def without_comments(text: str) -> str:
    """What is left of an incomplete statement without its line comments."""
    return "".join(line for line in text.split("\n") if not line.lstrip().startswith("--")).strip()


def print_table(cursor: sqlite3.Cursor, *, blank_before: bool) -> None:
    if blank_before:
        print()
    print(" | ".join(column[0] for column in cursor.description))
    for row in cursor:
        print(" | ".join("NULL" if cell is None else str(cell) for cell in row))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
