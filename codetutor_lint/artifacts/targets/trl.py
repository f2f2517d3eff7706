"""TRL's conversational prompt and completion, and what trains an open-weights model on them.

With prompt and completion the loss is the completion's alone: the model learns to answer, not to ask.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.jsonl import line
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.artifacts.targets.messages import Assistant, Part, System, User, as_dicts, chat

if TYPE_CHECKING:
    from codetutor_lint.artifacts.conversations import Conversation

ABOUT = '`{"prompt", "completion"}`, for TRL, with a training script (`trl/train.py`)'
LIMITS = Limits()
COMPANIONS = ("sft.yaml", "task.yaml", "train.py")
_FOLDER = Path(__file__).parent.parent / "trl"

messages = chat


class Line(Part):
    """One row for TRL's SFTTrainer."""

    prompt: tuple[System, User]
    completion: tuple[Assistant]


def encode(conversation: Conversation) -> bytes:
    *prompt, answer = as_dicts(messages(conversation))
    return line({"prompt": prompt, "completion": [answer]})


def companions() -> dict[str, bytes]:
    """The training script and its configurations for one machine and for many."""
    return {name: (_FOLDER / name).read_bytes() for name in COMPANIONS}
