"""A provider's table: what is allowed, and how a mistake is explained."""

from __future__ import annotations

import pytest

from codetutor_lint.errors import UsageError
from codetutor_lint.training.settings import named_settings, provider_settings

WHERE = "[tool.codetutor-lint.providers.openai]: "
MISTAKES = [
    ({"epoch": 2}, "unknown key 'epoch'; did you mean 'epochs'?"),
    ({"epochs": "auto"}, "'epochs' is 'auto'; allowed: a valid integer; 'auto' would leave the price open"),
    ({"epochs": 0}, "'epochs' is 0; allowed: greater than or equal to 1"),
    ({"epochs": True}, "'epochs' is True; allowed: a valid integer"),
    ({"batch-size": 300}, "'batch-size' is 300; allowed: less than or equal to 256"),
    ({"hyperparameter-style": "legacy"}, "'hyperparameter-style' is 'legacy'; allowed: 'method' or 'top-level'"),
    ({"type": "opneai"}, "type 'opneai'; allowed: openai, mistral, local"),
    ({"type": 3}, "type 3; allowed: openai, mistral, local"),
    ({"base-url": "http://example.com/v1"}, "'base-url' must begin with https:// (http:// only for this machine)"),
    ({"base-url": "example.com"}, "'base-url' must be an address such as https://HOST/v1/"),
    (
        {"base-url": "https://user:secret@example.com/v1"},
        "'base-url' must not contain a user, a password or a query: keys come from the environment",
    ),
    ({"api-key-env": "sk-live-123"}, "'api-key-env' must be the name of an environment variable, never a key itself"),
    ({"suffix": "my model"}, "'suffix' must be letters, digits and hyphens, at most 24"),
    ({"max-cost": 0}, "'max-cost' is 0; allowed: greater than 0"),
    ({"learning-rate": 0.1}, "unknown key 'learning-rate'; did you mean 'learning-rate-multiplier'?"),
]


@pytest.mark.parametrize(("table", "message"), MISTAKES, ids=[str(table) for table, _ in MISTAKES])
def test_a_mistake_names_the_key_what_was_found_and_what_is_allowed(table, message):
    with pytest.raises(UsageError) as raised:
        provider_settings("openai", table)
    assert str(raised.value) == WHERE + message


@pytest.mark.parametrize("name", ["openai", "mistral", "local"])
def test_the_type_defaults_to_the_name_and_the_model_to_a_sensible_one(name):
    settings = provider_settings(name, {})
    assert settings.type == name
    assert settings.model == settings.default_model
    assert settings.epochs == 3


def test_a_provider_of_another_name_needs_a_type():
    with pytest.raises(UsageError, match="no 'type'; allowed: openai, mistral, local"):
        provider_settings("azure", {})


def test_an_unknown_provider_is_explained():
    with pytest.raises(UsageError, match=r"unknown provider 'opnai'; did you mean 'openai'\?"):
        named_settings("opnai", {"openai": {}, "local": {}})


def test_a_name_that_is_no_file_name_is_refused():
    with pytest.raises(UsageError, match="unknown provider"):
        named_settings("../x", {"../x": {"type": "openai"}})


def test_http_is_for_this_machine_only():
    assert provider_settings("openai", {"base-url": "http://127.0.0.1:8000/v1"})
    assert provider_settings("openai", {"base-url": "http://localhost:8000/v1"})
    assert provider_settings("openai", {"base-url": "http://[::1]:8000/v1"})
