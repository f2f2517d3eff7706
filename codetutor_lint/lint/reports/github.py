"""Workflow commands that GitHub shows as annotations on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.lint.reports.style import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.rules.diagnostic import Diagnostic


def render(diagnostics: Sequence[Diagnostic], color: bool = False) -> str:
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    row, column = diagnostic.location
    end_row, end_column = diagnostic.end_location
    properties = {
        "file": diagnostic.filename,
        "line": str(row),
        "col": str(column),
        "endLine": str(end_row),
        "endColumn": str(max(end_column - 1, 1)) if end_row == row else "",
        "title": f"{diagnostic.code} {diagnostic.name}",
    }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    text = visible(diagnostic.message)
    if diagnostic.help:
        text += "\n" + "\n".join(visible(line) for line in diagnostic.help.split("\n"))
    return f"::{diagnostic.severity} {listed}::{_data(text)}"


def _data(text: str) -> str:
    """Escape a command's message, as the runner's toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
