"""Replacing a folder as a whole: never half written, never mixed.

The new folder is written beside the old one. Then two renames put it in place: the old one aside, the
new one there. A process killed between the two leaves no folder, and the next command brings the old
one back.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def replace_folder(folder: Path, files: Mapping[str, bytes], marker: str, key: str) -> None:
    """Write ``files`` beside ``folder`` and put them in its place, under a lock others wait for.

    A non-empty folder is ours if its file ``marker`` is a JSON object with ``key``; any other is
    refused. Raises UsageError if something is in the way or can't be written.
    """
    folder = folder.absolute()
    try:
        _refuse_foreign(folder, marker, key)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            restore(folder)
            _refuse_foreign(folder, marker, key)
            _write_and_swap(folder, files)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror or error}") from None


def recover(folder: Path) -> None:
    """Bring back the folder that an interrupted replacement set aside, if there is one."""
    folder = folder.absolute()
    if not folder.exists() and _aside(folder).exists():
        with locked(folder):
            restore(folder)


def restore(folder: Path) -> None:
    """``recover`` for callers that hold the lock; also removes what interrupted writers left."""
    for left in folder.parent.glob(f".{folder.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = _aside(folder)
    if aside.exists():
        if folder.exists():
            _discard(aside)
        else:
            aside.rename(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another process waits for it."""
    try:
        from filelock import FileLock
    except ImportError:
        raise UsageError("a build needs more than the linter: pip install 'codetutor-lint[build]'") from None

    with FileLock(folder.parent / f".{folder.name}.lock"):
        yield


def _aside(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _discard(folder: Path) -> None:
    """Delete a folder so that no half of it is ever taken for a whole."""
    doomed = folder.with_name(f"{folder.name.removesuffix('.old')}.new-discarded")
    folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _refuse_foreign(folder: Path, marker: str, key: str) -> None:
    if not folder.name:
        raise UsageError(f"{folder}: can't be replaced; choose another --out")
    if folder.is_symlink():
        raise UsageError(f"{folder}: is a link; choose the folder itself as --out")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is no folder; choose another --out")
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder / marker, key):
        raise UsageError(
            f"{folder}: is not empty and has no {marker} of ours, so it is not ours to replace; choose another --out"
        )


def _is_ours(marker: Path, key: str) -> bool:
    try:
        content = json.loads(marker.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and key in content


def _write_and_swap(folder: Path, files: Mapping[str, bytes]) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    aside = _aside(folder)
    try:
        for name, content in files.items():
            _write(fresh / name, content)
        fresh.chmod(0o755)
        if folder.exists():
            folder.rename(aside)
        fresh.rename(folder)
    except BaseException:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if aside.exists():
        _discard(aside)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
