"""Mistral's chat format: the same lines as OpenAI's."""

from __future__ import annotations

from codetutor_lint.artifacts.targets import openai
from codetutor_lint.artifacts.targets.limits import Limits
from codetutor_lint.artifacts.targets.messages import no_companions

ABOUT = "the lines of `openai`, kept within Mistral's limits"
# 32,768 tokens a row: the context that Mistral's tunable models share. The validation file's cap is
# the one its fine-tuning guide named while the API was open.
LIMITS = Limits(row_bytes=32_768, validation_bytes=1_000_000)

messages = openai.messages
encode = openai.encode
companions = no_companions


class Line(openai.Line):
    """One row for Mistral."""
