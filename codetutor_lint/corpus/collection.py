"""Finding example files and reading them: what may be opened, and what is only reported."""

from __future__ import annotations

import os
import re
import stat
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.errors import UsageError
from codetutor_lint.model.document import MAX_BYTES, Document, Fault
from codetutor_lint.model.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from codetutor_lint.config import Config

EXTENSION = ".yaml"
BESIDE = ("README.md", ".gitkeep")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Found(NamedTuple):
    """Something under an examples root: its path, how reports name it, its id, and why it is foreign.

    ``foreign`` is empty for an example file, else a kind as in ``rules.files.FOREIGN``.
    """

    path: str
    shown: str
    id: str
    foreign: str = ""
    detail: str = ""


def collect(config: Config, paths: Iterable[Path] = ()) -> list[Found]:
    """What lies under ``paths`` (default: the configuration's examples), sorted by id and path.

    Raises UsageError for a path that does not exist.
    """
    chosen = list(paths)
    if not chosen:
        if not config.examples.is_dir():
            raise UsageError(
                f"{config.examples}: no such folder; set 'examples' in [tool.codetutor-lint] or give a PATH"
            )
        chosen = [config.examples]
    found: dict[str, Found] = {}
    for path in chosen:
        for item in _below(config, os.path.abspath(path)):  # noqa: PTH100 (links must not be resolved)
            found.setdefault(item.path, item)
    return sorted(found.values(), key=lambda item: (item.id, item.path))


def read_document(found: Found) -> Document:
    """Open one example file and read it as YAML; a file that can't be read is a document with faults."""
    if found.foreign:
        return _faulty(found, Fault(f"foreign-{found.foreign}", Span(0, 0), found.detail))
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 (hot path)
            content = file.read(MAX_BYTES + 1)
            if len(content) > MAX_BYTES:
                size = os.fstat(file.fileno()).st_size
                return _faulty(found, Fault("too-large", Span(0, 0), str(size)))
    except OSError as error:
        return _faulty(found, Fault("unreadable", Span(0, 0), error.strerror or str(error)))
    return document_from_bytes(content, found.shown, found.id)


def document_from_bytes(content: bytes, shown: str, identity: str) -> Document:
    """Decode and read one example's bytes."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        source = Source(shown, content[: error.start].decode())
        at = len(source.text)
        fault = Fault("not-utf-8", Span(at, at), f"byte 0x{content[error.start]:02x} at offset {error.start}")
        document = Document(source, identity)
        document.data, document.faults, document.duplicates = None, [fault], []
        return document
    return Document(Source(shown, text), identity)


def shown_path(path: str) -> str:
    """A path as reports name it: relative to the working directory below it, POSIX, escaped."""
    here = os.getcwd()  # noqa: PTH109
    if path.startswith(here + os.sep):
        path = path[len(here) + 1 :]
    return escape(path.replace(os.sep, "/"))


def escape(text: str) -> str:
    """``text`` with control, bidirectional and invisible characters written as escapes."""
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def identity_of(path: str) -> str:
    """The id of an example file outside any root: folder/stem."""
    folder, name = os.path.split(path)
    return f"{os.path.basename(folder)}/{name.removesuffix(EXTENSION)}"  # noqa: PTH119


def _below(config: Config, path: str) -> Iterator[Found]:
    root = os.path.abspath(config.examples)  # noqa: PTH100
    try:
        mode = os.lstat(path).st_mode
    except OSError as error:
        raise UsageError(f"{shown_path(path)}: {(error.strerror or str(error)).lower()}") from None
    within = path == root or path.startswith(root + os.sep)
    if not within:
        if stat.S_ISLNK(mode):
            mode = os.stat(path).st_mode if os.path.exists(path) else mode  # noqa: PTH110, PTH116
        if stat.S_ISDIR(mode):
            yield from _walk(path, path, config)
        elif stat.S_ISREG(mode):
            yield Found(path, shown_path(path), identity_of(path))
        else:
            yield Found(path, shown_path(path), identity_of(path), "device", _kind_of(mode))
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, root, config)
    else:
        yield from _file(os.path.basename(path), path, root, mode)  # noqa: PTH119


def _walk(folder: str, root: str, config: Config) -> Iterator[Found]:
    depth = 0 if folder == root else folder[len(root) + 1 :].count(os.sep) + 1
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{shown_path(folder)}: can't be read: {error.strerror}") from None
    for entry in entries:
        if config.exclude and _excluded(entry.path, config):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name.startswith("."):
                yield _foreign(entry.path, root, "hidden", "folder")
            elif entry.name.endswith((EXTENSION, ".yml")):
                yield _foreign(entry.path, root, "folder")
            elif depth >= 1:
                yield from _deep(entry.path, root)
            else:
                yield from _walk(entry.path, root, config)
        elif (
            depth == 1
            and entry.name.endswith(EXTENSION)
            and entry.name[0] != "."
            and entry.is_file(follow_symlinks=False)
        ):
            yield Found(entry.path, shown_path(entry.path), _identity(entry.path, root))
        else:
            yield from _file(entry.name, entry.path, root, entry.stat(follow_symlinks=False).st_mode)


def _file(name: str, path: str, root: str, mode: int) -> Iterator[Found]:
    if stat.S_ISLNK(mode):
        yield _foreign(path, root, "link")
    elif not stat.S_ISREG(mode):
        yield _foreign(path, root, "device", _kind_of(mode))
    elif name in BESIDE:
        return
    elif name.startswith("."):
        yield _foreign(path, root, "hidden", "file")
    elif not name.endswith(EXTENSION):
        extension = os.path.splitext(name)[1]  # noqa: PTH122
        yield _foreign(path, root, "yml" if extension == ".yml" else "extension", extension or name)
    elif path[len(root) + 1 :].count(os.sep) != 1:
        yield _foreign(path, root, "depth", _depth(path, root))
    else:
        yield Found(path, shown_path(path), _identity(path, root))


def _deep(folder: str, root: str) -> Iterator[Found]:
    """Every file in a folder that is too deep; an empty one is harmless."""
    for base, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(base, name)  # noqa: PTH118
            yield _foreign(path, root, "depth", _depth(path, root))


def _depth(path: str, root: str) -> str:
    folders = path[len(root) + 1 :].count(os.sep)
    return "directly in the examples folder" if folders == 0 else f"{folders} folders deep"


def _foreign(path: str, root: str, kind: str, detail: str = "") -> Found:
    return Found(path, shown_path(path), _identity(path, root), kind, detail)


def _identity(path: str, root: str) -> str:
    return path[len(root) + 1 :].removesuffix(EXTENSION).replace(os.sep, "/")


def _excluded(path: str, config: Config) -> bool:
    relative = os.path.relpath(path, config.root).replace(os.sep, "/")
    return any(
        fnmatchcase(relative, pattern) or relative.startswith(pattern.rstrip("/") + "/") for pattern in config.exclude
    )


def _kind_of(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "named pipe"),
        (stat.S_ISSOCK, "socket"),
        (stat.S_ISBLK, "device"),
        (stat.S_ISCHR, "device"),
    )
    return next((name for test, name in kinds if test(mode)), "special file")


def _faulty(found: Found, fault: Fault) -> Document:
    document = Document(Source(found.shown, ""), found.id)
    document.faults = [fault]
    return document
