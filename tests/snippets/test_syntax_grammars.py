"""What the grammars are asked: good code in all its pieces, and what is said of wrong code."""

from __future__ import annotations

import pytest

from codetutor_lint.snippets.syntax import check_syntax

WHOLE = {
    "a script": ("javascript", "import a from 'a';\nexport const f = async x => await a?.(x) ?? 1n;\n"),
    "a doubled comma in an array": ("javascript", "const [a, , b] = [1, , 2];\n"),
    "an attribute named like a keyword": ("javascript", 'f(<Tab default="none" />);\n'),
    "adjacent elements": ("jsx", "<A />\n<B>don't {x}</B>\n"),
    "elements with comments": ("jsx", "// bad\n<A b='c' />\n\n// good\n<A b=\"c\" /> // yes\n"),
    "elements in JavaScript": ("javascript", "<ul>\n  <li>It's</li>\n</ul>\n"),
    "types and elements": ("typescript", "const a: number = 1;\nconst b = <p>{a}</p>;\n"),
    "variance": ("typescript", "interface State<in out T> {\n  set: (value: T) => void;\n}\n"),
    "a type export": ("typescript", 'export type * as vehicles from "./vehicles";\n'),
    "using in a loop": ("typescript", "for (using x of y) {}\n"),
    "a lone method": ("java", "@Override\npublic String toString() {\n    return name;\n}\n"),
    "statements": ("java", "var x = 5;\nfor (int i = 0; i < x; i++) System.out.println(i);\n"),
    "imports and a method": ("java", "import java.util.*;\n\nprivate int x;\n\nA() { super(); }\n"),
    "a lone property": ("csharp", "public string Name { get; set; } = null!;\n"),
    "usings and members": ("csharp", "using System;\n\npublic int X;\npublic void F() { }\n"),
    "top-level statements": ("csharp", 'Console.WriteLine($"{x:F2} {y["a"]}");\n'),
    "members": ("cpp", "public:\n    Point(int x) : x_(x) {}\nprivate:\n    int x_;\n"),
    "statements in C": ("c", "int x = 5;\nif (x) { x++; }\n"),
    "a header without a newline": ("c", "#include <stdio.h>"),
    "statements in Go": ("go", "x, err := f()\nif err != nil {\n\treturn err\n}\n"),
    "a method in Go": ("go", "func (p *Point) Move(dx int) { p.x += dx }\n"),
    "a last expression": ("rust", "let x = 5;\nx + 1\n"),
    "a method in Rust": ("rust", "fn area(&self) -> f64 {\n    self.w * self.h\n}\n"),
    "parameter expansions": ("bash", 'nt="${1:$i-1:1}"; m[$i,$w]=${m[$j,$w]}; echo ${a/%]/x}\n'),
    "arithmetic": ("bash", "(( minutes = 10#$x * $op ))\nfor ((i = 0; i < ${#a}; i++)); do :; done\n"),
    "a case": ("bash", 'case $x in\n    a|b) echo "(" ;;\n    *) echo ok ;;\nesac\n'),
    "a here-document": ("bash", "cat <<END\n( it's\nEND\n"),
    "declarations alone": ("css", "color: red;\nmargin: 0 auto;\n"),
    "nesting and functions": (
        "css",
        'a[href^="x" i]:nth-child(2n + 1) { background: url(./a.png); & b { --x: 1px } }\n',
    ),
    "an ellipsis for statements": ("java", "void run() {\n    ...\n}\n"),
    "an ellipsis for a value": ("csharp", "Color c = ...;\nvar d = F(...);\n"),
    "an ellipsis in a list": ("javascript", "const list = [1, 2, ...];\nf(...);\nconst copy = [...list];\n"),
    "a typographic ellipsis": ("go", "func f() {\n\t…\n}\n"),
    "cut off at a comment": ("javascript", "function f() {\n  g(() => {\n    h();\n    // ...\n"),
    "a variadic function": ("c", "int printf(const char *format, ...);\n"),
}


@pytest.mark.parametrize(("language", "code"), WHOLE.values(), ids=WHOLE)
def test_good_code(language: str, code: str) -> None:
    assert check_syntax(language, code) == []


