"""``{"input", "output"}``: user message and rendered answer, the simplest format there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.artifacts.targets.messages import Message, Part, Words, no_companions

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

ABOUT = '`{"input", "output"}`: user message and answer'
LIMITS = Limits()

companions = no_companions


class Line(Part):
    """A question and its answer."""

    input: Words = Field(description="The question, with a mode tag if it does not ask for the mode in words.")
    output: Words = Field(description="The answer in seven steps.")


def messages(conversation: Conversation) -> list[Message]:
    return [Message("input", conversation.user), Message("output", conversation.assistant)]


def encode(conversation: Conversation) -> bytes:
    return line({message.role: message.text for message in messages(conversation)})
