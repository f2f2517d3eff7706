"""CT2xx: what stands in the steps: no heading of another step, closed fences, code, pairs of mistakes."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING

from codetutor_lint.model.fences import fences_of
from codetutor_lint.model.headings import find_headings
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE, canonical_fence, is_code, teaches
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.marks import RIGHT, WRONG
from codetutor_lint.model.source import Text
from codetutor_lint.model.steps import CODE_STEPS, MISTAKES_STEP
from codetutor_lint.rules.diagnostic import Problem
from codetutor_lint.rules.registry import ANSWER, DOCUMENT, EXAMPLE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.example import Example
    from codetutor_lint.model.fences import Fence

_OPENING = lazy(r"^[ ]{0,3}(`{3,}|~{3,})[ \t]*([^\s`]+)", re.MULTILINE)


@rule("CT208", on=ANSWER)
def heading_in_body(answer: Answer) -> Iterator[Problem]:
    """A step's body has a line that reads as a step's heading.

    Headings are added when the answer is rendered. One inside a body splits it in two for every
    reader, also in the spellings that models use (`## 1. Analogy`, `**Common mistakes**`).

    Bad: `1️⃣ ANALOGY` as the first line of `analogy`

    Good: the body alone; inside a fence such a line is only text
    """
    if answer.is_reply:
        return
    for key, body in answer.bodies.items():
        for heading in find_headings(body, answer.fences(key)):
            yield Problem(
                body.at(heading.start, heading.end),
                f"'{body[heading.start : heading.end]}' reads as the heading of '{heading.step.key}'",
                "delete the line (headings are added), reword it, or put it into a fence",
            )


@rule("CT209", on=ANSWER)
def unclosed_fence(answer: Answer) -> Iterator[Problem]:
    """A code fence is never closed.

    Everything after it would be code: the following steps too, once the answer is rendered. A fence
    that begins inside another one shows that the first lacks its end.

    Bad: three backticks and `python`, code, and no closing line

    Good: the same with a closing line of three backticks
    """
    for key, body in answer.bodies.items():
        if "```" in body or "~~~" in body:
            yield from _never_closed(body, answer.fences(key))


@rule("CT213", on=DOCUMENT)
def unclosed_fence_outside_answer(document: Document) -> Iterator[Problem]:
    """A code fence in the question or the solution is never closed.

    Bad: a question with three backticks before the learner's code and none after it

    Good: a fence with its closing line
    """
    for key in ("question", "solution"):
        value = document.data.get(key) if document.data else None
        if isinstance(value, Text) and ("```" in value or "~~~" in value):
            yield from _never_closed(value, fences_of(value))


@rule("CT210", on=EXAMPLE)
def missing_code(example: Example) -> Iterator[Problem]:
    """An example step has no code in the example's language.

    Learners come for code they can run. `jsx` and `tsx` count for JavaScript and TypeScript; with
    language `none` any code counts.

    Bad: `beginner_example` with prose only

    Good: `beginner_example` with a fence in the example's language
    """
    answer = example.answer
    for key in CODE_STEPS:
        fences = answer.fences(key)
        if not any(f.info_words and teaches(f.language, example.language) for f in fences):
            name = LANGUAGES[example.language].name if example.language != NO_LANGUAGE else ""
            found = sorted({f.language for f in fences if f.info_words and is_code(f.language)})
            has = f"; it has only {' and '.join(found)}" if found else ""
            yield Problem(
                example.document.key_span("answer", key),
                f"step '{key}' has no {name + ' ' if name else ''}code{has}",
                f"add a fence with code in {name or 'any language'}",
            )


@rule("CT211", on=ANSWER)
def unpaired_mistake(answer: Answer) -> Iterator[Problem]:
    """The ❌ and ✅ of the common mistakes do not alternate.

    Each mistake comes with its remedy: ❌ what goes wrong, ✅ how to do it right, at the start of a
    line, beginning with ❌ and ending with ✅.

    Bad: two lines with ❌ and one with ✅

    Good: ❌ … ✅ …, and again
    """
    body = answer.bodies.get(MISTAKES_STEP)
    if body is None or not body.strip():
        return
    marks = answer.marks()
    for mark, expected in zip(marks, cycle((WRONG, RIGHT)), strict=False):
        if mark.sign != expected:
            message = f"{mark.sign} where {expected} is expected"
            yield Problem(body.at(mark.at, mark.at + 1), message, "write pairs: ❌ a mistake, ✅ its remedy")
            return
    if not marks:
        yield Problem(
            body.at(0),
            "no line begins with ❌ or ✅",
            "begin a line with ❌ for the mistake and one with ✅ for the remedy",
        )
    elif marks[-1].sign == WRONG:
        at = marks[-1].at
        yield Problem(
            body.at(at, at + 1), "❌ without its ✅", "add a line that begins with ✅ and says how to do it right"
        )


@rule("CT212", on=ANSWER)
def empty_mistake(answer: Answer) -> Iterator[Problem]:
    """A ❌ or ✅ has no text after it.

    Bad: `❌` alone on its line, followed by code

    Good: `❌ Adding a number to a text`, followed by code
    """
    for mark in answer.marks():
        if not mark.text:
            span = answer.bodies[MISTAKES_STEP].at(mark.at, mark.at + 1)
            yield Problem(span, f"no text after {mark.sign}", "say on the same line what is wrong or right")


def is_closed(fences: list[Fence]) -> bool:
    """Whether each fence has its closing line, and none has swallowed another one's opening."""
    for fence in fences:
        if not fence.closed or (fence.marker[:3] in fence.code and _opening_within(fence) is not None):
            return False
    return True


def _never_closed(body: Text, fences: list[Fence]) -> Iterator[Problem]:
    """The first fence without its closing line; those after it are read wrongly."""
    for fence in fences:
        within = _opening_within(fence)
        if within is not None:
            row = body.source.location(body.at(fence.code_start + within).start).row
            message = f"this fence is not closed before the next one begins on line {row}"
        elif not fence.closed:
            message = "this fence is never closed; what follows would be code"
        else:
            continue
        yield Problem(body.at(fence.start), message, f"add a line with {fence.marker} where the code ends")
        return


def _opening_within(fence: Fence) -> int | None:
    """Where in a fence's code another fence begins; a fence that shows one is longer than it."""
    for match in _OPENING.finditer(fence.code) if fence.marker[:3] in fence.code else ():
        if match.group(1).startswith(fence.marker) and canonical_fence(match.group(2)):
            return match.start()
    return None