WRONG = {
    "an open parenthesis": ("javascript", "f(1;\ng();\n", "(", "'(' was never closed"),
    "an open brace, by indentation": (
        "java",
        "class A {\n    void f() {\n        g();\n\n    void h() {\n    }\n}\n",
        "{",
        "'{' was never closed",
    ),
    "a stray brace": ("c", "int f() {\n    return 1;\n}\n}\n", "}", "'}' has no '{' before it"),
    "a missing brace": ("go", "func f()\n\tg()\n}\n", ")", "missing '{' after ')'"),
    "a wrong partner": ("rust", "let x = [1, 2);\n", ")", "')' does not match '['"),
    "an open string": (
        "java",
        'String s = "Hello;\nint x = 5;\n',
        '"',
        'the string that starts with " was never closed',
    ),
    "an open template": ("javascript", "let s = `Hello;\n", "`", "the string that starts with ` was never closed"),
    "an open string among long ones": (
        "bash",
        'echo "Hello\nname="Ada"\necho "$name"\n',
        '"',
        'the string that starts with " was never closed',
    ),
    "an open comment": ("c", "int x; /* why\n", "/*", "the comment that starts with /* was never closed"),
    "a semicolon": ("csharp", "int x = 5\nint y = 6;\n", "5", "missing ';' after '5'"),
    "a semicolon before a comment": ("java", "int x = 5 // five\nint y = 6;\n", "5", "missing ';' after '5'"),
    "a semicolon in CSS": ("css", "a {\n  color: red\n  margin: 0;\n}\n", "d", "missing ';' after 'red'"),
    "a semicolon after a macro": ("rust", 'fn f() {\n    println!("a")\n    g();\n}\n', ")", "missing ';' after ')'"),
    "a colon": ("typescript", "let x = a ? 1 2;\n", "1", "missing ':' after '1'"),
    "a comma": ("javascript", "f(1 2);\n", "1", "missing ',' after '1'"),
    "a doubled comma": ("go", "f(1,, 2)\n", ",", "unexpected ',' after ','"),
    "a doubled comma that the grammar takes": ("javascript", "f(1,, 2);\n", ",", "unexpected ',' after ','"),
    "a misspelled keyword": (
        "javascript",
        "cosnt x = 1;\n",
        "cosnt",
        "'cosnt' is not a keyword; did you mean 'const'?",
    ),
    "one that the grammar takes": (
        "c",
        "int f() { retrun 1; }\n",
        "retrun",
        "'retrun' is not a keyword; did you mean 'return'?",
    ),
    "a short one": (
        "bash",
        "fro x in a b; do\n    echo $x\ndone\n",
        "fro",
        "'fro' is not a keyword; did you mean 'for'?",
    ),
    "a letter left out": (
        "javascript",
        "functon f() {}\n",
        "functon",
        "'functon' is not a keyword; did you mean 'function'?",
    ),
    "pseudocode": ("java", "For each item print it.\n", None, None),
    "an element": ("jsx", "f(<p>Hello</b>);\n", "</b>", "'</b>' does not match '<p>'"),
    "text between elements": ("jsx", "<A />\nand then\n<B />\n", None, None),
}


@pytest.mark.parametrize(("language", "code", "at", "message"), WRONG.values(), ids=WRONG)
def test_wrong_code(language: str, code: str, at: str | None, message: str | None) -> None:
    [fault] = check_syntax(language, code)
    if message is not None:
        assert (code[fault.start : fault.end], fault.message) == (at, message)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascript", "const form = document.forms[0];\nform.submit();\nlet meat = 1;\n"),
        ("c", "double est = 0.5;\n"),
        ("bash", "od -c file\napt install git\n"),
        ("java", '// retrun\nString s = "retrun";\n'),
    ],
)
def test_names_that_look_like_slips(language: str, code: str) -> None:
    assert check_syntax(language, code) == []


FRAGMENTS = [
    ("java", 'case 1 -> System.out.println("one");\n'),
    ("java", "x > 5 ? a : b"),
    ("java", "} else {\n    x();\n}\n"),
    ("java", "public class A {\n"),
    ("java", "int x, String y"),
    ("javascript", 'name: "Ada",\nage: 36,\n'),
    ("javascript", "}, [a]);\n"),
    ("javascript", "<li key={1}>\n"),
    ("typescript", "name: string;\nage?: number;\n"),
    ("cpp", "template <typename T>\n"),
    ("go", "Name string\nAge  int\n"),
    ("go", "case 1:\n\tx()\n"),
    ("rust", "Some(x) => x,\n"),
    ("rust", "fn f() -> i32 {\n"),
    ("csharp", "where T : class"),
    ("bash", "git rm <file>\n"),
    ("bash", "a) echo 1 ;;\n"),
    ("css", "0% { top: 0; }\n"),
]


@pytest.mark.parametrize(("language", "code"), FRAGMENTS)
def test_fragments(language: str, code: str) -> None:
    assert check_syntax(language, code, fragment=True) == []
    assert check_syntax(language, code) != []


@pytest.mark.parametrize(
    ("language", "code"),
    [("javascript", "f((]"), ("java", "int x = ;"), ("rust", "let x = ;"), ("c", "int x = 5 +;"), ("go", 'x := "a\n')],
)
def test_faults_of_fragments(language: str, code: str) -> None:
    assert check_syntax(language, code, fragment=True) != []
