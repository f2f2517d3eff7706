"""What ``action.yml`` runs in other people's workflows: one check, in all the formats they asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.config import load_config
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.checking import check
from codetutor_lint.lint.reports import FORMATS, render_report
from codetutor_lint.lint.selection import select_rules

if TYPE_CHECKING:
    from codetutor_lint.github.context import Context

NEVER = "never"
FAIL_ON = ("error", "warning", NEVER)
REPORT = "codetutor-lint.json"


def run_action(context: Context) -> tuple[str, str, int]:
    """The report for the log, a line for people, and the exit code. The inputs are ``LINT_…`` variables.

    Raises ``UsageError`` for an input that is not allowed.
    """
    form, fail_on = _chosen(context, "FORMAT", FORMATS, "github"), _chosen(context, "FAIL_ON", FAIL_ON, "error")
    file = _input(context, "CONFIG")
    config = load_config(file=Path(file) if file else None)
    selection = select_rules(config, re.findall(r"[^\s,]+", _input(context, "SELECT")))
    paths = [Path(line.strip()) for line in _input(context, "PATHS").split("\n") if line.strip()]
    outcome = check(config, selection, paths)
    report = Path(context.environment.get("RUNNER_TEMP") or ".") / REPORT
    report.write_text(render_report("json", outcome.diagnostics), encoding="utf-8")
    sarif = _input(context, "SARIF")
    if sarif:
        Path(sarif).write_text(render_report("sarif", outcome.diagnostics), encoding="utf-8")
    for name, value in (
        ("errors", outcome.errors),
        ("warnings", outcome.warnings),
        ("report", report),
        ("sarif", sarif),
    ):
        context.output(name, str(value))
    bad = outcome.errors + (outcome.warnings if fail_on == "warning" else 0)
    return render_report(form, outcome.diagnostics), outcome.summary(), 1 if bad and fail_on != NEVER else 0


def _chosen(context: Context, name: str, allowed: tuple[str, ...], default: str) -> str:
    value = _input(context, name) or default
    if value not in allowed:
        raise UsageError(f"{name.lower().replace('_', '-')}: {value!r}; allowed are {', '.join(allowed)}")
    return value


def _input(context: Context, name: str) -> str:
    value = context.environment.get(f"LINT_{name}", "")
    if "\0" in value or (name != "PATHS" and "\n" in value.strip()):
        raise UsageError(f"{name.lower()}: one line only")
    return value.strip()
