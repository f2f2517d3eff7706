"""``codetutor-lint train``: arguments in, exit code out, report on stdout, progress on stderr."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bench import KEY, Bench, make_project

from codetutor_lint.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "MISTRAL_API_KEY", "MISTRAL_SERVER_URL"):
        monkeypatch.delenv(variable, raising=False)
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    try:
        return main(["train", *arguments])
    except SystemExit as stop:
        return stop.code


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "plan|start|status|cancel"),
        (("start",), "--provider"),
        (("start", "--provider", "openai", "--limit", "0"), "'0' is not a number of rows from 1 on"),
        (("start", "--provider", "openai", "--timeout", "soon"), "'soon' is not a time such as 90s, 45m, 6h or 2d"),
        (("start", "--provider", "opnai"), "unknown provider 'opnai'; did you mean 'openai'?"),
        (("start", "--provider", "openai"), "OPENAI_API_KEY is not set"),
        (("cancel", "--provider", "mistral"), "MISTRAL_API_KEY is not set"),
    ],
)
def test_wrong_arguments_and_missing_keys_are_2(project, capsys, arguments, complaint):
    assert run(*arguments) == 2
    assert complaint in capsys.readouterr().err


def test_without_a_build_nothing_is_started(project, capsys, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (project / "datasets" / "SHA256SUMS").unlink()
    assert run("start", "--provider", "openai") == 1
    assert capsys.readouterr().out == (
        "openai: refused: there is no build in datasets/\n  build again: codetutor-lint build\n"
    )


def test_without_a_run_status_says_so(project, capsys):
    assert run("status") == 0
    assert capsys.readouterr() == ("", "no run is recorded in runs/ here\n")


def test_status_and_cancel_report_on_stdout(project, capsys, monkeypatch, openai_service):
    bench = Bench(project, openai_service)
    bench.start()
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", bench.environment["OPENAI_BASE_URL"])
    assert run("status") == 0
    assert capsys.readouterr().out == "openai: pending: job ftjob-1 is validating_files\n"
    assert run("cancel", "--provider", "openai") == 0
    assert capsys.readouterr().out.startswith("openai: cancelled: job ftjob-1 was cancelled\n")


def test_the_plan_of_the_shipped_dataset_needs_no_key_no_build_and_no_sdk():
    code = (
        "import sys; from codetutor_lint.cli import main; code = main(['train', 'plan']);"
        "print(sorted({'openai', 'mistralai', 'httpx2', 'torch'} & set(sys.modules)), code)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert ended.stdout.endswith("\n[] 0\n"), ended.stderr
    assert [line for line in ended.stdout.split("\n") if line and not line.startswith((" ", "["))] == [
        "openai",
        "mistral",
        "local",
    ]


def test_the_command_line_does_not_wait_for_what_it_may_not_need():
    code = "import sys, codetutor_lint.cli.train; print(sorted({'pydantic', 'openai', 'filelock'} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
