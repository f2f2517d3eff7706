"""CT311 and CT312: steps that are much too short or too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.prose import count_words
from codetutor_lint.model.steps import (
    ANALOGY_STEP,
    EXPLANATION_STEP,
    MISTAKES_STEP,
    STEP_BY_KEY,
    TASK_STEP,
    VISUAL_STEP,
)
from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.rules.registry import ANSWER, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.source import Span

# Words of prose. The shortest explanation of the shipped examples has 51, the shortest task 22.
MIN_WORDS = {EXPLANATION_STEP: 12, TASK_STEP: 5}
# At least twice the longest of the shipped examples: 162, 204, 134, 135, 64, 105 and 87 words of prose.
MAX_WORDS = {
    ANALOGY_STEP: 325,
    EXPLANATION_STEP: 410,
    "beginner_example": 270,
    "advanced_example": 270,
    VISUAL_STEP: 250,
    MISTAKES_STEP: 400,
    TASK_STEP: 200,
}
# The most lines of code that a step of the shipped examples has are 58, output included.
MAX_CODE_LINES = 120


@rule("CT311", on=ANSWER, severity="warning")
def step_too_short(answer: Answer) -> Iterator[Problem]:
    """A step is so short that it can't do its work.

    Bad: `simple_explanation` with `It repeats code.`

    Good: two sentences that answer the question and say why
    """
    for key, least in MIN_WORDS.items():
        body = answer.bodies.get(key)
        if body and len(body) < 15 * least and body.strip() and count_words(body) < least and not answer.fences(key):
            yield Problem(
                body.at(len(body) - len(body.lstrip())),
                f"{_count(count_words(body), 'word')} for {STEP_BY_KEY[key].purpose}",
                f"write at least {least} words",
            )


@rule("CT312", on=ANSWER, severity="warning")
def step_too_long(answer: Answer) -> Iterator[Problem]:
    """A step is so long that nobody reads it.

    350 to 800 words including the code are a good length for a whole answer.

    Bad: an analogy of a page, a first example of 200 lines

    Good: one scene, the smallest program that shows it
    """
    for key, body in answer.bodies.items():
        if len(body) > 4 * MAX_WORDS[key]:
            parts = [part for _, part in answer.prose(key)]
            words = sum(map(count_words, parts)) if sum(map(len, parts)) > 4 * MAX_WORDS[key] else 0
            if words > MAX_WORDS[key]:
                yield _too_long(answer, key, f"{words} words of prose", f"at most {MAX_WORDS[key]}")
        if body.count("\n") > MAX_CODE_LINES:
            lines = sum(fence.code.count("\n") for fence in answer.fences(key))
            if lines > MAX_CODE_LINES:
                yield _too_long(answer, key, f"{lines} lines in fences", f"at most {MAX_CODE_LINES}")


def _too_long(answer: Answer, key: str, found: str, allowed: str) -> Problem:
    return Problem(
        _name_span(answer, key), f"step '{key}' has {found}; expected {allowed}", "keep what the learner needs"
    )


def _name_span(answer: Answer, key: str) -> Span:
    return next(entry.name_span for entry in answer.entries if entry.key == key)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
