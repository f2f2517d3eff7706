"""The dataset rules see the whole root, whatever is checked, and report what touches it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.config import load_config
from codetutor_lint.lint.checking import Outcome, check, check_text
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.reports import render_report
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

BASE = (Path(__file__).parents[1] / "rules" / "base.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    configure()


def configure(lines: str = "") -> None:
    Path("pyproject.toml").write_text(f"[tool.codetutor-lint]\n{lines}", encoding="utf-8")


def add(identity: str, text: str = BASE, root: str = "examples") -> Path:
    path = Path(root, f"{identity}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def checked(*paths: Path, select: str = "CT704", **options: bool) -> Outcome:
    config = load_config()
    return check(config, select_rules(config, select.split()), paths, **options)


def report(*paths: Path, select: str = "CT704", **options: bool) -> list[str]:
    return render_report("concise", checked(*paths, select=select, **options).diagnostics).splitlines()


def accepted(text: str = BASE, code: str = "CT704") -> str:
    return text.replace("question: |", f"question: |  # codetutor: ignore[{code}] asked twice in a study")


def test_a_finding_stands_in_the_later_example() -> None:
    add("loops/a"), add("loops/b")
    assert report() == ["examples/loops/b.yaml:2:3: CT704 the same question, mode and language as 'loops/a'"]


def test_with_a_path_it_stands_in_the_file_that_was_named() -> None:
    first, _ = add("loops/a"), add("loops/b")
    assert report(first) == ["examples/loops/a.yaml:2:3: CT704 the same question, mode and language as 'loops/b'"]


def test_with_a_path_that_it_does_not_touch_it_is_silent() -> None:
    add("loops/a"), add("loops/b")
    other = add("loops/c", BASE.replace("repeat something", "stop"))
    outcome = checked(other)
    assert (outcome.diagnostics, outcome.files) == ([], 1)


def test_a_folder_outside_the_root_is_a_dataset_of_its_own() -> None:
    add("loops/a")
    add("loops/b", root="elsewhere"), add("loops/c", root="elsewhere")
    assert report(Path("elsewhere")) == [
        "elsewhere/loops/c.yaml:2:3: CT704 the same question, mode and language as 'loops/b'"
    ]


def test_a_file_outside_the_root_belongs_to_no_dataset() -> None:
    add("loops/a")
    assert report(add("loops/b", root="elsewhere")) == []


def test_a_broken_file_is_left_out() -> None:
    add("loops/a"), add("loops/b", BASE.replace("level:", "levle:"))
    assert report() == []


@pytest.mark.parametrize("broken", [BASE.replace("level:", "levle:"), BASE.replace("```python", "```text")])
def test_a_broken_file_is_left_out_also_where_it_is_not_checked(broken: str) -> None:
    first, _ = add("loops/a"), add("loops/b", broken)
    assert report(first) == []


@pytest.mark.parametrize("where", ["a", "b"])
def test_a_comment_in_either_example_hides_it_and_is_counted_once(where: str) -> None:
    for name in ("a", "b"):
        add(f"loops/{name}", accepted() if name == where else BASE)
    outcome = checked(select="CT704 CT191")
    assert (outcome.diagnostics, outcome.suppressed) == ([], 1)


def test_comments_in_both_are_both_used() -> None:
    add("loops/a", accepted()), add("loops/b", accepted())
    outcome = checked(select="CT704 CT191")
    assert (outcome.diagnostics, outcome.suppressed) == ([], 1)


def test_a_comment_that_hides_nothing_is_reported() -> None:
    add("loops/a", accepted())
    assert report(select="CT704 CT191") == ["examples/loops/a.yaml:1:14: CT191 unused suppression of CT704"]


def test_a_comment_is_not_judged_when_its_rule_does_not_run() -> None:
    add("loops/a", accepted())
    assert report(select="CT705 CT191") == []
    assert report(select="CT191") == []


def test_a_comment_for_what_only_running_finds_is_not_judged() -> None:
    add("loops/a", accepted(code="CT450"))
    assert report(select="CT7 CT191 CT4") == []


def test_a_comment_of_a_file_that_is_not_checked_is_not_judged() -> None:
    add("loops/a", accepted())
    other = add("loops/b", BASE.replace("repeat something", "stop"))
    assert report(other, select="CT704 CT191") == []


def test_a_code_that_is_ignored_for_a_file_is_ignored_for_its_pairs() -> None:
    configure('per-file-ignores = { "examples/loops/a.yaml" = ["CT704"] }')
    add("loops/a"), add("loops/b")
    assert report() == []


def test_a_finding_about_the_whole_stands_on_the_configuration() -> None:
    configure("coverage = { examples = 2 }")
    path = add("loops/a")
    line = "pyproject.toml:1:1: CT710 warning: the dataset has 1 of 2 examples"
    assert report(select="CT710") == [line]
    assert report(path, select="CT710") == [line]


def test_a_finding_about_the_whole_needs_the_whole_to_be_checked() -> None:
    configure("coverage = { examples = 3 }")
    path, _ = add("loops/a"), add("loops/b")
    assert report(path, select="CT710") == []


def test_a_fixed_file_counts_as_it_is_after_the_fix() -> None:
    add("loops/a")
    add("loops/b", BASE.replace("question: |\n  How", "question: |-\n  How"))
    assert report(select="CT704 CT1", fix=True)[-1].startswith("examples/loops/b.yaml:2:3: CT704")


def test_a_text_from_standard_input_stands_for_its_file() -> None:
    add("loops/a")
    path = add("loops/b", BASE.replace("repeat something", "stop"))
    config = load_config()
    outcome, _ = check_text(config, select_rules(config, ["CT704"]), BASE.encode(), path)
    assert render_report("concise", outcome.diagnostics) == (
        "examples/loops/b.yaml:2:3: CT704 the same question, mode and language as 'loops/a'\n"
    )


def test_facts_are_gathered_only_for_rules_that_need_them() -> None:
    add("loops/a")
    config = load_config()
    document = Document(Source("x.yaml", BASE), "loops/x")
    found = {
        select: Linter(config, select_rules(config, [select])).check_document(document).facts
        for select in ("CT2", "CT704", "CT701")
    }
    assert found["CT2"] is None
    assert [bool(facts.text) for facts in (found["CT704"], found["CT701"]) if facts] == [False, True]
