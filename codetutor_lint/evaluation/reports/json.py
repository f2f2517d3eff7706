"""The evaluation for machines; its schema is ``schema/evaluation.schema.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codetutor_lint.evaluation.report import Evaluation


def render(evaluation: Evaluation) -> str:
    return evaluation.model_dump_json(indent=2) + "\n"
