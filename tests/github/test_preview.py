"""``github preview``: what a change does to the dataset."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hostile_texts import HOSTILE
from jsonschema import Draft202012Validator
from sample_dataset import Dataset

from codetutor_lint.cli import main
from codetutor_lint.github.comment import read_preview
from codetutor_lint.github.preview import Preview

ROOT = Path(__file__).parents[2]


def git(root, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.test", "-c", "commit.gpgsign=false"]
    ended = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return ended.stdout.strip()


@pytest.fixture
def dataset(tmp_path, monkeypatch):
    """A dataset under git, with a commit."""
    for variable in ("GITHUB_STEP_SUMMARY", "GITHUB_EVENT_NAME", "GITHUB_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    found = Dataset(tmp_path / "project")
    found.configure('ignore = ["CT7"]\nselect = ["CT1", "CT2", "CT4"]\n[tool.codetutor-lint.coverage]\nexamples = 9')
    for identity in ("loops/for", "loops/while", "strings/join"):
        found.add(identity)
    git(found.root, "init", "--quiet", "--initial-branch=main")
    git(found.root, "add", ".")
    git(found.root, "commit", "--quiet", "--message=first")
    monkeypatch.chdir(found.root)
    return found


def preview(dataset):
    assert main(["github", "preview", "--since", "HEAD", "--json", "preview.json", "--output", "preview.md"]) == 0
    data = json.loads((dataset.root / "preview.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "schema" / "preview.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    return Preview.model_validate_json(json.dumps(data))


def test_without_a_change_nothing_differs(dataset):
    found = preview(dataset)
    assert (found.changes, found.repairs, found.cells) == ([], [], [])
    assert found.head == git(dataset.root, "rev-parse", "HEAD")
    assert all(bill.tokens.before == bill.tokens.after > 0 for bill in found.bills)


def test_added_changed_and_removed_examples_are_told(dataset):
    dataset.add("strings/split")
    dataset.add("loops/while", question="What is while?")
    (dataset.root / "examples/strings/join.yaml").unlink()
    found = preview(dataset)
    assert {change.id: change.what for change in found.changes} == {
        "loops/while": "changed",
        "strings/join": "removed",
        "strings/split": "added",
    }
    added = found.changes[2]
    assert added.neighbor is not None
    assert added.neighbor.similarity > 0.5
    assert added.user == "What is strings/split?"
    assert added.assistant.startswith("1️⃣ ANALOGY\n\n")
    assert sum(count.after - count.before for count in found.rows.values()) == 0


def test_coverage_and_cost_follow(dataset):
    dataset.add("files/read", language="none")
    found = preview(dataset)
    assert [(cell.dimension, cell.value, cell.count.after) for cell in found.cells if cell.dimension == "topics"] == [
        ("topics", "files", 1)
    ]


def test_a_file_that_is_no_example_is_counted_and_its_repair_shown(dataset):
    path = dataset.add("files/read")
    path.write_text(path.read_text(encoding="utf-8").replace("question: |\n", "question: |-\n"), encoding="utf-8")
    dataset.add("files/write").write_text("question: broken\n", encoding="utf-8")
    found = preview(dataset)
    assert found.errors >= 1
    [repair] = [repair for repair in found.repairs if repair.command == "check --fix"]
    assert "-question: |-\n+question: |\n" in repair.patch


def test_a_draft_is_shown_as_not_built(dataset):
    dataset.add("files/read", status="draft")
    [change] = preview(dataset).changes
    assert (change.status, change.split) == ("draft", None)
    assert "not built (draft)" in (dataset.root / "preview.md").read_text(encoding="utf-8")


def test_a_dataset_that_is_new_has_no_before(dataset):
    git(dataset.root, "checkout", "--quiet", "--orphan", "other")
    git(dataset.root, "rm", "--quiet", "-r", "--cached", "examples", "pyproject.toml")
    git(dataset.root, "commit", "--quiet", "--allow-empty", "--message=empty")
    assert [change.what for change in preview(dataset).changes] == ["added"] * 3


def test_a_pull_requests_head_is_its_own_commit(dataset, tmp_path, monkeypatch):
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"head": {"sha": "c" * 40}}}), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    assert preview(dataset).head == "c" * 40


def test_it_goes_into_the_job_summary_and_needs_no_token(dataset, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert main(["github", "preview", "--since", "HEAD"]) == 0
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("## What this does to the dataset")
    assert capsys.readouterr().out == ""


def test_an_unknown_revision_is_a_mistake(dataset, capsys):
    assert main(["github", "preview", "--since", "nowhere"]) == 2
    assert capsys.readouterr().err.startswith("error: git merge-base: ")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_command_nothing(dataset, tmp_path, monkeypatch, capsys, text):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    name = text.replace("/", "_").replace("\0", "")[:60]
    (dataset.root / "examples" / "loops" / f"{name}.yaml").write_text(f"question: {text}\n", encoding="utf-8")
    (dataset.root / "examples" / "loops" / "bad.yaml").write_text(f"{text}: |\n  {text}\n", encoding="utf-8")
    assert main(["check", "--output-format", "github"]) == 1
    assert main(["github", "preview", "--since", "HEAD", "--json", str(tmp_path / "preview.json")]) == 0
    said = capsys.readouterr()
    assert all(re.match(r"::(error|warning) file=[^\n]*::", line) for line in said.out.split("\n")[:-1])
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in said.err.split("\n"))
    read_preview((tmp_path / "preview.json").read_bytes())
