"""The training back ends' formats. A target is a module with the functions of ``Target``.

To add one: a module here, a line in ``TARGETS``, a golden file in ``tests/artifacts/golden/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from codetutor_lint.artifacts.targets import mistral, openai, pairs

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation


class Limits(Protocol):
    """What a provider takes: bytes of a row and of the validation file (None: no limit), least rows."""

    row_bytes: int | None
    validation_bytes: int | None
    least_rows: int


class Target(Protocol):
    """One training format: how a conversation becomes a line, and what the provider takes."""

    LIMITS: Limits

    def encode(self, conversation: Conversation) -> bytes:
        """The conversation's line, without a newline."""


TARGETS = {"pairs": pairs, "openai": openai, "mistral": mistral}
