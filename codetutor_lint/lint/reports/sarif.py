"""SARIF 2.1.0, for code scanning: results with their rules and fixes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from codetutor_lint import __version__
from codetutor_lint.lint.reports.json import rule_url
from codetutor_lint.rules.registry import load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.model.source import Location
    from codetutor_lint.rules.diagnostic import Diagnostic, PlacedFix
    from codetutor_lint.rules.registry import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(diagnostics: Sequence[Diagnostic], color: bool = False) -> str:
    rules = load_rules()
    index = {code: number for number, code in enumerate(rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "codetutor-lint",
                        "semanticVersion": __version__,
                        "rules": [_rule(rule) for rule in rules.values()],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(diagnostic, index) for diagnostic in diagnostics],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.page},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"documentation": rule_url(rule.code, rule.name)},
    }


def _result(diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    message = f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.code],
        "level": diagnostic.severity,
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(diagnostic),
                    "region": _region(diagnostic.location, diagnostic.end_location),
                }
            }
        ],
    }
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic, diagnostic.fix)]
    return result


def _artifact(diagnostic: Diagnostic) -> dict[str, str]:
    """The file as a relative URI reference; an absolute path becomes a file URI."""
    name = quote(diagnostic.filename, safe="/")
    return {"uri": f"file://{name}" if name.startswith("/") else name}


def _region(start: Location, end: Location) -> dict[str, int]:
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _fix(diagnostic: Diagnostic, fix: PlacedFix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(edit.location, edit.end_location),
            "insertedContent": {"text": edit.content},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(diagnostic), "replacements": replacements}
    return {"description": {"text": fix.message}, "artifactChanges": [change]}
