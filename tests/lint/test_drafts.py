"""The text of an imported example: nothing of the answer is lost on the way into YAML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.lint.drafts import Draft, draft_text
from codetutor_lint.model.answer import answer_of, render
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.model.steps import STEP_KEYS

letters = st.characters(
    min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=("C", "Z"), exclude_characters="`~"
)
lines = st.text(letters, min_size=1)
more_lines = st.lists(st.one_of(lines, st.just(""), lines.map("    {}".format)), max_size=6)
bodies = st.builds(lambda first, rest: "\n".join([first, *rest]), lines, more_lines)


def draft(question: str = "What?", **steps: str) -> Draft:
    return Draft(question, "python", "beginner", "concept", "default", dict.fromkeys(STEP_KEYS, "Text.") | steps)


def read(text: str) -> Document:
    return Document(Source("x", text), "loops/x")


def step(text: str, key: str) -> str:
    answer = answer_of(read(text))
    assert answer is not None
    return str(answer.bodies[key])


@given(st.lists(bodies, min_size=7, max_size=7), bodies)
def test_every_text_comes_back(several: list[str], question: str) -> None:
    steps = dict(zip(STEP_KEYS, several, strict=True))
    document = read(draft_text(draft(question, **steps)))
    assert not document.faults
    answer = answer_of(document)
    assert answer is not None
    assert render(answer.bodies) == render(steps)
    assert (document.data or {})["question"].strip("\n") == question.strip("\n").rstrip()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("  a --> b\n   \\-> c", "a --> b\n \\-> c"),
        ("   a\n  b\n\n   c\n\nWords.", "```text\n a\nb\n\n c\n```\n\nWords."),
        ("```\n+--+\n```", "```text\n+--+\n```"),
        ("| a | b |\n|---|---|", "| a | b |\n|---|---|"),
    ],
)
def test_a_drawing_keeps_its_shape(body: str, expected: str) -> None:
    written = step(draft_text(draft(visual_explanation=body)), "visual_explanation").rstrip("\n")
    assert written == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```\nprint(1)\n```\n\n```\n1\n```", "```python\nprint(1)\n```\n\n```output\n1\n```\n"),
        ("```python\nprint(1)\n```\nOutput:\n```\n1\n```", "```python\nprint(1)\n```\nOutput:\n```text\n1\n```\n"),
        ("Words first.\n\n```\nx = 1\n```", "Words first.\n\n```python\nx = 1\n```\n"),
    ],
)
def test_bare_fences_of_an_example_step_are_code_output_or_text(body: str, expected: str) -> None:
    assert step(draft_text(draft(beginner_example=body)), "beginner_example") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```csharp\nclass A : MonoBehaviour { }\n```", "```csharp needs=unity\nclass A : MonoBehaviour { }\n```\n"),
        ("```js\ndocument.title\n```", "```js needs=browser\ndocument.title\n```\n"),
        ("```python\ndocument.title\n```", "```python\ndocument.title\n```\n"),
        ("```js fails\ndocument.title\n```", "```js fails\ndocument.title\n```\n"),
    ],
)
def test_flags_are_inferred_where_they_are_plain(body: str, expected: str) -> None:
    assert step(draft_text(draft(advanced_example=body)), "advanced_example") == expected
