"""CT2xx: the seven steps, each there, once, in order and filled.

The same rules read an answer in a file and a model's reply.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.answer import find_headings
from codetutor_lint.model.document import NotString
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE, is_code, teaches
from codetutor_lint.model.source import Span, Text
from codetutor_lint.model.steps import CODE_STEPS, MISTAKES_STEP, STEP_KEYS, STEPS
from codetutor_lint.rules.diagnostic import UNSAFE, Edit, Fix, Problem, did_you_mean, quote_list
from codetutor_lint.rules.keys import block_problem, is_plain_block
from codetutor_lint.rules.registry import ANSWER, DOCUMENT, EXAMPLE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.example import Example
    from codetutor_lint.model.fences import Fence

_BY_KEY = {step.key: step for step in STEPS}
_MARK = re.compile(r"^(?P<lead>[ ]{0,3}(?:- |\* |#{1,6} )?)(?P<mark>[❌✅])[ \t]*(?P<text>.*)$", re.MULTILINE)


def _step_name(key: str, answer: Answer) -> str:
    return f"'{_BY_KEY[key].heading}'" if answer.is_reply else f"'{key}'"


@rule("CT201", on=ANSWER)
def missing_step(answer: Answer) -> Iterator[Problem]:
    """One of the seven steps is missing.

    The model learns the shape of an answer from every row. An answer without a step teaches that
    steps are optional.

    Bad: an answer without `visual_explanation`

    Good: all seven steps
    """
    present = {entry.key for entry in answer.entries}
    present |= {_meant(answer, entry.name) for entry in answer.entries if entry.key is None}
    for step in STEPS:
        if step.key not in present:
            what = step.heading if answer.is_reply else step.key
            yield Problem(answer.mapping_span, f"missing step '{what}'", f"write it: {step.purpose}")


@rule("CT202", on=ANSWER, fixable=True)
def unknown_step(answer: Answer) -> Iterator[Problem]:
    """A key under `answer` that is none of the seven steps.

    Bad: `analagy: |`

    Good: `analogy: |`
    """
    for entry in answer.entries:
        if entry.key is None:
            meant = _meant(answer, entry.name)
            hint = f"; did you mean '{meant}'?" if meant else ""
            fix = Fix(f"rename it to '{meant}'", (Edit(entry.name_span, meant),), UNSAFE) if meant else None
            yield Problem(
                entry.name_span, f"unknown step '{entry.name}'{hint}", f"the steps are {quote_list(STEP_KEYS)}", fix
            )


def _meant(answer: Answer, name: str) -> str:
    """The missing step that an unknown key was meant to be, or an empty string."""
    present = {entry.key for entry in answer.entries}
    hint = did_you_mean(name, [key for key in STEP_KEYS if key not in present])
    return hint.split("'")[1] if hint else ""


@rule("CT203", on=ANSWER)
def repeated_step(answer: Answer) -> Iterator[Problem]:
    """A step stands twice.

    Bad: two keys `analogy` under `answer`, or a reply with two analogies

    Good: one of each
    """
    first: dict[str, int] = {}
    for entry in answer.entries:
        name = entry.key or entry.name
        row = answer.source.location(entry.name_span.start).row
        if name in first:
            yield Problem(
                entry.name_span,
                f"step {_step_name(name, answer) if entry.key else repr(name)} again; it is already on line {first[name]}",
                "keep one of the two",
            )
        else:
            first[name] = row


@rule("CT204", on=ANSWER, fixable=True)
def step_out_of_order(answer: Answer) -> Iterator[Problem]:
    """The steps are not in their order.

    Every answer goes the same way: from the picture to the words, the code, the drawing, the
    mistakes, the task.

    Bad: `practice_task` before `common_mistakes`

    Good: analogy, simple_explanation, beginner_example, advanced_example, visual_explanation,
    common_mistakes, practice_task
    """
    keys = [entry.key for entry in answer.entries if entry.key]
    if len(set(keys)) != len(keys):
        return
    in_order = [key for key in STEP_KEYS if key in keys]
    for entry, key in zip((entry for entry in answer.entries if entry.key), in_order, strict=True):
        if entry.key != key:
            name = _step_name(str(entry.key), answer)
            yield Problem(
                entry.name_span,
                f"step {name} stands where {_step_name(key, answer)} belongs",
                f"the order is {quote_list(STEP_KEYS)}",
                _reorder(answer),
            )
            return


@rule("CT205", on=ANSWER)
def empty_step(answer: Answer) -> Iterator[Problem]:
    """A step holds nothing.

    Bad: `analogy: |` with nothing below it

    Good: a step with its text
    """
    for entry in answer.entries:
        if not entry.key:
            continue
        empty = isinstance(entry.value, NotString) and not entry.value.written
        if empty or (isinstance(entry.value, Text) and not entry.value.strip()):
            step = _BY_KEY[entry.key]
            yield Problem(entry.name_span, f"step {_step_name(entry.key, answer)} is empty", f"write {step.purpose}")


@rule("CT206", on=ANSWER)
def step_not_text(answer: Answer) -> Iterator[Problem]:
    """A step holds something else than text.

    Bad: `common_mistakes:` with a list below it

    Good: `common_mistakes: |` with text below it
    """
    for entry in answer.entries:
        value = entry.value
        if not entry.key or value is None or isinstance(value, Text):
            continue
        if isinstance(value, NotString) and not value.written:
            continue
        found = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else f"a {value.type}"
        yield Problem(
            entry.name_span,
            f"step '{entry.key}' is {found}; expected text",
            f"write '{entry.key}: |' and the text below",
        )


@rule("CT207", on=ANSWER, fixable=True)
def step_not_in_block(answer: Answer) -> Iterator[Problem]:
    """A step is not in a plain `|` block.

    In a `|` block nothing needs quoting, line breaks stay, and every place is exact.

    Bad: `analogy: >` or `analogy: "A box …"`

    Good: `analogy: |`, and the text on the next line
    """
    if answer.document is None:
        return
    for entry in answer.entries:
        value = entry.value
        if entry.key and isinstance(value, Text) and value.strip() and not is_plain_block(answer.document, value):
            yield block_problem(answer.document, value, entry.key, indent=4)


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

    Everything after it would be code: the following steps too, once the answer is rendered.

    Bad: three backticks and `python`, code, and no closing line

    Good: the same with a closing line of three backticks
    """
    for key, body in answer.bodies.items():
        if "```" in body or "~~~" in body:
            yield from _unclosed(body, answer.fences(key)[-1:])


