"""Replies on disk: one JSON line each, appended as they come, so that nothing is asked or paid twice."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codetutor_lint.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TRUNCATED = "length"


class Reply(BaseModel):
    """One answer of a model. ``key`` is the digest of the request it answers."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    key: str = Field(min_length=1)
    model: str
    id: str
    system: str
    user: str
    language: str
    level: str
    mode: str
    topic: str
    reply: str
    finish_reason: str | None = None

    @property
    def truncated(self) -> bool:
        """Whether the model was cut off before its end."""
        return self.finish_reason == TRUNCATED


def request_key(request: dict[str, Any]) -> str:
    """The digest of a request: model, messages and every parameter that shapes the reply."""
    return sha256(json.dumps(request, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class ReplyStore:
    """A file of replies, read once and appended to, safely by several threads.

    A line cut short by a crash is dropped. Raises UsageError for a file that is none of ours or can't
    be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        self._replies: dict[str, Reply] = {}
        self._end = 0
        for reply in self._load():
            self._replies.setdefault(reply.key, reply)

    def __len__(self) -> int:
        return len(self._replies)

    def get(self, key: str) -> Reply | None:
        return self._replies.get(key)

    def replies(self) -> list[Reply]:
        """All replies in the order of the file."""
        return list(self._replies.values())

    def add(self, reply: Reply) -> None:
        """Append a reply, and make sure that it is on disk."""
        line = (json.dumps(reply.model_dump(), ensure_ascii=False) + "\n").encode(errors="replace")
        with self._lock:
            try:
                with self.path.open("ab") as file:
                    if file.tell() > self._end:
                        file.truncate(self._end)
                    file.write(line)
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise UsageError(f"{self.path}: can't be written: {error.strerror}") from None
            self._end += len(line)
            self._replies.setdefault(reply.key, reply)

    def _load(self) -> list[Reply]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            content = self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise UsageError(f"{self.path}: can't be read: {error.strerror}") from None
        whole = content[: content.rfind(b"\n") + 1]
        self._end = len(whole)
        return [_parse(self.path, number, line) for number, line in enumerate(whole.splitlines(), 1) if line.strip()]


def read_replies(path: Path) -> list[Reply]:
    """The replies of an existing file, for grading alone; a last line without newline counts too."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    return [_parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _parse(path: Path, number: int, line: bytes) -> Reply:
    try:
        return Reply.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: line {number} is no reply: {where + ': ' if where else ''}{first['msg']}") from None
