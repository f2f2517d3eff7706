"""One runner for all pages of cases, and the promises that every rule keeps."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from codetutor_lint.config import Config, load_config
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.checking import check
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.reports import render_report
from codetutor_lint.lint.running import RunLinter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.rules.registry import RUN, load_rules
from codetutor_lint.snippets.executor import Executor
from codetutor_lint.snippets.sandbox.choose import choose_sandbox

HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("pages", HERE / "pages.py")
assert _spec and _spec.loader
pages = importlib.util.module_from_spec(_spec)
sys.modules["pages"] = pages
_spec.loader.exec_module(pages)
CASES = pages.all_cases()


def _write(case, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.codetutor-lint]\n{case.config}", encoding="utf-8")
    for file in case.files:
        path = folder / "examples" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.text.encode(errors="surrogateescape"))
    for name, place in case.setups:
        path = folder / "examples" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        pages.SETUPS[name](path)


@cache
def _executor() -> Executor:
    try:
        return Executor(choose_sandbox(), HERE)
    except UsageError as error:
        pytest.skip(str(error))


def _linter(code: str, config: Config) -> Linter:
    selection = select_rules(config, [code])
    return RunLinter(config, selection, _executor()) if load_rules()[code].on == RUN else Linter(config, selection)


def _report(case, folder: Path, **options: bool) -> str:
    config = load_config(folder)
    linter = _linter(case.code, config)
    outcome = check(config, linter.selection, linter=linter, **options)
    first_rows = {f"examples/{file.path}": file.first_row for file in case.files}
    rows = []
    for row in render_report("concise", outcome.diagnostics).splitlines(keepends=True):
        name, number, rest = row.split(":", 2)
        rows.append(f"{name}:{int(number) - first_rows.get(name, 1) + 1}:{rest}")
    return "".join(rows)


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_reports_exactly(case, tmp_path: Path) -> None:
    _write(case, tmp_path)
    assert _report(case, tmp_path) == case.expected


@pytest.mark.parametrize("case", [case for case in CASES if case.fixed is not None], ids=str)
def test_case_is_fixed_exactly_and_stays_fixed(case, tmp_path: Path) -> None:
    _write(case, tmp_path)
    path = tmp_path / "examples" / case.files[0].path
    before = case.files[0].text
    _report(case, tmp_path, fix=True, unsafe=case.unsafe)
    fixed = path.read_text(encoding="utf-8")
    part = case.files[0].part
    assert fixed == (before.replace(part, case.fixed, 1) if part else case.fixed)
    _report(case, tmp_path, fix=True, unsafe=case.unsafe)
    assert path.read_text(encoding="utf-8") == fixed


@pytest.mark.parametrize("code", sorted(load_rules()))
def test_rule_has_a_page_with_failing_clean_and_fixed_cases(code: str) -> None:
    rule = load_rules()[code]
    page = HERE / f"{code}.md"
    assert page.is_file(), f"write {page.name}"
    assert page.read_text(encoding="utf-8").startswith(f"# {code} {rule.name}\n")
    cases = [case for case in CASES if case.code == code]
    assert any(case.expected for case in cases), "no failing case"
    assert any(not case.expected for case in cases), "no clean case"
    assert any(case.fixed for case in cases) == rule.fixable, "a fixed case exactly where the rule has a fix"


@pytest.mark.parametrize("code", sorted(load_rules()))
def test_rule_docstring_is_a_page(code: str) -> None:
    page = load_rules()[code].page
    first, *rest = page.split("\n\n")
    assert re.fullmatch(r"[A-Z❌`][^\n]*\.", first), "the first line is one sentence"
    assert any(part.startswith("Bad: ") for part in rest)
    assert any(part.startswith("Good: ") for part in rest)


def test_base_is_clean(tmp_path: Path) -> None:
    path = tmp_path / "examples" / pages.DEFAULT_PATH
    path.parent.mkdir(parents=True)
    path.write_text(pages.BASE, encoding="utf-8")
    config = load_config(tmp_path)
    assert check(config, select_rules(config)).diagnostics == []
