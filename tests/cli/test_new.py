"""``new``: a file to fill in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source
from codetutor_lint.model.steps import STEP_KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from sample_dataset import Dataset


def scaffold(dataset: Dataset, *options: str) -> Path:
    assert dataset.run("new", "loops/what-is-a-loop", *options) == 0
    return dataset.root / "examples" / "loops" / "what-is-a-loop.yaml"


def findings(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    dataset.run("check", "--output-format", "json")
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_the_path_is_the_report(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    path = scaffold(dataset)
    printed = capsys.readouterr()
    assert printed.out == f"{path}\n"
    assert printed.err == f"fill it in, then: codetutor-lint check {path}\n"


def test_it_parses_and_has_every_key_with_guidance_above(dataset: Dataset) -> None:
    text = scaffold(dataset).read_text(encoding="utf-8")
    document = Document(Source("x", text), "loops/what-is-a-loop")
    assert not document.faults
    assert list((document.data or {})["answer"]) == list(STEP_KEYS)
    for key in ("question", "language", "level", "kind", "tags", *STEP_KEYS):
        lines = [line.strip() for line in text.split("\n")]
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
        assert lines[at - 1].startswith("#"), key


def test_what_is_still_to_be_written_is_what_check_finds(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    scaffold(dataset)
    messages = [finding["message"] for finding in findings(dataset, capsys)]
    assert messages == [
        "'question' is empty",
        "'language' is nothing; expected text",
        "'level' is nothing; expected text",
        "'kind' is nothing; expected text",
        *(f"step '{key}' is empty" for key in STEP_KEYS),
    ]


def test_options_fill_in_keys(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    path = scaffold(dataset, "--language", "cpp", "--level", "advanced", "--kind", "how-to", "--mode", "engineer")
    lines = path.read_text(encoding="utf-8").split("\n")
    assert {"language: cpp", "level: advanced", "kind: how-to", "mode: engineer"} <= set(lines)
    assert len(findings(dataset, capsys)) == 1 + len(STEP_KEYS)


def test_an_existing_file_is_not_overwritten(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    path = scaffold(dataset)
    path.write_text("mine")
    assert dataset.run("new", "loops/what-is-a-loop") == 2
    assert capsys.readouterr().err.endswith(f"error: {path}: exists already, and is not overwritten\n")
    assert path.read_text() == "mine"
    assert [item.name for item in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("Loops/ForEach", "'Loops/ForEach' is no TOPIC/SLUG in kebab-case; write 'loops/for-each'"),
        ("loops/for_each.yaml", "'loops/for_each.yaml' is no TOPIC/SLUG in kebab-case; write 'loops/for-each'"),
        ("examples/loops/x.yaml", "'examples/loops/x.yaml' is no TOPIC/SLUG in kebab-case; write 'loops/x'"),
        ("for-each", "'for-each' is no TOPIC/SLUG; write both, as in 'loops/what-is-a-loop'"),
        ("../../etc", "'../../etc' is no TOPIC/SLUG; write both, as in 'loops/what-is-a-loop'"),
        ("", "'' is no TOPIC/SLUG; write both, as in 'loops/what-is-a-loop'"),
    ],
)
def test_a_bad_id_gets_one_line_with_a_better_one(
    dataset: Dataset, capsys: pytest.CaptureFixture[str], word: str, message: str
) -> None:
    assert dataset.run("new", word) == 2
    assert capsys.readouterr().err == f"error: {message}\n"
    assert not (dataset.root / "examples").exists()


def test_a_wrong_choice_names_the_allowed_ones(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        dataset.run("new", "loops/x", "--level", "easy")
    assert stopped.value.code == 2
    assert "'beginner', 'intermediate', 'advanced'" in capsys.readouterr().err


def test_a_folder_that_can_not_be_made(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    (dataset.root / "examples").write_text("a file")
    assert dataset.run("new", "loops/x") == 2
    assert "can't be written" in capsys.readouterr().err


def test_an_editor_finds_the_schema_where_there_is_one(dataset: Dataset) -> None:
    (dataset.root / "schema").mkdir()
    (dataset.root / "schema" / "example.schema.json").write_text("{}")
    first = scaffold(dataset).read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../schema/example.schema.json"
