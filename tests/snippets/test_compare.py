"""Claimed output against real output."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.snippets.compare import error_difference, error_line, first_difference, masked, new_output
from codetutor_lint.snippets.execution import Difference, lines_of
from codetutor_lint.snippets.results_cache import Outcome
from codetutor_lint.snippets.runners import RUNNERS

TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60)


@given(TEXTS, st.sampled_from(sorted(RUNNERS)), st.booleans())
def test_a_text_never_differs_from_itself(text: str, language: str, varies: bool) -> None:
    assert first_difference(text, text, language, varies=varies) is None


@given(st.lists(TEXTS.filter(lambda line: line.strip() and "\n" not in line)), st.sampled_from(["", "\n", "\n\n \n"]))
def test_white_space_at_line_ends_and_at_the_end_counts_for_nothing(lines: list[str], end: str) -> None:
    claimed = "".join(f"{line}  \n" for line in lines)
    assert first_difference(claimed, "\n".join(lines) + end, "python") is None


def test_the_first_differing_line_is_named() -> None:
    assert first_difference("a\nb\nc\n", "a\nB\nC\n", "python") == Difference(1, "b", "B")


def test_a_missing_line_is_named() -> None:
    assert first_difference("a\nb\n", "a\n", "python") == Difference(1, "b", None)


def test_a_further_line_stands_behind_the_last() -> None:
    assert first_difference("a\n", "a\nb\n", "python") == Difference(1, None, "b")


def test_leading_space_and_blank_lines_between_count() -> None:
    assert first_difference("  a\n", "a\n", "python") is not None
    assert first_difference("a\n\nb\n", "a\nb\n", "python") is not None


@pytest.mark.parametrize(
    "claimed",
    [
        "name | n\nAda | 3\n",
        "name|n\n---|---\nAda|3\n",
        "| name | n |\n|------|---|\n| Ada  | 3 |\n",
        "name  |  n\n-----+---\nAda   |  3\n",
    ],
)
def test_tables_of_sql_are_compared_by_cell(claimed: str) -> None:
    assert first_difference(claimed, "name | n\nAda | 3\n", "sql") is None


def test_a_wrong_cell_is_found_on_its_line() -> None:
    claimed = "name | n\n-----+---\nAda  | 4\n"
    assert first_difference(claimed, "name | n\nAda | 3\n", "sql") == Difference(2, "Ada  | 4", "Ada | 3")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("took 1.25 s", "took 980 ms"),
        ("<object at 0x7f3a>", "<object at 0xdeadbeef00>"),
        ("commit 4f9d2c1", "commit abcdef0123456789"),
        ("/tmp/x81/main.py", "/home/learner/main.py"),
        ("2026-01-01 12:00:00", "1999-12-31 23:59:59"),
        ("id 123e4567-e89b-12d3-a456-426614174000", "id 00000000-0000-0000-0000-000000000000"),
        ("  7 items", "128 items"),
        ("-3.5e-07", "12"),
    ],
)
def test_varies_masks_numbers_hex_paths_and_durations(one: str, other: str) -> None:
    assert first_difference(one, other, "python", varies=True) is None
    assert first_difference(one, other, "python") is not None


def test_varies_masks_nothing_else() -> None:
    assert first_difference("3 apples", "4 pears", "python", varies=True) == Difference(0, "3 apples", "4 pears")


def test_java_masks_identity_hashes_as_well() -> None:
    assert masked("Dog@1b6d3586", "java") == masked("Dog@feedbeef", "java")


ERRORS = [
    ("python", 'Traceback (most recent call last):\n  File "/home/learner/main.py", line 1, in <module>\n    1/0\n'
     "ZeroDivisionError: division by zero\n", "ZeroDivisionError: division by zero"),
    ("javascript", "/home/learner/main.js:2\nx.y\n  ^\n\nTypeError: x is null\n    at main.js:2:3\n\nNode.js v20\n",
     "TypeError: x is null"),
    ("typescript", "main.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\n",
     "error TS2322: Type 'string' is not assignable to type 'number'."),
    ("bash", "main.sh: line 3: foo: command not found\n", "foo: command not found"),
    ("sql", "Error: no such column: nam\n  at line 3\n", "Error: no such column: nam"),
    ("c", "main.c: In function 'main':\nmain.c:1:24: error: 'x' undeclared\n", "error: 'x' undeclared"),
    ("cpp", "main.cpp:2:5: error: expected ';' before '}' token\n", "error: expected ';' before '}' token"),
    ("go", "# command-line-arguments\n./main.go:2:14: a declared but not used\n", "a declared but not used"),
    ("go", "panic: runtime error: index out of range [5] with length 1\n\ngoroutine 1 [running]:\n",
     "panic: runtime error: index out of range [5] with length 1"),
    ("rust", "error[E0382]: borrow of moved value: `s`\n --> main.rs:4:20\n",
     "error[E0382]: borrow of moved value: `s`"),
    ("rust", "\nthread 'main' (7) panicked at main.rs:1:9:\nindex out of bounds: the len is 1\nnote: run with\n",
     "index out of bounds: the len is 1"),
    ("java", "Main.java:3: error: incompatible types: String cannot be converted to int\n1 error\n"
     "error: compilation failed\n",
     "error: incompatible types: String cannot be converted to int"),
    ("java", 'Exception in thread "main" java.lang.ArithmeticException: / by zero\n\tat Main.main(Main.java:1)\n',
     "java.lang.ArithmeticException: / by zero"),
    ("csharp", "main.cs(3,9): error CS0103: The name 'x' does not exist in the current context\n",
     "error CS0103: The name 'x' does not exist in the current context"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "stderr", "error"), ERRORS)
def test_the_error_line_is_found_and_freed_of_its_place(language: str, stderr: str, error: str) -> None:
    outcome = Outcome(1, "", stderr)
    assert error_line(outcome, language) == error
    assert error_difference(f"{error}\n", "", outcome, language) is None


@pytest.mark.parametrize(("language", "stderr", "error"), ERRORS)
def test_another_error_is_a_difference(language: str, stderr: str, error: str) -> None:
    outcome = Outcome(1, "", stderr)
    assert error_difference("error: something else\n", "", outcome, language) == Difference(
        0, "error: something else", error
    )


def test_a_signal_is_an_error_line() -> None:
    assert error_line(Outcome(128 + 11, "", ""), "c") == "Segmentation fault"
    assert error_difference("Segmentation fault (core dumped)\n", "", Outcome(139, "", ""), "c") is None


def test_places_are_ignored_on_both_sides() -> None:
    outcome = Outcome(127, "", "main.sh: line 9: foo: command not found\n")
    for claimed in ("bash: line 1: foo: command not found\n", "bash: foo: command not found\n"):
        assert error_difference(claimed, "", outcome, "bash") is None


PYTHON_ERROR = 'Traceback (most recent call last):\n  File "/home/learner/main.py", line 2, in <module>\nKeyError: 7\n'


def test_what_was_printed_before_the_error_is_compared() -> None:
    outcome = Outcome(1, "start\n", PYTHON_ERROR)
    assert error_difference("start\nKeyError: 7\n", "start\n", outcome, "python") is None
    assert error_difference("begin\nKeyError: 7\n", "start\n", outcome, "python") == Difference(0, "begin", "start")
    assert error_difference("KeyError: 7\n", "start\n", outcome, "python") == Difference(0, None, "start")


def test_a_whole_traceback_may_be_quoted() -> None:
    claimed = 'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\nKeyError: 7\n'
    assert error_difference(claimed, "", Outcome(1, "", PYTHON_ERROR), "python") is None


def test_a_suggestion_may_be_left_out() -> None:
    outcome = Outcome(1, "", "NameError: name 'goals' is not defined. Did you mean: 'globals'?\n")
    assert error_difference("NameError: name 'goals' is not defined\n", "", outcome, "python") is None


def test_an_error_on_standard_output_is_output() -> None:
    assert error_difference("bad input\n", "bad input\n", Outcome(1, "bad input\n", ""), "python") is None


def test_new_output_is_what_came_after() -> None:
    assert new_output("a\nb\n", "a\nb\nc\n") == "c\n"
    assert new_output("1.5\n", "1.7\nnew\n") == "new\n"


@given(st.text())
def test_lines_end_without_space(text: str) -> None:
    lines = lines_of(text)
    assert all(line == line.rstrip() for line in lines)
    assert not lines or lines[-1]
