"""An answer rendered and read again is the same answer, and what models really write is read too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from codetutor_lint.model.answer import Answer, answer_of, export_body, parse, render
from codetutor_lint.model.document import Document
from codetutor_lint.model.fences import scan_fences
from codetutor_lint.model.headings import find_headings
from codetutor_lint.model.source import Source, Text
from codetutor_lint.model.steps import STEP_KEYS, STEPS

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))
PROSE = st.text(alphabet="ab .:*`#-1️⃣\t❌", max_size=12)
WORDS = st.sampled_from(["Analogy", "1. a", "  - b", "## T", "ANALOGIES", "🐍", "\u00a0x", "a  ", "step 1"])
INFO = st.sampled_from(["", "python", "py fails", "c++ file=a.cpp needs=network", "text", "output varies", " sql  x "])
FENCE = st.builds(
    lambda marker, info, lines: "\n".join([marker + info, *lines, marker]),
    st.sampled_from(["```", "````", "~~~"]),
    INFO,
    st.lists(st.sampled_from(["x = 1", "", "1️⃣ ANALOGY", "  y", "## 2. Simple explanation"]), max_size=3),
)
BODY = st.lists(st.one_of(PROSE, WORDS, FENCE, st.just("")), min_size=1, max_size=6).map("\n".join)


def valid(body: str) -> bool:
    """What the rules let through: some text, closed fences, no step's heading."""
    fences = scan_fences(body)
    return bool(body.strip()) and all(fence.closed for fence in fences) and not find_headings(body)


ANSWERS = st.dictionaries(st.sampled_from(STEP_KEYS), BODY.filter(valid), min_size=1)


def answer(bodies: dict[str, str]) -> Answer:
    source = Source("x.yaml", "")
    return Answer(source, {key: Text.plain(body, source, 0, 0) for key, body in bodies.items()})


@given(ANSWERS)
def test_what_is_rendered_is_read_as_what_is_exported(bodies: dict[str, str]) -> None:
    given_answer = answer(bodies)
    assert parse(render(given_answer.bodies)) == given_answer.exported()


@given(ANSWERS)
def test_canonical_text_is_rendered_as_it_is(bodies: dict[str, str]) -> None:
    text = render(bodies)
    assert render(parse(text).bodies) == text


@given(ANSWERS)
def test_rendered_headings_are_canonical_and_in_order(bodies: dict[str, str]) -> None:
    entries = parse(render(bodies)).entries
    assert all(entry.canonical for entry in entries)
    assert [entry.key for entry in entries] == [key for key in STEP_KEYS if key in bodies]


@given(BODY)
def test_exporting_twice_changes_nothing(body: str) -> None:
    assert export_body(export_body(body)) == export_body(body)


@given(BODY.filter(valid))
def test_exporting_touches_nothing_but_info_strings_and_outer_blank_lines(body: str) -> None:
    bare = [re.sub(r"^([`~]{3,}).*", r"\1", line) for line in body.split("\n")]
    exported = [re.sub(r"^([`~]{3,}).*", r"\1", line) for line in export_body(body).split("\n")]
    assert "\n".join(exported) == re.sub(r"\A([ \t]*\n)+", "", "\n".join(bare)).rstrip()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_example_keeps_the_laws(path: Path) -> None:
    document = Document(Source(str(path), path.read_text(encoding="utf-8")), "a/b")
    shipped = answer_of(document)
    assert shipped is not None
    text = render(shipped.bodies)
    assert parse(text) == shipped.exported()
    assert render(parse(text).bodies) == text
    assert list(parse(text).bodies) == list(STEP_KEYS)
    assert all(not fence.flags for fence in scan_fences(text))


def test_an_answer_is_rendered_like_this() -> None:
    bodies = {"practice_task": "Do it.\n", "analogy": "\n\nA box.\n\n```py fails\nx\n```\n\n"}
    assert render(bodies) == "1️⃣ ANALOGY\n\nA box.\n\n```python\nx\n```\n\n7️⃣ MINI PRACTICE TASK\n\nDo it."


REPLY = """\
Sure! Here is your answer:

### 1️⃣ Analogy

A box.

**2. Simple explanation:**
It keeps a value.

## Beginner Example

```python
# 4️⃣ ADVANCED EXAMPLE
x = 1
```

4⃣ ADVANCED EXAMPLE
None.
"""


def test_a_reply_is_read_with_its_places() -> None:
    reply = parse(REPLY)
    assert {key: str(body) for key, body in reply.bodies.items()} == {
        "analogy": "A box.",
        "simple_explanation": "It keeps a value.",
        "beginner_example": "```python\n# 4️⃣ ADVANCED EXAMPLE\nx = 1\n```",
        "advanced_example": "None.",
    }
    assert [entry.canonical for entry in reply.entries] == [False] * 4
    assert reply.preamble == "Sure! Here is your answer:"
    assert reply.is_reply
    body = reply.bodies["beginner_example"]
    assert reply.source.location(body.at(body.index("x = 1")).start) == (14, 1)


@pytest.mark.parametrize("text", ["", "\n\n", "I can't help with that.", "```\nnever closed", "\ufeff", "1️⃣", "\r\n"])
def test_a_reply_without_steps_has_none(text: str) -> None:
    reply = parse(text)
    assert (reply.entries, reply.bodies) == ([], {})


@given(st.text(alphabet="1️⃣ANLOGY#* \n`~\r", max_size=80))
def test_any_reply_is_read(text: str) -> None:
    reply = parse(text)
    for body in reply.bodies.values():
        span = body.at(0, len(body))
        assert reply.source.text[span.start : span.end] == body


def test_a_repeated_step_keeps_the_first_and_lists_both() -> None:
    reply = parse("1️⃣ ANALOGY\n\none\n\n1️⃣ ANALOGY\n\ntwo")
    assert reply.bodies == {"analogy": "one"}
    assert [entry.value for entry in reply.entries] == ["one", "two"]


def test_windows_line_ends_change_nothing() -> None:
    text = render({step.key: f"{step.number}\n\ntext" for step in STEPS})
    assert parse(text.replace("\n", "\r\n")) == parse(text)


@given(ANSWERS, st.sampled_from(["## {0.number}. {0.title}", "**{0.marker} {0.title}**", "{0.number}) {0.title}"]))
def test_other_spellings_give_the_same_answer(bodies: dict[str, str], heading: str) -> None:
    text = render(bodies)
    respelled = text
    for step in STEPS:
        assume(text.count(step.heading) == (step.key in bodies))
        respelled = respelled.replace(step.heading, heading.format(step))
    assert parse(respelled) == parse(text)
