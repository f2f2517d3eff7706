"""Which lines read as a step's heading."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model import headings
from codetutor_lint.model.headings import find_headings, may_hold_headings
from codetutor_lint.model.steps import STEPS, Step


def named(text: str) -> list[str]:
    return [heading.step.key for heading in find_headings(text)]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_the_rendered_heading_is_canonical(step: Step) -> None:
    [heading] = find_headings(step.heading)
    assert (heading.step, heading.canonical) == (step, True)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
@pytest.mark.parametrize(
    "form",
    [
        "{n}\u20e3 {T}",
        "{n}\ufe0f {T}",
        "{n}\ufe0f\u20e3{T}",
        "{n}\ufe0f\u20e3  {t}",
        "{n}\ufe0f\u20e3 {T}:",
        "{n}\ufe0f\u20e3 - {t}",
        "{n}\ufe0f\u20e3 **{T}**",
        "## {n}\ufe0f\u20e3 {T}",
        "**{n}\ufe0f\u20e3 {T}**",
        "## **{n}. {t}**",
        "# {n}. {t}",
        "{n}. **{t}:**",
        "{n}) {t}",
        "{n}: {t}",
        "Step {n}: {t}",
        "### Step {n} – {t}",
        "## {t}",
        "## {t} ##",
        "### {t}:",
        "**{t}**",
        "**{t}:**",
        "**{t}**:",
        "__{t}__",
        "***{t}***",
        "{T}",
        "{T}:",
        "{n} {T}",
        "  {n}. {t}",
        "### 🧠 {t}",
        "{n}\ufe0f\u20e3 {T} 🎯",
        "{n}\ufe0f\u20e3 {T} (in Python)",
        "{n}. {t}   ",
    ],
)
def test_spellings_that_models_use(step: Step, form: str) -> None:
    line = form.format(n=step.number, T=step.title, t=step.title.capitalize())
    [heading] = find_headings(line)
    assert (heading.step, heading.canonical) == (step, False)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("## Practice task", "practice_task"),
        ("**Beginner example**", "beginner_example"),
        ("2️⃣ EXPLANATION", "simple_explanation"),
        ("5. Diagram", "visual_explanation"),
        ("6️⃣ Mistakes", "common_mistakes"),
        ("6️⃣ COMMON MISTAKES ❌", "common_mistakes"),
        ("1. Real-life analogy", "analogy"),
    ],
)
def test_other_titles(line: str, key: str) -> None:
    assert named(line) == [key]


@pytest.mark.parametrize(
    "line",
    [
        "Analogy",
        "analogy:",
        "An analogy",
        "A good analogy:",
        "1️⃣ ANALOGY is what comes first",
        "1️⃣ ANALOGY: a box",
        "Common mistakes:",
        "3 mistakes",
        "1 analogy",
        "**Explanation:**",
        "## Explanation",
        "**Explanation:** the loop ends.",
        "## Visual",
        "1. Practice",
        "2. Task",
        "TASK",
        "❌ Common mistakes",
        "### ❌ Common mistake",
        "- ✅ Analogy",
        "- Analogy",
        "> ## Analogy",
        "    1️⃣ ANALOGY",
        "| ANALOGY |",
        "8️⃣ ANALOGY",
        "####### Analogy",
        "1️⃣",
        "ſimple explanation",
        "",
    ],
)
def test_what_only_resembles_a_heading_is_none(line: str) -> None:
    assert named(line) == []


def test_a_heading_inside_a_fence_is_text() -> None:
    assert named("```text\n1️⃣ ANALOGY\n```\n~~~\n## 2. Simple explanation\n~~~\n1️⃣ ANALOGY") == ["analogy"]


def test_an_open_fence_hides_what_follows() -> None:
    assert named("1️⃣ ANALOGY\n\n```python\n2️⃣ SIMPLE EXPLANATION") == ["analogy"]


def test_places_are_those_of_the_line_without_its_margin() -> None:
    text = "🐍\n\n  ## 1. Analogy  \n"
    [heading] = find_headings(text)
    assert text[heading.start : heading.end] == "## 1. Analogy"


@pytest.mark.parametrize(
    "text",
    [
        "#" + " " * 200_000 + "analogy x",
        "analogy" + " " * 200_000 + "x",
        "*" * 200_000 + "analogy",
        "1" * 200_000 + "analogy",
    ],
    ids=["spaces before", "spaces behind", "asterisks", "digits"],
)
def test_hostile_text_is_searched_in_no_time(text: str) -> None:
    started = time.perf_counter()
    assert find_headings(text) == []
    assert time.perf_counter() - started < 5


LINE = st.tuples(
    st.sampled_from(["", "", " ", "   ", "    "]),
    st.sampled_from(["", "", "# ", "## ", "**", "__", "*", "- ", "❌ ", "✅ ", "🎯 "]),
    st.sampled_from(["", "", "Step ", "STEP ", "step ", "sTEP ", "ſtep "]),
    st.sampled_from(["", "1", "2.", "1\ufe0f\u20e3", "3\ufe0f", "12", "7)"]),
    st.sampled_from(["", " ", " - ", "**", "🧠 "]),
    st.sampled_from([*(step.title for step in STEPS), "Analogy", "common mistakes", "ſimple explanation", "x", ""]),
    st.sampled_from(["", ":", "**", "__", " (x)", " 🎯", "\n"]),
).map("".join)


@given(st.lists(LINE, max_size=3).map("\n".join))
def test_no_heading_is_missed_by_the_looks_of_its_line(text: str) -> None:
    found = find_headings(text)
    assert may_hold_headings("\n" + re.sub("^", "    ", text, flags=re.MULTILINE)) or not found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headings, "_CANDIDATE", re.compile(r"\n[^\n]*"))
        assert find_headings(text) == found
