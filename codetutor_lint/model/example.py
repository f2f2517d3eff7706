"""An example as the rules and the build see it: plain values that know their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.model.answer import Answer, answer_of, render

if TYPE_CHECKING:
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.source import Source, Text

LEVELS = ("beginner", "intermediate", "advanced")
KINDS = ("concept", "debugging", "optimization", "comparison", "how-to")
STATUSES = ("draft", "retired")
DEFAULT_MODE = "default"


class Example:
    """One valid example; build it with ``example_of`` from a document without shape errors.

    ``id`` is ``topic/slug``; ``mode`` and ``family`` have their defaults filled in; ``status`` is
    None for an example that is built.
    """

    __slots__ = (
        "answer",
        "document",
        "family",
        "id",
        "kind",
        "language",
        "level",
        "mode",
        "question",
        "solution",
        "status",
        "tags",
        "topic",
    )

    def __init__(self, document: Document, answer: Answer) -> None:
        data = document.data
        assert data is not None
        self.document = document
        self.id: str = document.id
        self.topic: str = document.id.split("/", 1)[0]
        self.question: Text = data["question"]
        self.language: str = str(data["language"])
        self.level: str = str(data["level"])
        self.kind: str = str(data["kind"])
        self.mode: str = str(data.get("mode", DEFAULT_MODE))
        self.tags: list[Text] = data.get("tags", [])
        self.family: str = str(data.get("family", document.id))
        self.status: str | None = str(data["status"]) if "status" in data else None
        self.answer = answer
        self.solution: Text | None = data.get("solution")

    @property
    def source(self) -> Source:
        return self.document.source

    def rendered(self) -> str:
        """The assistant message that is trained on."""
        return render(self.answer.bodies)


def example_of(document: Document) -> Example:
    """The example in a document whose shape is right."""
    answer = answer_of(document)
    assert answer is not None
    return Example(document, answer)
