"""Fixes converge, are refused where they do harm, and leave alone what they don't touch."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codetutor_lint.config import load_config
from codetutor_lint.lint.checking import check
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import Fixed, fix_document, write_text
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source, Span
from codetutor_lint.model.steps import STEPS
from codetutor_lint.rules.diagnostic import Edit, Fix, Problem
from codetutor_lint.rules.registry import load_rules

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
CONFIG = load_config(ROOT / "tests")
LINTER = Linter(CONFIG, select_rules(CONFIG, ["CT1", "CT2", "CT40"]))


def fix(text: str, unsafe: bool = False, linter: Linter = LINTER) -> Fixed:
    return fix_document(linter, Document(Source("x.yaml", text), "loops/x"), unsafe=unsafe)


def break_fence(text: str) -> str:
    return text.replace("```python\n", "```py\n", 1)


def fold_analogy(text: str) -> str:
    return text.replace("  analogy: |\n", "  analogy: >-  # short\n")


def quote_question(text: str) -> str:
    return text.replace("question: |\n  How do", 'question: "How do').replace("Python?\n", 'Python?"  # often\n')


def glue_text(text: str) -> str:
    return text.replace("practice_task: |\n    Print", "practice_task: | Print")


def lose_colon(text: str) -> str:
    return text.replace("level: beginner", "level beginner")


def indent_step(text: str) -> str:
    return text.replace("  visual_explanation: |", "   visual_explanation: |")


def swap_steps(text: str) -> str:
    first = text.index("  # one\n")
    second = text.index("  simple_explanation: |")
    third = text.index("  beginner_example: |")
    return text[:first] + text[second:third] + text[first:second] + text[third:]


COMMENTED = BASE.replace("  analogy: |\n", "  # one\n  analogy: |\n").replace("level: ", "# two\nlevel: ")
DAMAGES = (break_fence, fold_analogy, quote_question, glue_text, lose_colon, indent_step)


@settings(max_examples=60)
@given(st.sets(st.sampled_from(DAMAGES), min_size=1), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_any_mixture_of_damages_is_repaired_and_repairing_again_changes_nothing(
    damages: set[object], newline: str, bom: bool, swapped: bool
) -> None:
    text = swap_steps(COMMENTED) if swapped else COMMENTED
    for damage in DAMAGES:
        if damage in damages:
            text = damage(text)
    text = ("\ufeff" if bom else "") + text.replace("\n", newline)
    fixed = fix(text)
    assert fixed.checked.diagnostics == []
    assert fix(fixed.content).content == fixed.content
    assert sorted(re.findall(r"#.*", fixed.content)) == sorted(re.findall(r"#.*", text))
    assert fixed.content.startswith("\ufeff") == bom
    assert fixed.content.count("\r\n") == (fixed.content.count("\n") if newline == "\r\n" else 0)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_lines_that_no_fix_touches_stay_byte_for_byte(damage: object) -> None:
    text = COMMENTED.replace("\n", "\r\n").replace("tags: [loops]\r\n", "tags:   [ loops ]   \r\n")
    damaged = damage(text.replace("\r\n", "\n")).replace("\n", "\r\n")
    kept = set(damaged.split("\r\n")) & set(text.split("\r\n"))
    assert kept <= set(fix(damaged).content.split("\r\n"))


def test_the_end_of_a_file_without_a_line_feed_stays() -> None:
    text = "answer:\n  simple_explanation: |\n    Two.\n  analogy: |\n    One."
    assert fix(text).content == "answer:\n  analogy: |\n    One.\n  simple_explanation: |\n    Two."


@settings(max_examples=40)
@given(st.permutations([step.key for step in STEPS]))
def test_steps_in_any_order_are_put_into_theirs(keys: list[str]) -> None:
    head, *blocks = re.split(r"^(?=  [a-z_]+: \|)", BASE, flags=re.MULTILINE)
    by_key = {block.strip().split(":")[0]: block for block in blocks}
    assert fix(head + "".join(by_key[key] for key in keys)).content == BASE


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    text = BASE.replace("level: ", "levle: ")
    assert fix(text).content == text
    assert fix(text, unsafe=True).content == BASE


def test_a_clean_file_is_left_alone() -> None:
    fixed = fix(BASE)
    assert (fixed.content, fixed.applied) == (BASE, 0)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(BASE)), st.sampled_from([" ", "\n", "\t", ":", "|", "#", "`", "-", ""])),
        max_size=3,
    )
)
def test_damage_of_any_kind_never_fails_and_never_gets_worse(spots: list[tuple[int, str]]) -> None:
    text = BASE
    for at, inserted in spots:
        text = text[:at] + inserted + text[at + (not inserted) :]
    before, fixed = Document(Source("x.yaml", text), "loops/x"), fix(text)
    after = Document(Source("x.yaml", fixed.content), "loops/x")
    assert before.data is None or after.data is not None
    if before.data is not None:
        assert len(fixed.checked.diagnostics) <= len(LINTER.check_document(before).diagnostics)
    assert fix(fixed.content).content == fixed.content


def linter_with(check_text: Callable[[Document], list[Problem]]) -> Linter:
    """A linter with one more rule, on the documents of examples."""
    linter = Linter(CONFIG, LINTER.selection)
    rule = load_rules()["CT403"]._replace(check=lambda example: iter(check_text(example.document)))
    linter._example = [*linter._example, rule]
    return linter


def replacing(found: str, by: str) -> Linter:
    def check_text(document: Document) -> list[Problem]:
        at = document.source.text.find(found)
        edits = (Edit(Span(at, at + len(found)), by),)
        return [Problem(Span(at, at), "found", "", Fix("replace", edits))] if at >= 0 else []

    return linter_with(check_text)


@pytest.mark.parametrize(
    ("found", "by"),
    [
        ("level: beginner", "level: [beginner"),
        ("level: beginner", ""),
        ("question: |", "question: |\n?"),
        ("  analogy: |", "  analagy: |"),
        ("```python\nfor name in", "```py fail\nfor name in"),
        ("# nothing", "# nothing"),
        ("How do I", "How do I"),
    ],
    ids=["no YAML", "key lost", "question lost", "step lost", "two for one", "not there", "no change"],
)
def test_a_fix_that_does_harm_is_refused(found: str, by: str) -> None:
    assert fix(BASE, linter=replacing(found, by)).content == BASE


def test_a_refused_fix_does_not_keep_others_from_being_made() -> None:
    linter = replacing("level: beginner", "level: [beginner")
    assert fix(break_fence(BASE), linter=linter).content == BASE
    assert fix(quote_question(BASE), linter=linter).content == BASE.replace("question: |", "question: |  # often")


def test_fixes_that_chase_each_other_come_to_an_end() -> None:
    def check_text(document: Document) -> list[Problem]:
        found = re.search("left|right", document.source.text)
        if not found:
            return []
        by = {"left": "right", "right": "left"}[found.group()]
        return [Problem(Span(*found.span()), "turn", "", Fix("turn", (Edit(Span(*found.span()), by),)))]

    fixed = fix(BASE.replace("How do I", "Is it left, how do I"), linter=linter_with(check_text))
    assert "left" in fixed.content or "right" in fixed.content


def test_overlapping_fixes_are_made_one_after_the_other() -> None:
    def check_text(document: Document) -> list[Problem]:
        words = [(m.start(), m.end()) for m in re.finditer("aXb|XbX", document.source.text)]
        words += [(m.start(), m.end()) for m in re.finditer("(?<=a)Xb", document.source.text)]
        return [Problem(Span(*w), "x", "", Fix("x", (Edit(Span(*w), "y"),))) for w in words]

    fixed = fix(BASE.replace("How do I", "aXb how do I"), linter=linter_with(check_text))
    assert "question: |\n  y how do I" in fixed.content


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.codetutor-lint]\nselect = ["CT1", "CT2", "CT40"]\n')
    path = tmp_path / "examples" / "loops" / "repeat.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(fold_analogy(BASE), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def run_fix(**options: bool) -> None:
    config = load_config()
    check(config, select_rules(config), **{"fix": True, **options})


def test_a_file_keeps_its_mode(dataset: Path) -> None:
    dataset.chmod(0o640)
    run_fix()
    assert dataset.read_text(encoding="utf-8") == BASE.replace("analogy: |", "analogy: |  # short")
    assert stat.S_IMODE(dataset.stat().st_mode) == 0o640


def test_nothing_is_left_beside_the_file(dataset: Path) -> None:
    run_fix()
    assert [path.name for path in dataset.parent.iterdir()] == ["repeat.yaml"]


def test_a_clean_file_is_not_written(dataset: Path) -> None:
    run_fix()
    before = dataset.stat()
    run_fix()
    assert (dataset.stat().st_ino, dataset.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_diff_writes_nothing(dataset: Path) -> None:
    before = dataset.read_bytes()
    run_fix(fix=False, diff=True)
    assert dataset.read_bytes() == before


def test_a_link_from_elsewhere_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.yaml", tmp_path / "link.yaml"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_text(str(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_file_that_cannot_be_replaced_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("old", encoding="utf-8")

    def no_room(*names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_room)
    with pytest.raises(OSError, match="No space"):
        write_text(str(path), "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.yaml"]
    assert path.read_text(encoding="utf-8") == "old"
