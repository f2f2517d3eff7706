"""OpenAI's chat format: ``{"messages": [system, user, assistant]}`` and nothing else in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

# 65,536 tokens a row (longer ones are cut) and 10 rows a job, by OpenAI's fine-tuning guide, 2026-11.
LIMITS = Limits(row_bytes=65_536, least_rows=10)


def encode(conversation: Conversation) -> bytes:
    return line({"messages": messages(conversation)})


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """The conversation as chat messages."""
    return [
        {"role": "system", "content": conversation.system},
        {"role": "user", "content": conversation.user},
        {"role": "assistant", "content": conversation.assistant},
    ]
