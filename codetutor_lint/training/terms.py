"""The terms of an order: limits, budget, lifetime. ``plan`` foretells them, ``start`` insists on them."""

from __future__ import annotations

from datetime import date

from codetutor_lint.training.lifecycle import lifetime, models, offers
from codetutor_lint.training.orders import Order
from codetutor_lint.training.outcomes import Refusal
from codetutor_lint.training.providers.protocol import Limit, ProviderModule, Size
from codetutor_lint.training.records import Estimate
from codetutor_lint.training.settings import ProviderSettings

STILL_WORKS = (
    "what still works: the files in the build (docs/training.md says where to take them), "
    "and an open model: codetutor-lint train start --provider local"
)


def size(train: bytes, validation: bytes) -> Size:
    """The size of two JSONL files."""
    lines = [len(line) for line in (*train.split(b"\n"), *validation.split(b"\n"))]
    return Size(train.count(b"\n"), validation.count(b"\n"), len(train), len(validation), max(lines))


def today(told: date | None, clock: date) -> date:
    """The date to reckon with: the provider's own, else this machine's, but never one that has passed.

    A machine whose clock is behind would order a model that has already ended.
    """
    known = [offer.known for offer in offers()] + [model.known for model in models()]
    return told or max([clock, *known])


def over_budget(settings: ProviderSettings, estimate: Estimate) -> str | None:
    """Why an order would break ``max-cost``, or None."""
    if settings.max_cost is None:
        return None
    if estimate.usd is None:
        return (
            f"the price of {settings.model} is not known, so max-cost ({settings.max_cost:.2f} USD) can't be "
            "kept; set price-per-million-tokens"
        )
    if estimate.usd > settings.max_cost:
        return f"it would cost up to {estimate.usd:.2f} USD, and max-cost is {settings.max_cost:.2f} USD"
    return None


def check_terms(order: Order, module: ProviderModule, day: date, told: date | None, accept: bool) -> None:
    """Raise ``Refusal`` unless the limits are kept, the budget holds and the model lives long enough.

    ``told`` is the model's end as the provider tells it; with ``accept`` the lifetime doesn't matter.
    """
    kept_limits(order, module)
    budget = over_budget(order.settings, order.estimate)
    if budget:
        raise Refusal(budget, hint="lower epochs, try --limit N, or raise max-cost in pyproject.toml")
    short = lifetime(order.settings, told).too_short(day, order.settings.min_lifetime_days)
    if short and not accept:
        raise Refusal(f"{order.model}: {short}", hint=f"go on anyway with --accept-retirement; {STILL_WORKS}")


def kept_limits(order: Order, module: ProviderModule) -> None:
    """Raise ``Refusal`` for the first limit that is broken."""
    validation = order.validation.content if order.validation else b""
    for limit in broken(module.limits(size(order.train.content, validation))):
        raise Refusal(f"{order.train.name}: {limit.text}", hint="codetutor-lint train plan shows all limits")


def broken(limits: list[Limit]) -> list[Limit]:
    """The limits that are not kept."""
    return [limit for limit in limits if not limit.kept]
