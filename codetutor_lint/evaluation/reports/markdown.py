"""The evaluation for a job summary or release notes; a model's words in it are only ever text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import escape
from codetutor_lint.evaluation.reports.sections import comparison_lines, headline, meaning, tables

if TYPE_CHECKING:
    from codetutor_lint.evaluation.report import Evaluation, Rate

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>@&~:$-])")


def render(evaluation: Evaluation) -> str:
    parts = [f"## {plain(headline(evaluation))}", *(plain(sentence) for sentence in meaning(evaluation))]
    if evaluation.comparison:
        parts.append("\n".join(f"- {plain(line)}" for line in comparison_lines(evaluation.comparison)))
    parts += [_table(title, rates) for title, rates in tables(evaluation) if rates]
    worst = evaluation.worst()
    if worst:
        rows = [
            f"| {plain(reply.id)} | {plain(' '.join(reply.question.split())[:80])} | "
            + ", ".join(sorted({finding.code for finding in reply.findings if not finding.advisory}))
            + (" cut off" if reply.truncated else "")
            + " |"
            for reply in worst
        ]
        parts.append("\n".join(["### The worst replies", "", "| id | question | found |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no mention, no link."""
    return _SPECIAL.sub(r"\\\1", escape(text)).replace("\\@", "@\u2060")


def _table(title: str, rates: dict[str, Rate]) -> str:
    head = [
        f"### By {title}",
        "",
        f"| {title.split(' ')[0]} | passed | of | share | 95 % interval |",
        "|---|--:|--:|--:|---|",
    ]
    rows = [
        f"| {plain(name)} | {rate.passed} | {rate.total} | {rate.share:.0%} | {rate.low:.0%} to {rate.high:.0%} |"
        for name, rate in rates.items()
    ]
    return "\n".join([*head, *rows])
