"""What the text and the Markdown report both say, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codetutor_lint.evaluation.report import Comparison, Evaluation, Rate

FEW = 100


def tables(evaluation: Evaluation) -> list[tuple[str, dict[str, Rate]]]:
    """The tables of rates with their titles; of the rules only those that failed somewhere."""
    failing = {code: rate for code, rate in evaluation.by_rule.items() if rate.passed < rate.total}
    return [
        ("rule (only those that found something)", failing),
        ("step", evaluation.by_step),
        ("topic", evaluation.by_topic),
        ("language", evaluation.by_language),
        ("level", evaluation.by_level),
        ("mode", evaluation.by_mode),
    ]


def headline(evaluation: Evaluation) -> str:
    return f"{evaluation.model}: {evaluation.overall} of the replies pass"


def meaning(evaluation: Evaluation) -> list[str]:
    """How much the numbers can mean."""
    overall = evaluation.overall
    lines = [evaluation.caveat]
    if overall.total < FEW:
        lines.append(
            f"{overall.total} replies say little: the true rate may lie anywhere from {overall.low:.0%} to "
            f"{overall.high:.0%}."
        )
    cut = evaluation.whole.total - evaluation.whole.passed
    if cut:
        lines.append(f"{cut} replies were cut off and count as failed; raise --max-tokens before you judge the model.")
    if evaluation.unanswered or evaluation.skipped:
        lines.append(
            f"{len(evaluation.unanswered)} questions got no usable answer and {evaluation.skipped} were not put; they "
            "are in no rate. Run the same command again to go on."
        )
    return lines


def comparison_lines(comparison: Comparison) -> list[str]:
    """The paired comparison in words."""
    sure = "more than chance would do" if comparison.p < 0.05 else "which chance alone may do"
    return [
        f"against {comparison.baseline}, on {comparison.pairs} questions: {comparison.difference:+.0%} "
        f"({comparison.low:+.0%} to {comparison.high:+.0%}), {sure} (exact McNemar p = {comparison.p:.3g})",
        f"only the model passes {comparison.only_model}, only the baseline {comparison.only_baseline}, "
        f"both {comparison.both}, neither {comparison.neither}",
    ]
