"""``{"input", "output"}``: user message and rendered answer, the simplest format there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

LIMITS = Limits()


def encode(conversation: Conversation) -> bytes:
    return line({"input": conversation.user, "output": conversation.assistant})
