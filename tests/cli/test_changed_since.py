"""``check --changed-since`` in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from codetutor_lint.cli import main

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

BASE = (Path(__file__).parents[1] / "rules" / "base.yaml").read_text(encoding="utf-8")
BAD = BASE.replace("level: beginner", "level: beginnor")
IDENTITY = {
    **{f"GIT_{who}_{what}": "someone@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def write(name: str, text: str = BAD) -> Path:
    path = Path("examples", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch ``main`` with two bad files."""
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "-b", "main")
    Path("pyproject.toml").write_text("[tool.codetutor-lint]\n", encoding="utf-8")
    write("loops/old.yaml")
    write("loops/older.yaml")
    commit("first")


@pytest.fixture
def found(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """The files that a check reports on."""

    def run(*arguments: str, since: str = "main") -> list[str]:
        select = ("--select", "CT1", "--output-format", "concise")
        code = main(["check", "--changed-since", since, *select, *arguments])
        lines = capsys.readouterr().out.splitlines()
        assert code == bool(lines)
        return sorted({line.split(":")[0] for line in lines})

    return run


def test_nothing_changed(found: Callable[..., list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert found() == []
    assert main(["check", "--changed-since", "main"]) == 0
    assert capsys.readouterr().err == "no example differs from main\n"


@pytest.mark.parametrize("state", ["untracked", "staged", "committed", "edited"])
def test_what_changed_is_checked(state: str, found: Callable[..., list[str]]) -> None:
    git("switch", "-q", "-c", "branch")
    path = write("loops/old.yaml", f"# again\n{BAD}") if state == "edited" else write("loops/new.yaml")
    if state == "staged":
        git("add", "-A")
    elif state == "committed":
        commit("second")
    assert found() == [str(path)]


def test_what_main_did_meanwhile_is_not(found: Callable[..., list[str]]) -> None:
    git("switch", "-q", "-c", "branch")
    write("loops/mine.yaml")
    commit("mine")
    git("switch", "-q", "main")
    write("loops/theirs.yaml")
    commit("theirs")
    git("switch", "-q", "branch")
    assert found() == ["examples/loops/mine.yaml"]


def test_a_deleted_file_is_none_and_a_renamed_one_is_new(found: Callable[..., list[str]]) -> None:
    Path("examples/loops/old.yaml").unlink()
    Path("examples/loops/older.yaml").rename("examples/loops/newer.yaml")
    assert found() == ["examples/loops/newer.yaml"]


def test_names_that_git_would_quote(found: Callable[..., list[str]]) -> None:
    write("loops/für jeden.yaml")
    assert found() == ["examples/loops/für jeden.yaml"]


def test_only_what_is_asked_for(found: Callable[..., list[str]]) -> None:
    write("loops/new.yaml")
    write("strings/new.yaml")
    assert found("examples/strings") == ["examples/strings/new.yaml"]
    assert found("examples/loops/old.yaml") == []


def test_from_a_folder_below(found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    write("loops/new.yaml")
    monkeypatch.chdir("examples")
    assert found() == ["loops/new.yaml"]


def test_a_dataset_below_the_repository(found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    write("../data/examples/loops/inner.yaml")
    Path("data/pyproject.toml").write_text("[tool.codetutor-lint]\n", encoding="utf-8")
    write("loops/outer.yaml")
    monkeypatch.chdir("data")
    assert found() == ["examples/loops/inner.yaml"]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_a_revision_that_git_does_not_know_is_2(revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"--changed-since={revision}"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert not Path("x").exists()


def test_outside_a_repository_is_2(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("plain"))
    Path("examples").mkdir()
    assert main(["check", "--changed-since", "main"]) == 2
