"""What a model is asked: the held-out questions of a build, and bare ones that no example answers."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.model.modes import user_message
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from codetutor_lint.corpus.questions import Question as BareQuestion
    from codetutor_lint.model.prompts import Prompts

TEST_FILE = "test.jsonl"


class Question(NamedTuple):
    """One question as it is put: with the system message it would be trained with.

    ``bare`` is the question without a mode's tag, as an application's user types it.
    """

    id: str
    system: str
    user: str
    bare: str
    language: str
    level: str
    mode: str
    topic: str


def held_out(path: Path) -> list[Question]:
    """The questions of a build's ``test.jsonl``; raises UsageError if it is missing or no such file."""
    from codetutor_lint.model.modes import split_mode_tag

    rows = []
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            bare = split_mode_tag(row["user"])[0]
            fields = (
                row["id"],
                row["system"],
                row["user"],
                bare,
                row["language"],
                row["level"],
                row["mode"],
                row["topic"],
            )
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{path}: line {number} is no held-out question; run 'codetutor-lint build'") from None
        rows.append(Question(*fields))
    return rows


def bare_questions(path: str, prompts: Prompts) -> list[Question]:
    """The questions of ``evals/questions.yaml``, none if there is no such file; raises UsageError for a bad one."""
    from codetutor_lint.corpus.questions import load_questions

    loaded = load_questions(path)
    for mistake in loaded.mistakes:
        place = loaded.source.location(mistake.span.start)
        raise UsageError(f"{loaded.source.path}:{place.row}:{place.column}: {mistake.message}")
    return [_bare(question, prompts) for question in loaded.questions]


def _bare(asked: BareQuestion, prompts: Prompts) -> Question:
    digest = sha256("\n".join(asked).encode()).hexdigest()[:12]
    return Question(
        id=f"{asked.topic}/eval-{digest}",
        system=prompts.system_message(asked.mode, asked.language),
        user=user_message(asked.question, asked.mode),
        bare=asked.question,
        language=asked.language,
        level=asked.level,
        mode=asked.mode,
        topic=asked.topic,
    )


def unique(questions: Iterable[Question]) -> list[Question]:
    """Questions without those that ask the same in the same way again."""
    found: dict[tuple[str, str], Question] = {}
    for question in questions:
        found.setdefault((question.system, question.user), question)
    return list(found.values())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file; run 'codetutor-lint build' first") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None
