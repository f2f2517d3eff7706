"""The build as training reads it: whole, unchanged, and able to name a line's example."""

from __future__ import annotations

import pytest
from bench import make_project

from codetutor_lint.training.artifacts import Build, Payload, translate
from codetutor_lint.training.outcomes import Refusal

TRAIN = Payload("openai/train.jsonl", b"a\nb\nc\n", ("examples/x/a.yaml", "examples/x/b.yaml", "examples/x/c.yaml"))
CHECK = Payload("openai/validation.jsonl", b"d\n", ("examples/x/d.yaml",))


@pytest.fixture
def folder(tmp_path):
    return make_project(tmp_path) / "datasets"


def refusal(folder):
    with pytest.raises(Refusal) as raised:
        Build(folder).payload("openai/train.jsonl")
    assert "codetutor-lint build" in raised.value.hint
    return raised.value.message


def test_a_whole_build_gives_its_files(folder):
    payload = Build(folder).payload("openai/train.jsonl")
    assert payload.rows == 12
    assert payload.place(12) == "line 12 of openai/train.jsonl is examples/strings/lesson-12.yaml"
    assert payload.place(13) is None
    assert payload.place(0) is None


def test_no_build_is_said(tmp_path):
    assert refusal(tmp_path / "datasets") == "there is no build in datasets/"


def test_any_changed_file_stops_everything(folder):
    (folder / "mistral" / "validation.jsonl").write_bytes(b"{}\n")
    assert "datasets/mistral/validation.jsonl was changed" in refusal(folder)


def test_a_manifest_that_disagrees_with_its_file_is_found(folder):
    from hashlib import sha256

    manifest = folder / "manifest.json"
    sums = folder / "SHA256SUMS"
    old = sha256(manifest.read_bytes()).hexdigest()
    train = sha256((folder / "openai" / "train.jsonl").read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text().replace(train, "0" * 64))
    sums.write_text(sums.read_text().replace(old, sha256(manifest.read_bytes()).hexdigest()))
    assert refusal(folder) == "datasets/openai/train.jsonl is not what manifest.json says"


@pytest.mark.parametrize("line", ["nonsense", f"{'0' * 64}  ../outside", f"{'0' * 64}  /etc/passwd"])
def test_a_line_that_is_none_of_ours_is_refused(folder, line):
    with (folder / "SHA256SUMS").open("a") as file:
        file.write(line + "\n")
    assert "has a line that is none of ours" in refusal(folder)


def test_a_file_of_no_target_is_refused(folder):
    with pytest.raises(Refusal, match=r"datasets/trl/train\.jsonl is not in the build"):
        Build(folder).payload("trl/train.jsonl")


def test_a_limit_takes_whole_lines_from_the_start():
    assert TRAIN.first(2) == Payload(TRAIN.name, b"a\nb\n", TRAIN.paths[:2])
    assert TRAIN.first(3) is TRAIN
    assert TRAIN.first(None) is TRAIN


@pytest.mark.parametrize(
    ("words", "named", "expected"),
    [
        ("Invalid file format. Line 2: bad", None, ["line 2 of openai/train.jsonl is examples/x/b.yaml"]),
        (
            "lines 1, 3 and 2",
            None,
            [f"line {n} of openai/train.jsonl is examples/x/{c}.yaml" for n, c in ((1, "a"), (3, "c"), (2, "b"))],
        ),
        ("validation file: line #1", None, ["line 1 of openai/validation.jsonl is examples/x/d.yaml"]),
        ("line 1", "validation", ["line 1 of openai/validation.jsonl is examples/x/d.yaml"]),
        ("line 536", None, []),
        ("online 2 of 3", None, []),
        ("line 2, again line 2", None, ["line 2 of openai/train.jsonl is examples/x/b.yaml"]),
    ],
)
def test_a_providers_line_becomes_an_example(words, named, expected):
    assert list(translate(words, {"train": TRAIN, "validation": CHECK}, named)) == expected


def test_without_the_file_nothing_is_translated():
    assert translate("line 1", {"train": None}, None) == ()
