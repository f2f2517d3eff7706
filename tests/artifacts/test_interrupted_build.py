"""A build killed at any moment, and two at once: the old folder, the new one, or none; never a mixture."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from codetutor_lint.artifacts.folder import recover, replace_folder

if TYPE_CHECKING:
    from pathlib import Path

    from sample_dataset import Dataset

MARKER, KEY = "manifest.json", "dataset_digest"
OLD = {MARKER: b'{"dataset_digest": "old"}', "a/x.jsonl": b"old\n", "b/x.jsonl": b"old\n"}
NEW = {MARKER: b'{"dataset_digest": "new"}', "a/x.jsonl": b"new\n", "c/x.jsonl": b"new\n"}

# Kills itself right before its n-th touch of the file system.
KILLED_AT = """
import os, signal, sys
from pathlib import Path
import filelock, shutil, tempfile
from codetutor_lint.artifacts.folder import replace_folder

left = int(sys.argv[1])
TOUCHES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "shutil.rmtree"}

def count(event, arguments):
    global left
    if event in TOUCHES:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
replace_folder(Path(sys.argv[2]), NEW, "manifest.json", "dataset_digest")
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def kill_at(touch: int, folder: Path) -> int:
    script = f"NEW = {NEW!r}\n{KILLED_AT}"
    return subprocess.run([sys.executable, "-c", script, str(touch), str(folder)], check=False).returncode


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_at_every_touch_of_the_file_system(tmp_path: Path) -> None:
    seen = set()
    for touch in range(1, 200):
        folder = tmp_path / str(touch) / "datasets"
        replace_folder(folder, OLD, MARKER, KEY)
        code = kill_at(touch, folder)
        assert code in (-signal.SIGKILL, 0)
        if folder.exists():
            assert contents(folder) in (OLD, NEW), f"mixed at touch {touch}"
        recover(folder)
        assert contents(folder) in (OLD, NEW), f"lost at touch {touch}"
        seen.add(contents(folder)["a/x.jsonl"])
        replace_folder(folder, NEW, MARKER, KEY)
        assert contents(folder) == NEW
        assert {path.name for path in folder.parent.iterdir()} - {".datasets.lock"} == {"datasets"}
        if code == 0:
            break
    assert touch > 10
    assert seen == {b"old\n", b"new\n"}


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "datasets"
    replace_folder(folder, OLD, MARKER, KEY)
    with pytest.raises(TypeError):
        replace_folder(folder, {MARKER: b"{}", "a/x.jsonl": None}, MARKER, KEY)  # type: ignore[dict-item]
    assert contents(folder) == OLD
    assert {path.name for path in tmp_path.iterdir()} - {".datasets.lock"} == {"datasets"}


def test_the_next_command_restores_an_absent_folder(small: Dataset) -> None:
    small.run("build")
    before = small.built()
    small.out.rename(small.root / ".datasets.old")
    assert small.run("build", "--check") == 0
    assert small.built() == before


def test_many_writers_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "datasets"
    versions = [{MARKER: b'{"dataset_digest": 1}', f"{n}/x.jsonl": b"%d\n" % n} for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda files: replace_folder(folder, files, MARKER, KEY), versions))
    assert contents(folder) in versions
    assert {path.name for path in tmp_path.iterdir()} - {".datasets.lock"} == {"datasets"}


def test_two_builds_at_once(small: Dataset) -> None:
    command = [sys.executable, "-m", "codetutor_lint", "build", "--config", str(small.root / "pyproject.toml")]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for build in builds:
        _, errors = build.communicate()
        assert build.returncode == 0, errors
    assert small.run("build", "--check") == 0
