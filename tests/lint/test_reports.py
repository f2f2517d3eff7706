"""Every report of one project with many findings, compared with the files in ``golden/reports``.

When a change of the formats or messages is meant: ``python tests/lint/test_reports.py`` writes them anew.
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from codetutor_lint.cli import main
from codetutor_lint.lint.reports import FORMATS
from codetutor_lint.rules.registry import load_rules

GOLDEN = Path(__file__).parent / "golden"
PROJECT = GOLDEN / "project"
EXPECTED = GOLDEN / "reports"
# The parsing of code has pages and messages of its own, and depends on what is installed.
CHECK = ("check", "--no-cache", "--ignore", "CT42", "--color", "never")
COLOR = re.compile(r"\x1b\[[0-9;]*m")


def report(*arguments: str) -> tuple[str, str]:
    """What a check of the project writes to stdout and stderr."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with chdir(PROJECT), redirect_stdout(stdout), redirect_stderr(stderr):
        assert main([*CHECK, *arguments]) == 1
    return stdout.getvalue(), stderr.getvalue()


def golden_reports() -> dict[str, str]:
    """The reports by file name; of the rules that SARIF lists, with all their pages, only the ids."""
    found = {f"{name}.txt": report("--output-format", name)[0] for name in ("concise", "full", "github")}
    found["statistics.txt"] = report("--output-format", "concise", "--statistics", "--select", "CT1,CT2")[0]
    found["summary.txt"] = report("--output-format", "concise")[1]
    found["json.json"] = report("--output-format", "json")[0]
    log = json.loads(report("--output-format", "sarif")[0])
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    used = {result["ruleId"] for result in log["runs"][0]["results"]}
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result.pop("ruleIndex")] == result["ruleId"]
    driver["rules"] = [code for code in driver["rules"] if code in used]
    found["sarif.json"] = json.dumps(log, ensure_ascii=False, indent=2) + "\n"
    return found


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    return golden_reports()


@pytest.mark.parametrize("name", sorted(path.name for path in EXPECTED.glob("*")))
def test_report(name: str, reports: dict[str, str]) -> None:
    assert reports[name] == (EXPECTED / name).read_text(encoding="utf-8")


def test_no_golden_file_is_missing_or_left_over(reports: dict[str, str]) -> None:
    assert sorted(reports) == sorted(path.name for path in EXPECTED.glob("*"))
    assert {name.split(".")[0] for name in reports} >= set(FORMATS)


def test_sarif_carries_every_rule_with_its_page() -> None:
    [run] = json.loads(report("--output-format", "sarif")[0])["runs"]
    listed = {rule["id"]: rule["help"]["markdown"] for rule in run["tool"]["driver"]["rules"]}
    assert listed == {code: rule.page for code, rule in load_rules().items()}


def test_sarif_is_valid() -> None:
    schema = os.environ.get("CODETUTOR_SARIF_SCHEMA")
    if not schema:
        pytest.skip("needs the SARIF 2.1.0 schema: set CODETUTOR_SARIF_SCHEMA to its file")
    jsonschema = pytest.importorskip("jsonschema", reason="needs jsonschema")
    log = json.loads(report("--output-format", "sarif")[0])
    checker = jsonschema.validators.validator_for(json.loads(Path(schema).read_text(encoding="utf-8")))
    errors = [error.message for error in checker(json.loads(Path(schema).read_text("utf-8"))).iter_errors(log)]
    assert errors == []
    assert any("fixes" in result for result in log["runs"][0]["results"])


def test_statistics_stay_out_of_what_machines_read() -> None:
    for name in ("json", "sarif"):
        stdout, stderr = report("--output-format", name, "--statistics")
        assert isinstance(json.loads(stdout), list | dict)
        assert re.search(r"^ *\d+ +CT102 +\[ \] +bad-file-name$", stderr, re.MULTILINE)


def on_terminal(*arguments: str, **environment: str) -> str:
    """What a check writes to a terminal."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "codetutor_lint", *CHECK[:-2], "--output-format", "concise", *arguments]
    values = {**{key: value for key, value in os.environ.items() if key != "NO_COLOR"}, **environment}
    process = subprocess.Popen(command, cwd=PROJECT, env=values, stdout=terminal, stderr=subprocess.DEVNULL)
    os.close(terminal)
    written = b""
    while True:
        try:
            chunk = os.read(controller, 65536)
        except OSError:  # how Linux says that nobody holds the terminal any more
            chunk = b""
        if not chunk:
            break
        written += chunk
    os.close(controller)
    assert process.wait() == 1
    return written.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colors_and_nothing_else_more(reports: dict[str, str]) -> None:
    written = on_terminal()
    assert COLOR.search(written)
    assert COLOR.sub("", written) == reports["concise.txt"]


@pytest.mark.parametrize(("arguments", "environment"), [((), {"NO_COLOR": "1"}), (("--color", "never"), {})])
def test_a_terminal_without_colors(
    arguments: tuple[str, ...], environment: dict[str, str], reports: dict[str, str]
) -> None:
    assert on_terminal(*arguments, **environment) == reports["concise.txt"]


def test_colors_where_they_are_asked_for(reports: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    written = report("--output-format", "concise", "--color", "always")[0]
    assert COLOR.search(written)
    assert COLOR.sub("", written) == reports["concise.txt"]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_say(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = tmp_path / "examples" / "loops" / "repeat.yaml"
    example.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "examples" / "loops" / "repeat.yaml", example)
    with chdir(tmp_path):
        assert main([*CHECK, "--output-format", name]) == 0
    said: Any = capsys.readouterr().out
    if name == "json":
        assert json.loads(said) == []
    elif name == "sarif":
        assert json.loads(said)["runs"][0]["results"] == []
    else:
        assert said == ""


if __name__ == "__main__":
    shutil.rmtree(EXPECTED, ignore_errors=True)
    EXPECTED.mkdir()
    for name, text in golden_reports().items():
        (EXPECTED / name).write_text(text, encoding="utf-8")
