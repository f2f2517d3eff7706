"""``evals/questions.yaml``: questions that models are examined with, and that no example may answer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.errors import UsageError
from codetutor_lint.model.modes import DEFAULT_MODE
from codetutor_lint.model.source import Source, Span
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from codetutor_lint.config import Config

FILE = "evals/questions.yaml"


class Question(NamedTuple):
    """One question of an examination."""

    question: str
    topic: str
    language: str
    level: str
    mode: str = DEFAULT_MODE


class Mistake(NamedTuple):
    """What is wrong with the file, and where."""

    span: Span
    message: str


class Questions(NamedTuple):
    """The file as it was read: the questions that are whole, and what is wrong with the others."""

    source: Source
    questions: list[Question]
    mistakes: list[Mistake]


def questions_file(config: Config) -> str:
    """Where the questions are: beside the configuration. There need not be any."""
    return os.path.join(config.root_path, *FILE.split("/"))  # noqa: PTH118


def load_questions(file: str) -> Questions:
    """Read a list of mappings with the fields of ``Question``; ``mode`` may be missing.

    A file that isn't there holds no questions. Raises UsageError for one that can't be read.
    """
    shown = shown_path(file)
    try:
        with open(file, encoding="utf-8") as opened:  # noqa: PTH123
            text = opened.read()
    except FileNotFoundError:
        return Questions(Source(shown, ""), [], [])
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown}: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{shown}: can't be read: {error.strerror}") from None
    source = Source(shown, text)
    from codetutor_lint.corpus.questions_yaml import read_questions

    return read_questions(source)
