"""What ``evals/questions.yaml`` holds, read as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from codetutor_lint.corpus.questions import Mistake, Question, Questions
from codetutor_lint.model.example import LEVELS
from codetutor_lint.model.languages import LANGUAGES, NO_LANGUAGE
from codetutor_lint.model.loading import compose
from codetutor_lint.model.modes import MODES
from codetutor_lint.model.source import Span
from codetutor_lint.model.values import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.source import Source

_ALLOWED = {"language": (*LANGUAGES, NO_LANGUAGE), "level": LEVELS, "mode": MODES}
_OPTIONAL = ("mode",)


def read_questions(source: Source) -> Questions:
    """Read a list of mappings with the fields of ``Question``; ``mode`` may be missing."""
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
