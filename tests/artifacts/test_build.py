"""``build``: what is written, what is refused, what stops it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from sample_dataset import Dataset

SHARED = {"README.md", "SHA256SUMS", "manifest.json", "prompts.json", "test.jsonl"}


def test_writes_every_target_and_the_shared_files(small: Dataset) -> None:
    assert small.run("build") == 0
    lines = {
        f"{target}/{split}.jsonl"
        for target in ("pairs", "openai", "mistral", "vertex", "trl")
        for split in ("train", "validation")
    }
    companions = {"trl/sft.yaml", "trl/task.yaml", "trl/train.py"}
    assert set(small.built()) == SHARED | lines | companions | {"gemini/few-shot.json"}


def test_one_target_comes_with_the_shared_files(small: Dataset) -> None:
    assert small.run("build", "--target", "pairs", "--target", "gemini") == 0
    assert set(small.built()) == SHARED | {"pairs/train.jsonl", "pairs/validation.jsonl", "gemini/few-shot.json"}


def test_unknown_target_is_a_wrong_argument(small: Dataset) -> None:
    with pytest.raises(SystemExit) as stopped:
        small.run("build", "--target", "pear")
    assert stopped.value.code == 2


def test_rows_are_sorted_and_each_knows_its_example(small: Dataset) -> None:
    small.run("build")
    manifest = json.loads(small.built()["manifest.json"])
    ids = manifest["files"]["openai/train.jsonl"]["ids"]
    assert ids == sorted(ids)
    assert small.built()["openai/train.jsonl"].count(b"\n") == len(ids)
    first = json.loads(small.built()["openai/train.jsonl"].split(b"\n")[0])
    assert f"What is {ids[0]}?" in first["messages"][1]["content"]


def test_the_summary_balances(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    line = small.add("loops/draft", status="draft").read_text().split("\n").index("status: draft") + 1
    small.run("build")
    out = capsys.readouterr().out
    first = out.split("\n")[0]
    left, right = first.split(" examples = ")
    assert int(left) == 13 == sum(int(word) for word in right.split() if word.isdigit())
    assert f"left out: examples/loops/draft.yaml:{line}: draft\n" in out


def test_a_lint_error_stops_the_build_with_the_report(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    path = small.add("loops/wrong", level="easy")
    assert small.run("build") == 1
    printed = capsys.readouterr()
    assert f"{path}:6:8: CT124 'easy' is not a level" in printed.out
    assert printed.err == "nothing was built\n"
    assert not small.out.exists()


def test_a_leak_across_the_split_stops_the_build(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    small.configure('select = ["CT"]')
    assert small.run("build") == 1
    assert "CT702 the answer is" in capsys.readouterr().out


def test_a_silenced_error_can_not_drop_an_example(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    small.configure('select = ["CT3"]')
    path = small.add("loops/wrong", level="easy")
    assert small.run("build") == 1
    assert f"{path}: no example, and the configuration silences why" in capsys.readouterr().err


def test_no_examples_is_no_build(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    (dataset.root / "examples").mkdir()
    assert dataset.run("build") == 1
    assert capsys.readouterr().err == "no examples; nothing was built\n"
    assert not dataset.out.exists()


def test_only_drafts_build_empty_files(dataset: Dataset) -> None:
    dataset.add("loops/draft", status="draft")
    assert dataset.run("build") == 0
    assert dataset.built()["openai/train.jsonl"] == b""


def test_a_foreign_folder_is_refused(small: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    small.out.mkdir()
    (small.out / "thesis.txt").write_text("ten years of work")
    assert small.run("build") == 2
    assert "is not empty and has no manifest.json of ours" in capsys.readouterr().err
    assert (small.out / "thesis.txt").read_text() == "ten years of work"


def test_somebody_elses_manifest_is_foreign_too(small: Dataset) -> None:
    small.out.mkdir()
    (small.out / "manifest.json").write_text('{"name": "a web application"}')
    assert small.run("build") == 2
    assert [path.name for path in small.out.iterdir()] == ["manifest.json"]


def test_an_empty_folder_is_taken(small: Dataset) -> None:
    small.out.mkdir()
    assert small.run("build") == 0


def test_the_last_build_is_replaced_as_a_whole(small: Dataset) -> None:
    small.run("build")
    (small.out / "pairs" / "stale.jsonl").write_text("{}")
    assert small.run("build", "--target", "openai") == 0
    assert not (small.out / "pairs").exists()


@pytest.mark.parametrize("out", ["blocked/datasets", "blocked", "link", "/"])
def test_an_output_that_can_not_be_written(small: Dataset, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    (small.root / "blocked").write_text("a file")
    (small.root / "link").symlink_to(small.root)
    assert small.run("build", "--out", str(small.root / out)) == 2
    assert capsys.readouterr().err.startswith(f"error: {small.root / out}: ")


def test_a_missing_examples_folder_is_a_wrong_environment(dataset: Dataset) -> None:
    assert dataset.run("build") == 2


def test_nothing_else_is_left_beside_the_build(small: Dataset) -> None:
    small.run("build")
    small.run("build")
    assert {path.name for path in small.root.iterdir()} - {".datasets.lock"} == {
        "datasets",
        "examples",
        "pyproject.toml",
    }


def test_checksums_hold(small: Dataset) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("sha256sum is not installed")
    small.run("build")
    done = subprocess.run([tool, "--check", "--strict", "SHA256SUMS"], cwd=small.out, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == len(small.built()) - 1


def test_no_carriage_return_and_no_byte_order_mark(small: Dataset) -> None:
    path = small.add("loops/from-windows")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert small.run("build") == 0
    for name, content in small.built().items():
        assert b"\r" not in content, name
        assert not content.startswith(b"\xef\xbb\xbf"), name


def test_answers_are_exported_without_flags_or_solution(dataset: Dataset, tmp_path: Path) -> None:
    path = dataset.add("loops/flags")
    text = path.read_text().replace("```python\n", "```python file=a.py\n", 1)
    path.write_text(text + "solution: |\n  The secret solution.\n")
    assert dataset.run("build") == 0
    everything = b"".join(dataset.built().values())
    assert b"file=a.py" not in b"".join(c for n, c in dataset.built().items() if n.endswith("l") and "train" in n)
    assert b"The secret solution" not in everything
