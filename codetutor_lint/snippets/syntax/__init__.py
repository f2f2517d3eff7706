"""Parsing the code in answers: a language's checker says what does not parse, where and why."""

from __future__ import annotations

from importlib import import_module

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


def check_syntax(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    module = CHECKERS.get(language)
    if module is None:
        return []
    faults: list[Fault] = import_module(f"{__name__}.{module}").check(
        language, code, fragment=fragment, dialect=dialect)
    return faults
