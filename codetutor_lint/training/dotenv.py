"""Reading a ``.env`` file, and setting variables in it without touching its other lines."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from codetutor_lint.errors import UsageError

PLAIN = re.compile(r"[A-Za-z0-9_./:@%+=,-]+")


def read_variables(path: Path) -> dict[str, str]:
    """The variables of a ``.env`` file, nothing expanded; none if there is no such file."""
    if not path.is_file():
        return {}
    from dotenv import dotenv_values

    values = dotenv_values(stream=StringIO(_read(path)), interpolate=False)
    return {name: value for name, value in values.items() if value is not None}


def write_variables(path: Path, values: Mapping[str, str]) -> None:
    """Set ``values`` in a ``.env`` file, in place where they are set, else at its end.

    Every other line stays byte for byte; a new file is readable by its owner only. Raises
    ``UsageError`` when the file can't be read or written.
    """
    path = path.resolve()
    text = _read(path) if path.exists() else ""
    newline = "\r\n" if "\r\n" in text else "\n"
    for name, value in values.items():
        text = _set(text, name, value, newline)
    _replace(path, text)


def _set(text: str, name: str, value: str, newline: str) -> str:
    from dotenv.parser import parse_stream

    body = text.removeprefix("\ufeff")
    pieces: list[str] = []
    place = None
    for binding in parse_stream(StringIO(body, newline="")):
        if binding.key == name:
            place = len(pieces)
        pieces.append(binding.original.string)
    if place is None:
        gap = "" if not body or body.endswith(("\n", "\r")) else newline
        pieces.append(f"{gap}{name}={_quoted(value)}{newline}")
    else:
        pieces[place] = _reset(pieces[place], name, value)
    return text[: len(text) - len(body)] + "".join(pieces)


def _reset(piece: str, name: str, value: str) -> str:
    """One binding with another value: what is before the name and after the line stays."""
    found = re.match(rf"\s*(?:export[^\S\r\n]+)?'?{re.escape(name)}'?", piece)
    assert found is not None
    end = re.search(r"[\r\n]*\Z", piece)
    assert end is not None
    return f"{found[0]}={_quoted(value)}{end[0]}"


def _quoted(value: str) -> str:
    return value if PLAIN.fullmatch(value) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} can't be read: {type(error).__name__}") from None


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".tmp")
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None
