"""One ``[tool.codetutor-lint.providers.NAME]`` table, checked."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from codetutor_lint.errors import UsageError

# Azure takes 40 characters (OpenAI 64); the submit key's mark and an attempt number need 16 of them.
LONGEST_SUFFIX = 24
# A provider's name becomes part of file names.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def checked_url(url: str) -> str:
    """Return ``url``, or raise ``ValueError`` if a key sent there could be read by others."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address such as https://HOST/v1/")
    if parts.username or parts.password or parts.query:
        raise ValueError("must not contain a user, a password or a query: keys come from the environment")
    if parts.scheme == "http" and not _loopback(parts.hostname):
        raise ValueError("must begin with https:// (http:// only for this machine)")
    return url


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("must be the name of an environment variable, never a key itself")
    return name


def _suffix(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", text) or len(text) > LONGEST_SUFFIX:
        raise ValueError(f"must be letters, digits and hyphens, at most {LONGEST_SUFFIX}")
    return text


def _kebab(field: str) -> str:
    return field.replace("_", "-")


Url = Annotated[str, AfterValidator(checked_url)]
Variable = Annotated[str, AfterValidator(_variable)]
Suffix = Annotated[str, AfterValidator(_suffix)]
Epochs = Annotated[int, Field(ge=1, le=50)]


class ProviderSettings(BaseModel, ABC):
    """What every provider's table may hold. Amounts are USD, ``max_cost`` is per job."""

    model_config = ConfigDict(
        alias_generator=_kebab, extra="forbid", frozen=True, strict=True, hide_input_in_errors=True
    )
    default_model: ClassVar[str]

    type: str
    model: str = Field(min_length=1)
    epochs: Epochs = 3
    max_cost: float | None = Field(None, gt=0)
    price_per_million_tokens: float | None = Field(None, ge=0)
    min_lifetime_days: int = Field(30, ge=0)

    @abstractmethod
    def hyperparameters(self) -> dict[str, object]:
        """What the provider is told, under its own names; part of the submit key."""


class OpenAISettings(ProviderSettings):
    """OpenAI, and any service that speaks its fine-tuning API (Azure, Nebius)."""

    default_model: ClassVar[str] = "gpt-4.1-mini-2025-04-14"

    type: Literal["openai"] = "openai"
    batch_size: int | None = Field(None, ge=1, le=256)
    learning_rate_multiplier: float | None = Field(None, gt=0)
    seed: int | None = Field(None, ge=0, le=2**31 - 1)
    suffix: Suffix = "codetutor"
    base_url: Url | None = None
    api_key_env: Variable = "OPENAI_API_KEY"
    extra_body: dict[str, object] = Field(default_factory=dict)
    hyperparameter_style: Literal["method", "top-level"] = "method"

    def hyperparameters(self) -> dict[str, object]:
        """``n_epochs`` and whatever else is set; "auto" is what stays unset."""
        values = {
            "n_epochs": self.epochs,
            "batch_size": self.batch_size,
            "learning_rate_multiplier": self.learning_rate_multiplier,
            "seed": self.seed,
            "extra_body": self.extra_body or None,
        }
        return {name: value for name, value in values.items() if value is not None}


class MistralSettings(ProviderSettings):
    """Mistral's fine-tuning jobs, for accounts that still have them."""

    default_model: ClassVar[str] = "ministral-8b-latest"

    type: Literal["mistral"] = "mistral"
    learning_rate: float = Field(1e-4, ge=1e-8, le=1)
    base_url: Url | None = None
    api_key_env: Variable = "MISTRAL_API_KEY"

    def hyperparameters(self) -> dict[str, object]:
        """``epochs`` and ``learning_rate``, as in Mistral's API document."""
        return {"epochs": self.epochs, "learning_rate": self.learning_rate}


class LocalSettings(ProviderSettings):
    """Training of an open-weights model with TRL; ``base_url`` is where the result will be served."""

    default_model: ClassVar[str] = "Qwen/Qwen3-4B-Instruct-2507"

    type: Literal["local"] = "local"
    batch_size: int = Field(1, ge=1)
    accumulate: int = Field(8, ge=1)
    learning_rate: float = Field(2e-4, gt=0, le=1)
    lora_rank: int = Field(16, ge=0)
    max_steps: int | None = Field(None, ge=1)
    max_length: int | None = Field(None, ge=1)
    from_scratch: bool = False
    seed: int = Field(42, ge=0, le=2**31 - 1)
    base_url: Url = "http://127.0.0.1:8000/v1"

    def hyperparameters(self) -> dict[str, object]:
        """The options of ``train.py`` that decide what is learned; what is unset is its default."""
        values = {
            "epochs": self.epochs,
            "batch_size": self.batch_size,
            "accumulate": self.accumulate,
            "learning_rate": self.learning_rate,
            "lora_rank": self.lora_rank,
            "max_steps": self.max_steps,
            "max_length": self.max_length,
            "from_scratch": self.from_scratch or None,
            "seed": self.seed,
        }
        return {name: value for name, value in values.items() if value is not None}


TYPES: dict[str, type[ProviderSettings]] = {
    "openai": OpenAISettings,
    "mistral": MistralSettings,
    "local": LocalSettings,
}


def provider_settings(name: str, table: Mapping[str, object]) -> ProviderSettings:
    """Check the table of provider ``name``; its ``type`` defaults to its name.

    Raises ``UsageError`` that names the key, what was found and what is allowed.
    """
    where = f"[tool.codetutor-lint.providers.{name}]"
    kind = table.get("type", name)
    if not isinstance(kind, str) or kind not in TYPES:
        found = f"type {kind!r}" if "type" in table else "no 'type'"
        raise UsageError(f"{where}: {found}; allowed: {', '.join(TYPES)}")
    settings = TYPES[kind]
    try:
        return settings.model_validate({"type": kind, "model": settings.default_model, **table})
    except ValidationError as error:
        raise UsageError(f"{where}: {_explain(settings, error, table)}") from None


def named_settings(name: str, providers: Mapping[str, Mapping[str, object]]) -> ProviderSettings:
    """The settings of provider ``name``. Raises ``UsageError`` if there is no such provider."""
    if name not in providers or not NAME.fullmatch(name):
        raise UsageError(f"unknown provider '{name}'{_meant(name, list(providers))}")
    return provider_settings(name, providers[name])


def _explain(settings: type[ProviderSettings], error: ValidationError, table: Mapping[str, object]) -> str:
    first = error.errors()[0]
    key = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"unknown key '{key}'{_meant(key, [_kebab(field) for field in settings.model_fields])}"
    words = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if first["type"] == "value_error":
        return f"'{key}' {words}"
    hint = "; 'auto' would leave the price open" if table.get(key) == "auto" else ""
    return f"'{key}' is {table.get(key)!r}; allowed: {words}{hint}"


def _meant(word: str, allowed: list[str]) -> str:
    close = get_close_matches(word, allowed, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; allowed: {', '.join(allowed)}"
