"""What holds for every language: places, tolerance of odd input, and nothing imported too early."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.model.languages import FENCE_LANGUAGES
from codetutor_lint.snippets.syntax import CHECKERS, check_syntax

# Small alphabets of what matters to parsers make odd but nearly plausible code.
WORDS = """x if def case ( ) { } [ ] <a > </a> " ' ` /* // # = , ; : ... … \\ $ é 😀 “ 1 select from f'{ =>"""
SCRAPS = st.lists(st.sampled_from([*WORDS.split(), "\n", "    ", "\t", " ", "\0", "\ud800"]), max_size=14)


@pytest.mark.parametrize("language", sorted(CHECKERS))
@given(scraps=SCRAPS, fragment=st.booleans())
@settings(max_examples=40, deadline=None)
def test_whatever_the_code_a_fault_has_a_place_in_it(language: str, scraps: list[str], fragment: bool) -> None:
    code = "".join(scraps)
    for fault in check_syntax(language, code, fragment=fragment):
        assert 0 <= fault.start < fault.end <= len(code)
        assert fault.message
        assert "\n" not in fault.message


@pytest.mark.parametrize("language", sorted(CHECKERS))
@pytest.mark.parametrize("code", ["", "\n", "  \n\t\n"])
def test_nothing_has_no_faults(language: str, code: str) -> None:
    assert check_syntax(language, code) == []


@pytest.mark.parametrize("language", sorted(set(FENCE_LANGUAGES) - set(CHECKERS)))
def test_languages_without_a_checker_have_no_faults(language: str) -> None:
    assert check_syntax(language, "((( <") == []


def test_each_language_of_code_with_a_grammar_is_checked() -> None:
    assert set(FENCE_LANGUAGES) - set(CHECKERS) == {"http", "diff", "console", "text", "mermaid", "input", "output"}


@pytest.mark.parametrize(
    ("language", "code", "found"),
    [
        ("python", 's = "😀é"; x = (1', "("),
        ("javascript", 'let s = "😀é"; f(1;', "("),
        ("rust", 'let s = "😀é"; let = 5;', "="),
        ("sql", "SELECT '😀é', FROM t;", "FROM"),
        ("json", '{"😀é": 1 "b": 2}', '"'),
        ("yaml", "😀é: [1, 2\n", "["),
        ("html", "<p>😀é<b></p>", "<b>"),
    ],
)
def test_offsets_count_code_points(language: str, code: str, found: str) -> None:
    [fault] = check_syntax(language, code)
    assert code[fault.start : fault.end] == found


def test_long_code_is_not_parsed() -> None:
    [fault] = check_syntax("c", "int x;\n" * 2_000)
    assert fault.message == "14000 characters are too many to parse (at most 10000)"


def test_no_parser_is_imported_before_its_language_is_met() -> None:
    program = (
        "import sys\n"
        "from codetutor_lint.snippets.syntax import check_syntax\n"
        "check_syntax('python', 'x = 1')\n"
        "check_syntax('sql', 'SELECT 1;')\n"
        "print([name for name in sys.modules if name.startswith(('tree_sitter', 'sqlglot'))])\n"
        "check_syntax('go', 'x := 1')\n"
        "print([name for name in sys.modules if name.startswith('tree_sitter_')])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == "[]"
    assert "'tree_sitter_go'" in done.stdout
    assert "'tree_sitter_rust'" not in done.stdout
