"""``check``: what it exits with, what goes where, and what it writes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from codetutor_lint.cli import main

BASE = (Path(__file__).parents[1] / "rules" / "base.yaml").read_text(encoding="utf-8")
FOLDED = BASE.replace("question: |", "question: >")
FINDING = "CT125 'question' is folded text (>); prose stands in a plain | block [*]\n"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one example of a dataset in the working directory; it has one finding with a fix."""
    (tmp_path / "pyproject.toml").write_text('[tool.codetutor-lint]\nignore = ["CT7"]\n', encoding="utf-8")
    path = tmp_path / "examples" / "loops" / "repeat.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(FOLDED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def test_an_error_is_1_and_none_is_0(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output-format", "concise"]) == 1
    said = capsys.readouterr()
    assert said.out == f"examples/loops/repeat.yaml:1:11: {FINDING}"
    assert said.err == "checked 1 file: 1 error (1 fixable with --fix)\n"
    assert main(["check", "--ignore", "CT125"]) == 0
    assert capsys.readouterr() == ("", "checked 1 file: all clean\n")


def test_warnings_count_only_when_asked_to(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example.write_text(
        BASE.replace("numbers 1 to 3, each on its own line", "numbers 1 to 3.\n\n    Solution: use range"),
        encoding="utf-8",
    )
    selected = ["check", "--select", "CT310"]
    assert main(selected) == 0
    assert main([*selected, "--fail-on", "warning"]) == 1
    assert "1 warning" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "CT999"],
        ["--ignore", "nothing"],
        ["missing.yaml"],
        ["-"],
        ["-", "examples", "--stdin-filename", "x.yaml"],
        ["--config", "missing.toml"],
        ["--config", "."],
        ["--output", "missing/report"],
    ],
)
def test_a_wrong_argument_is_2_and_one_line(
    arguments: list[str], example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--output-format", "xml"], ["--fail-on", "never"], ["--nonsense"]])
def test_an_argument_that_does_not_exist_is_2(arguments: list[str], example: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["check", *arguments])
    assert stop.value.code == 2


def test_fix_repairs_and_says_so(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix"]) == 0
    assert example.read_text(encoding="utf-8") == BASE
    assert capsys.readouterr() == ("", "checked 1 file: all clean, 1 fixed\n")


def test_fix_repairs_only_what_is_selected(example: Path) -> None:
    assert main(["check", "--fix", "--select", "CT2"]) == 0
    assert example.read_text(encoding="utf-8") == FOLDED


def test_unsafe_fixes_are_asked_for(example: Path) -> None:
    example.write_text(BASE.replace("level:", "levle:"), encoding="utf-8")
    assert main(["check", "--fix"]) == 1
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert example.read_text(encoding="utf-8") == BASE


def test_a_diff_is_what_patch_reads(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example.write_text(FOLDED.replace("\n", "\r\n").removesuffix("\r\n"), encoding="utf-8", newline="")
    before = example.read_bytes()
    assert main(["check", "--diff"]) == 1
    diff = capsys.readouterr().out
    assert example.read_bytes() == before
    assert diff.startswith(
        "--- examples/loops/repeat.yaml\n+++ examples/loops/repeat.yaml\n@@ -1,4 +1,4 @@\n-question: >\r\n"
    )
    example.write_bytes(before)
    patched = subprocess.run(["git", "apply", "-p0", "-"], input=diff.encode(), capture_output=True, check=False)
    assert patched.returncode == 0, patched.stderr
    assert example.read_bytes() == before.replace(b"question: >", b"question: |")


def test_a_diff_of_nothing_is_empty(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example.write_text(BASE, encoding="utf-8")
    assert main(["check", "--diff"]) == 0
    assert capsys.readouterr().out == ""


def test_a_report_goes_to_a_file_whole(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output-format", "json", "--output", "report.json"]) == 1
    assert capsys.readouterr().out == ""
    [row] = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert row == {
        "code": "CT125",
        "name": "prose-not-in-block",
        "severity": "error",
        "message": "'question' is folded text (>); prose stands in a plain | block",
        "filename": "examples/loops/repeat.yaml",
        "location": {"row": 1, "column": 11},
        "end_location": {"row": 1, "column": 12},
        "fix": {
            "applicability": "safe",
            "message": "write it in a | block",
            "edits": [{"content": "|", "location": {"row": 1, "column": 11}, "end_location": {"row": 1, "column": 12}}],
        },
        "help": "write 'question: |' and the text on the next lines, indented by 2 spaces",
        "url": row["url"],
    }
    assert sorted(path.name for path in Path().iterdir() if path.suffix == ".json") == ["report.json"]


def test_the_full_report_shows_the_line(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"])
    assert capsys.readouterr().out == (
        f"examples/loops/repeat.yaml:1:11: {FINDING}"
        "    |\n"
        "  1 | question: >\n"
        "    |           ^\n"
        "  help: write 'question: |' and the text on the next lines, indented by 2 spaces\n"
    )


def test_colors_are_for_people(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"])
    assert "\x1b" not in capsys.readouterr().out
    main(["check", "--color", "always"])
    assert "\x1b" in capsys.readouterr().out


def test_another_working_directory_shows_other_paths(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(example.parent)
    main(["check", "--output-format", "concise"])
    assert capsys.readouterr().out == f"repeat.yaml:1:11: {FINDING}"


def _stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_a_text_from_stdin_is_checked_under_its_name(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _stdin(monkeypatch, FOLDED)
    assert main(["check", "-", "--stdin-filename", "examples/a/B.yaml", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "examples/a/B.yaml:1:1: CT102 file name 'B' is not kebab-case (lower-case letters, digits, single hyphens)",
        f"examples/a/B.yaml:1:11: {FINDING}".rstrip(),
    ]


def test_a_text_from_stdin_is_fixed_on_stdout(
    example: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _stdin(monkeypatch, FOLDED.replace("level: beginner", "level: beginer"))
    assert main(["check", "-", "--fix", "--stdin-filename", str(example), "--output-format", "concise"]) == 1
    out, err = capfdbinary.readouterr()
    assert out.decode() == BASE.replace("level: beginner", "level: beginer")
    assert err.decode().splitlines() == [
        "examples/loops/repeat.yaml:4:8: CT124 'beginer' is not a level; did you mean 'beginner'?",
        "checked 1 file: 1 error, 1 fixed",
    ]
    assert example.read_text(encoding="utf-8") == FOLDED


def test_a_text_from_stdin_that_is_repaired_is_0(
    example: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _stdin(monkeypatch, FOLDED)
    assert main(["check", "-", "--fix", "--stdin-filename", str(example)]) == 0
    assert capfdbinary.readouterr() == (BASE.encode(), b"checked 1 file: all clean, 1 fixed\n")


def test_a_text_from_stdin_is_compared(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _stdin(monkeypatch, FOLDED)
    assert main(["check", "-", "--diff", "--stdin-filename", "a\nb.yaml"]) == 1
    assert capsys.readouterr().out.startswith("--- a\\nb.yaml\n+++ a\\nb.yaml\n@@")


def test_statistics_count_by_rule(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--statistics", "--output-format", "concise"])
    assert "CT125" in capsys.readouterr().out.splitlines()[-1]


def test_what_is_suppressed_is_counted(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example.write_text(
        FOLDED.replace("question: >", "question: >  # codetutor: ignore[CT125] as asked"), encoding="utf-8"
    )
    assert main(["check"]) == 0
    assert capsys.readouterr().err == "checked 1 file: all clean, 1 suppressed\n"


def test_a_process_says_everything_before_it_ends(example: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(300):
        example.with_name(f"repeat-{number}.yaml").write_text(FOLDED, encoding="utf-8")
    arguments = ["check", "--output-format", "json", "--no-cache"]
    assert main(arguments) == 1
    here = capfd.readouterr()
    done = subprocess.run(
        [sys.executable, "-m", "codetutor_lint", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, here.out, here.err)
    assert len(done.stdout) > 1 << 17  # more than a pipe holds


def test_a_check_that_nobody_reads_is_no_traceback(example: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "codetutor_lint", "check"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process:
        assert b"Traceback" not in process.stderr.read()
