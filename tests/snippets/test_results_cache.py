"""The cache of results."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codetutor_lint.snippets.results_cache import Outcome, ResultsCache, key_of, results_cache

KEY = key_of("python", "print(1)")


def test_an_outcome_comes_back(tmp_path: Path) -> None:
    outcome = Outcome(1, "é\x1b\n", "error\n")
    ResultsCache(tmp_path).write(KEY, outcome)
    assert ResultsCache(tmp_path).read(KEY) == outcome


def test_a_stopped_program_is_tried_again(tmp_path: Path) -> None:
    ResultsCache(tmp_path).write(KEY, Outcome(137, "", "", "time"))
    assert ResultsCache(tmp_path).read(KEY) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'["0", "", ""]', b"\xff\xfe", b'[0, "cut', b"[[[[[[[["])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, content: bytes) -> None:
    results = ResultsCache(tmp_path)
    results.write(KEY, Outcome(0, "1\n", ""))
    [entry] = [path for path in tmp_path.rglob("*") if path.is_file()]
    entry.write_bytes(content)
    assert results.read(KEY) is None
    results.write(KEY, Outcome(0, "1\n", ""))
    assert results.read(KEY) == Outcome(0, "1\n", "")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file in the way")
    results = ResultsCache(tmp_path / "run")
    results.write(KEY, Outcome(0, "", ""))
    assert results.read(KEY) is None


def test_what_nobody_asked_for_in_a_month_is_forgotten(tmp_path: Path) -> None:
    results = ResultsCache(tmp_path)
    old, new = key_of("old"), key_of("new")
    for key in (old, new):
        results.write(key, Outcome(0, "", ""))
    os.utime(tmp_path / old[:2] / old[2:], (0, 0))
    results.forget_old()
    assert results.read(old) is None
    assert results.read(new) is not None


def test_all_that_matters_is_in_the_key() -> None:
    assert len({key_of("a", "b"), key_of("ab", ""), key_of("a", "b", 1), key_of("a", b"b")}) == 4


def test_the_cache_lies_beside_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODETUTOR_CACHE_DIR", raising=False)
    results_cache(tmp_path).write(KEY, Outcome(0, "", ""))
    assert (tmp_path / ".codetutor_cache" / "run" / KEY[:2] / KEY[2:]).is_file()


def test_the_cache_can_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODETUTOR_CACHE_DIR", str(tmp_path / "elsewhere"))
    results_cache(tmp_path).write(KEY, Outcome(0, "", ""))
    assert (tmp_path / "elsewhere" / "run" / KEY[:2] / KEY[2:]).is_file()
