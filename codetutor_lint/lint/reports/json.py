"""Findings for machines: a JSON list, one object a finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from codetutor_lint.rules.pages import anchor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.model.source import Location
    from codetutor_lint.rules.diagnostic import Diagnostic, PlacedFix

DOCS = "docs/rules.md"


def render(diagnostics: Sequence[Diagnostic], color: bool = False) -> str:
    rows = [as_dict(diagnostic) for diagnostic in diagnostics]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    """One finding with the fields that other tools rely on; ends are exclusive."""
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "filename": diagnostic.filename,
        "location": place(diagnostic.location),
        "end_location": place(diagnostic.end_location),
        "fix": _fix(diagnostic.fix) if diagnostic.fix else None,
        "help": diagnostic.help,
        "url": rule_url(diagnostic.code, diagnostic.name),
    }


def place(location: Location) -> dict[str, int]:
    return {"row": location.row, "column": location.column}


def rule_url(code: str, name: str) -> str:
    """Where the rule is documented, relative to the repository's root."""
    return f"{DOCS}#{anchor(code, name)}"


def _fix(fix: PlacedFix) -> dict[str, Any]:
    edits = [
        {"content": edit.content, "location": place(edit.location), "end_location": place(edit.end_location)}
        for edit in fix.edits
    ]
    return {"applicability": fix.applicability, "message": fix.message, "edits": edits}
