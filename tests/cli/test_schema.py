"""``schema``: print, write and check the generated files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codetutor_lint.cli import main
from codetutor_lint.schemas import MODELS, schema_files

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The generated files, somewhere else."""
    for name, content in schema_files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_committed_files_are_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["schema", "--check"]) == 0


@pytest.mark.parametrize("name", list(MODELS))
def test_each_schema_is_printed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads((ROOT / "schema" / f"{name}.schema.json").read_bytes())


def test_a_stale_file_is_named_and_written(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "schema" / "test.schema.json").write_text("{}")
    assert main(["schema", "--check"]) == 1
    assert capsys.readouterr().err == "schema/test.schema.json is stale; run 'codetutor-lint schema --write'\n"
    assert main(["schema", "--write"]) == 0
    assert main(["schema", "--check"]) == 0


def test_elsewhere_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "--write"]) == 2
    assert not list(tmp_path.iterdir())


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "exemple"]) == 2
    assert "unknown schema 'exemple'" in capsys.readouterr().err
