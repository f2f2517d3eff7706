"""What comments hide: one key's value or the whole file, never what keeps a file from being an example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Checked, Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
CONFIG = load_config(ROOT / "tests")
QUOTED = BASE.replace(
    "question: |\n  How do I repeat something in Python?\n", 'question: "How do I repeat something?"\n'
)
SOLVED = BASE + 'solution: "Count with range."\n'


def check(text: str, *select: str) -> Checked:
    linter = Linter(CONFIG, select_rules(CONFIG, select or ["CT1", "CT2", "CT40"]))
    return linter.check_document(Document(Source("x.yaml", text), "loops/x"))


def codes(text: str, *select: str) -> list[str]:
    return [diagnostic.code for diagnostic in check(text, *select).diagnostics]


def test_without_a_comment_both_are_reported() -> None:
    assert codes(QUOTED) == codes(SOLVED) == ["CT125"]


def test_a_comment_on_a_keys_line_hides_and_is_counted() -> None:
    checked = check(QUOTED.replace('something?"', 'something?"  # codetutor: ignore[CT125] as asked'))
    assert (checked.diagnostics, checked.suppressed) == ([], 1)


def test_it_covers_that_key_alone() -> None:
    text = QUOTED.replace('something?"', 'something?"  # codetutor: ignore[CT125] as asked')
    assert codes(text + 'solution: "Count with range."\n') == ["CT125"]


def test_it_does_not_cover_the_key_on_the_next_line() -> None:
    text = BASE.replace("question: |", "question: |  # codetutor: ignore[CT124] as asked")
    assert codes(text.replace("level: beginner", "level: easy").replace("language: python\n", "")) == ["CT121", "CT124"]
    text = text.replace("language: python", "langauge: python")
    assert "CT120" in codes(text.replace("CT124", "CT120"))


def test_a_comment_on_a_mappings_line_covers_all_of_it() -> None:
    text = BASE.replace("  analogy: |\n    A music", "  analogy: >\n    A music")
    assert codes(text) == ["CT207"]
    assert codes(text.replace("answer:", "answer:  # codetutor: ignore[CT207] an old file")) == []


def test_a_comment_before_the_first_key_covers_the_file() -> None:
    checked = check(f"# codetutor: ignore[CT125] an old file\n{QUOTED}solution: 'Count.'\n")
    assert (checked.diagnostics, checked.suppressed) == ([], 2)


def test_what_is_hidden_is_accepted_and_the_deeper_rules_run() -> None:
    text = f"# codetutor: ignore[CT125] an old file\n{QUOTED}".replace("```python", "```py", 1)
    checked = check(text)
    assert [diagnostic.code for diagnostic in checked.diagnostics] == ["CT403"]
    assert checked.example is not None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("CT119", BASE.replace("tags: [loops]", "tags: [loops")),
        ("CT121", BASE.replace("level: beginner\n", "")),
        ("CT124", BASE.replace("level: beginner", "level: easy")),
        ("CT205", re.sub(r"analogy: \|\n(    .*\n)+", "analogy: ''\n", BASE)),
        ("CT108", BASE.replace("level: beginner", "level: &l beginner")),
        ("CT110", BASE.replace("question: |\n ", "question: |")),
        ("CT107", ""),
    ],
)
def test_what_is_no_example_cannot_be_made_one_by_a_comment(code: str, text: str) -> None:
    assert code in codes(f"# codetutor: ignore[{code}] because\n{text}")


def test_a_comment_in_a_broken_file_is_not_called_unused() -> None:
    assert codes(f"# codetutor: ignore[CT403] because\n{BASE.replace('level: beginner', 'level: easy')}") == ["CT124"]


def test_a_comment_for_a_rule_that_was_not_selected_is_not_called_unused() -> None:
    text = f"# codetutor: ignore[CT403] because\n{BASE}"
    assert codes(text, "CT1") == []
    assert codes(text, "CT1", "CT403") == ["CT191"]


def test_a_comment_for_an_ignored_rule_is_not_called_unused() -> None:
    selection = select_rules(CONFIG, ["CT"], ["CT403", "CT3", "CT5", "CT6", "CT7"])
    document = Document(Source("x.yaml", f"# codetutor: ignore[CT403] because\n{BASE}"), "loops/x")
    assert Linter(CONFIG, selection).check_document(document).diagnostics == []


def test_each_of_several_codes_must_hide_something() -> None:
    text = f"# codetutor: ignore[CT125, CT403,CT207] because\n{QUOTED}"
    messages = [diagnostic.message for diagnostic in check(text).diagnostics]
    assert messages == ["unused suppression of CT207", "unused suppression of CT403"]


def test_text_that_looks_like_a_comment_hides_nothing() -> None:
    text = BASE.replace("python?\n", "python?\n  # codetutor: ignore[CT403] because\n").replace("```python", "```py", 1)
    text = text.replace("in Python?\n", "in Python?\n  # codetutor: ignore[CT403] because\n")
    assert codes(text) == ["CT192"]
    assert codes(text.replace("  # codetutor", "  #codetutor")) == ["CT192"]


def test_windows_line_ends_change_nothing() -> None:
    text = f"# codetutor: ignore[CT125] an old file\n{QUOTED}"
    assert codes(text.replace("\n", "\r\n")) == []


def test_many_comments_on_a_long_line_cost_nothing() -> None:
    assert codes(f"# {'codetutor: ' * 10_000}\n{BASE}") == ["CT193"]
    assert codes(BASE.replace("How do", f"codetutor: {'x ' * 50_000}# How do")) == []
