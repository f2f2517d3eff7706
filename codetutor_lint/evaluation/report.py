"""The evaluation as data: rates with their intervals, a paired comparison, the worst replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from codetutor_lint.evaluation.statistics import bootstrap_difference, mcnemar, wilson
from codetutor_lint.model.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from codetutor_lint.evaluation.asking import Asked
    from codetutor_lint.evaluation.grading import Verdict

WORST = 10
# A cell of topic, language and mode is weak below this share of passed replies.
WEAK_SHARE = 0.7
CAVEAT = (
    "A pass means that the form is right: steps, code that parses, mode, safety. It does not mean that what the "
    "answer says is true."
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rate(_Part):
    """How many passed of how many, and Wilson's interval of 95 % of the share."""

    passed: int = Field(ge=0)
    total: int = Field(ge=0)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)

    @property
    def share(self) -> float:
        return self.passed / self.total if self.total else 0.0

    def __str__(self) -> str:
        if not self.total:
            return "no reply"
        return f"{self.passed}/{self.total} = {self.share:.0%} ({self.low:.0%} to {self.high:.0%})"


class Finding(_Part):
    """One diagnostic of a reply, by its place in it."""

    code: str
    name: str
    severity: str
    message: str
    row: int
    column: int
    advisory: bool = False


class Graded(_Part):
    """One reply's grade with its explanation."""

    id: str
    topic: str
    language: str
    level: str
    mode: str
    question: str
    passed: bool
    truncated: bool
    findings: list[Finding]
    reply: str


class Comparison(_Part):
    """Model against baseline on the questions that both answered, pair by pair."""

    baseline: str
    pairs: int = Field(ge=0)
    both: int = Field(ge=0)
    only_model: int = Field(ge=0)
    only_baseline: int = Field(ge=0)
    neither: int = Field(ge=0)
    difference: float = Field(description="The model's share of passed replies minus the baseline's.")
    low: float = Field(description="Bootstrap interval of 95 % of the difference.")
    high: float
    p: float = Field(ge=0, le=1, description="Two-sided, exact McNemar test.")


class Weak(_Part):
    """A cell of topic, language and mode that needs more examples, with a question that failed."""

    topic: str
    language: str
    mode: str
    rate: Rate
    question: str
    level: str


class Evaluation(_Part):
    """What an evaluation found."""

    model: str
    questions: int = Field(ge=0, description="Questions there were to ask.")
    unanswered: list[str] = Field(description="Questions without a usable reply, as 'id: reason'.")
    skipped: int = Field(ge=0, description="Questions not put, because of the budget or a failure of all.")
    overall: Rate
    whole: Rate = Field(description="Replies that were not cut off.")
    by_rule: dict[str, Rate]
    by_step: dict[str, Rate]
    by_topic: dict[str, Rate]
    by_language: dict[str, Rate]
    by_level: dict[str, Rate]
    by_mode: dict[str, Rate]
    comparison: Comparison | None
    weak: list[Weak]
    replies: list[Graded]
    baseline_replies: list[Graded]
    caveat: str = CAVEAT

    def worst(self) -> list[Graded]:
        """The failed replies with most errors, the worst first."""
        failed = [reply for reply in self.replies if not reply.passed]
        failed.sort(
            key=lambda reply: (-sum(f.severity == "error" and not f.advisory for f in reply.findings), reply.id)
        )
        return failed[:WORST]


