"""The price list for ``stats``: every configured provider's model, and what else its service trains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.prices import Rate
from codetutor_lint.training.lifecycle import Model, known_model, models, price, service
from codetutor_lint.training.providers.registry import PROVIDERS
from codetutor_lint.training.settings import LocalSettings, ProviderSettings, named_settings

if TYPE_CHECKING:
    from codetutor_lint.config import Config


def rates(config: Config) -> list[Rate]:
    """One rate a model: the configured one of each provider, then its service's others that still live.

    Raises ``UsageError`` for a provider's table that doesn't do.
    """
    found = []
    for name in config.providers:
        settings = named_settings(name, config.providers)
        found.append(_configured(name, settings))
        found += [_other(name, settings, model) for model in _others(settings)]
    return found


def _configured(name: str, settings: ProviderSettings) -> Rate:
    model = known_model(settings)
    known = price(settings)
    use = (model.input_price, model.output_price) if model else (None, None)
    reading, writing = (0.0, 0.0) if isinstance(settings, LocalSettings) else use
    return Rate(
        provider=name,
        model=settings.model,
        target=PROVIDERS[settings.type].TARGET,
        epochs=settings.epochs,
        training=known[0] if known else None,
        reading=reading,
        writing=writing,
        known=model.known if model else None,
        training_source=model.price_source if model and known and known[1] else None,
        use_source=model.use_source if model else None,
        ends=model.ends if model else None,
    )


def _others(settings: ProviderSettings) -> list[Model]:
    """Other hosted models of the same service; those that have ended when last looked at are left out."""
    if isinstance(settings, LocalSettings):
        return []
    name = service(settings)
    return [
        model
        for model in models()
        if model.service == name and model.id != settings.model and (model.ends is None or model.ends > model.known)
    ]


def _other(name: str, settings: ProviderSettings, model: Model) -> Rate:
    return Rate(
        provider=name,
        model=model.id,
        target=PROVIDERS[settings.type].TARGET,
        epochs=settings.epochs,
        configured=False,
        training=model.price,
        reading=model.input_price,
        writing=model.output_price,
        known=model.known,
        training_source=model.price_source,
        use_source=model.use_source,
        ends=model.ends,
    )
