"""Whom the questions are put to. A model is an object with the methods of ``Model``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.evaluation.questions import Question


class Answered(NamedTuple):
    """What came back: the text, why it ended, and how many tokens were paid (None: not said)."""

    text: str
    finish_reason: str | None
    input_tokens: int | None = None
    output_tokens: int | None = None


class AskError(Exception):
    """A question that got no usable answer; ``final`` if asking the others is of no use either."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class Model(Protocol):
    """Something that answers questions. Its ``name`` goes into the replies."""

    name: str

    def request(self, question: Question) -> dict[str, Any]:
        """All that shapes the reply, for the digest."""

    def ask(self, question: Question) -> Answered:
        """Put one question, retrying what may pass; raises AskError."""
