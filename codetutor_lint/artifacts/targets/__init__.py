"""The training back ends' formats. A target is a module with the members of ``Target``.

To add one: a module here, a line in ``TARGETS``, and its golden files (``python tests/artifacts/test_golden.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from codetutor_lint.artifacts.targets import mistral, openai, pairs, trl, vertex

if TYPE_CHECKING:
    from pydantic import BaseModel

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.artifacts.targets.limits import Limits
    from codetutor_lint.artifacts.targets.messages import Message


class Target(Protocol):
    """One training format: how a conversation becomes a line, and what the provider takes.

    ``ABOUT`` says what a row is, in Markdown for the dataset card; ``Line`` is its shape, from which the
    JSON Schema is generated.
    """

    @property
    def ABOUT(self) -> str: ...  # noqa: N802

    @property
    def LIMITS(self) -> Limits: ...  # noqa: N802

    @property
    def Line(self) -> type[BaseModel]: ...  # noqa: N802

    def messages(self, conversation: Conversation) -> list[Message]:
        """What the model reads and writes, in order, under the format's own names of the roles."""

    def encode(self, conversation: Conversation) -> bytes:
        """The conversation's line, without a newline."""

    def companions(self) -> dict[str, bytes]:
        """Files that stand beside the lines, by name."""


TARGETS: dict[str, Target] = {
    "pairs": pairs,
    "openai": openai,
    "mistral": mistral,
    "vertex": vertex,
    "trl": trl,
}
