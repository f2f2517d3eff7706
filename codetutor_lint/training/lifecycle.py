"""When services and models end, what training costs, what an open model needs: data with a date.

The data are in ``catalog.toml``; this module reads them and says whether a model lives long enough.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from codetutor_lint.training.settings import LocalSettings, MistralSettings, OpenAISettings, ProviderSettings

# Which service an OpenAI-compatible address belongs to.
HOSTS = {
    "api.openai.com": "openai",
    "openai.azure.com": "azure",
    "services.ai.azure.com": "azure",
    "nebius.com": "nebius",
}


@dataclass(frozen=True)
class Offer:
    """What a service offers, ``since`` when and ``until`` when (inclusive; None: no end is known)."""

    service: str
    title: str
    offers: str
    confidence: str
    source: str
    known: date
    since: date | None = None
    until: date | None = None
    until_note: str = ""


@dataclass(frozen=True)
class Model:
    """A base model. ``price`` is USD for a million trained tokens, ``context`` tokens a line.

    ``input_price`` and ``output_price`` are USD for a million tokens that a tune of it reads and
    writes. ``price_source`` and ``use_source`` say who named the prices, in words.
    """

    service: str
    id: str
    source: str
    known: date
    ends: date | None = None
    price: float | None = None
    price_source: str | None = None
    input_price: float | None = None
    output_price: float | None = None
    use_source: str | None = None
    context: int | None = None
    license: str | None = None
    parameters: float | None = None
    memory_gb: float | None = None
    machine: str | None = None


@dataclass(frozen=True)
class Lifetime:
    """Until when jobs can be created and until when the model, and every tune on it, answers."""

    jobs_until: date | None
    model_until: date | None
    source: str | None
    known: date | None
    offer: Offer | None = None

    def too_short(self, today: date, days: int) -> str | None:
        """Why a model ordered on ``today`` would not live ``days`` more days, or None."""
        if self.jobs_until and today > self.jobs_until:
            return f"no job can be created since {self.jobs_until}"
        if self.model_until is None:
            return None
        left = (self.model_until - today).days
        if left <= 0:
            return f"the model was switched off on {self.model_until}"
        if left < days:
            return f"the model ends on {self.model_until}, in {left} days (min-lifetime-days is {days})"
        return None


@cache
def offers() -> tuple[Offer, ...]:
    """Every service's offer, as known."""
    return tuple(Offer(**row) for row in _tables()["offers"])


@cache
def models() -> tuple[Model, ...]:
    """Every base model of which something is known."""
    return tuple(Model(**row) for row in _tables()["models"])


def service(settings: ProviderSettings) -> str | None:
    """The service that a provider's settings lead to, None if its address is not a known one."""
    if isinstance(settings, MistralSettings):
        return "mistral"
    if isinstance(settings, LocalSettings):
        return "local"
    if not isinstance(settings, OpenAISettings) or settings.base_url is None:
        return settings.type
    host = urlsplit(settings.base_url).hostname or ""
    return next((name for tail, name in HOSTS.items() if host == tail or host.endswith("." + tail)), None)


def known_model(settings: ProviderSettings) -> Model | None:
    """What is known of the configured model."""
    name = service(settings)
    return next((row for row in models() if (row.service, row.id) == (name, settings.model)), None)


def lifetime(settings: ProviderSettings, told: date | None = None) -> Lifetime:
    """The end dates of the configured model; ``told`` is the provider's own answer, which wins."""
    name = service(settings)
    offer = next((row for row in offers() if row.service == name), None)
    model = known_model(settings)
    row = model or offer
    return Lifetime(
        jobs_until=offer.until if offer and not offer.until_note else None,
        model_until=told or (model.ends if model else None),
        source=row.source if row else None,
        known=row.known if row else None,
        offer=offer,
    )


def price(settings: ProviderSettings) -> tuple[float, date | None] | None:
    """USD for a million trained tokens and the day it was known, None if it isn't known.

    A price in the configuration wins and has no date; training on one's own machine is free of charge.
    """
    if settings.price_per_million_tokens is not None:
        return settings.price_per_million_tokens, None
    if isinstance(settings, LocalSettings):
        return 0.0, None
    model = known_model(settings)
    return (model.price, model.known) if model and model.price is not None else None


def offers_table() -> list[str]:
    """The offers as the lines of a Markdown table."""
    rows = ["| service | offers | since | until | known |", "|---|---|---|---|---|"]
    for offer in offers():
        until = f"{offer.until or ''} {offer.until_note}".strip() or "no end known"
        source = f"[{offer.known}]({offer.source}) ({offer.confidence})"
        rows.append(f"| {offer.title} | {offer.offers} | {offer.since or '—'} | {until} | {source} |")
    return rows


def models_table() -> list[str]:
    """The open models as the lines of a Markdown table."""
    rows = ["| model | license | context | memory for LoRA | runs on |", "|---|---|---|---|---|"]
    for model in models():
        if model.service == "local":
            name = f"[{model.id}]({model.source})"
            rows.append(
                f"| {name} | {model.license} | {model.context:,} | {model.memory_gb:.0f} GB | {model.machine} |"
            )
    return rows


def _tables() -> dict[str, list[dict[str, Any]]]:
    text = files("codetutor_lint.training").joinpath("catalog.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
