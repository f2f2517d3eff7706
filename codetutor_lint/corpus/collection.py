"""Finding example files and reading them."""

from __future__ import annotations

import os
import stat
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.corpus.walk import Found, inspect, kind_of, named, outside, walk
from codetutor_lint.errors import UsageError
from codetutor_lint.model.characters import remember_encoded
from codetutor_lint.model.document import MAX_BYTES, Document
from codetutor_lint.model.source import Source, Span
from codetutor_lint.model.values import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from codetutor_lint.config import Config


_AS_IT_IS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE = 64 * 1024  # bytes read at once


def collect(config: Config, paths: Iterable[Path] = ()) -> list[Found]:
    """What lies under ``paths`` (default: the configuration's examples), sorted by id and path.

    Raises UsageError for a path that does not exist.
    """
    chosen: list[Path | str] = list(paths)
    if not chosen:
        if not os.path.isdir(config.examples_path):  # noqa: PTH112
            raise UsageError(
                f"{shown_path(config.examples_path)}: no such folder; "
                "set 'examples' in [tool.codetutor-lint] or give a PATH"
            )
        chosen = [config.examples_path]
    found: dict[str, Found] = {}
    for path in chosen:
        for item in _below(config, os.path.abspath(path)):  # noqa: PTH100 (links must not be resolved)
            found.setdefault(item.path, item)
    return sorted(found.values(), key=lambda item: (item.id, item.path))


def found_by_name(config: Config, path: Path) -> Found:
    """What a file of this name would be; the file need not exist."""
    absolute = os.path.abspath(path)  # noqa: PTH100
    root = _root(config)
    return named(absolute, root) if absolute.startswith(root + os.sep) else outside(absolute)


def read_document(found: Found) -> Document:
    """Open one example file and read it as YAML; a file that can't be read is a document with a fault."""
    if found.foreign == "unreadable":
        return _faulty(found, Fault("unreadable", Span(0, 0), found.detail))
    if found.foreign:
        return _faulty(found, Fault(f"foreign-{found.foreign}", Span(0, 0), found.detail))
    try:
        content, size = _read(found.path)
    except OSError as error:
        return _faulty(found, Fault("unreadable", Span(0, 0), error.strerror or str(error)))
    return document_from_bytes(found, content, size)


def _read(path: str) -> tuple[bytes, int]:
    """A file's bytes, little more than a document may have, and its size; a file object takes five times as long."""
    file = os.open(path, _AS_IT_IS)
    try:
        content = b""
        while len(content) <= MAX_BYTES and (more := os.read(file, _PIECE)):
            content += more
        return content, len(content) if len(content) <= MAX_BYTES else os.fstat(file).st_size
    finally:
        os.close(file)


def document_from_bytes(found: Found, content: bytes, size: int | None = None) -> Document:
    """Decode and read one example's bytes; ``size`` is the file's, where ``content`` is only its beginning."""
    if len(content) > MAX_BYTES:
        return _faulty(found, Fault("too-large", Span(0, 0), str(size or len(content))))
    try:
        text = content.decode()
        remember_encoded(text, content)
        return Document(Source(found.shown, text), found.id, in_root=found.in_root)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        end = len(Source(found.shown, before).text)
        fault = Fault("not-utf-8", Span(end, end), f"byte 0x{content[error.start]:02x} at offset {error.start}")
        return _faulty(found, fault, before)


def _faulty(found: Found, fault: Fault, text: str = "") -> Document:
    return Document(Source(found.shown, text), found.id, in_root=found.in_root, fault=fault)


def _below(config: Config, path: str) -> Iterator[Found]:
    root = _root(config)
    if root.startswith(path.rstrip(os.sep) + os.sep):
        path = root
    within = path == root or path.startswith(root + os.sep)
    try:
        mode = os.lstat(path).st_mode if within and path != root else os.stat(path).st_mode  # noqa: PTH116
    except OSError as error:
        raise UsageError(f"{shown_path(path)}: {(error.strerror or str(error)).lower()}") from None

    def excluded(path: str) -> bool:
        return _excluded(path, config)

    if config.exclude and excluded(path):
        return
    if stat.S_ISDIR(mode):
        yield from walk(path, root if within else path, excluded)
    elif within:
        yield from inspect(path, root)
    elif stat.S_ISREG(mode):
        yield outside(path)
    else:
        yield outside(path)._replace(foreign="device", detail=kind_of(mode))


def _root(config: Config) -> str:
    return os.path.abspath(config.examples_path)  # noqa: PTH100


def _excluded(path: str, config: Config) -> bool:
    if not config.exclude:
        return False
    relative = os.path.relpath(path, config.root_path).replace(os.sep, "/")
    return any(
        fnmatchcase(relative, pattern) or relative.startswith(pattern.rstrip("/") + "/") for pattern in config.exclude
    )
