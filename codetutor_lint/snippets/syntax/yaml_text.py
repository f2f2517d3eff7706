"""Checking YAML with libyaml."""

from __future__ import annotations

from yaml import MarkedYAMLError
from yaml._yaml import CParser

from codetutor_lint.model.values import FORBIDDEN
from codetutor_lint.snippets.syntax.fault import Fault

_MESSAGES = {
    "mapping values are not allowed in this context": "unexpected '{found}' in a value",
    "found character that cannot start any token": "'{found}' cannot start a value",
    "found unexpected end of stream": "the string was never closed",
    "did not find expected ',' or ']'": "'[' was never closed",
    "did not find expected ',' or '}'": "'{{' was never closed",
    "did not find expected node content": "a value is missing before '{found}'",
    "did not find expected key": "unexpected '{found}'",
    "did not find expected '-' indicator": "unexpected '{found}' where a '- ' should continue the list",
    "could not find expected ':'": "missing ':'",
    "found a tab character where an indentation space is expected": "a tab cannot indent YAML",
    "found a tab character that violates indentation": "a tab cannot indent YAML",
}
# Problems that stand where the construct began, not where the parser noticed.
_AT_BEGINNING = ("found unexpected end", "did not find expected ',' or", "could not find expected ':'")


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of a YAML stream of one or more documents."""
    odd = FORBIDDEN.search(code)
    if odd:
        return [Fault(*odd.span(), f"the character U+{ord(odd[0]):04X} cannot stand in YAML")]
    parser = CParser(code)
    try:
        while parser.check_event():
            parser.get_event()
    except MarkedYAMLError as error:
        return [_worded(code, error)]
    return []


def _worded(code: str, error: MarkedYAMLError) -> Fault:
    problem = error.problem or "not YAML"
    mark = error.problem_mark
    if problem.startswith(_AT_BEGINNING) and error.context_mark is not None:
        mark = error.context_mark
    at = min(mark.index if mark else 0, max(0, len(code) - 1))
    found = "tab" if code[at : at + 1] == "\t" else code[at : at + 1].strip() or "end of line"
    if found == "tab":
        problem = "found a tab character that violates indentation"
    message = _MESSAGES.get(problem, problem).format(found=found)
    return Fault(at, min(at + 1, len(code)), message)
