"""Colors of the terminal formats."""

from __future__ import annotations

_CODES = {"bold": "1", "red": "1;31", "yellow": "1;33", "blue": "1;34", "cyan": "36", "dim": "2"}


def paint(text: str, style: str, color: bool) -> str:
    """``text`` in a style, if colors are wanted."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color and text else text


def severity_style(severity: str) -> str:
    return "red" if severity == "error" else "yellow"


def visible(text: str) -> str:
    """Text without what could move the cursor, forge lines or reorder what is shown."""
    from codetutor_lint.corpus.shown import escape

    return escape(text)
