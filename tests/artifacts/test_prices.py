"""What training and answers cost, and what is said where nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from codetutor_lint.artifacts.prices import Load, Rate, price
from codetutor_lint.errors import UsageError
from codetutor_lint.training.lifecycle import models
from codetutor_lint.training.rates import rates

LOAD = Load(training=200_000, prompt=800.0, answer=1_200.0, exact=True)


def test_training_costs_tokens_times_epochs() -> None:
    priced = price(Rate("openai", "m", "openai", epochs=3, training=5.0), LOAD)
    assert (priced.tokens, priced.training) == (600_000, pytest.approx(3.0))


def test_a_thousand_answers_cost_what_is_read_and_written() -> None:
    priced = price(Rate("openai", "m", "openai", epochs=3, reading=0.8, writing=3.2), LOAD)
    assert priced.use == pytest.approx(0.8 * 0.8 + 1.2 * 3.2)


def test_what_is_not_known_stays_unknown() -> None:
    priced = price(Rate("mistral", "m", "mistral", epochs=1, reading=0.1), LOAD)
    assert (priced.training, priced.use) == (None, None)


def test_a_bound_of_tokens_bounds_the_price() -> None:
    assert not price(Rate("x", "m", "vertex", epochs=1), replace(LOAD, exact=False)).exact


def test_the_configured_models_come_first_and_ended_ones_not_at_all(dataset) -> None:
    listed = [(rate.provider, rate.model, rate.configured) for rate in rates(dataset.config)]
    assert listed == [
        ("openai", "gpt-4.1-mini-2025-04-14", True),
        ("openai", "gpt-4.1-2025-04-14", False),
        ("openai", "gpt-4o-mini-2024-07-18", False),
        ("mistral", "ministral-8b-latest", True),
        ("local", "Qwen/Qwen3-4B-Instruct-2507", True),
    ]


def test_a_known_price_has_a_date_and_a_source(dataset) -> None:
    for rate in rates(dataset.config):
        if rate.training:
            assert rate.known is not None
            assert rate.training_source
        if rate.reading:
            assert rate.use_source


def test_prices_of_the_catalog_have_sources() -> None:
    for model in models():
        assert (model.price is None) == (model.price_source is None), model.id
        assert (model.input_price is None) == (model.output_price is None) == (model.use_source is None), model.id


def test_ones_own_machine_is_free_of_charge(dataset) -> None:
    [local] = [rate for rate in rates(dataset.config) if rate.provider == "local"]
    assert (local.training, local.reading, local.writing) == (0.0, 0.0, 0.0)


def test_a_price_from_the_configuration_wins_and_names_no_source(dataset) -> None:
    dataset.configure(
        'providers.mine = { type = "openai", model = "gpt-4.1-2025-04-14", price-per-million-tokens = 7 }'
    )
    [mine] = [rate for rate in rates(dataset.config) if rate.provider == "mine" and rate.configured]
    assert (mine.training, mine.training_source) == (7, None)


def test_an_unknown_model_has_no_prices(dataset) -> None:
    dataset.configure('providers.openai = { model = "gpt-9" }')
    first = rates(dataset.config)[0]
    assert (first.training, first.reading, first.writing, first.known) == (None, None, None, None)


def test_a_wrong_provider_table_is_a_usage_error(dataset) -> None:
    dataset.configure("providers.openai = { epochs = 0 }")
    with pytest.raises(UsageError, match="epochs"):
        rates(dataset.config)
