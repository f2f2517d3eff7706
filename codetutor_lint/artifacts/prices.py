"""What a dataset costs: training on it once, and a thousand answers of the tuned model.

The rates are data with a date and a source (``training/catalog.toml`` and the configuration); here
they only meet the tokens. What isn't known stays None and is said to be unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ANSWERS = 1_000
_MILLION = 1_000_000


@dataclass(frozen=True)
class Rate:
    """What a provider takes for a model, in USD for a million tokens; None is unknown, 0 is free of charge.

    ``configured`` tells the model that ``train start`` would train from others that could be chosen.
    ``known`` is the day on which the sources said so, None for a price from the configuration.
    """

    provider: str
    model: str
    target: str
    epochs: int
    configured: bool = True
    training: float | None = None
    reading: float | None = None
    writing: float | None = None
    known: date | None = None
    training_source: str | None = None
    use_source: str | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Load:
    """The tokens of a target: one epoch of its training file, and an average question and answer."""

    training: int
    prompt: float
    answer: float
    exact: bool


@dataclass(frozen=True)
class Price:
    """USD for one training and for ``ANSWERS`` answers; upper bounds unless ``exact``."""

    rate: Rate
    tokens: int
    training: float | None
    use: float | None
    exact: bool


def price(rate: Rate, load: Load) -> Price:
    """What ``rate`` makes of ``load``."""
    tokens = load.training * rate.epochs
    training = None if rate.training is None else tokens * rate.training / _MILLION
    use = None
    if rate.reading is not None and rate.writing is not None:
        use = ANSWERS * (load.prompt * rate.reading + load.answer * rate.writing) / _MILLION
    return Price(rate, tokens, training, use, load.exact)
