"""CONTRIBUTING's "How to add a rule", followed to the letter."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from codetutor_lint.rules import wording
from codetutor_lint.rules.registry import RULES, load_rules

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("\n## How to add a rule\n")[2]
CODE = "CT399"


def snippet(language: str) -> str:
    """The section's one block in a language."""
    found = re.findall(rf"^(`{{3,}}){language}\n(.*?)^\1$", SECTION, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, language
    return str(found[0][1])


def repaired(code: str) -> str:
    """The rule with what the section says about the third case."""
    addition = re.search(r"Begin the pattern with ``(.+?)``", SECTION)
    assert addition
    assert code.count('re.compile(r"') == 1
    return code.replace('re.compile(r"', f're.compile(r"{addition.group(1)}')


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The runner of the rules' pages, in a folder of its own, and the rules as they were afterwards."""
    monkeypatch.chdir(tmp_path)
    before = dict(load_rules())
    spec = importlib.util.spec_from_file_location("page_runner", ROOT / "tests" / "rules" / "test_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "page_runner", module)
    spec.loader.exec_module(module)
    yield module
    RULES.clear()
    RULES.update(before)


def reports(runner: ModuleType, folder: Path, code: str) -> list[tuple[str, str]]:
    """What the rule says of each case of its page, beside what the page says."""
    exec(code, dict(vars(wording)))
    page = folder / f"{CODE}.md"
    page.write_text(snippet("markdown"), encoding="utf-8")
    found = []
    for number, case in enumerate(runner.pages.load_page(page)):
        case_folder = folder / str(number)
        case_folder.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(case_folder)
            runner._write(case, case_folder)
            found.append((runner._report(case, case_folder), case.expected))
    return found


def test_the_rule_reports_what_its_page_says(runner: ModuleType, tmp_path: Path) -> None:
    found = reports(runner, tmp_path, repaired(snippet("python")))
    assert [reported for reported, _ in found] == [expected for _, expected in found]
    assert found[0][0]


def test_the_third_case_fails_at_first(runner: ModuleType, tmp_path: Path) -> None:
    found = reports(runner, tmp_path, snippet("python"))
    assert [reported == expected for reported, expected in found] == [True, True, False]


def test_the_rule_keeps_the_promises_of_every_rule(runner: ModuleType) -> None:
    exec(snippet("python"), dict(vars(wording)))
    runner.test_rule_docstring_is_a_page(CODE)
    assert snippet("markdown").startswith(f"# {CODE} {RULES[CODE].name}\n")


def test_the_code_is_free() -> None:
    assert CODE not in load_rules()


def test_the_commands_are_those_of_the_rule() -> None:
    assert snippet("console").splitlines() == [
        f"$ pytest tests/rules -k {CODE}",
        f"$ codetutor-lint check --select {CODE}",
        "$ codetutor-lint schema --write",
    ]
