"""The cache never gives a wrong answer: whatever changes, a check says what it would say without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codetutor_lint import cache_folder
from codetutor_lint.cli import main

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
WORSE = BASE.replace("level: beginner", "level: beginnor")
FIRST, SECOND = Path("examples/loops/first.yaml"), Path("examples/loops/second.yaml")
SECOND_TEXT = sorted((ROOT / "examples" / "git").glob("*.yaml"))[0].read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two examples; every file counts as old enough to be known by its status."""
    monkeypatch.setattr(cache_folder, "_YOUNG", 0)
    monkeypatch.delenv("CODETUTOR_CACHE_DIR", raising=False)
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    configure("")
    for path, text in ((FIRST, BASE), (SECOND, SECOND_TEXT)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> object:
    """Run a check twice with the cache; both say what one without it says."""

    def run(*arguments: str) -> str:
        outputs = []
        for extra in ((), (), ("--no-cache",)):
            code = main(["check", "--output-format", "concise", *arguments, *extra])
            outputs.append((code, *capsys.readouterr()))
        assert outputs[0] == outputs[1] == outputs[2]
        return str(outputs[0][1])

    return run


def configure(lines: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.codetutor-lint]\n{lines}", encoding="utf-8")


def entries() -> list[Path]:
    return sorted(path for path in Path(".codetutor_cache/check").glob("*-*") if path.is_file())


def test_what_did_not_change_is_said_again(said) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    first = said()
    assert "beginnor" in first
    assert said() == first


def test_an_edit_is_seen(said) -> None:
    assert "beginnor" not in said()
    FIRST.write_text(WORSE, encoding="utf-8")
    assert "beginnor" in said()
    FIRST.write_text(BASE, encoding="utf-8")
    assert "beginnor" not in said()


def test_an_edit_of_the_same_size_at_the_same_time_is_seen(said) -> None:
    before = FIRST.stat()
    said()
    FIRST.write_text(BASE.replace("level: beginner", "level: Beginner"), encoding="utf-8")
    os.utime(FIRST, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert FIRST.stat().st_size == before.st_size
    assert "Beginner" in said()


def test_a_file_that_takes_the_place_of_another_is_seen(said) -> None:
    before = FIRST.stat()
    said()
    other = Path("other.yaml")
    other.write_text(BASE.replace("level: beginner", "level: Beginner"), encoding="utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(FIRST)
    assert "Beginner" in said()


def test_a_young_file_is_known_by_its_content_only(said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_folder, "_YOUNG", 3_600_000_000_000)
    said()
    assert not [path for path in entries() if path.name.startswith("run")]
    FIRST.write_text(WORSE, encoding="utf-8")
    assert "beginnor" in said()


def test_a_clock_that_was_set_back_makes_files_young(said) -> None:
    os.utime(FIRST, ns=(2**62, 2**62))
    said()
    FIRST.write_text(WORSE, encoding="utf-8")
    os.utime(FIRST, ns=(2**62, 2**62))
    assert "beginnor" in said()


def test_a_touched_file_is_known_by_its_content(said) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    first = said()
    os.utime(FIRST)
    assert said() == first


def test_a_new_file_and_a_lost_one_are_seen(said) -> None:
    said()
    Path("examples/loops/third.yaml").write_text(WORSE, encoding="utf-8")
    assert "third.yaml" in said()
    Path("examples/loops/third.yaml").unlink()
    assert said() == ""


def test_a_foreign_file_is_seen(said) -> None:
    said()
    Path("examples/loops/notes.txt").write_text("", encoding="utf-8")
    assert "CT101" in said()


def test_a_renamed_file_is_seen(said) -> None:
    said()
    FIRST.rename("examples/loops/First.yaml")
    assert "CT102" in said()


def test_findings_about_several_files_are_seen(said) -> None:
    assert said() == ""
    SECOND.write_text(BASE, encoding="utf-8")
    assert "CT704" in said()
    configure('ignore = ["CT704"]\n')
    assert "CT704" not in said()


def test_a_finding_moves_with_its_text(said) -> None:
    SECOND.write_text(BASE, encoding="utf-8")
    assert ":2:3:" in said("--select", "CT704")
    SECOND.write_text(f"# a comment\n{BASE}", encoding="utf-8")
    moved = said("--select", "CT704")
    assert ":3:3:" in moved


def test_the_selection_counts(said) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    assert "CT124" in said()
    assert said("--select", "CT3") == ""
    assert said("--ignore=CT124") == ""
    assert "CT124" in said()


def test_the_configuration_counts(said) -> None:
    said()
    configure('languages = ["java"]\n')
    assert "CT707" in said()
    configure('languages = ["python"]\n')
    assert said() == ""
    configure("[tool.codetutor-lint.coverage]\nexamples = 9\n")
    assert "CT710" in said()


def test_the_split_counts(said) -> None:
    SECOND.write_text(BASE, encoding="utf-8")
    configure("split = { validation = 0, test = 0 }\n")
    assert "CT701" in said("--select", "CT70")
    configure("split = { validation = 45, test = 45 }\n")
    assert "CT702" in said("--select", "CT70")


def test_the_questions_of_the_examination_count(said) -> None:
    assert said() == ""
    Path("evals").mkdir()
    question = (
        "- question: How do I repeat something in Python?\n  topic: loops\n  language: python\n  level: beginner\n"
    )
    Path("evals/questions.yaml").write_text(question, encoding="utf-8")
    assert "CT708" in said()
    Path("evals/questions.yaml").unlink()
    assert said() == ""


def test_another_working_directory_names_other_paths(said, monkeypatch: pytest.MonkeyPatch) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    assert said().startswith("examples/")
    monkeypatch.chdir("examples")
    assert said().startswith("loops/")


def test_a_configuration_further_down_counts(said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("examples")
    assert said() == ""
    Path("pyproject.toml").write_text('[tool.codetutor-lint]\nexamples = "loops"\nlanguages = ["java"]\n')
    assert "CT101" in said() or "CT707" in said()


@pytest.mark.parametrize("change", ["edit", "new", "touch"])
def test_a_changed_linter_is_another_one(tmp_path: Path, change: str) -> None:
    """In a copy of the package, whose rule then says something else."""
    package = tmp_path / "site" / "codetutor_lint"
    shutil.copytree(ROOT / "codetutor_lint", package, ignore=shutil.ignore_patterns("__pycache__"))
    FIRST.write_text(WORSE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}

    def run() -> str:
        code = f"from codetutor_lint import cache_folder as c; c._YOUNG = 0; assert c.__file__.startswith({str(tmp_path)!r});"
        code += "from codetutor_lint.cli import main; raise SystemExit(main(['check', '--output-format', 'concise']))"
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True).stdout

    first = run()
    assert run() == first
    assert "is not a level" in first
    [rule] = [path for path in (package / "rules").glob("*.py") if "is not a {" in path.read_text(encoding="utf-8")]
    if change == "edit":
        rule.write_text(rule.read_text(encoding="utf-8").replace("is not a {", "is never a {"), encoding="utf-8")
        assert "is never a level" in run()
    elif change == "new":
        (package / "rules" / "more.py").write_text("", encoding="utf-8")
        assert run() == first
    else:
        os.utime(rule)
        assert run() == first


@pytest.mark.parametrize("content", [b"", b"x", b"\0" * 64, b"\xff" * 100, b"abcd" + b"\xdb" * 50])
def test_damaged_entries_are_none(said, content: bytes) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    first = said()
    assert entries()
    for path in entries():
        path.write_bytes(content)
    assert said() == first


def test_entries_cut_short_or_swapped_are_none(said) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    first = said()
    one, *rest = entries()
    for path in rest:
        path.write_bytes(one.read_bytes())
    one.write_bytes(one.read_bytes()[:-5])
    assert said() == first


@pytest.mark.parametrize("obstacle", ["file", "folder of that name"])
def test_a_cache_that_cannot_be_written_is_done_without(said, obstacle: str) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    if obstacle == "file":
        Path(".codetutor_cache").write_text("", encoding="utf-8")
    else:
        said()
        for path in entries():
            path.unlink()
            path.mkdir()
    assert "beginnor" in said()


@pytest.mark.skipif(os.geteuid() == 0, reason="needs a user who is not root: root may write everywhere")
def test_a_folder_that_is_read_only_is_done_without(said) -> None:
    Path(".codetutor_cache").mkdir(mode=0o500)
    assert said() == ""


def test_runs_at_the_same_time_do_no_harm(said) -> None:
    FIRST.write_text(WORSE, encoding="utf-8")
    command = [sys.executable, "-m", "codetutor_lint", "check", "--output-format", "concise"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    outputs = {run.communicate()[0] for run in runs}
    assert outputs == {said()}
    assert not [path for path in Path(".codetutor_cache/check").iterdir() if path.name.count(".") > 1]


def test_no_cache_leaves_nothing_behind() -> None:
    assert main(["check", "--no-cache"]) == 0
    assert not Path(".codetutor_cache").exists()


def test_git_ignores_the_cache(said) -> None:
    said()
    assert Path(".codetutor_cache/.gitignore").read_text() == "*\n"


def test_the_cache_stands_where_it_is_told_to(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODETUTOR_CACHE_DIR", str(tmp_path / "elsewhere"))
    said()
    assert list((tmp_path / "elsewhere" / "check").glob("run-*"))
    assert not Path(".codetutor_cache").exists()


def test_suppressions_are_counted_again(said, capsys: pytest.CaptureFixture[str]) -> None:
    FIRST.write_text(
        BASE.replace("tags: [loops]", "tags: [loops]  # codetutor: ignore[CT704] a study"), encoding="utf-8"
    )
    SECOND.write_text(BASE, encoding="utf-8")
    said()
    said("--select", "CT1,CT7")


@pytest.mark.parametrize("form", ["json", "full", "github", "sarif"])
def test_findings_come_back_whole(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    FIRST.write_text(WORSE.replace("```python", "```py"), encoding="utf-8")
    SECOND.write_text(BASE.replace("```python", "```py"), encoding="utf-8")
    outputs = []
    for arguments in ([f"--output-format={form}"], [f"--output-format={form}", "--fail-on", "warning"], ["--no-cache"]):
        main(["check", "--output-format", form, *arguments])
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1] == outputs[2]
