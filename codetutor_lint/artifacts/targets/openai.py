"""OpenAI's chat format: ``{"messages": [system, user, assistant]}`` and nothing else in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.artifacts.targets.messages import (
    Assistant,
    Part,
    System,
    User,
    as_dicts,
    chat,
    no_companions,
)

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

ABOUT = '`{"messages"}`: system, user, assistant'
# 65,536 tokens a row (longer ones are cut) and 10 rows a job, by OpenAI's fine-tuning guide, 2026-11.
LIMITS = Limits(row_bytes=65_536, least_rows=10)

messages = chat
companions = no_companions


class Line(Part):
    """One row for OpenAI, Azure, and whoever reads their format."""

    messages: tuple[System, User, Assistant]


def encode(conversation: Conversation) -> bytes:
    return line({"messages": as_dicts(messages(conversation))})
