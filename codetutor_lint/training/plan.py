"""``train plan``: what ``start`` would do and what it would cost; offline, without a key or a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from codetutor_lint.training.lifecycle import Lifetime, Model, Offer, known_model, lifetime
from codetutor_lint.training.orders import estimate, key_of
from codetutor_lint.training.providers.protocol import Limit
from codetutor_lint.training.providers.registry import PROVIDERS
from codetutor_lint.training.records import Estimate
from codetutor_lint.training.settings import ProviderSettings, named_settings
from codetutor_lint.training.sources import PlanInputs, Sources
from codetutor_lint.training.terms import over_budget, size
from codetutor_lint.training.wording import cost

if TYPE_CHECKING:
    from codetutor_lint.config import Config


@dataclass(frozen=True)
class Plan:
    """What one provider would do. ``warnings`` are the reasons for which ``start`` would refuse."""

    provider: str
    settings: ProviderSettings
    rows_train: int
    rows_validation: int
    bytes_train: int
    estimate: Estimate
    limits: tuple[Limit, ...]
    lifetime: Lifetime
    model: Model | None
    submit_key: str
    commands: tuple[str, ...]
    warnings: tuple[str, ...]


def plan(config: Config, names: Sequence[str], limit: int | None, sources: Sources, day: date) -> list[Plan]:
    """One plan a provider, in the order of ``names``; ``day`` is today.

    Raises ``UsageError`` for a provider's table that doesn't do.
    """
    return [_plan(config, name, limit, sources, day) for name in names]


def _plan(config: Config, name: str, limit: int | None, sources: Sources, day: date) -> Plan:
    settings = named_settings(name, config.providers)
    module = PROVIDERS[settings.type]
    inputs = sources.plan_inputs(config, module.TARGET, limit)
    limits = module.limits(size(inputs.train_bytes, inputs.validation_bytes))
    life = lifetime(settings)
    expected = estimate(settings, inputs.tokens_train, inputs.tokens_exact)
    options = f" --limit {limit}" if limit is not None else ""
    return Plan(
        provider=name,
        settings=settings,
        rows_train=inputs.rows_train,
        rows_validation=inputs.rows_validation,
        bytes_train=inputs.bytes_train,
        estimate=expected,
        limits=tuple(limits),
        lifetime=life,
        model=known_model(settings),
        submit_key=_key(name, settings, inputs),
        commands=(
            f"codetutor-lint train start --provider {name}{options}",
            *module.commands(name, settings),
        ),
        warnings=_warnings(settings, limits, life, expected, day),
    )


def _key(name: str, settings: ProviderSettings, inputs: PlanInputs) -> str:
    return key_of(name, settings, inputs.train_bytes, inputs.validation_bytes)


def _warnings(
    settings: ProviderSettings, limits: Sequence[Limit], life: Lifetime, expected: Estimate, day: date
) -> tuple[str, ...]:
    found = [f"limit broken: {limit.text}" for limit in limits if not limit.kept]
    found += [over_budget(settings, expected) or "", life.too_short(day, settings.min_lifetime_days) or ""]
    return tuple(text for text in found if text)


def lines(plan: Plan) -> list[str]:
    """A plan as the lines that the command prints."""
    rows = [
        ("model", plan.settings.model + _needs(plan.model)),
        ("rows", f"{plan.rows_train:,} for training, {plan.rows_validation:,} for validation"),
        ("cost", cost(plan.estimate)),
        ("limits", "; ".join(limit.text for limit in plan.limits if limit.kept) or "none kept"),
        *(("offer", text) for text in _offer(plan.lifetime.offer)),
        ("lifetime", _lifetime(plan.lifetime)),
        ("submit key", plan.submit_key),
        *(("warning", text) for text in plan.warnings),
        *(("run", text) for text in plan.commands),
    ]
    return [plan.provider, *(f"  {name:<11}{text}" for name, text in rows)]


def _needs(model: Model | None) -> str:
    if model is None or model.memory_gb is None:
        return ""
    return f" ({model.license}, {model.context:,} tokens of context, about {model.memory_gb:.0f} GB of memory)"


def _offer(offer: Offer | None) -> list[str]:
    """What the service offers, if it does so under conditions."""
    if offer is None or offer.since is None:
        return []
    closing = f"; {offer.until_note}" if offer.until_note else ""
    return [f"since {offer.since}: {offer.offers}{closing}"]


def _lifetime(life: Lifetime) -> str:
    parts = [
        f"jobs until {life.jobs_until}" if life.jobs_until else "",
        f"model until {life.model_until}" if life.model_until else "",
    ]
    known = f"; known {life.known}, {life.source}" if life.known else ""
    return (", ".join(part for part in parts if part) or "no end known") + known