def evaluate(
    model: str,
    verdicts: Sequence[Verdict],
    *,
    asked: Asked | None = None,
    baseline: tuple[str, Sequence[Verdict]] | None = None,
) -> Evaluation:
    """Sum up graded replies, and compare with a baseline's."""
    return Evaluation(
        model=model,
        questions=len(asked.replies) + len(asked.failures) + asked.skipped if asked else len(verdicts),
        unanswered=[f"{question.id}: {reason}" for question, reason in asked.failures] if asked else [],
        skipped=asked.skipped if asked else 0,
        overall=rate(verdict.passed for verdict in verdicts),
        whole=rate(not verdict.reply.truncated for verdict in verdicts),
        by_rule=_by_rule(verdicts),
        by_step={step.heading: rate(step.key not in v.bad_steps for v in verdicts) for step in STEPS},
        by_topic=_by(verdicts, lambda v: v.reply.topic),
        by_language=_by(verdicts, lambda v: v.reply.language),
        by_level=_by(verdicts, lambda v: v.reply.level),
        by_mode=_by(verdicts, lambda v: v.reply.mode),
        comparison=compare(verdicts, *baseline) if baseline else None,
        weak=_weak(verdicts),
        replies=[_graded(verdict) for verdict in verdicts],
        baseline_replies=[_graded(verdict) for verdict in baseline[1]] if baseline else [],
    )


def rate(outcomes: Iterable[bool]) -> Rate:
    """The rate of true outcomes."""
    listed = list(outcomes)
    low, high = wilson(sum(listed), len(listed))
    return Rate(passed=sum(listed), total=len(listed), low=low, high=high)


def compare(verdicts: Sequence[Verdict], baseline: str, others: Sequence[Verdict]) -> Comparison | None:
    """The paired comparison on the questions that both answered; None if there is none."""
    before = {(v.reply.system, v.reply.user): v.passed for v in others}
    asked = [(v, (v.reply.system, v.reply.user)) for v in verdicts]
    pairs = [(before[question], v.passed) for v, question in asked if question in before]
    if not pairs:
        return None
    low, high = bootstrap_difference(pairs)
    only_baseline, only_model = pairs.count((True, False)), pairs.count((False, True))
    return Comparison(
        baseline=baseline,
        pairs=len(pairs),
        both=pairs.count((True, True)),
        only_model=only_model,
        only_baseline=only_baseline,
        neither=pairs.count((False, False)),
        difference=(only_model - only_baseline) / len(pairs),
        low=low,
        high=high,
        p=mcnemar(only_baseline, only_model),
    )


def _by(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> dict[str, Rate]:
    groups: dict[str, list[bool]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict), []).append(verdict.passed)
    return {name: rate(groups[name]) for name in sorted(groups)}


def _by_rule(verdicts: Sequence[Verdict]) -> dict[str, Rate]:
    """For each rule that was applied, the replies in which it found nothing that counts."""
    codes = sorted({code for verdict in verdicts for code in verdict.judged})
    return {code: rate(code not in verdict.found for verdict in verdicts if code in verdict.judged) for code in codes}


def _weak(verdicts: Sequence[Verdict]) -> list[Weak]:
    """The cells below the threshold, those with most failures first."""
    cells: dict[tuple[str, str, str], list[Verdict]] = {}
    for verdict in verdicts:
        cells.setdefault((verdict.reply.topic, verdict.reply.language, verdict.reply.mode), []).append(verdict)
    weak = []
    for (topic, language, mode), members in cells.items():
        share = rate(verdict.passed for verdict in members)
        if share.share < WEAK_SHARE:
            first = next(verdict for verdict in members if not verdict.passed)
            weak.append(
                Weak(
                    topic=topic,
                    language=language,
                    mode=mode,
                    rate=share,
                    question=first.reply.user,
                    level=first.reply.level,
                )
            )
    return sorted(weak, key=lambda cell: (cell.rate.passed - cell.rate.total, cell.topic, cell.language, cell.mode))


def _graded(verdict: Verdict) -> Graded:
    reply = verdict.reply
    return Graded(
        id=reply.id,
        topic=reply.topic,
        language=reply.language,
        level=reply.level,
        mode=reply.mode,
        question=reply.user,
        passed=verdict.passed,
        truncated=reply.truncated,
        findings=[
            Finding(
                code=d.code,
                name=d.name,
                severity=d.severity,
                message=d.message,
                row=d.location.row,
                column=d.location.column,
                advisory=d.advisory,
            )
            for d in verdict.diagnostics
        ],
        reply=reply.reply,
    )
