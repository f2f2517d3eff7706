"""CT2xx: the seven steps, each there, once, in order and filled.

The same rules read an answer in a file and a model's reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.source import Span, Text
from codetutor_lint.model.steps import STEP_BY_KEY, STEP_KEYS, STEPS
from codetutor_lint.model.values import NotString
from codetutor_lint.rules.block_style import block_problem, is_plain_block
from codetutor_lint.rules.diagnostic import (
    UNSAFE,
    Edit,
    Fix,
    Problem,
    pair_misspelled,
    quote_list,
    shortened,
    suggestion,
)
from codetutor_lint.rules.registry import ANSWER, rule
from codetutor_lint.rules.shape import is_misread, misplaced_keys, value_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer, Entry


def _step_name(key: str, answer: Answer) -> str:
    return f"'{STEP_BY_KEY[key].heading}'" if answer.is_reply else f"'{key}'"


@rule("CT201", on=ANSWER)
def missing_step(answer: Answer) -> Iterator[Problem]:
    """One of the seven steps is missing.

    The model learns the shape of an answer from every row. An answer without a step teaches that
    steps are optional.

    Bad: an answer without `visual_explanation`

    Good: all seven steps
    """
    present = {entry.key for entry in answer.entries} | set(_misspelled(answer).values())
    missing = [step for step in STEPS if step.key not in present]
    misplaced = misplaced_keys(answer.document) if missing and answer.document else ()
    for step in missing:
        if step.key not in misplaced:
            what = step.heading if answer.is_reply else step.key
            yield Problem(answer.mapping_span, f"missing step '{what}'", f"write it: {step.purpose}")


@rule("CT202", on=ANSWER, fixable=True)
def unknown_step(answer: Answer) -> Iterator[Problem]:
    """A key under `answer` that is none of the seven steps.

    Bad: `analagy: |`

    Good: `analogy: |`
    """
    misspelled = _misspelled(answer)
    for entry in answer.entries:
        if entry.key is None and not _is_misread(answer, entry):
            meant = misspelled.get(entry.name, "")
            fix = Fix(f"rename it to '{meant}'", (Edit(entry.name_span, meant),), UNSAFE) if meant else None
            message = f"unknown step '{shortened(entry.name)}'{suggestion(meant)}"
            yield Problem(entry.name_span, message, f"the steps are {quote_list(STEP_KEYS)}", fix)


def _is_misread(answer: Answer, entry: Entry) -> bool:
    return answer.document is not None and is_misread(answer.document, entry.name_span)


def _misspelled(answer: Answer) -> dict[str, str]:
    """Unknown keys and the missing steps they were meant to be."""
    present = {entry.key for entry in answer.entries}
    unknown = [entry.name for entry in answer.entries if entry.key is None]
    return pair_misspelled(unknown, [key for key in STEP_KEYS if key not in present])


@rule("CT203", on=ANSWER)
def repeated_step(answer: Answer) -> Iterator[Problem]:
    """A step stands twice.

    Bad: two keys `analogy` under `answer`, or a reply with two analogies

    Good: one of each
    """
    first: dict[str, Entry] = {}
    for entry in answer.entries:
        name = entry.key or entry.name
        earlier = first.setdefault(name, entry)
        if earlier is not entry:
            shown = _step_name(name, answer) if entry.key else f"'{shortened(name)}'"
            row = answer.source.location(earlier.name_span.start).row
            yield Problem(entry.name_span, f"step {shown} again; it is already on line {row}", "keep one of the two")


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
        if not entry.key or (not entry.value and _is_misread(answer, entry)):
            continue
        empty = isinstance(entry.value, NotString) and not entry.value.written
        if empty or (isinstance(entry.value, Text) and not entry.value.strip()):
            step = STEP_BY_KEY[entry.key]
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
        yield Problem(
            entry.name_span,
            f"step '{entry.key}' is {value_type(value)}; expected text",
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
            yield block_problem(answer.document, value, "answer", entry.key)


def _reorder(answer: Answer) -> Fix | None:
    """Move the steps' lines into order, each with the comments and blank lines above it."""
    if answer.document is None or any(entry.key is None for entry in answer.entries):
        return None
    text = answer.source.text
    begin = at = _line_end(text, answer.mapping_span.end)
    parts: dict[str, str] = {}
    for entry in answer.entries:
        key = entry.name_span.start
        if text[text.rfind("\n", 0, key) + 1 : key].strip(" "):
            return None
        end = _line_end(text, answer.document.extent("answer", entry.name).end)
        parts[entry.name] = text[at:end] if text.endswith("\n", at, end) else text[at:end] + "\n"
        at = end
    ordered = "".join(parts[key] for key in STEP_KEYS if key in parts)
    if not text.endswith("\n", begin, at):
        ordered = ordered.removesuffix("\n")
    return Fix("put the steps in order", (Edit(Span(begin, at), ordered),))


def _line_end(text: str, at: int) -> int:
    """The offset behind the line that ``at`` is on."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
