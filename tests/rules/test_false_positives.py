"""Legitimate but tricky content, collected as it was met, is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.reports import render_report
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

FOLDER = Path(__file__).parents[1] / "false_positives"
FILES = sorted(FOLDER.glob("*/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_is_clean(path: Path, tmp_path: Path) -> None:
    config = load_config(tmp_path)
    source = Source(path.name, path.read_text(encoding="utf-8"))
    document = Document(source, f"{path.parent.name}/{path.stem}")
    checked = Linter(config, select_rules(config)).check_document(document)
    assert render_report("concise", checked.diagnostics) == ""
    assert checked.example is not None


def test_there_are_files() -> None:
    assert FILES
