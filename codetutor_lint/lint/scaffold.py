"""A new example to fill in: every key, with guidance as comments above it."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from codetutor_lint.model.shape import ExampleModel
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.steps import STEPS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 98
_CHOICES = ("language", "level", "kind", "mode")
# What the step's purpose leaves open.
_HINTS = {
    "analogy": "Say which part stands for what, and where the comparison ends.",
    "simple_explanation": "Answer the question first. Explain each technical term when it first appears.",
    "beginner_example": "A fence that names its language, and behind it what the code prints:\n"
    "  ```python\n  print('Hello')\n  ```\n  ```output\n  Hello\n  ```",
    "advanced_example": "A real step further: an edge case, a better technique. Longer is not more advanced.",
    "visual_explanation": "A drawing stands in a fence ```text, a table or a trace in plain Markdown.",
    "common_mistakes": "Each pair has a line that begins with ❌ and one that begins with ✅. Code that fails\n"
    "on purpose says so, and ends with its error line:\n"
    "  ```python fails\n  print('Hello' + 5)\n  ```\n"
    '  ```output\n  TypeError: can only concatenate str (not "int") to str\n  ```',
    "practice_task": "Give the result to expect, and don't solve it here.",
}


class Blank(NamedTuple):
    """What is known of an example that is still to be written; empty where it is open."""

    question: str = ""
    language: str = ""
    level: str = ""
    kind: str = ""
    mode: str = ""


def scaffold(blank: Blank, schema_comment: str = "") -> str:
    """The file's text. It parses, and each thing that is still to be written is a finding of ``check``."""
    lines = [
        *schema_comment.splitlines(),
        "# Text goes below its key, deeper by two spaces. Delete these comments as you like.",
        "",
        *_comment(_description("question")),
        "question: |",
        *(f"  {line}" if line else "" for line in blank.question.strip().split("\n") if blank.question.strip()),
        "",
        *_choices(blank),
        *_comment(_description("tags")),
        "tags: []",
        "",
        *_comment(_description("family")),
        "# family: topic/slug",
        "",
        "answer:",
    ]
    for step in STEPS:
        lines += [*_step_comment(step.key, step.heading, step.purpose), f"  {step.key}: |", ""]
    lines += [*_comment(_description("solution")), "# solution: |"]
    return "\n".join(lines) + "\n"


def _choices(blank: Blank) -> Iterator[str]:
    for key in _CHOICES:
        value = getattr(blank, key)
        yield from _comment(_description(key))
        yield f"# One of {', '.join(SHAPE[key][2])}."
        if key == "mode" and not value:
            yield "# mode: default"
        else:
            yield f"{key}: {value}".rstrip()
        yield ""


def _description(key: str) -> str:
    return ExampleModel.model_fields[key].description or ""


def _comment(text: str, indent: str = "") -> Iterator[str]:
    for line in text.split("\n"):
        pieces = [line] if line.startswith(" ") else wrap(line, _WIDTH - len(indent))
        yield from (f"{indent}# {piece}" for piece in pieces)


def _step_comment(key: str, heading: str, purpose: str) -> Iterator[str]:
    yield from _comment(f"{heading}: {purpose}.", "  ")
    yield from _comment(_HINTS[key], "  ")
