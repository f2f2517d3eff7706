"""Facts: what is kept of one example, small and plain enough for a cache."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest

from codetutor_lint.corpus.facts import Facts, facts_of, same_question
from codetutor_lint.model.document import Document
from codetutor_lint.model.example import example_of
from codetutor_lint.model.source import Source

BASE = (Path(__file__).parents[1] / "rules" / "base.yaml").read_text(encoding="utf-8")


def facts(text: str = BASE, *suppressed: str, with_text: bool = False) -> Facts:
    return facts_of(example_of(Document(Source("x.yaml", text), "loops/x")), suppressed, with_text=with_text)


def test_all_of_an_example() -> None:
    found = facts(BASE.replace("tags: [loops]", "tags: [loops, for]\nstatus: draft"))
    assert found == Facts(
        id="loops/x",
        language="python",
        level="beginner",
        kind="concept",
        mode="default",
        tags=("loops", "for"),
        family="loops/x",
        status="draft",
        question="how do I repeat something in Python",
        scene=found.scene,
        opened=found.opened,
        suppressed=(),
        text="",
    )
    assert found.openings == [
        "a music box plays",
        "a for loop takes",
        "",
        "enumerate counts while it",
        "",
        "forgetting the colon python",
        "print the numbers to",
    ]
    assert found.topic == "loops"
    assert not found.is_built
    assert not found.is_retired


def test_the_scene_is_what_the_first_sentence_is_about() -> None:
    found = facts(BASE.replace("for every item. The handle", "for every item. The crank"))
    assert {"music", "box", "handl"} <= set(found.scene.split())
    assert "crank" not in found.scene


def test_the_text_has_no_headings_and_no_flags() -> None:
    text = facts(BASE.replace("```python\n    for name", "```python fragment\n    for name"), with_text=True).text
    assert "```python\nfor name" in text
    assert text.startswith("A music box")
    assert "ANALOGY" not in text


def test_suppressed_codes_once_each() -> None:
    assert facts(BASE, "CT705", "CT701", "CT705").suppressed == ("CT701", "CT705")


def test_they_survive_a_cache() -> None:
    found = facts(BASE, "CT701", with_text=True)
    assert Facts(*marshal.loads(marshal.dumps(tuple(found)))) == found


@pytest.mark.parametrize(
    "question",
    ["What is a set?", "what is  a\nset", "What is a set ?!", "What is a set? [STRICT MODE]"],
)
def test_questions_that_are_the_same(question: str) -> None:
    assert same_question(question) == "what is a set"


@pytest.mark.parametrize("question", ["What does x-- do?", "What does X++ do?", "What does x++ do in C?"])
def test_questions_that_are_not(question: str) -> None:
    assert same_question(question) != same_question("What does x++ do?")
