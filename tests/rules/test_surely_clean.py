"""Where the short way says that a file's shape and structure are right, no rule has anything to say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.model.answer import answer_of
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.rules.registry import ANSWER, DOCUMENT, is_structural, load_rules
from codetutor_lint.rules.surely_clean import is_surely_clean

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
RULES = [rule for rule in load_rules().values() if is_structural(rule.code)]


def agree(text: str, identity: str = "loops/x") -> bool:
    """Whether a text is surely clean; if so, the rules say so too."""
    document = Document(Source("x.yaml", text), identity)
    answer = answer_of(document)
    if answer is None or not is_surely_clean(document, answer):
        return False
    subjects = {DOCUMENT: document, ANSWER: answer}
    problems = [problem for rule in RULES if rule.on in subjects for problem in rule.check(subjects[rule.on])]
    assert problems == []
    return True


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_examples_go_the_short_way_and_are_clean(path: Path) -> None:
    assert agree(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("identity", ["Loops/x", "loops/X", "loops/x_y", "loops", "a/b/c"])
def test_a_bad_name_is_not_surely_clean(identity: str) -> None:
    assert not agree(BASE, identity)


LINES = st.sampled_from(
    [
        "",
        "    ```",
        "    ```python",
        "    ~~~",
        "    ❌ a",
        "    ✅ b",
        "    ✅",
        "    ## 1. Analogy",
        "    1️⃣ ANALOGY",
        "  analogy: |",
        "level: easy",
        "level: beginner",
        "# codetutor: ignore[CT125] x",
        "  # codetutor: ignore",
        "  x",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), LINES, st.booleans()), min_size=1, max_size=3))
def test_no_damage_goes_the_short_way_unseen(changes: list[tuple[int, str, bool]]) -> None:
    lines = BASE.split("\n")
    for number, line, instead in changes:
        at = number % len(lines)
        lines[at : at + instead] = [line]
    agree("\n".join(lines))
