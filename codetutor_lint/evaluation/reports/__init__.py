"""The evaluation as a text, JSON, Markdown or HTML report: one function each, picked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codetutor_lint.evaluation.report import Evaluation

FORMATS = ("text", "json", "markdown", "html")


def render_evaluation(name: str, evaluation: Evaluation) -> str:
    """The report in the format ``name``, with a newline at its end."""
    from importlib import import_module

    report: str = import_module(f"codetutor_lint.evaluation.reports.{name}").render(evaluation)
    return report
