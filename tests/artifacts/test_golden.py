"""The whole build of a small project, compared with the files in ``golden/build``.

When a change of the formats is meant: ``python tests/artifacts/test_golden.py`` writes them anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from codetutor_lint.artifacts.build import make_build, read_corpus
from codetutor_lint.artifacts.targets import trl
from codetutor_lint.config import load_config

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = GOLDEN / "build"
# They are the package's own files as they are, or made of the package's patterns.
ELSEWHERE = ("prompts.json", *(f"trl/{name}" for name in trl.companions()))


def golden_files() -> dict[str, bytes]:
    """The build without the files whose bytes say nothing about formats, and without their digests."""
    config = load_config(file=GOLDEN / "project" / "pyproject.toml")
    corpus = read_corpus(config)
    assert not corpus.errors
    files = dict(make_build(config, corpus).files)
    manifest = json.loads(files["manifest.json"])
    for name in ELSEWHERE:
        del files[name], manifest["files"][name]
    files["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    del files["SHA256SUMS"]
    return files


def golden_names() -> list[str]:
    return sorted(path.relative_to(EXPECTED).as_posix() for path in EXPECTED.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", golden_names())
def test_file(name: str) -> None:
    assert golden_files()[name].decode() == (EXPECTED / name).read_text(encoding="utf-8")


def test_no_golden_file_is_missing_or_left_over() -> None:
    assert golden_names() == sorted(golden_files())


if __name__ == "__main__":
    shutil.rmtree(EXPECTED, ignore_errors=True)
    for name, content in golden_files().items():
        (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
        (EXPECTED / name).write_bytes(content)
