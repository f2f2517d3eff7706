"""``build --check``: the folder holds what would be built now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codetutor_lint.artifacts.build import Build, make_build, read_corpus
from codetutor_lint.artifacts.verification import faults_of_lines

if TYPE_CHECKING:
    from sample_dataset import Dataset


def test_a_fresh_build_is_current(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    small.run("build")
    capsys.readouterr()
    assert small.run("build", "--check") == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith("is what would be built now\n")


def test_each_difference_is_named(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    small.run("build")
    (small.out / "pairs" / "train.jsonl").unlink()
    (small.out / "test.jsonl").write_bytes(b"")
    (small.out / "notes.txt").write_text("mine")
    capsys.readouterr()
    assert small.run("build", "--check") == 1
    assert (
        capsys.readouterr().out == "notes.txt: not part of the build\npairs/train.jsonl: missing\ntest.jsonl: differs\n"
    )


def test_an_edited_example_makes_it_stale(small: Dataset) -> None:
    small.run("build")
    small.add("loops/lesson-0", text="Other words.")
    assert small.run("build", "--check") == 1


def test_a_comment_in_an_example_does_not(small: Dataset) -> None:
    small.run("build")
    path = small.root / "examples" / "loops" / "lesson-0.yaml"
    path.write_text("# reviewed\n" + path.read_text(), encoding="utf-8")
    assert small.run("build", "--check") == 0


def test_no_build_is_stale(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    assert small.run("build", "--check") == 1
    assert "there is no build" in capsys.readouterr().out
    assert not small.out.exists()


def test_one_target_is_checked_as_it_was_built(small: Dataset) -> None:
    small.run("build", "--target", "openai")
    assert small.run("build", "--target", "openai", "--check") == 0
    assert small.run("build", "--check") == 1


def test_a_line_of_a_wrong_shape_is_found(small: Dataset) -> None:
    build = make_build(small.config, read_corpus(small.config))
    name = "openai/train.jsonl"
    first, rest = build.files[name].split(b"\n", 1)
    broken = first.replace(b'"role":"assistant"', b'"role":"model"') + b"\n" + rest
    faults = faults_of_lines(Build(build.files | {name: broken}, build.manifest))
    assert faults == [f"{name}:1 (loops/lesson-0): $.messages[2].role: 'assistant' was expected"]
