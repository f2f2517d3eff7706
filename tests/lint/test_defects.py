"""Defects made in shipped examples: the command exits 1 and names each at its line and column, and nothing else.

A defect is a pattern and what is written in its place; ‸ marks where the finding belongs.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from codetutor_lint.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
MARK = "‸"


class Defect(NamedTuple):
    code: str
    name: str
    pattern: str
    replacement: str
    example: str = "strings/add-number-to-text"


def step(key: str) -> str:
    """The lines of one step."""
    return rf"^  {key}: \|\n(?:    .*\n|\n)+"


DEFECTS = (
    Defect("CT105", "NUL", r"You are", "You ‸\0 are"),
    Defect("CT105", "line separator", r"(?<=The strips)", "‸\u2028"),
    Defect("CT105", "escaped NUL", r"^family: .*", r'family: ‸"a\\0b"'),
    Defect("CT106", "deep brackets", r"^tags: .*", f"tags: {'[' * 30}‸{'[' * 30}"),
    Defect("CT108", "anchor", r"^  analogy: \|", r"  analogy: ‸&a |"),
    Defect("CT108", "alias", r"^level: .*", r"level: ‸*level"),
    Defect("CT108", "second document", r"^language:", "‸---\nlanguage:"),
    Defect("CT110", "text on the line of the bar", r"^question: \|\n  ", r"question: | ‸"),
    Defect("CT110", "text glued to the bar", r"^  analogy: \|\n    ", r"  analogy: |‸", "loops/what-is-a-loop"),
    Defect("CT111", "question at the left edge", r"^question: \|\n  ", "question: |\n‸", "loops/what-is-a-loop"),
    Defect("CT111", "paragraph at the left edge", r"^    (The strips are)", r"‸\1"),
    Defect("CT111", "key without its colon", r"^level: ", r"‸level "),
    Defect("CT111", "step without its colon", r"^  practice_task: ", r"  ‸practice_task ", "loops/what-is-a-loop"),
    Defect("CT111", "no space behind the colon", r"^kind: ", r"‸kind:", "git/undo-the-last-commit"),
    Defect("CT112", "step one space too deep", r"^  visual_explanation:", r"   ‸visual_explanation:"),
    Defect("CT112", "step at the left edge", r"^  practice_task: \|\n    ", "‸practice_task: |\n    "),
    Defect("CT112", "key one space too deep", r"^mode:", r" ‸mode:"),
    Defect("CT112", "item too deep", r"^tags: \[.*\]", "tags:\n  - one\n   ‸- two\n  - three"),
    Defect("CT113", "colon in the question", r"^question: \|\n  .*", r"question: Fix this‸: print(1)"),
    Defect("CT113", "backtick before the question", r"^question: \|\n  .*", r"question: ‸`print` fails"),
    Defect("CT113", "colon in a source", r"^answer:", "sources:\n  - Docs‸: Types\nanswer:"),
    Defect(
        "CT114",
        "drawing without its fence",
        r"^    ```text\n(?=(.*\n)+?    ```\n)",
        "    ‸     +---+\n         | 5 |\n",
    ),
    Defect("CT115", "tab before a step", r"^  common_mistakes:", "‸\tcommon_mistakes:"),
    Defect("CT115", "tab before a key", r"^kind:", "‸\tkind:", "types/rust-text-to-number"),
    Defect("CT119", "list not closed", r"^(tags: \[.*)\]\n(\w+)", "\\1\n\\2‸"),
    Defect("CT120", "misspelled key", r"^level:", r"‸levle:"),
    Defect("CT120", "key of another tool", r"^language:", "‸title: Hello\nlanguage:"),
    Defect("CT121", "missing key", r"\A((?:.*\n)*?)level: .*\n", r"‸\1"),
    Defect("CT122", "key again", r"^(kind: .*\n)", r"\1‸\1"),
    Defect("CT123", "text for a list", r"^tags: .*", r"tags: ‸strings"),
    Defect("CT123", "number among the tags", r"^tags: \[", r"tags: [‸42, "),
    Defect("CT123", "nothing", r"^level: .*", r"level:‸"),
    Defect("CT124", "unknown level", r"^level: .*", r"level: ‸easy"),
    Defect("CT124", "other name of a language", r"^language: .*", r"language: ‸C#", "unity/update-never-starts"),
    Defect("CT124", "tag with capitals", r"^tags: \[", r"tags: [‸Type Error, "),
    Defect("CT125", "quoted question", r"^question: \|\n  .*", r"question: ‸'How do I add 5 to a text?'"),
    Defect("CT125", "bar with a sign", r"^solution: \|", r"solution: ‸|-"),
    Defect("CT190", "suppression without a reason", r"^level: .*", "level: beginner  ‸# codetutor: ignore[CT505]"),
    Defect("CT191", "suppression of nothing", r"^level: .*", r"level: beginner  ‸# codetutor: ignore[CT124] easy"),
    Defect("CT192", "suppression in a text", r"^(  analogy: \|\n)", "\\1    ‸# codetutor: ignore[CT207] no\n\n"),
    Defect("CT193", "suppression of no rule", r"^level: .*", r"level: beginner  ‸# codetutor: ignore[CT000] no"),
    Defect("CT201", "missing step", rf"^(answer:\n(?:.*\n)*?)(?:{step('practice_task')})", r"‸\1"),
    Defect("CT202", "misspelled step", r"^  analogy:", r"  ‸analagy:"),
    Defect("CT203", "step again", r"^(  visual_explanation:)", "  ‸analogy: |\n    Again.\n\\1"),
    Defect("CT204", "steps swapped", f"({step('analogy')})(?:  )({step('simple_explanation')[3:]})", r"  ‸\2\1"),
    Defect("CT205", "empty step", step("analogy"), "  ‸analogy: |\n"),
    Defect("CT206", "list for a step", step("common_mistakes"), "  ‸common_mistakes:\n    - none\n"),
    Defect("CT207", "folded step", r"^  practice_task: \|", r"  practice_task: ‸>"),
    Defect("CT208", "heading in a step", r"^(  analogy: \|\n)", "\\1    ‸## 1. Analogy\n\n"),
    Defect("CT209", "fence not closed", r"^    ```python fails\n((?:.*\n)*?)    ```\n", "    ‸```python fails\n\\1"),
    Defect("CT210", "no code", step("advanced_example"), "  ‸advanced_example: |\n    Use an f-string, with braces.\n"),
    Defect("CT211", "remedy before its mistake", r"^    ❌ Putting", "    ‸✅ Putting"),
    Defect("CT212", "mark alone", r"^    ❌ Joining ", "    ‸❌\n\n    Joining "),
    Defect("CT213", "solution not closed", r"^solution: \|\n(?:.*\n)+", "solution: |\n  ‸```python\n  x = 1\n"),
    Defect("CT401", "fence without a language", r"^    ```text\n", "    ‸```\n"),
    Defect("CT402", "unknown language", r"^    ```text\n", "    ```‸txet\n"),
    Defect("CT403", "another name of a language", r"^    ```python\n", "    ```‸py\n"),
    Defect(
        "CT404", "indented fence", r"^    ```text\n((?:.*\n)+?)    ```\n", "    - See:\n    ‸  ```text\n\\1      ```\n"
    ),
    Defect("CT405", "misspelled flag", r"^    ```python fails\n", "    ```python ‸fail\n"),
    Defect("CT406", "flags that exclude each other", r"^    ```python fails\n", "    ```python fails ‸fragment\n"),
    Defect("CT407", "output without code", r"^    ```output\n    51\n", "    So:\n\n    ‸```output\n    51\n"),
)


def test_there_are_enough_of_them() -> None:
    assert len(DEFECTS) >= 40
    assert len({(defect.code, defect.name) for defect in DEFECTS}) == len(DEFECTS)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.code} {defect.name}")
def test_a_defect_is_named_at_its_place(
    defect: Defect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (EXAMPLES / f"{defect.example}.yaml").read_text(encoding="utf-8")
    marked, count = re.subn(defect.pattern, defect.replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1, "the pattern is not in the example any more"
    before = marked[: marked.index(MARK)]
    expected = {"row": before.count("\n") + 1, "column": len(before) - before.rfind("\n")}
    path = tmp_path / "examples" / f"{defect.example}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(marked.replace(MARK, ""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    code = main(["check", "--output-format", "json"])

    found = [row for row in json.loads(capsys.readouterr().out) if row["severity"] == "error"]
    assert code == 1
    assert [(row["code"], row["location"]) for row in found] == [(defect.code, expected)]
    assert found[0]["filename"] == f"examples/{defect.example}.yaml"


@pytest.mark.parametrize("example", sorted({defect.example for defect in DEFECTS}))
def test_without_its_defect_an_example_is_clean(
    example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    assert main(["check", str(EXAMPLES / f"{example}.yaml"), "--output-format", "json"]) == 0
