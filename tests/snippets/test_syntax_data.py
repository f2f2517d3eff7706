from __future__ import annotations

import pytest

from codetutor_lint.snippets.syntax import check_syntax


@pytest.mark.parametrize(
    "code",
    [
        '{"a": [1, 2.5e3, null, true], "b": {}}',
        '{"id": 1}\n{"id": 2}\n',
        '// settings\n{\n  "a": 1, /* one */\n  "url": "http://x//y",\n  ...\n}',
        '"text"',
    ],
)
def test_json(code: str) -> None:
    assert check_syntax("json", code) == []


@pytest.mark.parametrize(
    ("code", "at", "message"),
    [
        ('{"a": 1,}', ",", "unexpected ',' before '}'"),
        ("[1,, 2]", ",", "unexpected ',' before ','"),
        ('{"a": 1 "b": 2}', '"', "missing ',' before '\"'"),
        ('{"a" 1}', "1", "missing ':' before '1'"),
        ("{a: 1}", "a", "a name in double quotes is missing before 'a'"),
        ("{'a': 1}", "'", "strings in JSON take double quotes"),
        ('{"a": [1, 2}', "[", "'[' was never closed"),
        ('{"a": NaN}', "NaN", "JSON has no 'NaN'"),
        ('{"a": "x\n"}', "\n", "the string is not closed in its line"),
        ('{"a": 1} x', "x", "unexpected 'x' after the value"),
        ("[" * 100_000, "[", "nested too deeply"),
    ],
)
def test_refused_json(code: str, at: str, message: str) -> None:
    [fault] = check_syntax("json", code)
    assert (code[fault.start : fault.end], fault.message) == (at, message)


@pytest.mark.parametrize("code", ['"a": 1,\n"b": 2\n', '"a": 1,\n', "1, 2"])
def test_fragments_of_json(code: str) -> None:
    assert check_syntax("json", code, fragment=True) == []
    assert check_syntax("json", code) != []


@pytest.mark.parametrize(
    "code", ["a: 1\nb: [x, 'y: z']\n", "---\na\n---\nb\n...\n", "a: &x 1\nb: *x\n", "x: !tag {a: b}\n"]
)
def test_yaml(code: str) -> None:
    assert check_syntax("yaml", code) == []


@pytest.mark.parametrize(
    ("code", "at", "message"),
    [
        ("a: b: c\n", ":", "unexpected ':' in a value"),
        ("a:\n\t- b\n", "\t", "a tab cannot indent YAML"),
        ("a: [1, 2\nb: 3\n", "[", "'[' was never closed"),
        ("a: {1, 2\nb: 3\n", "{", "'{' was never closed"),
        ('a: "x\n', '"', "the string was never closed"),
        ("a: @x\n", "@", "'@' cannot start a value"),
        ("{a: 1,, b: 2}\n", ",", "a value is missing before ','"),
        ("- a\nb: c\n", "b", "unexpected 'b' where a '- ' should continue the list"),
        ("x: \x01", "\x01", "the character U+0001 cannot stand in YAML"),
        ("x: \ud800", "\ud800", "the character U+D800 cannot stand in code"),
    ],
)
def test_refused_yaml(code: str, at: str, message: str) -> None:
    [fault] = check_syntax("yaml", code)
    assert (code[fault.start : fault.end], fault.message) == (at, message)
