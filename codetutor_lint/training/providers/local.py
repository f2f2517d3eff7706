"""Training of an open-weights model on one's own machine."""

from __future__ import annotations

from codetutor_lint.errors import UsageError
from codetutor_lint.training.providers.protocol import Connection, Limit, Provider, Size
from codetutor_lint.training.settings import LocalSettings, ProviderSettings

TARGET = "trl"
URL_VARIABLE: str | None = None


def key_variable(settings: ProviderSettings) -> str | None:
    """No key is needed."""
    return None


def limits(size: Size) -> list[Limit]:
    """There must be something to train on."""
    return [Limit(size.rows_train > 0, f"{size.rows_train:,} rows, at least 1")]


def commands(name: str, settings: ProviderSettings) -> list[str]:
    """The same script on a rented machine."""
    return []


def variables(settings: ProviderSettings, model: str) -> dict[str, str]:
    """The address of the server that serves the result, and the model's name there."""
    assert isinstance(settings, LocalSettings)
    return {"OPENAI_BASE_URL": settings.base_url, "OPENAI_MODEL": model}


def connect(connection: Connection) -> Provider:
    """Train here."""
    raise UsageError("training here needs: pip install 'codetutor-lint[local]'")
