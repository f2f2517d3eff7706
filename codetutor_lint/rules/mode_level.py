"""CT6xx: the tutor speaks as the mode says, and the code is as hard as the level says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.languages import is_code
from codetutor_lint.model.modes import detect_mode
from codetutor_lint.model.prose import CODE_SPAN, count_words, is_quoted
from codetutor_lint.model.steps import CODE_STEPS
from codetutor_lint.rules.diagnostic import Problem, shortened
from codetutor_lint.rules.registry import ANSWER, EXAMPLE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.example import Example
    from codetutor_lint.model.fences import Fence

FIRST_EXAMPLE, SECOND_EXAMPLE = CODE_STEPS


@rule("CT601", on=EXAMPLE)
def question_asks_for_other_mode(example: Example) -> Iterator[Problem]:
    """The question asks for another mode than the example's.

    The mode decides the system message, so the model would be taught to ignore what it is asked.
    A question may ask for its own mode, or for none: then a tag is appended.

    Bad: `Explain recursion like I'm a complete beginner` with `mode: engineer`

    Good: the same question with `mode: beginner`
    """
    asked = detect_mode(example.question)
    if asked is not None and asked != example.mode:
        yield Problem(
            example.question.at(len(example.question) - len(example.question.lstrip())),
            f"the question asks for mode '{asked}', the example's mode is '{example.mode}'",
            f"write 'mode: {asked}', or reword the question",
        )


# One of these is what makes an answer an engineer's. All 26 shipped examples in engineer mode have at least one, of
# the 27 in beginner mode 6 do.
_DEPTH = (
    *(" o(", "`o(", "(o(", "*o(", "θ(", "ω(", "complexit", "amorti", " linear", "quadratic", "logarithmic", "latency"),
    *("throughput", "overhead", "allocat", "trade-off", "tradeoff", "downside", "drawback", " cost", "performan"),
    *("edge case", "edge-case", "corner case", "concurren", "thread", "race condition", "invariant", "overflow"),
    *("timeout", "security", "injection", "production", "idempoten", "undefined behavio", "benchmark", "profil"),
    *("memory", "at the price", "at the expense", "failure mode", "backward", "scalab", "mutab"),
)


@rule("CT605", on=ANSWER, severity="warning")
def engineer_without_depth(answer: Answer) -> Iterator[Problem]:
    """In engineer mode, the answer names no cost, no trade-off and no edge case.

    An experienced developer knows the syntax, and asks for what it costs and where it breaks.

    Bad: an answer to a senior engineer that explains what a dictionary is

    Good: O(1) on average, what resizing costs, and what happens to a mutable key
    """
    if answer.asked.mode != "engineer":
        return
    if not any(mark in answer.lowered_prose() for mark in _DEPTH):
        yield Problem(
            answer.mapping_span,
            "engineer mode, but no complexity, trade-off or edge case is named",
            "say what it costs, when to choose otherwise, and where it breaks",
        )


# Words of prose. The longest of the shipped examples in strict mode has 300, the median in default mode is 403.
MAX_STRICT_WORDS = 450


@rule("CT606", on=ANSWER, severity="warning")
def long_strict_answer(answer: Answer) -> Iterator[Problem]:
    """In strict mode, the answer is long.

    Strict means the seven steps to the letter, and each of them short.

    Bad: five paragraphs of explanation with `mode: strict`

    Good: the answer, the rule behind it, and nothing that was not asked
    """
    if answer.asked.mode != "strict":
        return
    words = sum(count_words(CODE_SPAN.sub("", part)) for _, _, part in answer.all_prose())
    if words > MAX_STRICT_WORDS:
        yield Problem(
            answer.mapping_span,
            f"{words} words of prose in strict mode; expected at most {MAX_STRICT_WORDS}",
            "leave out what was not asked",
        )


_CHAT = (
    r"[^\W\d_]{2}['’)]?!+(?=[*_)]*(?:\s+[^a-z\s]|\s*\Z))|\b[Ll]et['’]s\b|\b[Ll]et us\b|\b[Dd]on['’]t worry\b"
    r"|\b(?:[Yy]ou can do (?:it|this)|[Ww]ell done|[Hh]ave fun|[Kk]eep going|[Bb]y the way|[Gg]ood luck)\b"
    r"|[\U0001f600-\U0001f64f\U0001f44d\U0001f389\U0001f680]"
)


@rule("CT607", on=ANSWER, severity="warning")
def chat_in_strict_mode(answer: Answer) -> Iterator[Problem]:
    """In strict mode, the answer chats.

    Greetings, encouragement, exclamations and asides are what strict mode leaves out. The shipped
    examples in strict mode have none.

    Bad: `Let's look at it together. You can do it!`

    Good: `for…of reads values, for…in reads keys.`
    """
    if answer.asked.mode != "strict":
        return
    for key, offset, part in answer.all_prose():
        bare = CODE_SPAN.sub(lambda match: "`" * len(match.group()), part)
        for match in re.finditer(_CHAT, bare):
            if is_quoted(part, match.start()):
                continue
            start = part.rfind(" ", 0, match.start()) + 1 if "!" in match.group() else match.start()
            span = answer.bodies[key].at(offset + start, offset + match.end())
            found = shortened(part[start : match.end()])
            yield Problem(span, f"'{found}' chats in strict mode", "say it plainly, or leave it out")


# Lines with code in a step's longest block. The shipped examples of level beginner have at most 24 in the
# first program and 39 in the second.
MAX_BEGINNER_LINES = {FIRST_EXAMPLE: 50, SECOND_EXAMPLE: 80}


@rule("CT608", on=ANSWER, severity="warning")
def long_code_for_beginner_level(answer: Answer) -> Iterator[Problem]:
    """A program is too long for the level beginner.

    In the first weeks of programming, a page of code hides what it is to show.

    Bad: `level: beginner` and a first program of 80 lines

    Good: the smallest program that shows the concept
    """
    if answer.asked.level != "beginner":
        return
    for key, most in MAX_BEGINNER_LINES.items():
        for fence, lines in _blocks(answer, key, most):
            if lines > most:
                yield Problem(
                    answer.bodies[key].at(fence.start),
                    f"{lines} lines of code at level beginner; expected at most {most}",
                    "show one thing at a time",
                )


# Lines with code in the whole step; the shipped examples of level advanced have at least 10.
MIN_ADVANCED_LINES = 3


@rule("CT609", on=ANSWER, severity="warning")
def trivial_code_for_advanced_level(answer: Answer) -> Iterator[Problem]:
    """The advanced example of an advanced topic has hardly any code.

    Bad: `level: advanced` and `print("Hello")`

    Good: code that meets the topic's real difficulty
    """
    blocks = list(_blocks(answer, SECOND_EXAMPLE)) if answer.asked.level == "advanced" else []
    lines = sum(count for _, count in blocks)
    if blocks and lines < MIN_ADVANCED_LINES:
        found = f"{lines} line{'s' if lines != 1 else ''}"
        yield Problem(
            answer.bodies[SECOND_EXAMPLE].at(blocks[0][0].start),
            f"{found} of code as the advanced example at level advanced",
            "show a case that is really hard",
        )


def _blocks(answer: Answer, key: str, least: int = 0) -> Iterator[tuple[Fence, int]]:
    """The blocks of code of a step that are at least so many lines long, and how many lines with code each has."""
    for fence in answer.fences(key) if key in answer.bodies else ():
        if is_code(fence.language) and fence.code.count("\n") >= least:
            yield fence, sum(bool(line.strip()) for line in fence.code.split("\n"))