@rule("CT213", on=DOCUMENT)
def unclosed_fence_outside_answer(document: Document) -> Iterator[Problem]:
    """A code fence in the question or the solution is never closed.

    Bad: a question with three backticks before the learner's code and none after it

    Good: a fence with its closing line
    """
    from codetutor_lint.model.fences import scan_fences

    for key in ("question", "solution"):
        value = document.data.get(key) if document.data else None
        if isinstance(value, Text) and ("```" in value or "~~~" in value):
            yield from _unclosed(value, scan_fences(value)[-1:])


def _unclosed(body: Text, last: list[Fence]) -> Iterator[Problem]:
    for fence in last:
        if not fence.closed:
            marker = fence.marker
            yield Problem(
                body.at(fence.start),
                "this fence is never closed; what follows would be code",
                f"add a line with {marker} where the code ends",
            )


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
            has = f"; it has only {quote_list(found)}" if found else ""
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
    expected = "❌"
    last = None
    for offset, match in _marks(answer, body):
        mark = match.group("mark")
        last = body.at(offset + match.start("mark"), offset + match.end("mark"))
        if mark != expected:
            yield Problem(last, f"{mark} where {expected} is expected", "write pairs: ❌ a mistake, ✅ its remedy")
            return
        expected = "✅" if mark == "❌" else "❌"
    if last is None:
        yield Problem(
            body.at(0), "no pair of ❌ and ✅", "begin a line with ❌ for the mistake and one with ✅ for the remedy"
        )
    elif expected == "✅":
        yield Problem(last, "❌ without its ✅", "add a line that begins with ✅ and says how to do it right")


@rule("CT212", on=ANSWER)
def empty_mistake(answer: Answer) -> Iterator[Problem]:
    """A ❌ or ✅ has no text after it.

    Bad: `❌` alone on its line, followed by code

    Good: `❌ Adding a number to a text`, followed by code
    """
    body = answer.bodies.get(MISTAKES_STEP)
    if body is None:
        return
    for offset, match in _marks(answer, body):
        if not match.group("text").strip("*_ :"):
            span = body.at(offset + match.start("mark"), offset + match.end("mark"))
            yield Problem(span, f"no text after {match.group('mark')}", "say on the same line what is wrong or right")


def _marks(answer: Answer, body: Text) -> Iterator[tuple[int, re.Match[str]]]:
    for offset, part in answer.prose(MISTAKES_STEP):
        for match in _MARK.finditer(part):
            yield offset, match


def _reorder(answer: Answer) -> Fix | None:
    """Move the steps' lines into order; each keeps the lines up to the next step's key."""
    if answer.document is None:
        return None
    text = answer.source.text
    starts = [text.rfind("\n", 0, entry.name_span.start) + 1 for entry in answer.entries]
    end = answer.document.extent("answer").end
    parts = [text[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    keyed = dict(zip((entry.key for entry in answer.entries), parts, strict=True))
    if None in keyed:
        return None
    ordered = [keyed[key] for key in STEP_KEYS if key in keyed]
    if any(not part.endswith("\n") for part in ordered[:-1]):
        ordered = [part if part.endswith("\n") else part + "\n" for part in ordered]
    return Fix("put the steps in order", (Edit(Span(starts[0], end), "".join(ordered)),))
