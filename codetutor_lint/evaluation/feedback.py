"""An application's log of questions and answers, read as replies to grade."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.replies import Reply
from codetutor_lint.model.modes import DEFAULT_MODE, detect_mode, user_message
from codetutor_lint.rules.personal import mask_personal
from codetutor_lint.rules.secrets import mask_secrets

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN_TOPIC = "feedback"
MODEL = "feedback"


class Entry(BaseModel):
    """One line of the log; more keys may be there."""

    model_config = ConfigDict(extra="ignore", strict=True)

    question: str = Field(min_length=1)
    answer: str
    language: str = ""
    mode: str = ""
    topic: str = ""


def read_feedback(path: Path) -> list[Reply]:
    """The log's lines as replies, with secrets and personal data masked in question and answer.

    Raises UsageError naming the first line that is none.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
    return [_reply(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _reply(path: Path, number: int, line: bytes) -> Reply:
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: line {number}: {where + ': ' if where else ''}{first['msg']}") from None
    question, answer = (mask_personal(mask_secrets(text)) for text in (entry.question, entry.answer))
    mode = entry.mode or detect_mode(question) or DEFAULT_MODE
    return Reply(
        key=sha256(f"{number}\n{question}\n{answer}".encode()).hexdigest(),
        model=MODEL,
        id=f"line-{number}",
        system="",
        user=user_message(question, mode),
        language=entry.language,
        level="",
        mode=mode,
        topic=entry.topic or UNKNOWN_TOPIC,
        reply=answer,
    )
