"""Marks printed around a statement, so that its own output can be told from the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.snippets.statements import Commented

# Between record separators, so that no program prints the same by chance.
_MARKED = re.compile(r"\x1ect(\d+)b\x1e(.*?)\x1ect\1e\x1e", re.DOTALL)
_ANY_MARK = re.compile(r"\x1ect\d+[be]\x1e")


class Form(NamedTuple):
    """How a language comments, prints, and prints a mark; ``show`` prints a value, where that is easy."""

    comment: str
    prints: re.Pattern[str]
    mark: str
    show: str = ""
    braces: tuple[str, str] = ("{ ", " }")


_NODE = Form(
    "//",
    re.compile(r"console\.(?:log|info)\("),
    r'process.stdout.write("\x1ect%d%s\x1e");',
    show="console.log({});",
)
FORMS = {
    "python": Form("#", re.compile(r"print\("), '__import__("sys").stdout.write("\\x1ect%d%s\\x1e")'),
    "javascript": _NODE,
    "typescript": _NODE,
    "java": Form("//", re.compile(r"System\.out\.print(?:ln|f)?\("), r'System.out.print("\036ct%d%s\036");'),
    "csharp": Form("//", re.compile(r"Console\.Write(?:Line)?\("), r'Console.Write("\u001ect%d%s\u001e");'),
    "c": Form("//", re.compile(r"(?:printf|puts|putchar)\("), r'printf("\036" "ct%d%s" "\036");'),
    "cpp": Form("//", re.compile(r"(?:std::)?cout\s*<<"), r'std::cout << "\036" "ct%d%s" "\036";'),
    "go": Form("//", re.compile(r"fmt\.Print(?:ln|f)?\("), r'fmt.Print("\x1ect%d%s\x1e");'),
    "rust": Form("//", re.compile(r"print(?:ln)?!\("), r'print!("\u{1e}ct%d%s\u{1e}");'),
    "bash": Form("#", re.compile(r"(?:echo|printf)\s"), r"printf '\036ct%d%s\036';", braces=("", "")),
}
_PYTHON_PRINT = '__import__("builtins").print'


def with_marks(code: str, language: str, statements: Sequence[Commented]) -> str:
    """The code with marks around these statements, by their numbers; lines stay where they are."""
    mark = _mark_python if language == "python" else _mark_line
    form = FORMS[language]
    for number in sorted(range(len(statements)), key=lambda n: statements[n].statement, reverse=True):
        start, end = statements[number].statement
        code = code[:start] + mark(code[start:end], statements[number].name, number, form) + code[end:]
    return code


def observations(stdout: str, statements: Sequence[Commented]) -> tuple[dict[int, list[str]], str]:
    """What each statement printed each time it ran, and the output as it is without marks."""
    seen: dict[int, list[str]] = {}

    def note(match: re.Match[str]) -> str:
        number = int(match.group(1))
        inner = _ANY_MARK.sub("", match.group(2))
        seen.setdefault(number, []).append(inner.removesuffix("\n"))
        return inner if number < len(statements) and statements[number].name is None else ""

    plain = _MARKED.sub(note, stdout)
    return seen, _ANY_MARK.sub("", plain)


def _mark_python(statement: str, name: str | None, number: int, form: Form) -> str:
    """Python's statements can share a line; ``print`` by its real name, in case it was given away."""
    begin, end = form.mark % (number, "b"), form.mark % (number, "e")
    if name is None:
        return f"{begin}; {statement}; {end}"
    if name == "":
        shown = f"(lambda value: value is None or {_PYTHON_PRINT}(repr(value)))(({statement}))"
        return f"{begin}; {shown}; {end}"
    return f"{statement}; {begin}; {_PYTHON_PRINT}(repr({name})); {end}"


def _mark_line(statement: str, name: str | None, number: int, form: Form) -> str:
    begin, end = form.mark % (number, "b"), form.mark % (number, "e")
    opening, closing = form.braces
    ended = statement if statement.endswith(";") else f"{statement};"
    if name is None:
        return f"{opening}{begin} {ended} {end}{closing}"
    if name == "":
        return f"{opening}{begin} {form.show.format(statement.removesuffix(';'))} {end}{closing}"
    return f"{ended} {begin} {form.show.format(name)} {end}"
