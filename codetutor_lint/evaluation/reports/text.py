"""The evaluation for a terminal."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import escape
from codetutor_lint.evaluation.reports.sections import comparison_lines, headline, meaning, tables

if TYPE_CHECKING:
    from codetutor_lint.evaluation.report import Evaluation, Graded, Rate

WIDTH = 100
BAR = 20


def render(evaluation: Evaluation) -> str:
    lines = [headline(evaluation), ""]
    for sentence in meaning(evaluation):
        lines += wrap(sentence, WIDTH)
    if evaluation.comparison:
        lines += ["", *comparison_lines(evaluation.comparison)]
    for title, rates in tables(evaluation):
        if rates:
            lines += ["", f"by {title}", *_table(rates)]
    worst = evaluation.worst()
    if worst:
        lines += ["", "the worst replies"]
        for reply in worst:
            lines += _reply(reply)
    return "\n".join(lines) + "\n"


def _table(rates: dict[str, Rate]) -> list[str]:
    width = max(map(len, rates))
    return [f"  {name:<{width}}  {_bar(rate.share)}  {rate}" for name, rate in rates.items()]


def _bar(share: float) -> str:
    filled = round(share * BAR)
    return "█" * filled + "·" * (BAR - filled)


def _reply(reply: Graded) -> list[str]:
    cut = " (cut off)" if reply.truncated else ""
    question = escape(" ".join(reply.question.split()))
    lines = [f"  {reply.id}{cut}: {question[: WIDTH - 20]}"]
    counted = [finding for finding in reply.findings if not finding.advisory]
    return lines + [
        f"    {finding.row}:{finding.column} {finding.code} {escape(finding.message)}" for finding in counted[:5]
    ]
