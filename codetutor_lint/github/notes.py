"""A release's notes: what was built, what each training came to, how the models do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.github.markdown import block, clipped, details, inline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codetutor_lint.github.journal import OutcomeEvent
    from codetutor_lint.github.plan import ProviderPlan, ReleasePlan

# Between the marks the notes are ours; what a person writes around them stays.
BEGIN, END = "<!-- codetutor-lint: begin -->", "<!-- codetutor-lint: end -->"
_OURS = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
# GitHub refuses notes of more than 125,000 characters.
LONGEST = 110_000
_LONGEST_EVALUATION = 40_000


def notes(body: str, plan: ReleasePlan, outcomes: Mapping[str, OutcomeEvent], evaluations: Mapping[str, str]) -> str:
    """The notes with our part renewed; ``evaluations`` are Markdown, by provider."""
    parts = [_built(plan), _models(outcomes), _table(plan, outcomes)]
    parts += [_said(outcomes[name]) for name in sorted(outcomes)]
    parts += [_evaluation(name, evaluations[name]) for name in sorted(evaluations)]
    text = "\n\n".join(part for part in parts if part)
    ours = f"{BEGIN}\n{clipped(text, LONGEST)}\n{END}"
    if _OURS.search(body):
        return _OURS.sub(lambda _: ours, body, count=1)
    return f"{body}\n\n{ours}".strip()


def _built(plan: ReleasePlan) -> str:
    return (
        f"{plan.rows:,} examples, dataset {inline(plan.dataset_digest)}, built from {inline(plan.commit)}. "
        f"Check a download with {inline('sha256sum --check --ignore-missing SHA256SUMS')}, and where it comes from "
        f"with {inline('gh attestation verify FILE --repo REPOSITORY')}."
    )


def _models(outcomes: Mapping[str, OutcomeEvent]) -> str:
    found = [f"- {inline(name)}: {inline(event.model)}" for name, event in sorted(outcomes.items()) if event.model]
    return "\n".join(["## Models", "", *found]) if found else ""


def _table(plan: ReleasePlan, outcomes: Mapping[str, OutcomeEvent]) -> str:
    head = ["## Trainings", "", "| provider | base model | tokens | cost in USD | outcome |", "|---|---|--:|--:|---|"]
    return "\n".join([*head, *(_row(one, outcomes.get(one.provider)) for one in plan.providers)])


def _row(one: ProviderPlan, outcome: OutcomeEvent | None) -> str:
    usd = "not known" if one.usd is None else f"about {one.usd:.2f}"
    state = outcome.kind.value if outcome else "not started"
    return f"| {inline(one.provider)} | {inline(one.model)} | {one.tokens:,} | {usd} | {state} |"


def _said(event: OutcomeEvent) -> str:
    return block("\n".join(event.lines), 4_000)


def _evaluation(name: str, text: str) -> str:
    shown = text if len(text) <= _LONGEST_EVALUATION else block(text, _LONGEST_EVALUATION, "markdown")
    return details(f"How the model of {inline(name)} does", shown)
