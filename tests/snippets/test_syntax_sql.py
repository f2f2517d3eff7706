from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.snippets.syntax import check_syntax


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO t VALUES (1, 'a;b');\nSELECT * FROM t;\n",
        "SELECT name FROM no_such_table WHERE no_such_column = 1;",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b; UPDATE c SET d = 1;\nEND;",
        "-- only a comment\n",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 3) SELECT x FROM n",
        "SELECT a, ... FROM t;",
        "PRAGMA foreign_keys = ON;\nATTACH 'other.db' AS other;",
    ],
)
def test_sqlite(code: str) -> None:
    assert check_syntax("sql", code) == []


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT);",
        "SELECT data->>'name', now()::date FROM t WHERE name ILIKE 'a%';",
        "GRANT SELECT ON t TO ada;",
        "TRUNCATE TABLE t;",
    ],
)
def test_other_dialects_unless_one_is_declared(code: str) -> None:
    assert check_syntax("sql", code) == []
    assert len(check_syntax("sql", code, dialect="sqlite")) == 1


@pytest.mark.parametrize(
    ("code", "at", "message"),
    [
        ("SELECT name, FROM t;", "FROM", "unexpected 'FROM'"),
        ("SELECT a,, b FROM t;", ",", "unexpected ','"),
        ("SELECT 1;\nSELCT 2 FROM t;", "SELCT", "'SELCT' is not a keyword; did you mean 'SELECT'?"),
        ("delete form t;", "form", "'form' is not a keyword; did you mean 'FROM'?"),
        ("SELECT count(* FROM t;", "(", "'(' was never closed"),
        ("SELECT 1);", ")", "')' has no '(' before it"),
        ("SELECT 'abc FROM t;", "'", "the string that starts with ' was never closed"),
        ("SELECT 1 FROM t\nINSERT INTO t VALUES (1);", "t", "missing ';' after 't'"),
        ("SELECT name FROM", "FROM", "the statement is not complete after 'FROM'"),
        ("hello world", "hello", "unexpected 'hello'"),
    ],
)
def test_refused(code: str, at: str, message: str) -> None:
    [fault] = check_syntax("sql", code)
    assert (code[fault.start : fault.end], fault.message) == (at, message)


def test_a_declared_dialect() -> None:
    assert check_syntax("sql", "SELECT TOP 5 name FROM t;", dialect="tsql") == []
    [fault] = check_syntax("sql", "SELECT * FROM t\nWHERE (a = 1;", dialect="tsql")
    assert (fault.start, fault.message) == (22, "'(' was never closed")


def test_nothing_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_syntax(
        "sql", "ATTACH 'file.db' AS f;\nCREATE TABLE f.t (x);\nVACUUM INTO 'copy.db';\nPRAGMA journal_mode = WAL;\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "code", ["WHERE x = 1", "LEFT JOIN b ON a.x = b.y", "id INTEGER,\nname TEXT", "COUNT(*)", "ORDER BY x"]
)
def test_fragments(code: str) -> None:
    assert check_syntax("sql", code, fragment=True) == []
    assert check_syntax("sql", code) != []
