"""``show``: an example exactly as a target trains on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codetutor_lint.artifacts.targets import TARGETS

if TYPE_CHECKING:
    from sample_dataset import Dataset


@pytest.mark.parametrize("target", list(TARGETS))
def test_json_is_exactly_a_line_of_the_file(dataset: Dataset, capsys: pytest.CaptureFixture[str], target: str) -> None:
    dataset.configure('ignore = ["CT7"]\nsplit = { validation = 0, test = 0 }')
    dataset.add("loops/a")
    dataset.add("loops/b", "Why 'é'?", mode="strict")
    dataset.run("build")
    capsys.readouterr()
    for identity in ("loops/a", "loops/b"):
        dataset.run("show", identity, "--target", target, "--output-format", "json")
    assert capsys.readouterr().out.encode() == dataset.built()[f"{target}/train.jsonl"]


def test_text_shows_the_messages_of_the_target(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a", mode="strict")
    assert dataset.run("show", "loops/a", "--target", "pairs") == 0
    out = capsys.readouterr().out
    assert out.startswith("--- input ---\nWhat is loops/a? [STRICT MODE]\n\n--- output ---\n1️⃣ ANALOGY\n\nA music box")
    assert out.endswith("Print the numbers 1 to 3, each on its own line.\n")


def test_markdown_quotes_all_but_the_answer(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a")
    assert dataset.run("show", "loops/a", "--output-format", "markdown") == 0
    out = capsys.readouterr().out
    assert out.startswith("### system\n\n> You are CodeTutor")
    assert "\n### user\n\n> What is loops/a?\n\n### assistant\n\n1️⃣ ANALOGY\n" in out


def test_an_unknown_id_gets_a_suggestion(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/for-each")
    assert dataset.run("show", "loops/foreach") == 2
    assert capsys.readouterr().err == "error: no example 'loops/foreach'; did you mean 'loops/for-each'?\n"


def test_a_broken_example_is_reported(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a", level="easy")
    assert dataset.run("show", "loops/a") == 1
    printed = capsys.readouterr()
    assert "CT124 'easy' is not a level" in printed.out
    assert printed.err == "loops/a can't be shown: it is no complete example\n"


def test_a_draft_is_shown_and_said_not_to_be_built(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a", status="draft")
    assert dataset.run("show", "loops/a") == 0
    assert capsys.readouterr().err == "not built: status draft\n"


def test_what_a_target_leaves_out_is_said(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a", text="word " * 8_000)
    assert dataset.run("show", "loops/a", "--target", "mistral") == 0
    assert "left out of mistral: " in capsys.readouterr().err


def test_output_goes_to_a_file(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    dataset.add("loops/a")
    file = dataset.root / "shown.md"
    assert dataset.run("show", "loops/a", "--output-format", "markdown", "--output", str(file)) == 0
    assert capsys.readouterr().out == ""
    assert file.read_text(encoding="utf-8").startswith("### system\n")
