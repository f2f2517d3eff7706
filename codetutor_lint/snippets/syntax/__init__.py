"""Parsing the code in answers: a language's checker says what does not parse, where and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module

from codetutor_lint.model.lazy import lazy
from codetutor_lint.snippets.syntax.fault import Fault
from codetutor_lint.snippets.syntax.grammars import GRAMMARS

__all__ = ["CHECKERS", "Fault", "check_syntax"]

# The module that checks a fence's language; a language without one has no syntax to check.
CHECKERS: dict[str, str] = {
    **dict.fromkeys(GRAMMARS, "trees"),
    "python": "python",
    "html": "markup",
    "json": "json_text",
    "yaml": "yaml_text",
    "sql": "sql",
}

_NO_CODE = lazy("[\0\ud800-\udfff]")


def check_syntax(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """What does not parse in a piece of code; at most one error, or a note for each newer construct.

    ``language`` is a canonical fence language; one without a checker has no syntax. A ``fragment`` may
    be a piece of something: a class body, the inside of a call, lines with an end missing. ``dialect``
    is SQL's: ``"sqlite"``, or any that sqlglot knows; by default SQLite, and what other dialects add.
    """
    return list(_faults(language, code, fragment, dialect))


@lru_cache(maxsize=64)  # the rules of one example ask for the same blocks
def _faults(language: str, code: str, fragment: bool, dialect: str | None) -> tuple[Fault, ...]:
    module = CHECKERS.get(language)
    if module is None or not code.strip():
        return ()
    odd = None if code.isascii() and "\0" not in code else _NO_CODE.search(code)
    if odd:
        return (Fault(*odd.span(), f"the character U+{ord(odd[0]):04X} cannot stand in code"),)
    return tuple(_checker(module)(language, code, fragment=fragment, dialect=dialect))


@cache
def _checker(module: str) -> Callable[..., list[Fault]]:
    check: Callable[..., list[Fault]] = import_module(f"{__name__}.{module}").check
    return check
