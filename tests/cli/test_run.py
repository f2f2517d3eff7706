"""``codetutor-lint run``, from the arguments to the exit code."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_dataset import Dataset

from codetutor_lint.errors import UsageError
from codetutor_lint.snippets.sandbox import choose, landlock

ID = "loops/repeat"
RIGHT = "    print(name)\n    ```\n    ```output\n    Ada\n    Bo\n"
WRONG = RIGHT.replace("Bo\n", "Bob\n")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODETUTOR_CACHE_DIR", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sandboxed() -> None:
    try:
        choose.choose_sandbox()
    except UsageError as error:
        pytest.skip(str(error))


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def example(dataset: Dataset) -> Path:
    return dataset.add(ID)


@pytest.mark.usefixtures("sandboxed", "example")
def test_true_examples_are_clean(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    assert dataset.run("run") == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "checked 1 file: all clean\nran 2 blocks: 2 did what they claim\n"


@pytest.mark.usefixtures("sandboxed")
def test_a_wrong_output_is_reported_on_its_line(
    dataset: Dataset, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, RIGHT, WRONG)
    assert dataset.run("run", "--output-format", "json") == 1
    [found] = json.loads(capsys.readouterr().out)
    assert found["message"] == "prints 'Bo', not 'Bob'"
    line = example.read_text(encoding="utf-8").splitlines()[found["location"]["row"] - 1]
    assert line == "    Bob"
    assert found["fix"]["edits"][0]["content"] == "Ada\n    Bo"


@pytest.mark.usefixtures("sandboxed")
def test_fix_writes_the_real_output(dataset: Dataset, example: Path) -> None:
    before = example.read_text(encoding="utf-8")
    _replace(example, RIGHT, WRONG)
    assert dataset.run("run", "--fix") == 0
    assert example.read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("sandboxed")
def test_diff_shows_the_real_output_and_writes_nothing(
    dataset: Dataset, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, RIGHT, WRONG)
    before = example.read_text(encoding="utf-8")
    assert dataset.run("run", "--diff") == 1
    changes = [
        line for line in capsys.readouterr().out.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert changes == ["-    Bob", "+    Bo"]
    assert example.read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("sandboxed")
def test_a_broken_file_is_reported_and_not_run(
    dataset: Dataset, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, "level: beginner", "level: novice")
    assert dataset.run("run", "--output-format", "concise") == 1
    printed = capsys.readouterr()
    assert "CT1" in printed.out
    assert "ran 0 blocks" in printed.err


@pytest.mark.usefixtures("sandboxed", "example")
def test_what_check_finds_is_not_repeated(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    example = dataset.add("loops/other", text="Simply put, it is simply easy.")
    _replace(example, "```python\n    for name", "```py\n    for name")
    assert dataset.run("run") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("sandboxed")
def test_a_comment_suppresses_what_running_finds(
    dataset: Dataset, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, RIGHT, WRONG)
    _replace(
        example, "  beginner_example: |", "  beginner_example: |  # codetutor: ignore[CT452] shown wrong on purpose"
    )
    assert dataset.run("run") == 0
    assert "1 suppressed" in capsys.readouterr().err
    assert dataset.run("check", "--select", "CT191") == 0


@pytest.mark.usefixtures("sandboxed")
def test_blocks_that_are_not_run_are_counted_by_reason(
    dataset: Dataset, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, "```python\n    for number", "```python needs=network\n    for number")
    assert dataset.run("run") == 0
    assert "not run: 1 needs=network\n" in capsys.readouterr().err


@pytest.mark.usefixtures("sandboxed", "example")
def test_the_second_run_executes_nothing(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dataset.run("run") == 0
    sandbox = choose.choose_sandbox()
    monkeypatch.setattr(type(sandbox), "run", None)
    assert dataset.run("run") == 0


@pytest.mark.usefixtures("sandboxed", "example")
def test_a_damaged_cache_is_no_error(dataset: Dataset) -> None:
    assert dataset.run("run") == 0
    for entry in (dataset.root / ".codetutor_cache" / "run").rglob("*"):
        if entry.is_file():
            entry.write_bytes(b"\0")
    assert dataset.run("run") == 0


@pytest.mark.usefixtures("example")
def test_no_sandbox_runs_without(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codetutor_lint.cli.run.choose_sandbox", None)
    assert dataset.run("run", "--no-sandbox") == 0


@pytest.mark.usefixtures("example")
def test_without_any_sandbox_nothing_is_run(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choose.choose_sandbox.cache_clear()
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(landlock, "version", lambda: 3)
    assert dataset.run("run") == 2
    choose.choose_sandbox.cache_clear()
    said = capsys.readouterr().err
    assert said.startswith("error: no sandbox can be made here, so nothing was run\n")
    assert "bubblewrap: bwrap and prlimit" in said
    assert "Landlock: version 3 of this kernel, needs version 6 (Linux 6.12)" in said
    assert "apt-get install bubblewrap" in said


@pytest.mark.usefixtures("sandboxed", "example")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cobol", "error: --require cobol: not a language that can be run; allowed are python, javascript"),
        ("csharp", "error: --require csharp: the .NET SDK (dotnet) is not installed\n"),
    ],
)
def test_a_required_language_that_cannot_be_run(
    language: str, said: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from codetutor_lint.snippets.runners import RUNNERS

    monkeypatch.setitem(RUNNERS, "csharp", RUNNERS["csharp"]._replace(find=lambda: None))
    assert dataset.run("run", "--require", f"python,{language}") == 2
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.usefixtures("sandboxed")
def test_standard_input_is_counted_as_it_was(
    dataset: Dataset, example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(example, RIGHT, WRONG)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(example.read_bytes())))
    assert dataset.run("run", "-", "--stdin-filename", str(example)) == 1
    assert "ran 2 blocks: 1 did what they claim\n" in capsys.readouterr().err


@pytest.mark.usefixtures("sandboxed")
def test_a_canceled_run_leaves_nothing(dataset: Dataset, example: Path, tmp_path: Path) -> None:
    nap = f"60.{os.getpid()}"
    _replace(example, "for name in", f"__import__('os').system('sleep {nap}')\n    for name in")
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-m", "codetutor_lint", "run", "--config", str(dataset.root / "pyproject.toml")]
    with subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path / "temporary")}) as running:
        while not _sleeping(nap):
            assert running.poll() is None
        running.terminate()
        assert running.wait(30) == 128 + 15
    assert not _sleeping(nap)
    assert list((tmp_path / "temporary").iterdir()) == []


def _sleeping(nap: str) -> bool:
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            lines.append(entry.read_bytes())
    return f"sleep\0{nap}\0".encode() in lines
