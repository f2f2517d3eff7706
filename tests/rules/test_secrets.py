"""Every kind of secret is found, however it stands, and never shown whole."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.source import Source, Span
from codetutor_lint.rules.diagnostic import Problem, place
from codetutor_lint.rules.secrets import find_secrets, mask, mask_secrets

ALPHANUMERIC = string.ascii_letters + string.digits
BASE32 = string.ascii_uppercase + "234567"
HEX = "0123456789abcdef"


def some(alphabet: str, length: int, seed: int = 7) -> str:
    """Letters as a maker would draw them; no token stands in this file."""
    return "".join(random.Random(seed).choices(alphabet, k=length))


def key_lines() -> str:
    lines = "\n    ".join(some(ALPHANUMERIC + "+/", 64, seed) for seed in range(3))
    return f"-----BEGIN RSA PRIVATE KEY-----\n    {lines}\n    -----END RSA PRIVATE KEY-----"


TOKENS = {
    "AKIA" + some(BASE32, 16): "AWS access key",
    "ASIA" + some(BASE32, 16): "AWS access key",
    **{f"gh{kind}_" + some(ALPHANUMERIC, 36): "GitHub token" for kind in "posur"},
    f"github_pat_{some(ALPHANUMERIC, 22)}_{some(ALPHANUMERIC, 59)}": "GitHub token",
    "glpat-" + some(ALPHANUMERIC, 20): "GitLab token",
    f"xoxb-{some(string.digits, 12)}-{some(ALPHANUMERIC, 24)}": "Slack token",
    "https://hooks.slack.com/services/T02AB3CD4/B05EF6GH7/" + some(ALPHANUMERIC, 24): "Slack webhook",
    f"https://discord.com/api/webhooks/{some('3456789', 18)}/{some(ALPHANUMERIC, 68)}": "Discord webhook",
    "sk_live_" + some(ALPHANUMERIC, 24): "Stripe key",
    "rk_live_" + some(ALPHANUMERIC, 24): "Stripe key",
    "AIza" + some(ALPHANUMERIC, 35): "Google API key",
    "GOCSPX-" + some(ALPHANUMERIC, 28): "Google OAuth secret",
    f"sk-{some(ALPHANUMERIC, 20)}T3BlbkFJ{some(ALPHANUMERIC, 20)}": "OpenAI key",
    "sk-proj-" + some(ALPHANUMERIC, 48): "OpenAI key",
    f"sk-ant-api03-{some(ALPHANUMERIC, 93)}": "Anthropic key",
    "hf_" + some(string.ascii_letters, 34): "Hugging Face token",
    "npm_" + some(ALPHANUMERIC, 36): "npm token",
    "pypi-AgE" + some(ALPHANUMERIC, 150): "PyPI token",
    f"SG.{some(ALPHANUMERIC, 22)}.{some(ALPHANUMERIC, 43)}": "SendGrid key",
    f"{some('3456789', 10)}:AA{some(ALPHANUMERIC, 33)}": "Telegram bot token",
    "dop_v1_" + some(HEX, 64): "DigitalOcean token",
    "shpat_" + some(HEX, 32): "Shopify token",
    f"AccountKey={some(ALPHANUMERIC, 86)}==": "Azure storage key",
    key_lines(): "private key",
}


@pytest.mark.parametrize(("token", "what"), TOKENS.items(), ids=[token[:8] for token in TOKENS])
def test_every_kind_is_found_in_the_middle_of_a_text(token: str, what: str) -> None:
    text = f'✅ Before it, KEY = "{token}" and after it.'
    assert what in [secret.what for secret in find_secrets(text)]
    assert [text[s.start : s.end] in token for s in find_secrets(text)]


@pytest.mark.parametrize("token", TOKENS, ids=[token[:8] for token in TOKENS])
def test_one_that_is_longer_or_shorter_than_issued_is_none(token: str) -> None:
    assert not list(find_secrets(f"x{token}"[:-12]))


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "gh" + "p_" + "x" * 36,
        "gh" + "p_" + "0123456789" * 3 + "012345",
        "sk-" + "proj-YOUR-KEY-GOES-HERE-" + "a" * 30,
        "sk_" + "test_" + some(ALPHANUMERIC, 24),
        "AIza" + "Sy" + "A" * 33,
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        some(HEX, 40),
        "key = os.environ['GH_TOKEN']",
    ],
)
def test_made_up_and_harmless_values_are_left_alone(text: str) -> None:
    assert not list(find_secrets(text))


def test_a_secret_is_quoted_by_its_first_letters() -> None:
    assert mask("ghp_abcdefgh") == "ghp_… (12 characters)"


@given(st.sampled_from(sorted(TOKENS)), st.text(max_size=20), st.text(max_size=20))
def test_masking_keeps_lengths_and_leaves_no_secret(token: str, before: str, after: str) -> None:
    text = f"{before} {token} {after}"
    masked = mask_secrets(text)
    assert len(masked) == len(text)
    assert not list(find_secrets(masked))


def test_no_report_shows_a_secret_whole_whatever_it_is_about() -> None:
    token = "gh" + "p_" + some(ALPHANUMERIC, 36)
    source = Source("x.yaml", f'url: "http://a.net" # {token}\n')
    diagnostic = place(Problem(Span(5, 19), f"not encrypted: {token}"), "CT512", "insecure-link", "warning", source)
    assert token not in diagnostic.excerpt + diagnostic.message
    assert diagnostic.excerpt.startswith('url: "http://a.net" # ghp_****')
