"""A question and its answer in steps, as a learner reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.page.markdown import rendered
from codetutor_lint.artifacts.page.templates import render
from codetutor_lint.model.answer import parse
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup


def lesson(name: str, question: str, answer: str, facts: Mapping[str, str]) -> Markup:
    """What the learner asked and what the tutor answered; ``facts`` stand between, by their names.

    ``answer`` is as a model writes it: what stands before its first heading is shown, too.
    """
    parsed = parse(answer)
    headings = {step.key: step.heading for step in STEPS}
    steps = [(headings[entry.key], rendered(str(entry.value))) for entry in parsed.entries if entry.key]
    preamble = rendered(str(parsed.preamble)) if parsed.preamble else ""
    return render("lesson.html", name=name, question=rendered(question), preamble=preamble, steps=steps, facts=facts)
