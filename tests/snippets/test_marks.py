"""Marks around statements keep lines and output, and tell what each statement printed."""

from __future__ import annotations

from codetutor_lint.snippets.marks import observations, with_marks
from codetutor_lint.snippets.statements import commented_statements

CODE = "x = [1, 2]\nfor n in x: print(n)  # 1 2\ntotal = sum(x)  # 3\nlen(x)  # 2\nprint('end')  # end\n"


def _run(code: str) -> str:
    import contextlib
    import io

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    return printed.getvalue()


def test_marked_code_prints_the_same_and_what_each_statement_printed() -> None:
    statements = commented_statements(CODE, "python")
    seen, plain = observations(_run(with_marks(CODE, "python", statements)), statements)
    assert plain == _run(CODE)
    by_line = {CODE.count("\n", 0, statements[number].statement[0]): values for number, values in seen.items()}
    assert by_line == {1: ["1", "2"], 2: ["3"], 3: ["2"], 4: ["end"]}


def test_marks_keep_the_lines() -> None:
    statements = commented_statements(CODE, "python")
    assert with_marks(CODE, "python", statements).count("\n") == CODE.count("\n")
