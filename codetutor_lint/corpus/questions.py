"""``evals/questions.yaml``: questions that models are examined with, and that no example may answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from codetutor_lint.corpus.shown import shown_path
from codetutor_lint.errors import UsageError
from codetutor_lint.model.example import LEVELS
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.loading import Fault, compose
from codetutor_lint.model.modes import DEFAULT_MODE, MODES
from codetutor_lint.model.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


_ALLOWED = {"language": (*LANGUAGES, NO_LANGUAGE), "level": LEVELS, "mode": MODES}
_OPTIONAL = ("mode",)


def questions_file(config: Config) -> Path:
    """Where the questions are: beside the configuration. There need not be any."""
    return config.root / FILE


def load_questions(file: Path) -> Questions:
    """Read a list of mappings with the fields of ``Question``; ``mode`` may be missing.

    A file that isn't there holds no questions. Raises UsageError for one that can't be read.
    """
    shown = shown_path(str(file))
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Questions(Source(shown, ""), [], [])
    except UnicodeDecodeError as error:
        raise UsageError(f"{shown}: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{shown}: can't be read: {error.strerror}") from None
    source = Source(shown, text)
    root = compose(source.text)
    if isinstance(root, Fault):
        mistake = Mistake(root.span, f"not valid YAML: {root.detail or root.kind}")
        return Questions(source, [], [] if root.kind == "empty" else [mistake])
    if not isinstance(root, yaml.SequenceNode):
        return Questions(source, [], [Mistake(Span(0, 0), "expected a list of questions")])
    questions, mistakes = [], []
    for node in root.value:
        found = list(_mistakes(node))
        mistakes += found
        if not found:
            questions.append(Question(**{key.value: value.value.strip() for key, value in node.value}))
    return Questions(source, questions, mistakes)


def _mistakes(node: yaml.Node) -> Iterator[Mistake]:
    if not isinstance(node, yaml.MappingNode):
        yield Mistake(_span(node), f"expected a question with {', '.join(Question._fields)}")
        return
    keys = [key.value for key, _ in node.value]
    for number, (key, value) in enumerate(node.value):
        if not isinstance(key, yaml.ScalarNode) or key.value not in Question._fields:
            name = key.value if isinstance(key, yaml.ScalarNode) else "…"
            yield Mistake(_span(key), f"unknown key '{name}'; allowed are {', '.join(Question._fields)}")
        elif key.value in keys[:number]:
            yield Mistake(_span(key), f"'{key.value}' a second time")
        elif not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            yield Mistake(_span(value), f"'{key.value}' is no text")
        elif value.value not in _ALLOWED.get(key.value, (value.value,)):
            allowed = ", ".join(_ALLOWED[key.value])
            yield Mistake(_span(value), f"unknown {key.value} '{value.value}'; allowed are {allowed}")
    missing = [name for name in Question._fields if name not in keys and name not in _OPTIONAL]
    if missing:
        yield Mistake(Span(node.start_mark.index, node.start_mark.index), f"a question without {', '.join(missing)}")


def _span(node: yaml.Node) -> Span:
    return Span(node.start_mark.index, node.end_mark.index)
