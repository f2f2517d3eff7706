"""Checking JSON with the standard library, whose messages name what is missing."""

from __future__ import annotations

import json
import re

from codetutor_lint.snippets.syntax import lexis
from codetutor_lint.snippets.syntax.fault import Fault

_STEP = re.compile(r'"(?:\\.|[^"\\\n])*+"|(?P<blank>//[^\n]*|/\*.*?\*/|(?:\.\.\.|…),?)', re.DOTALL)
_LONE_COMMA = re.compile(r",(?=\s*[}\]])")
_BLANK = re.compile(r"\s*")
_MESSAGES = {
    "Expecting value": "a value is missing",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Expecting ',' delimiter": "missing ','",
    "Expecting ':' delimiter": "missing ':'",
    "Invalid control character at": "the string is not closed in its line",
    "Unterminated string starting at": "the string was never closed",
    "Illegal trailing comma before end of object": "unexpected ',' before '}'",
    "Illegal trailing comma before end of array": "unexpected ',' before ']'",
}


def check(language: str, code: str, *, fragment: bool = False, dialect: str | None = None) -> list[Fault]:
    """The first fault of a JSON text, or of one of several values on lines of their own.

    Comments and ellipses are overlooked; with them, a comma too many is part of what was left out.
    """
    text = _STEP.sub(lambda match: " " * len(match[0]) if match["blank"] else match[0], code)
    if text != code:
        text = _LONE_COMMA.sub(" ", text)
    fault = _fault(text)
    if fault and fragment:
        inside = text.rstrip().removesuffix(",")
        if any(_fault(first + inside + last) is None for first, last in ("{}", "[]")):
            return []
    return [fault] if fault else []


def _fault(text: str) -> Fault | None:
    decoder = json.JSONDecoder(parse_constant=_refuse)
    at = _skip(text, 0)
    while at < len(text):
        try:
            _, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            return lexis.unmatched("json", text) or _worded(text, error)
        except RecursionError:
            return Fault(at, at + 1, "nested too deeply")
        except _NoSuchConstantError as error:
            start = text.find(str(error), at)
            return Fault(start, start + len(str(error)), f"JSON has no '{error}'")
        at = _skip(text, end)
        if at < len(text) and "\n" not in text[end:at]:
            return Fault(at, at + 1, f"unexpected '{text[at]}' after the value")
    return None


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


class _NoSuchConstantError(ValueError):
    pass


def _refuse(constant: str) -> object:
    raise _NoSuchConstantError(constant)


def _worded(text: str, error: json.JSONDecodeError) -> Fault:
    at = min(error.pos, max(0, len(text) - 1))
    before = text[:at].rstrip()
    if text[at : at + 1] == "'":
        return Fault(at, at + 1, "strings in JSON take double quotes")
    if error.msg.startswith("Expecting") and before.endswith(",") and text[at] in "}],":
        return Fault(len(before) - 1, len(before), f"unexpected ',' before '{text[at]}'")
    message = _MESSAGES.get(error.msg, error.msg[:1].lower() + error.msg[1:])
    if error.msg.startswith("Expecting") and text[at : at + 1].strip():
        message += f" before '{text[at]}'"
    return Fault(at, min(at + 1, len(text)), message)
