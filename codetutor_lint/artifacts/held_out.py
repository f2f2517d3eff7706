"""``test.jsonl``: the held-out examples, as an evaluation asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.messages import Part, Words
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.modes import MODES

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

NAME = "test.jsonl"


class Line(Part):
    """A question that no model is trained on, and all that its answer will be graded by."""

    id: Words = Field(description="topic/slug")
    system: Words
    user: Words = Field(description="The question, with a mode tag if it does not ask for the mode in words.")
    language: Literal[(*LANGUAGES, NO_LANGUAGE)]  # type: ignore[valid-type]
    level: Literal["beginner", "intermediate", "advanced"]
    kind: Literal["concept", "debugging", "optimization", "comparison", "how-to"]
    mode: Literal[MODES]  # type: ignore[valid-type]
    topic: Words
    tags: list[Words]
    family: Words


def encode(conversation: Conversation) -> bytes:
    """The example's line, without a newline; its answer is left out."""
    return line({key: getattr(conversation, key) for key in Line.model_fields})
