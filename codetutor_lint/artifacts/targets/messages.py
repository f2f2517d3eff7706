"""A message of a conversation, and the shapes that several formats share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

Words = Annotated[str, StringConstraints(pattern=r"\S")]


class Message(NamedTuple):
    """Who says it, under the format's name of the role, and what."""

    role: str
    text: str


class Part(BaseModel):
    """Some part of a line; nothing beside its keys is allowed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class System(Part):
    role: Literal["system"]
    content: Words = Field(description="The system prompt, the mode's addendum, and the language.")


class User(Part):
    role: Literal["user"]
    content: Words = Field(description="The question, with a mode tag if it does not ask for the mode in words.")


class Assistant(Part):
    role: Literal["assistant"]
    content: Words = Field(description="The answer in seven steps.")


def chat(conversation: Conversation) -> list[Message]:
    """The conversation as OpenAI and those after it name its roles."""
    return [
        Message("system", conversation.system),
        Message("user", conversation.user),
        Message("assistant", conversation.assistant),
    ]


def as_dicts(messages: list[Message]) -> list[dict[str, str]]:
    """Messages as ``{"role", "content"}``."""
    return [{"role": message.role, "content": message.text} for message in messages]


def no_companions() -> dict[str, bytes]:
    """For a format that consists of its lines."""
    return {}
