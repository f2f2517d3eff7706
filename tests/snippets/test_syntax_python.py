from __future__ import annotations

import sys

import pytest

from codetutor_lint.snippets.syntax import check_syntax
from codetutor_lint.snippets.syntax.format_strings import flatten


def _found(code: str, *, fragment: bool = False) -> tuple[str, str] | None:
    """The text and the message of the only fault, or None."""
    faults = check_syntax("python", code, fragment=fragment)
    assert len(faults) <= 1
    return (code[faults[0].start : faults[0].end], faults[0].message) if faults else None


@pytest.mark.parametrize(
    ("code", "at", "message"),
    [
        ('print("a"\nx = 1\n', "(", "'(' was never closed"),
        ("def f()\n    pass\n", ")", "expected ':'"),
        ("if x:\npass\n", "pass", "expected an indented block after 'if' statement"),
        ("  x = 1\n", "x", "unexpected indent"),
        ("x = 5 +\n", "+", "the statement is not complete"),
        ("x = (1,,2)\n", ",", "unexpected ','"),
        ("while True print(1)\n", "print", "unexpected 'print'"),
        ("retrun 5\n", "retrun", "'retrun' is not a keyword; did you mean 'return'?"),
        ("x = 1\nfro i in y:\n    pass\n", "fro", "'fro' is not a keyword; did you mean 'for'?"),
        ("await x\n", "await x", "'await' outside function"),
        ("return 1\n", "return 1", "'return' outside function"),
        ("a\0b", "\0", "the character U+0000 cannot stand in code"),
        ('"\ud800"', "\ud800", "the character U+D800 cannot stand in code"),
        ("def f():\n\tx\n        y\n", "y", "inconsistent use of tabs and spaces in indentation"),
        ("-" * 100_000 + "1\n", "-" * 100_000 + "1", "nested too deeply for Python to compile"),
        ("x" + ".y" * 50_000 + "\n", "x" + ".y" * 50_000, "nested too deeply for Python to compile"),
    ],
)
def test_refused(code: str, at: str, message: str) -> None:
    assert _found(code) == (at, message)


def test_endless_nesting_in_a_format_string_is_survived() -> None:
    assert check_syntax("python", 'f"{' * 3_000)


@pytest.mark.parametrize("code", ["x = 1 is 1\n", "'\\d'\n", "assert (x, 1)\n", "x = ...\n"])
def test_what_python_warns_of_is_no_fault(code: str) -> None:
    assert _found(code) is None


@pytest.mark.parametrize("code", ["assert (1, 2)\n", "'\\d'\n", "1 is 1\n"])
def test_no_warning_escapes(code: str, recwarn: pytest.WarningsRecorder) -> None:
    check_syntax("python", code)
    assert not recwarn


NEWER = [
    ("type X[T] = list[T]\n", "the 'type' statement", (3, 12)),
    ("    \nif x:\n    type X = int\n    y = 1\n", "the 'type' statement", (3, 12)),
    ("def f[T: int](x: T) -> T:\n    return x\n", "a list of type parameters", (3, 12)),
    ("class A[T]:\n    x: T\n", "a list of type parameters", (3, 12)),
    ("class A[T = int](B):\n    x: T\n", "the default of a type parameter", (3, 13)),
    ('f"{d["a"]}"\n', "this kind of f-string", (3, 12)),
    ("f'{x:{w}} {d['a']!r} {y=} {{}}'\n", "this kind of f-string", (3, 12)),
    ("f'{'\\n'.join(names)}'\n", "this kind of f-string", (3, 12)),
    ("try:\n    x\nexcept A, B:\n    y\n", "'except' with several types and no parentheses", (3, 14)),
    ('t"Hello {name}"\n', "a template string", (3, 14)),
    ("lazy from a import b\n", "a lazy import", (3, 15)),
    ("x = [*row for row in table]\n", "unpacking in a comprehension", (3, 15)),
    ("x = {**row for row in table}\n", "unpacking in a comprehension", (3, 15)),
]


@pytest.mark.parametrize(("code", "what", "version"), NEWER)
def test_newer_syntax_is_a_note(code: str, what: str, version: tuple[int, int]) -> None:
    faults = check_syntax("python", code)
    if version <= sys.version_info[:2]:
        assert faults == []
    else:
        assert [(fault.message, fault.note) for fault in faults] == [
            (f"{what} needs Python {version[0]}.{version[1]} or later", True)
        ]


@pytest.mark.parametrize(("code", "what", "version"), NEWER)
def test_newer_syntax_hides_no_error(code: str, what: str, version: tuple[int, int]) -> None:
    [fault] = check_syntax("python", code + "x = (\n")
    assert (fault.start, fault.note) == (len(code) + 4, False)


@pytest.mark.parametrize("code", ['f"{a b}"\n', 'f"{a b["x"]}"\n', 'f"{x"\n', "except A B:\n", "type X\n", "lazy x\n"])
def test_wrong_in_every_python(code: str) -> None:
    [fault] = check_syntax("python", code)
    assert not fault.note


def test_flatten_keeps_the_length() -> None:
    code = 'x = f"{d["a"]:>{w}}" + f"{ok}" + "{no}"\n'
    older, changed = flatten(code, lambda text: text.startswith("(") or text == 'f"{ok}"')
    assert older == 'x = f"{0          }" + f"{ok}" + "{no}"\n'
    assert changed == [(4, 20)]


@pytest.mark.parametrize(
    "code",
    [
        "return x\n",
        "    x = 1\n    y = 2\n",
        "def f():\n",
        "else:\n    x\n",
        "except ValueError:\n    x\n",
        "case 1:\n    x\n",
        "a, b=1\n",
        '"a": 1,\n"b": 2\n',
        "x = [\n    1,\n",
        "]\n",
        "@app.route('/')\n",
        "async with a as b:\n    x\n",
        "yield x\n",
    ],
)
def test_fragments(code: str) -> None:
    assert _found(code, fragment=True) is None


@pytest.mark.parametrize("code", ["x = (]\n", "if x\n    y\n", "x = 'a\n", "x = 1 2\n"])
def test_faults_of_fragments(code: str) -> None:
    assert _found(code, fragment=True) is not None
