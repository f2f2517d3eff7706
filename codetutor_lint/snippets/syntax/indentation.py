"""Tabs and spaces in the indentation of code."""

from __future__ import annotations

import re

from codetutor_lint.model.lazy import lazy

_INDENTATION = lazy(r"^[ \t]+(?=[^\s*])", re.MULTILINE)


def find_mixed_indentation(language: str, code: str) -> tuple[int, int] | None:
    """The first indentation with a space before a tab, or of another kind than those before it.

    A line that begins inside a string is no code; a tab and then spaces is alignment.
    """
    if "\t" not in code:
        return None
    from codetutor_lint.snippets.syntax import lexis

    inside = [(token.start, token.end) for token in lexis.tokens(language, code) if "\n" in token.text]
    first = ""
    for match in _INDENTATION.finditer(code):
        blanks = match[0]
        if any(start < match.start() < end for start, end in inside):
            continue
        if " \t" in blanks:
            return match.span()
        kind = blanks[0] if blanks[0] == "\t" or len(blanks) > 1 else first
        if first and kind != first:
            return match.span()
        first = first or kind
    return None
