"""F-strings as Python 3.12 and later read them, for interpreters that read them in the old way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy

if TYPE_CHECKING:
    import re

_STRING = lazy(r"(?<![\w\"'])([a-zA-Z]{0,2})(\"\"\"|'''|\"|')")
_CONVERSION = lazy(r"![rsa]\s*$")


def flatten(code: str, compiles: Callable[[str], bool]) -> tuple[str, list[tuple[int, int]]]:
    """Put ``0`` for each expression in the f-strings that only newer interpreters take.

    An f-string whose expressions do not compile either stays, for it is wrong in all of them.
    Returns the new code, as long as the old, and the places of the f-strings that were changed.
    """
    changed: list[tuple[int, int]] = []
    for start, end in list(broken_literals(code, compiles)):
        opening = _STRING.match(code, start)
        assert opening is not None
        fields = list(_fields(code, opening.end(), end - len(opening[2])))
        if all(compiles(f"({_expression(code[left:right])}\n)") for left, right in fields):
            for left, right in fields:
                code = code[:left] + "0".ljust(right - left) + code[right:]
            changed.append((start, end))
    return code, changed


def broken_literals(code: str, compiles: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The places of the f-strings that do not compile by themselves."""
    at = 0
    while match := _STRING.search(code, at):
        at = _string_end(code, match)
        if "f" in match[1].lower() and not compiles(code[match.start() : at]):
            yield match.start(), at


def _string_end(code: str, match: re.Match[str]) -> int:
    """The offset after a string literal that begins at a match of ``_STRING``."""
    at, quote, formatted = match.end(), match[2], "f" in match[1].lower()
    while at < len(code):
        if code.startswith(quote, at):
            return at + len(quote)
        if code[at] == "\n" and len(quote) == 1:
            break
        if formatted and code.startswith("{{", at):
            at += 2
        elif formatted and code[at] == "{":
            at = _field_end(code, at + 1) + 1
        else:
            at += 2 if code[at] == "\\" else 1
    return min(at, len(code))


def _field_end(code: str, at: int) -> int:
    """The offset of the brace that closes the field whose inside begins at ``at``."""
    depth = 0
    while at < len(code):
        match = _STRING.match(code, at)
        if match:
            at = _string_end(code, match)
            continue
        if code[at] in "([{":
            depth += 1
        elif code[at] == "}" and depth == 0:
            return at
        elif code[at] in ")]}":
            depth -= 1
        at += 1
    return at


def _fields(code: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The insides of the replacement fields between two offsets of an f-string."""
    while (at := code.find("{", at, end)) >= 0:
        if code.startswith("{{", at):
            at += 2
            continue
        closing = _field_end(code, at + 1)
        yield at + 1, closing
        at = closing + 1


def _expression(field: str) -> str:
    """A replacement field without its format, its conversion and its ``=``."""
    depth, at = 0, 0
    while at < len(field):
        match = _STRING.match(field, at)
        if match:
            at = _string_end(field, match)
            continue
        depth += (field[at] in "([{") - (field[at] in ")]}")
        if field[at] == ":" and depth == 0:
            field = field[:at]
        at += 1
    return _CONVERSION.sub("", field).rstrip().removesuffix("=")
