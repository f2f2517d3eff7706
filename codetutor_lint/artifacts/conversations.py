"""What training reads of an example: a system, a user and an assistant message."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from codetutor_lint.model.modes import user_message
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.model.example import Example
    from codetutor_lint.model.prompts import Prompts


class Conversation(NamedTuple):
    """One training row before a target encodes it.

    ``path`` is relative to the configuration's root; ``line`` is the line in it that decides whether it
    is built: that of ``status``, or that of ``answer``.
    """

    id: str
    path: str
    line: int
    system: str
    user: str
    assistant: str
    language: str
    level: str
    kind: str
    mode: str
    topic: str
    tags: tuple[str, ...]
    family: str
    status: str | None

    def digest(self) -> str:
        """SHA-256 of everything a build can show of the example, its place and system message aside."""
        content = self._replace(path="", line=0, system="")
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def conversation_of(example: Example, path: str, prompts: Prompts) -> Conversation:
    """The conversation of a valid example."""
    return Conversation(
        id=example.id,
        path=path,
        line=example.source.location(example.document.key_span("status" if example.status else "answer").start).row,
        system=prompts.system_message(example.mode, example.language),
        user=user_message(str(example.question).strip(), example.mode),
        assistant=example.rendered(),
        language=example.language,
        level=example.level,
        kind=example.kind,
        mode=example.mode,
        topic=example.topic,
        tags=tuple(str(tag) for tag in example.tags),
        family=example.family,
        status=example.status,
    )
