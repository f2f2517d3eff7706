"""Replacing a folder as a whole: never half written, never mixed."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def replace_folder(folder: Path, files: dict[str, bytes], marker: str) -> None:
    """Write ``files`` beside ``folder`` and put them in its place, under a lock others wait for.

    ``marker`` is the file by which a folder of ours is known: a non-empty folder without it is
    refused. Raises UsageError if something is in the way or can't be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            restore(folder)
            _refuse_foreign(folder, marker)
            _write_and_swap(folder, files)
    except OSError as error:
        raise UsageError(f"{folder}: can't be written: {error.strerror or error}") from None


def recover(folder: Path) -> None:
    """Bring back the folder that an interrupted replacement set aside, if there is one."""
    if not folder.exists() and _aside(folder).exists():
        with locked(folder):
            restore(folder)


def restore(folder: Path) -> None:
    """``recover`` for callers that hold the lock; also removes what interrupted writers left."""
    aside = _aside(folder)
    if aside.exists():
        if folder.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(folder)
    for left in folder.parent.glob(f".{folder.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; another process waits for it."""
    from filelock import FileLock

    with FileLock(folder.parent / f".{folder.name}.lock"):
        yield


def _aside(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.old"


def _refuse_foreign(folder: Path, marker: str) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder}: is no folder; choose another --out")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / marker).is_file():
        raise UsageError(
            f"{folder}: is not empty and has no {marker}, so it is not ours to replace; choose another --out"
        )


def _write_and_swap(folder: Path, files: dict[str, bytes]) -> None:
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        fresh.chmod(0o755)
        if folder.exists():
            folder.rename(_aside(folder))
        fresh.rename(folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(_aside(folder), ignore_errors=True)
