"""What a model is asked: the held-out questions of a build, and bare ones that no example answers."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from codetutor_lint.errors import UsageError
from codetutor_lint.model.modes import user_message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from codetutor_lint.model.prompts import Prompts

TEST_FILE = "test.jsonl"
BARE_FILE = "evals/questions.yaml"
_KEYS = ("question", "topic", "language", "level", "mode")


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


def bare_questions(path: Path, prompts: Prompts) -> list[Question]:
    """The questions of ``evals/questions.yaml``, none if there is no such file; raises UsageError for a bad one."""
    if not path.is_file():
        return []
    import yaml

    try:
        rows = yaml.load(_read(path), yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: not valid YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(rows, list):
        raise UsageError(f"{path}: expected a list of questions")
    return [_bare(path, number, row, prompts) for number, row in enumerate(rows, 1)]


def _bare(path: Path, number: int, row: Any, prompts: Prompts) -> Question:
    if not isinstance(row, dict) or sorted(row) != sorted(_KEYS) or not all(isinstance(v, str) for v in row.values()):
        raise UsageError(f"{path}: question {number} needs exactly the keys {', '.join(_KEYS)}, each a text")
    question = row["question"].strip()
    digest = sha256("\n".join(row[key] for key in _KEYS).encode()).hexdigest()[:12]
    return Question(
        id=f"{row['topic']}/eval-{digest}",
        system=prompts.system_message(row["mode"], row["language"]),
        user=user_message(question, row["mode"]),
        bare=question,
        language=row["language"],
        level=row["level"],
        mode=row["mode"],
        topic=row["topic"],
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
