"""The evaluation as one page: rates as charts, and every reply to browse, with the baseline's beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.artifacts.page.browse import Facet, Item, browse
from codetutor_lint.artifacts.page.charts import Bar, bars, table
from codetutor_lint.artifacts.page.frame import View, page
from codetutor_lint.artifacts.page.lesson import lesson
from codetutor_lint.artifacts.page.templates import render as template
from codetutor_lint.evaluation.reports.sections import comparison_lines, meaning, tables
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from markupsafe import Markup

    from codetutor_lint.evaluation.report import Evaluation, Graded, Rate

REPLIES = "replies"
_FACETS = ("topic", "language", "level", "mode")


def render(evaluation: Evaluation) -> str:
    views = [View("overview", "Overview", _overview(evaluation)), View(REPLIES, "Replies", _replies(evaluation))]
    return page(f"Evaluation of {evaluation.model}", views, evaluation.caveat)


def _overview(evaluation: Evaluation) -> Markup:
    rates = [(title, found) for title, found in tables(evaluation) if found]
    charts = [bars(f"By {title}", title.split(" ")[0], "share", _bars(found), most=1) for title, found in rates]
    detail = [
        table(
            f"By {title}",
            (title.split(" ")[0], "passed", "of", "share", "95 % interval"),
            _rows(found),
            frozenset({0, 4}),
        )
        for title, found in rates
    ]
    return template(
        "evaluation.html", tiles=_tiles(evaluation), meaning=_meaning(evaluation), charts=charts, tables=detail
    )


def _meaning(evaluation: Evaluation) -> list[str]:
    compared = comparison_lines(evaluation.comparison) if evaluation.comparison else []
    return [*meaning(evaluation), *compared]


def _tiles(evaluation: Evaluation) -> list[dict[str, str]]:
    overall, whole = evaluation.overall, evaluation.whole
    spread = f"{overall.low:.0%} to {overall.high:.0%} with 95 % confidence"
    tiles = [
        {"name": "Replies that pass", "value": f"{overall.share:.0%}", "detail": spread},
        {"name": "Replies", "value": str(overall.total), "detail": f"to {evaluation.questions} questions"},
        {"name": "Cut off", "value": str(whole.total - whole.passed), "detail": "ended by the limit of tokens"},
    ]
    if evaluation.comparison:
        compared = evaluation.comparison
        detail = f"against {compared.baseline}, p = {compared.p:.3g}"
        tiles.append({"name": "Difference", "value": f"{compared.difference:+.0%}", "detail": detail})
    return tiles


def _bars(rates: dict[str, Rate]) -> list[Bar]:
    headings = {step.heading: step.key.replace("_", " ") for step in STEPS}
    return [Bar(headings.get(name, name), rate.share, f"{rate.share:.0%}") for name, rate in rates.items()]


def _rows(rates: dict[str, Rate]) -> list[list[str]]:
    return [
        [name, str(rate.passed), str(rate.total), f"{rate.share:.0%}", f"{rate.low:.0%} to {rate.high:.0%}"]
        for name, rate in rates.items()
    ]


def _replies(evaluation: Evaluation) -> Markup:
    baseline = {reply.question: reply for reply in evaluation.baseline_replies}
    facets = [Facet("result", "Result", {name: name for name in ("passed", "failed", "cut off")})]
    for key in _FACETS:
        values = sorted({getattr(reply, key) for reply in evaluation.replies})
        facets.append(Facet(key, key.capitalize(), {value: value or "not said" for value in values}))
    other = evaluation.comparison.baseline if evaluation.comparison else "baseline"
    items = [_item(reply, baseline.get(reply.question), evaluation.model, other) for reply in evaluation.replies]
    return browse(REPLIES, "answer", facets, items)


def _item(reply: Graded, before: Graded | None, model: str, baseline: str) -> Item:
    sides = [_side(reply, model)] + ([_side(before, baseline)] if before else [])
    facets = {"result": _result(reply), **{key: getattr(reply, key) for key in _FACETS}}
    return Item(reply.id, " ".join(reply.question.split()), facets, template("reply.html", sides=sides))


def _side(reply: Graded, name: str) -> dict[str, Any]:
    facts = {key: getattr(reply, key) for key in _FACETS if getattr(reply, key)}
    shown = lesson(reply.id, reply.question, reply.reply, facts)
    return {"name": name, "verdict": _result(reply), "findings": reply.findings, "lesson": shown}


def _result(reply: Graded) -> str:
    return "cut off" if reply.truncated else "passed" if reply.passed else "failed"
