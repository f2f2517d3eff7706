"""One line a finding: ``file:row:column: CODE message [*]``; ``[*]`` marks a safe fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.lint.reports.style import paint, severity_style, visible
from codetutor_lint.rules.diagnostic import SAFE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.rules.diagnostic import Diagnostic


def render(diagnostics: Sequence[Diagnostic], color: bool = False) -> str:
    return "".join(f"{line(diagnostic, color)}\n" for diagnostic in diagnostics)


def line(diagnostic: Diagnostic, color: bool) -> str:
    """The one line of a finding, which the full format begins with too."""
    row, column = diagnostic.location
    place = f"{paint(diagnostic.filename, 'bold', color)}:{row}:{column}:"
    code = paint(diagnostic.code, severity_style(diagnostic.severity), color)
    level = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    fixable = " [*]" if diagnostic.fix and diagnostic.fix.applicability == SAFE else ""
    return f"{place} {code} {level}{visible(diagnostic.message)}{paint(fixable, 'cyan', color)}"
