"""Which comments claim a value, and which of the claims are false."""

from __future__ import annotations

import pytest

from codetutor_lint.snippets.claims import find_claims, judge


def _verdict(code: str, *seen: str, language: str = "python") -> str | None:
    """What the comment says wrongly and what is right, as ``wrong -> right``."""
    [claim] = find_claims(code, language)
    verdict = judge(claim, list(seen))
    return f"{code[verdict.start : verdict.end]} -> {verdict.real}" if verdict else None


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("print(x)  # 3\n", "4"),
        ("print(x)  # -> 3\n", "4"),
        ("print(x)  # Output: 3\n", "4"),
        ("print(x)  # prints: 3\n", "4"),
        ("n = len(x)  # 3\n", "4"),
        ("len(x)  # => 3\n", "4"),
        ("print(\n    x\n)  # 3\n", "4"),
        ("if x: print(x)  # 3\n", "4"),
        ("print(x)  # 3, because the list has three\n", "4"),
    ],
)
def test_a_false_claim_in_python(code: str, seen: str) -> None:
    assert _verdict(code, seen) == "3 -> 4"


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascript", "console.log(x); // 3\n"),
        ("javascript", "const n = x.length; // 3\n"),
        ("javascript", "x.length; // 3\n"),
        ("javascript", "const n = x.reduce((a, b) => a + b); // 3\n"),
        ("typescript", "const n: number = f(2); // -> 3\n"),
        ("java", "System.out.println(x); // 3\n"),
        ("c", 'printf("%d", x); // 3\n'),
        ("cpp", "std::cout << x; // 3\n"),
        ("go", "fmt.Println(x) // 3\n"),
        ("rust", 'println!("{x}"); // 3\n'),
        ("csharp", "Console.WriteLine(x); // 3\n"),
        ("bash", 'echo "$x"  # 3\n'),
    ],
)
def test_a_false_claim_in_other_languages(language: str, code: str) -> None:
    assert _verdict(code, "4", language=language) == "3 -> 4"


@pytest.mark.parametrize(
    ("comment", "seen"),
    [
        ("3", ["3"]),
        ("'Ada'", ["Ada"]),
        ('{"a": 1}', ["{'a': 1}"]),
        ("[1,2]", ["[1, 2]"]),
        ("3.0", ["3"]),
        ("True, it is there", ["True"]),
        ("-> 3 (three items)", ["3"]),
        ("0, 1, 2", ["0", "1", "2"]),
        ("-> 0 1 2", ["0", "1", "2"]),
        ("Output: hello", ["hello", "hello"]),
    ],
)
def test_a_true_claim(comment: str, seen: list[str]) -> None:
    assert _verdict(f"print(x)  # {comment}\n", *seen) is None


@pytest.mark.parametrize("comment", ["-> about 3", "-> 0.333...", "-> 3 or 4", "-> TypeError: no", "-> ~3"])
def test_a_hedged_claim_is_not_judged(comment: str) -> None:
    assert _verdict(f"print(x)  # {comment}\n", "7") is None


def test_a_description_after_a_mark_is_no_false_claim() -> None:
    assert _verdict("print(x)  # -> the longest name of all\n", "Bartholomew") is None


def test_a_statement_that_did_not_run_is_not_judged() -> None:
    assert _verdict("print(x)  # 3\n") is None


def test_different_values_in_a_loop_are_not_judged() -> None:
    assert _verdict("print(x)  # 3\n", "1", "2") is None


@pytest.mark.parametrize(
    "code",
    [
        "print(x)  # the sum\n",
        "print(x)  # 3 apples\n",
        "timeout = 30  # 60\n",
        "retries = [1, 2]  # 5\n",
        "print(a)  # 1\nprint(b)  # 2\nprint(c)  # 3\n",
        "x = (  # 3\n    1)\n",
        "print('# 3')\n",
        "# 3\n",
        "if x:  # 3\n    pass\n",
    ],
)
def test_no_claim(code: str) -> None:
    assert find_claims(code, "python") == []


@pytest.mark.parametrize(
    "code",
    [
        'const url = "http://3";\n',
        "const f = (a) => a + 1; // 3\n",
        "return x; // 3\n",
        "x += 1; // 3\n",
        "f(1, // 3\n  2);\n",
        "const limit = 5; // 10\n",
    ],
)
def test_no_claim_in_javascript(code: str) -> None:
    assert find_claims(code, "javascript") == []


def test_quotes_of_the_claim_are_kept() -> None:
    assert _verdict('console.log(typeof null); // "null"\n', "object", language="javascript") == '"null" -> "object"'


def test_code_that_does_not_parse_claims_nothing() -> None:
    assert find_claims("print(  # 3\n", "python") == []
