"""What a parser has to say about a piece of code."""

from __future__ import annotations

from codetutor_lint.records import NamedTuple


class Fault(NamedTuple):
    """One place in code that does not parse, or that an older interpreter cannot read.

    ``start`` and ``end`` are code-point offsets into the code, half-open and never empty unless the
    code is. ``note`` marks syntax newer than the running Python, which is no error.
    """

    start: int
    end: int
    message: str
    note: bool = False
