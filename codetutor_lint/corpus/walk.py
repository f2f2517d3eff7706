"""What lies below a folder: examples to open, and foreign things that are only reported."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import escape, shown_path
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXTENSION = ".yaml"
OTHER_EXTENSION = ".yml"
BESIDE = ("README.md", ".gitkeep")


class Found(NamedTuple):
    """Something to report on: its path, how reports name it, its id, and why it is foreign.

    ``foreign`` is empty for an example file, else a kind as in ``rules.files.FOREIGN``, or
    ``unreadable``. ``in_root`` is false for a file named from elsewhere, whose path obeys no rules.
    """

    path: str
    shown: str
    id: str
    foreign: str = ""
    detail: str = ""
    in_root: bool = True


def walk(folder: str, root: str, excluded: Callable[[str], bool]) -> Iterator[Found]:
    """Everything below ``folder``, which is ``root`` or below it."""
    depth = _depth(folder, root)
    name = os.path.basename(folder)  # noqa: PTH119
    if depth and name.startswith("."):
        yield _foreign(folder, root, "hidden", "folder")
    elif depth and name.endswith((EXTENSION, OTHER_EXTENSION)):
        yield _foreign(folder, root, "folder")
    elif depth > 1:
        yield from _too_deep(folder, root)
    else:
        yield from _entries(folder, root, excluded)


def _entries(folder: str, root: str, excluded: Callable[[str], bool]) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        # A folder has no id, so that no rule about paths applies.
        yield _foreign(folder, root, "unreadable", error.strerror or str(error))._replace(in_root=False)
        return
    topic = folder != root
    for entry in entries:
        if excluded(entry.path):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(entry.path, root, excluded)
        elif topic and entry.name.endswith(EXTENSION) and entry.is_file(follow_symlinks=False):
            yield named(entry.path, root)
        else:
            yield from inspect(entry.path, root)


def inspect(path: str, root: str) -> Iterator[Found]:
    """What a single path below ``root``, no folder, is; nothing if it has vanished or may stand there."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return
    if stat.S_ISLNK(mode):
        yield _foreign(path, root, "link")
    elif not stat.S_ISREG(mode):
        yield _foreign(path, root, "device", kind_of(mode))
    elif os.path.basename(path) not in BESIDE:  # noqa: PTH119
        yield named(path, root)


def named(path: str, root: str) -> Found:
    """What a regular file below ``root`` is, judged by its name alone."""
    name = os.path.basename(path)  # noqa: PTH119
    folders = _depth(path, root) - 1
    if name.startswith("."):
        return _foreign(path, root, "hidden", "file")
    if not name.endswith(EXTENSION):
        extension = os.path.splitext(name)[1]  # noqa: PTH122
        kind = "yml" if extension == OTHER_EXTENSION else "extension" if extension else "no-extension"
        return _foreign(path, root, kind, extension)
    if folders != 1:
        return _foreign(path, root, "depth", f"{folders} folders deep" if folders else "in no folder")
    return Found(path, shown_path(path), _identity(path, root))


def outside(path: str) -> Found:
    """A file outside every root: its id is folder/stem."""
    folder, name = os.path.split(path)
    identity = f"{os.path.basename(folder)}/{name.removesuffix(EXTENSION)}"  # noqa: PTH119
    return Found(path, shown_path(path), identity, in_root=False)


def kind_of(mode: int) -> str:
    """What a thing that is neither file, folder nor link is called."""
    kinds = ((stat.S_ISFIFO, "named pipe"), (stat.S_ISSOCK, "socket"))
    return next((name for test, name in kinds if test(mode)), "device")


def _too_deep(folder: str, root: str) -> Iterator[Found]:
    """Every file in a folder that is too deep; an empty one is harmless."""
    for base, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(base, name))]  # noqa: PTH114, PTH118
        for name in sorted([*files, *links]):
            path = os.path.join(base, name)  # noqa: PTH118
            yield _foreign(path, root, "depth", f"{_depth(path, root) - 1} folders deep")


def _depth(path: str, root: str) -> int:
    """How many names lead from ``root`` to ``path``."""
    return 0 if path == root else path[len(root) :].count(os.sep)


def _foreign(path: str, root: str, kind: str, detail: str = "") -> Found:
    return Found(path, shown_path(path), _identity(path, root), kind, escape(detail))


def _identity(path: str, root: str) -> str:
    return path[len(root) + 1 :].removesuffix(EXTENSION).replace(os.sep, "/")
