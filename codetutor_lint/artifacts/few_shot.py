"""``gemini/few-shot.json``: a system prompt and a few conversations, for models that can't be tuned.

Every request carries the whole file, so its size is a budget. The turns are chosen to show as many
sides of the dataset as that allows: each mode, language, level, kind and topic counts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from codetutor_lint.artifacts.jsonl import line, pretty
from codetutor_lint.artifacts.targets.messages import Message, Part
from codetutor_lint.artifacts.targets.vertex import ModelContent, TextPart, UserContent, content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.model.prompts import Prompts

TARGET = "gemini"
NAME = "gemini/few-shot.json"
ABOUT = "one JSON file: the system prompt and a few turns, for models that can't be tuned"
# About 8,000 tokens in each request, some six answers: enough for all modes and most kinds.
BUDGET_BYTES = 32_768


class SystemInstruction(Part):
    role: Literal["system"]
    parts: tuple[TextPart]


class FewShot(Part):
    """The ``systemInstruction`` and the first ``contents`` of a request to the Gemini API."""

    systemInstruction: SystemInstruction = Field(  # noqa: N815 (the API's name)
        description="The system prompt; append the mode's addendum and the language as in prompts.json."
    )
    contents: list[UserContent | ModelContent] = Field(
        description="Questions and answers in turn; append the learner's question."
    )


def few_shot(prompts: Prompts, train: Iterable[Conversation]) -> tuple[bytes, list[str]]:
    """The file, and the ids of the conversations in it, in order."""
    chosen = choose(train)
    turns = [turn for conversation in chosen for turn in _turns(conversation)]
    value = {"systemInstruction": content(Message("system", prompts.system)), "contents": turns}
    return pretty(value), [conversation.id for conversation in chosen]


def choose(conversations: Iterable[Conversation], budget: int = BUDGET_BYTES) -> list[Conversation]:
    """Conversations whose turns take at most ``budget`` bytes, each adding most that is new for its size.

    In the order in which they were chosen; ties go to the smaller one, then to the lower id.
    """
    left = {c.id: (c, _sides(c), len(line(_turns(c)))) for c in conversations}
    seen: set[tuple[str, str]] = set()
    chosen: list[Conversation] = []
    while True:
        fitting = [item for item in left.values() if item[2] <= budget and item[1] - seen]
        if not fitting:
            return chosen
        best, sides, size = min(fitting, key=lambda item: (-len(item[1] - seen) / item[2], item[2], item[0].id))
        chosen.append(best)
        seen |= sides
        budget -= size
        del left[best.id]


def _sides(conversation: Conversation) -> set[tuple[str, str]]:
    return {(key, getattr(conversation, key)) for key in ("mode", "language", "level", "kind", "topic")}


def _turns(conversation: Conversation) -> list[dict[str, object]]:
    return [content(Message("user", conversation.user)), content(Message("model", conversation.assistant))]
