"""The fast path says "clean" only of what the rules of CT1xx and CT2xx find nothing in."""

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
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
EXAMPLES = sorted((ROOT / "examples").glob("*/*.yaml"))
PIECES = (
    *(
        "\n",
        "\n    ",
        " ",
        "```",
        "```python",
        "~~~",
        "❌",
        "✅",
        "❌ ",
        "- ✅",
        "### ❌",
        "**Analogy**",
        "## 1. Analogy",
    ),
    *(
        "1️⃣ ANALOGY",
        "TASK",
        "    ANALOGY\n",
        "codetutor:",
        "# codetutor: ignore[CT302] why",
        "|",
        ">",
        "|-",
        "tags: [A]",
    ),
    *(
        "level: easy\n",
        "  analogy: |\n    x\n",
        "mode: strict\n",
        "family: a/b/c\n",
        "status: x\n",
        "solution: |\n  ```\n",
    ),
)
LINES = BASE.splitlines(keepends=True)


def findings(document: Document) -> list[str]:
    """The codes that the rules of shape and structure find, asked one by one."""
    rules = [rule for rule in load_rules().values() if is_structural(rule.code)]
    answer = answer_of(document)
    subjects = {DOCUMENT: document, **({ANSWER: answer} if answer else {})}
    return [rule.code for rule in rules if rule.on in subjects for _ in rule.check(subjects[rule.on])]


def assert_sound(text: str, identity: str = "loops/x") -> None:
    document = Document(Source("x.yaml", text), identity)
    answer = answer_of(document)
    if answer is not None and is_surely_clean(document, answer):
        assert findings(document) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_example_takes_the_fast_path(path: Path) -> None:
    document = Document(Source("x.yaml", path.read_text(encoding="utf-8")), f"{path.parent.name}/{path.stem}")
    answer = answer_of(document)
    assert answer is not None
    assert is_surely_clean(document, answer)
    assert findings(document) == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_text_that_was_tampered_with_is_never_called_clean_by_mistake(data: st.DataObject) -> None:
    text = BASE
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        end = at + data.draw(st.sampled_from((0, 1, 4)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[end:]
    assert_sound(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(("delete", "repeat", "swap"))), max_size=3))
def test_a_text_with_lines_out_of_place_is_never_called_clean_by_mistake(changes: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, change in changes:
        at %= len(lines)
        if change == "delete" and len(lines) > 1:
            del lines[at]
        elif change == "repeat":
            lines.insert(at, lines[at])
        else:
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
    assert_sound("".join(lines))


@pytest.mark.parametrize("identity", ["Loops/x", "loops/X", "loops/a_b", "x", "loops/"])
def test_a_bad_name_is_not_clean(identity: str) -> None:
    assert_sound(BASE, identity)
