"""Asking a new model the held-out questions of its own release, and grading the replies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.evaluation.access import Access, budget
from codetutor_lint.evaluation.asking import ask_all
from codetutor_lint.evaluation.grading import Grader
from codetutor_lint.evaluation.questions import held_out, unique
from codetutor_lint.evaluation.replies import ReplyStore
from codetutor_lint.evaluation.report import Evaluation, evaluate
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.training.settings import LocalSettings, OpenAISettings, named_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codetutor_lint.config import Config

MAX_TOKENS = 4096
SECONDS = 120.0


def evaluate_model(
    config: Config, provider: str, model: str, questions: Path, replies: Path, environment: Mapping[str, str]
) -> Evaluation:
    """Put the questions of a ``test.jsonl`` to a provider's model; ``replies`` is read, then appended to.

    Raises ``UsageError`` without a key. Nothing is asked where there is no question.
    """
    asked = ask_all(
        _access(config, provider, environment).model(model),
        unique(held_out(questions)),
        ReplyStore(replies),
        budget=budget(None, model, MAX_TOKENS),
    )
    grader = Grader(select_rules(config).codes)
    return evaluate(model, grader.grade(asked.replies), asked=asked)


def _access(config: Config, provider: str, environment: Mapping[str, str]) -> Access:
    settings = named_settings(provider, config.providers)
    assert not isinstance(settings, LocalSettings)
    if not isinstance(settings, OpenAISettings):
        return Access("mistral", None, None, MAX_TOKENS, SECONDS, config.root, environment)
    key = environment.get(settings.api_key_env) or ""
    own = {**environment, "OPENAI_API_KEY": key}
    return Access("openai", settings.base_url, None, MAX_TOKENS, SECONDS, config.root, own)
