"""Shape before structure before all else: a broken stage silences the next, and nothing is ever left out unsaid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Checked, Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.rules.registry import is_structural

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
CONFIG = load_config(ROOT / "tests")
ALL = Linter(CONFIG, select_rules(CONFIG))


def check(text: str, linter: Linter = ALL) -> Checked:
    return linter.check_document(Document(Source("x.yaml", text), "loops/x"))


def codes(text: str, linter: Linter = ALL) -> list[str]:
    return [diagnostic.code for diagnostic in check(text, linter).diagnostics]


SHALLOW = BASE.replace("```python", "```py", 1)  # a finding of the last stage


@pytest.mark.parametrize(
    ("found", "by", "code"),
    [
        ("level: beginner", "level: easy", "CT124"),
        ("level: beginner\n", "", "CT121"),
        ("tags: [loops]", "tags: [loops", "CT119"),
        ("  analogy: |", "  analagy: |", "CT202"),
        ("question: |\n  How", "question: |\nHow", "CT111"),
        ("❌ Forgetting", "✅ Forgetting", "CT211"),
        ("    A music", "    ```text\n    A music", "CT209"),
    ],
)
def test_a_broken_stage_silences_the_next(found: str, by: str, code: str) -> None:
    assert codes(SHALLOW) == ["CT403"]
    assert codes(SHALLOW.replace(found, by)) == [code]


def test_several_faults_of_one_stage_are_all_told() -> None:
    text = BASE.replace("level: beginner", "level: easy").replace("kind: concept\n", "").replace("loops]", "Loops]")
    assert codes(text) == ["CT121", "CT124", "CT124"]


def test_findings_are_sorted_by_place() -> None:
    text = BASE.replace("level: beginner", "level: easy").replace("How do", "```\n  How do")
    rows = [diagnostic.location for diagnostic in check(text).diagnostics]
    assert rows == sorted(rows)


def test_a_clean_file_is_an_example() -> None:
    checked = check(BASE)
    assert checked.diagnostics == []
    assert checked.example is not None
    assert checked.example.id == "loops/x"


def test_a_deeper_finding_leaves_the_example_whole() -> None:
    assert check(SHALLOW).example is not None


def test_a_missing_piece_of_code_is_structure() -> None:
    text = re.sub(r"  beginner_example: \|\n(    .*\n)+", "  beginner_example: |\n    Loop over the names.\n", BASE)
    checked = check(text)
    assert [d.code for d in checked.diagnostics if is_structural(d.code)] == ["CT210"]
    assert checked.example is None


def test_what_is_not_selected_still_silences_what_is_deeper() -> None:
    linter = Linter(CONFIG, select_rules(CONFIG, ["CT40"]))
    assert codes(SHALLOW, linter) == ["CT403"]
    assert codes(SHALLOW.replace("❌ Forgetting", "✅ Forgetting"), linter) == []


def test_what_is_ignored_is_accepted() -> None:
    linter = Linter(CONFIG, select_rules(CONFIG, ["CT2", "CT40"], ["CT211"]))
    checked = check(SHALLOW.replace("❌ Forgetting", "✅ Forgetting"), linter)
    assert [diagnostic.code for diagnostic in checked.diagnostics] == ["CT403"]
    assert checked.example is not None


def test_what_is_ignored_does_not_make_an_example_of_what_is_none() -> None:
    linter = Linter(CONFIG, select_rules(CONFIG, ["CT"], ["CT12"]))
    assert check(BASE.replace("level: beginner", "level: easy"), linter).example is None


def test_per_file_ignores_hold_for_their_files() -> None:
    config = CONFIG._replace(per_file_ignores={"examples/old/*": ("CT403",)})
    linter = Linter(config, select_rules(config, ["CT40"]))
    document = Document(Source("x.yaml", SHALLOW), "old/x")
    assert linter.check_document(document, "examples/old/x.yaml").diagnostics == []
    assert len(linter.check_document(document, "examples/new/x.yaml").diagnostics) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "question: |",
                "  x",
                "answer:",
                "  analogy: |",
                "    y",
                "level: a",
                "- z",
                "",
                "!t",
                "&a b",
                "? c",
                "---",
                "{",
                "'",
            ]
        ),
        max_size=8,
    )
)
def test_a_file_is_an_example_or_has_a_structural_finding(lines: list[str]) -> None:
    checked = check("\n".join(lines))
    assert checked.example is not None or any(is_structural(d.code) for d in checked.diagnostics)
