"""The services that train models. A new one is one module and one line in ``PROVIDERS``."""

from __future__ import annotations

from codetutor_lint.training.providers import local, mistral, openai
from codetutor_lint.training.providers.protocol import ProviderModule

PROVIDERS: dict[str, ProviderModule] = {"openai": openai, "mistral": mistral, "local": local}
