"""From arguments to models: whom to ask, with which key, at what price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.evaluation.asking import Budget, Price
from codetutor_lint.evaluation.models.application import Application
from codetutor_lint.evaluation.models.chat import ChatModel
from codetutor_lint.records import NamedTuple
from codetutor_lint.training.keys import read_key
from codetutor_lint.training.lifecycle import models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from codetutor_lint.evaluation.models import Model

MISTRAL = "https://api.mistral.ai"
# Sent to a server of one's own, which usually wants some key and checks none.
NO_KEY = "none"


class Access(NamedTuple):
    """How models are reached. ``provider`` is openai or mistral, or what an application calls its own."""

    provider: str
    base_url: str | None
    endpoint: str | None
    max_tokens: int
    timeout: float
    root: Path
    environment: Mapping[str, str]

    def model(self, name: str) -> Model:
        """The model called ``name``; raises UsageError without a key for it."""
        if self.endpoint:
            return Application(self.endpoint, self.provider, timeout=self.timeout)
        url, key = self._chat()
        return ChatModel(name, base_url=url, key=key, max_tokens=self.max_tokens, timeout=self.timeout)

    def _chat(self) -> tuple[str | None, str]:
        if self.base_url:
            return self.base_url, self.environment.get("OPENAI_API_KEY", "").strip() or NO_KEY
        if self.provider == "mistral":
            server = self.environment.get("MISTRAL_SERVER_URL") or MISTRAL
            return f"{server.rstrip('/')}/v1", read_key("MISTRAL_API_KEY", self.root, self.environment)
        if self.provider == "openai":
            return self.environment.get("OPENAI_BASE_URL"), read_key("OPENAI_API_KEY", self.root, self.environment)
        raise UsageError(f"--provider {self.provider}: ask openai or mistral, or name a server with --base-url")


def budget(cap: float | None, model: str, max_tokens: int) -> Budget:
    """The budget for a model; raises UsageError if there is a cap but no known price to hold it."""
    if cap is None:
        return Budget()
    found = use_price(model)
    if found is None:
        raise UsageError(
            f"--max-cost: no price is known for {model}; leave it out, or limit the questions with --limit"
        )
    return Budget(cap, found, max_tokens)


def use_price(model: str) -> Price | None:
    """What a model, or a tune of it, costs to use, if the catalog knows."""
    base = model.split(":")[1] if model.startswith("ft:") and ":" in model[3:] else model
    for known in models():
        if known.id == base and known.input_price is not None and known.output_price is not None:
            return Price(known.input_price, known.output_price)
    return None
