"""End dates and prices: data with a source and a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codetutor_lint.training.lifecycle import lifetime, models, models_table, offers, offers_table, price, service
from codetutor_lint.training.settings import TYPES, provider_settings
from codetutor_lint.training.terms import today

GUIDE = (Path(__file__).parents[2] / "docs" / "training.md").read_text(encoding="utf-8")


def openai(**table):
    return provider_settings("openai", {key.replace("_", "-"): value for key, value in table.items()})


def test_everything_in_the_catalog_has_a_source_and_a_date_of_knowledge():
    for row in (*offers(), *models()):
        assert row.source.startswith("https://")
        assert date(2026, 1, 1) < row.known


def test_every_default_model_but_mistrals_alias_is_in_the_catalog():
    known = {model.id for model in models()}
    defaults = {settings.default_model for name, settings in TYPES.items() if name != "mistral"}
    assert defaults <= known


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (None, "openai"),
        ("https://res.openai.azure.com/openai/v1/", "azure"),
        ("https://api.tokenfactory.nebius.com/v1/", "nebius"),
        ("https://example.com/v1", None),
    ],
)
def test_an_address_leads_to_its_service(url, expected):
    assert service(openai(base_url=url)) == expected


@pytest.mark.parametrize(
    ("day", "days", "reason"),
    [
        (date(2026, 11, 23), 30, None),
        (date(2026, 12, 20), 30, "the model ends on 2027-01-14, in 25 days (min-lifetime-days is 30)"),
        (date(2026, 12, 20), 20, None),
        (date(2027, 1, 6), 0, None),
        (date(2027, 1, 7), 0, "no job can be created since 2027-01-06"),
    ],
)
def test_a_model_must_live_long_enough(day, days, reason):
    assert lifetime(openai()).too_short(day, days) == reason


def test_a_model_that_has_ended_is_said_to_have_ended():
    ended = lifetime(openai(model="gpt-4.1-nano-2025-04-14"))
    assert ended.too_short(date(2026, 11, 23), 0) == "the model was switched off on 2026-10-23"


def test_what_the_provider_tells_of_its_model_wins():
    assert lifetime(openai(), date(2028, 1, 1)).model_until == date(2028, 1, 1)


def test_openais_end_is_not_that_of_another_service():
    life = lifetime(openai(base_url="https://res.openai.azure.com/openai/v1/", model="gpt-4.1-2025-04-14"))
    assert (life.jobs_until, life.model_until) == (None, None)


def test_prices_have_a_date_and_the_configuration_wins():
    assert price(openai()) == (5.0, date(2026, 11, 22))
    assert price(openai(price_per_million_tokens=7.5)) == (7.5, None)
    assert price(openai(model="gpt-9")) is None
    assert price(provider_settings("local", {})) == (0.0, None)


def test_a_clock_that_is_behind_does_not_bring_back_the_past():
    assert today(None, date(2020, 1, 1)) >= date(2026, 11, 22)
    assert today(None, date(2030, 1, 1)) == date(2030, 1, 1)
    assert today(date(2027, 2, 1), date(2030, 1, 1)) == date(2027, 2, 1)


@pytest.mark.parametrize("table", [offers_table, models_table])
def test_the_guide_shows_the_catalog_as_it_is(table):
    assert "\n".join(table()) in GUIDE
