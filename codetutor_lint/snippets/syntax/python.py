"""Checking Python with the running interpreter's own compiler."""

from __future__ import annotations

import keyword
import re
import warnings
from collections.abc import Iterator

from codetutor_lint.model.lazy import lazy
from codetutor_lint.snippets.syntax.fault import Fault

_DETAIL = lazy(r" \(detected at line \d+\)| on line \d+| \(<block>, line \d+\)")
_WORD = lazy(r"\w+|\S")
_NAME = lazy(r"[^\W\d]\w+(?![\w\"'])")
_KEYWORDS = frozenset(keyword.kwlist)


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of a module, or a note for each thing in it that a newer Python knows.

    A block is a program, so ``await`` and ``return`` stand in functions; in a fragment they need not.
    """
    try:
        return _check(code, fragment)
    except RecursionError:
        return [Fault(0, _first_line_end(code), "nested too deeply for Python to compile")]


def _check(code: str, fragment: bool) -> list[Fault]:
    fault = _refusal(code)
    if fault is None or (fragment and any(_refusal(whole) is None for whole in _completed(code))):
        return []
    from codetutor_lint.snippets.syntax.newer_python import downgrade

    older, notes = downgrade(code, _compiles)
    if notes:
        fault = _refusal(older)
    return [_respelled(code, fault)] if fault else notes


def _refusal(code: str, flags: int = 0) -> Fault | None:
    """Why the compiler refuses a module, whatever it raises; None if it takes it."""
    try:
        _compile(code, flags)
    except SyntaxError as error:
        return _worded(code, error)
    except (RecursionError, MemoryError):
        return Fault(0, _first_line_end(code), "nested too deeply for Python to compile")
    except (ValueError, OverflowError) as error:
        return Fault(0, _first_line_end(code), f"Python cannot compile it: {error}")
    return None


def _compile(code: str, flags: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(code, "<block>", "exec", flags, dont_inherit=True)


def _completed(code: str) -> Iterator[str]:
    """The wholes that a fragment could be a piece of."""
    import textwrap

    from codetutor_lint.snippets.syntax.lexis import open_brackets

    body = textwrap.dedent(code)
    brackets = open_brackets("python", body)
    if brackets:
        body = f"{brackets[0]}{body.rstrip()}\n{brackets[1]}\n"
    for text in (body, body.rstrip() + " ...\n", f"{body.rstrip()}\n{_deeper(body)}...\n", body + "def _(): ...\n"):
        yield text
        yield f"async def _():\n{textwrap.indent(text, '    ')}"
        yield f"class _:\n{textwrap.indent(text, '    ')}"
    for opening in ("if _:\n    ...\n", "try:\n    ...\n"):
        yield opening + body
    yield "match _:\n" + textwrap.indent(body, "    ")
    for before, after in (("_(", "\n)"), ("[", "\n]"), ("{", "\n}"), ("_ = ", "")):
        yield before + body.rstrip() + after


def _deeper(code: str) -> str:
    last = code.rstrip().rpartition("\n")[2]
    return " " * (len(last) - len(last.lstrip()) + 4)


def _worded(code: str, error: SyntaxError) -> Fault:
    start = _offset(code, error.lineno, error.offset)
    end = _offset(code, error.end_lineno, error.end_offset) if error.end_offset else start + 1
    message = _DETAIL.sub("", error.msg)
    if message.startswith("f-string: "):
        from codetutor_lint.snippets.syntax.format_strings import broken_literals

        start, end = next(broken_literals(code, _compiles), (start, end))
    elif not code[start : start + 1].strip(" \t\n"):
        start, end = _nearest_word(code, start)
        message = "the statement is not complete" if message == "invalid syntax" else message
    elif message == "invalid syntax":
        word = _WORD.match(code, start)
        message = f"unexpected '{word[0] if word else code[start]}'"
    message = message[:1].lower() + re.sub(r"[.?] ([DMP])", lambda match: f"; {match[1].lower()}", message[1:])
    return Fault(start, min(max(end, start + 1), max(len(code), 1)), message)


def _compiles(code: str) -> bool:
    return _refusal(code) is None


def _nearest_word(code: str, at: int) -> tuple[int, int]:
    """The first word of a line if an offset stands in its indentation, else the last one before it."""
    line_start = code.rfind("\n", 0, at) + 1
    first = _WORD.search(code, line_start)
    if first and first.start() >= at and "\n" not in code[at : first.start()]:
        return first.span()
    words = list(_WORD.finditer(code, code.rfind("\n", 0, len(code[:at].rstrip())) + 1, at))
    return words[-1].span() if words else (0, 1)


def _respelled(code: str, fault: Fault) -> Fault:
    """The fault, or the misspelled keyword before it in its line if that is what is wrong."""
    from ast import PyCF_ONLY_AST

    from codetutor_lint.snippets.syntax.misspelling import one_edit_apart

    line_start = code.rfind("\n", 0, fault.start) + 1
    for word in _NAME.finditer(code, line_start, fault.end):
        for known in sorted(_KEYWORDS) if word[0] not in _KEYWORDS else ():
            if one_edit_apart(word[0], known):
                again = _refusal(code[: word.start()] + known + code[word.end() :], PyCF_ONLY_AST)
                if again is None or again.start > fault.end:
                    message = f"'{word[0]}' is not a keyword; did you mean '{known}'?"
                    return Fault(*word.span(), message)
    return fault


def _offset(code: str, line: int | None, column: int | None) -> int:
    start = 0
    for _ in range((line or 1) - 1):
        start = code.find("\n", start) + 1
        if start == 0:
            return len(code)
    return min(start + max((column or 1) - 1, 0), len(code))


def _first_line_end(code: str) -> int:
    end = code.find("\n")
    return max(1, len(code) if end < 0 else end)
