"""Strings, comments and brackets by regular expression: enough to say what was never closed.

A grammar decides whether code is wrong; what is found here only says where and why.
"""

from __future__ import annotations

import re
from functools import cache

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax.fault import Fault

CLOSERS = {"(": ")", "[": "]", "{": "}"}
OPENERS = {closer: opener for opener, closer in CLOSERS.items()}
_BRACKETS = frozenset(CLOSERS) | frozenset(OPENERS)

_SLASHES = r"//[^\n]*|/\*.*?\*/"
_DOUBLE = r'"(?:\\.|[^"\\\n])*+"'
_SINGLE = r"'(?:\\.|[^'\\\n])*+'"
_TRIPLE = r'"""(?:\\.|[^\\])*?"""'
_TEMPLATE = r"`(?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*+\}|[^`\\])*+`"
_REGEXP = r"(?<=[=(,:;!&|?{}\[\n]) *\n? */(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*+\]|[^/\\\n\[])++/[a-z]*"
_CHAR = rf"(?<![0-9a-fA-F]){_SINGLE}|(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])"
_HEREDOC = r"<<-?\s*(?P<quote>['\"]?)(?P<word>\w+)(?P=quote).*?^\s*(?P=word)$"

# What to step over whole, longest first, then the marks whose partner is missing when they are met.
_STEPS: dict[str, tuple[str, str]] = {
    "c": (rf"{_SLASHES}|{_DOUBLE}|{_CHAR}", r"""["']|/\*"""),
    "cpp": (rf'{_SLASHES}|R"(?P<raw>\w*)\(.*?\)(?P=raw)"|{_DOUBLE}|{_CHAR}', r"""["']|/\*"""),
    "java": (rf"{_SLASHES}|{_TRIPLE}|{_DOUBLE}|{_SINGLE}", r"""\"{3}|["']|/\*"""),
    "csharp": (rf'{_SLASHES}|"""+.*?"""+|\$?@\$?"(?:[^"]|"")*+"|{_DOUBLE}|{_SINGLE}', r"""\"{3}|["']|/\*"""),
    "go": (rf"{_SLASHES}|`[^`]*`|{_DOUBLE}|{_SINGLE}", r"""["'`]|/\*"""),
    "rust": (
        rf"""{_SLASHES}|r(?P<raw>#*)".*?"(?P=raw)|"(?:\\.|[^"\\])*+"|'(?:\\.[^\n']*|[^\\\n'])'|'\w+""",
        r"""["']|/\*""",
    ),
    "javascript": (rf"{_SLASHES}|{_REGEXP}|{_TEMPLATE}|{_DOUBLE}|{_SINGLE}", r"""["'`]|/\*"""),
    "css": (rf"/\*.*?\*/|{_DOUBLE}|{_SINGLE}|url\([^)\n]*\)", r"""["']|/\*"""),
    "bash": (
        rf"""(?<![^\s;(|&])#[^\n]*|\\.|\$?'[^']*'|"(?:\\.|\$\((?:[^()]|\([^()]*\))*+\)|[^"\\])*+"|`[^`]*`|{_HEREDOC}""",
        r"""["'`]""",
    ),
    "sql": (r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*+'|\"[^\"]*\"|`[^`]*`", r"""["'`]|/\*"""),
    "python": (
        r"#[^\n]*|\"{3}(?:\\.|[^\\])*?\"{3}|'{3}(?:\\.|[^\\])*?'{3}" rf"|{_DOUBLE}|{_SINGLE}",
        r"""\"{3}|'{3}|["']""",
    ),
    "json": (rf"{_SLASHES}|{_DOUBLE}", r'"'),
}
_COMMENTS = {"bash": ("#",), "python": ("#",), "sql": ("--", "/*"), "css": ("/*",)}
_LONG_STRINGS = ("rust", "bash", "sql")
_JSX = re.compile(r"</|/>")
_LIKE = {"jsx": "javascript", "typescript": "javascript", "tsx": "javascript"}


class Token(NamedTuple):
    """A word, a mark or a whole string of a code; comments are none."""

    text: str
    start: int
    end: int


class Bracket(NamedTuple):
    """A bracket outside strings and comments."""

    mark: str
    offset: int


class Lexis(NamedTuple):
    """What stands in a code up to its end, or up to a string or comment that is never closed."""

    tokens: list[Token]
    unclosed: Token | None

    @property
    def brackets(self) -> list[Bracket]:
        return [Bracket(token.text, token.start) for token in self.tokens if token.text in _BRACKETS]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    whole, opening = _STEPS.get(_LIKE.get(language, language), ("(?!)", "(?!)"))
    flags = re.DOTALL | re.MULTILINE
    return re.compile(rf"(?P<whole>{whole})|(?P<opening>{opening})|(?P<token>\w+|[=-]>|[^\w\s])", flags)


def read(language: str, code: str, start: int = 0) -> Lexis:
    """Split a code into tokens, stepping over its comments."""
    found: list[Token] = []
    for match in _pattern(language).finditer(code, start):
        token = Token(match[0], *match.span())
        if match["opening"]:
            return Lexis(found, token)
        if match["token"] or not _is_comment(language, token.text):
            found.append(token)
    return Lexis(found, None)


def tokens(language: str, code: str) -> list[Token]:
    """The tokens of a code; a quote whose partner is missing is a token by itself."""
    found: list[Token] = []
    lexis = read(language, code)
    while lexis.unclosed:
        found += [*lexis.tokens, lexis.unclosed]
        lexis = read(language, code, lexis.unclosed.end)
    return found + lexis.tokens


def _is_comment(language: str, text: str) -> bool:
    return text.startswith(_COMMENTS.get(language, ("//", "/*")))


def unclosed_string(language: str, code: str, at: int) -> Fault | None:
    """The string or comment that is never closed, if it is what stops a parser at ``at``."""
    unclosed = read(language, code).unclosed
    if unclosed and language in _LONG_STRINGS:
        unclosed = _first_long_string(language, code, unclosed)
    while unclosed and _JSX.search(code) and not _stops(code, unclosed, at):
        unclosed = read(language, code, unclosed.end).unclosed
    if unclosed is None:
        return None
    mark = unclosed.text
    what = "comment" if mark == "/*" else "string"
    return Fault(unclosed.start, unclosed.start + len(mark), f"the {what} that starts with {mark} was never closed")


def _stops(code: str, unclosed: Token, at: int) -> bool:
    """Whether a parser that gets stuck at an offset does so because of this quote, not JSX text."""
    line_start = code.rfind("\n", 0, unclosed.start) + 1
    line_end = code.find("\n", unclosed.end)
    return line_start <= at and (line_end < 0 or at <= line_end or not code[line_end:at].strip())


def _first_long_string(language: str, code: str, unclosed: Token) -> Token:
    """The quote from which on strings and code have changed places.

    Where strings may span lines, the last quote lacks its partner, but the one that was left out
    belongs to the first string that runs on into the next line.
    """
    for token in read(language, code).tokens:
        if token.text[0] == unclosed.text and "\n" in token.text:
            return Token(unclosed.text, token.start, token.start + 1)
    return unclosed


def unmatched(language: str, code: str) -> Fault | None:
    """The first bracket that lacks its partner, or None; an unclosed string hides what follows it."""
    lexis = read(language, code)
    brackets = lexis.brackets
    if language == "bash":  # the patterns of a case end with a parenthesis that none opens
        brackets = [bracket for bracket in brackets if bracket.mark not in "()"]
    return _unmatched(code, brackets, lexis.unclosed is None)


def open_brackets(language: str, code: str) -> tuple[str, str] | None:
    """The openers and closers that would balance a code at its two ends, or None if none would."""
    lexis = read(language, code)
    if lexis.unclosed:
        return None
    before, stack = "", ""
    for mark, _ in lexis.brackets:
        if mark in CLOSERS:
            stack += mark
        elif stack:
            if CLOSERS[stack[-1]] != mark:
                return None
            stack = stack[:-1]
        else:
            before = OPENERS[mark] + before
    return before, "".join(CLOSERS[mark] for mark in reversed(stack))


def _unmatched(code: str, brackets: list[Bracket], complete: bool) -> Fault | None:
    stack: list[Bracket] = []
    pairs: list[tuple[Bracket, Bracket]] = []
    for bracket in brackets:
        if bracket.mark in CLOSERS:
            stack.append(bracket)
        elif not stack:
            misplaced = _misplaced_closer(code, pairs) or bracket
            return _fault(misplaced, f"has no '{OPENERS[misplaced.mark]}' before it")
        elif CLOSERS[stack[-1].mark] == bracket.mark:
            pairs.append((stack.pop(), bracket))
        elif any(CLOSERS[opened.mark] == bracket.mark for opened in stack):
            return _fault(stack[-1], "was never closed")
        else:
            return _fault(bracket, f"does not match '{stack[-1].mark}'")
    if not stack or not complete:
        return None
    return _fault(_outlived_opener(code, pairs) or stack[-1], "was never closed")


def _fault(bracket: Bracket, complaint: str) -> Fault:
    return Fault(bracket.offset, bracket.offset + 1, f"'{bracket.mark}' {complaint}")


def _outlived_opener(code: str, pairs: list[tuple[Bracket, Bracket]]) -> Bracket | None:
    """The opener whose partner, by its indentation, belongs to one further out."""
    for opened, closed in sorted(pairs, key=lambda pair: pair[1].offset):
        indent = first_indent(code, closed.offset)
        if indent is not None and indent < line_indent(code, opened.offset):
            return opened
    return None


def _misplaced_closer(code: str, pairs: list[tuple[Bracket, Bracket]]) -> Bracket | None:
    """The closer that, by its indentation, belongs to something further in."""
    for opened, closed in sorted(pairs, key=lambda pair: pair[1].offset):
        indent = first_indent(code, closed.offset)
        if indent is not None and indent > line_indent(code, opened.offset):
            return closed
    return None


def line_indent(code: str, offset: int) -> int:
    """How many blanks the line of an offset begins with."""
    line = code[code.rfind("\n", 0, offset) + 1 : offset + 1]
    return len(line) - len(line.lstrip())


def first_indent(code: str, offset: int) -> int | None:
    """The indentation of what stands at an offset, or None if it is not first in its line."""
    before = code[code.rfind("\n", 0, offset) + 1 : offset]
    return len(before) if not before.strip() else None
