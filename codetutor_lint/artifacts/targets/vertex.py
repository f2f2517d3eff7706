"""The format of Gemini tuning on Google's Vertex AI: ``{"systemInstruction", "contents"}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.artifacts.targets.messages import Message, Part, Words, no_companions

if TYPE_CHECKING:
    from typing import Any

    from codetutor_lint.artifacts.conversations import Conversation

ABOUT = '`{"systemInstruction", "contents"}`, for tuning Gemini on Vertex AI'
# 131,072 tokens a row and 5,000 rows of validation, by "About supervised fine-tuning for Gemini models".
LIMITS = Limits(row_bytes=131_072, validation_rows=5_000)

companions = no_companions


class TextPart(Part):
    text: Words


class SystemContent(Part):
    role: Literal["system"]
    parts: tuple[TextPart]


class UserContent(Part):
    role: Literal["user"]
    parts: tuple[TextPart]


class ModelContent(Part):
    role: Literal["model"]
    parts: tuple[TextPart]


class Line(Part):
    """One row for Vertex AI."""

    systemInstruction: SystemContent  # noqa: N815 (the format's name)
    contents: tuple[UserContent, ModelContent]


def messages(conversation: Conversation) -> list[Message]:
    return [
        Message("system", conversation.system),
        Message("user", conversation.user),
        Message("model", conversation.assistant),
    ]


def encode(conversation: Conversation) -> bytes:
    system, *turns = messages(conversation)
    return line({"systemInstruction": content(system), "contents": [content(turn) for turn in turns]})


def content(message: Message) -> dict[str, Any]:
    """A message as the Gemini API's ``Content``."""
    return {"role": message.role, "parts": [{"text": message.text}]}
