"""Secrets: keys and tokens that begin, by their maker's design, in a way that nothing else does.

A token is looked for only where its first letters occur, so that a clean text costs one search a
kind. Guessing by entropy is no help: it finds hashes, ids and base64, thousands of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Secret(NamedTuple):
    """A secret in a text: what it is, and its offsets."""

    what: str
    start: int
    end: int


_BASE64 = r"[A-Za-z0-9+/]"
# What is issued, the letters it begins with, and its whole form. Sources: the makers' documentation of
# their token formats (GitHub, GitLab, Slack, Stripe, OpenAI, Anthropic, Hugging Face, npm, PyPI, …).
_KINDS: tuple[tuple[str, str, str], ...] = (
    ("AWS access key", "AKIA", r"AKIA[A-Z2-7]{16}"),
    ("AWS access key", "ASIA", r"ASIA[A-Z2-7]{16}"),
    ("GitHub token", "ghp_", r"ghp_[A-Za-z0-9]{36}"),
    ("GitHub token", "gho_", r"gho_[A-Za-z0-9]{36}"),
    ("GitHub token", "ghs_", r"ghs_[A-Za-z0-9]{36}"),
    ("GitHub token", "ghu_", r"ghu_[A-Za-z0-9]{36}"),
    ("GitHub token", "ghr_", r"ghr_[A-Za-z0-9]{36,76}"),
    ("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    ("GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20,}"),
    ("Slack token", "xox", r"xox[abeoprs]-[A-Za-z0-9-]{20,}"),
    ("Slack webhook", "hooks.slack.com/services/T", r"hooks\.slack\.com/services/T\w{8,}/B\w{8,}/[A-Za-z0-9]{20,}"),
    ("Discord webhook", "/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,}"),
    ("Stripe key", "k_live_", r"[rs]k_live_[A-Za-z0-9]{24,}"),
    ("Google API key", "AIza", r"AIza[A-Za-z0-9_-]{35}"),
    ("Google OAuth token", "ya29.", r"ya29\.[A-Za-z0-9_-]{40,}"),
    ("Google OAuth secret", "GOCSPX-", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    ("OpenAI key", "T3BlbkFJ", r"sk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"),
    ("OpenAI key", "sk-proj-", r"sk-proj-[A-Za-z0-9_-]{40,}"),
    ("Anthropic key", "sk-ant-", r"sk-ant-[a-z]+\d\d-[A-Za-z0-9_-]{80,}"),
    ("Hugging Face token", "hf_", r"hf_[A-Za-z]{34}"),
    ("npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    ("PyPI token", "pypi-AgE", r"pypi-AgE[A-Za-z0-9_-]{50,}"),
    ("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("Telegram bot token", ":AA", r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("DigitalOcean token", "_v1_", r"do[opr]_v1_[a-f0-9]{64}"),
    ("Shopify token", "shp", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    ("Azure storage key", "AccountKey=", rf"AccountKey={_BASE64}{{86}}=="),
    ("private key", "PRIVATE KEY-", rf"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+(?:{_BASE64}{{40,}}=*\s+){{2,}}"),
)
# One search tells that a text has none: much faster than one for each kind.
_CUES = re.compile("|".join(sorted({re.escape(cue) for _, cue, _ in _KINDS})))
_COMPILED: dict[str, re.Pattern[str]] = {}
# A made-up token says so, or repeats itself; a real one of 20 letters and digits has 12 different ones or more.
_MADE_UP = re.compile(r"example|x{4}|0{4}|1234|abcd|your|token|secret|test|fake|dummy|redacted|sample", re.IGNORECASE)
_MIN_DIFFERENT = 11
_SHOWN = 4


def find_secrets(text: str) -> Iterator[Secret]:
    """The secrets in a text, without those that are plainly made up."""
    if not _CUES.search(text):
        return
    for what, cue, form in _KINDS:
        if cue in text:
            for match in _pattern(form).finditer(text):
                if not _is_made_up(match.group(), cue):
                    yield Secret(what, match.start(), match.end())


def mask(text: str) -> str:
    """A secret as it may be shown: its first letters and its length."""
    return f"{text[:_SHOWN]}… ({len(text)} characters)"


def mask_secrets(text: str) -> str:
    """A text with every secret in it starred out behind its first letters; lengths stay."""
    for secret in find_secrets(text):
        stars = "*" * (secret.end - secret.start - _SHOWN)
        text = text[: secret.start + _SHOWN] + stars + text[secret.end :]
    return text


def _pattern(form: str) -> re.Pattern[str]:
    if form not in _COMPILED:
        _COMPILED[form] = re.compile(rf"(?<![A-Za-z0-9]){form}(?![A-Za-z0-9])")
    return _COMPILED[form]


def _is_made_up(secret: str, cue: str) -> bool:
    rest = secret.replace(cue, "", 1)
    return len(set(rest.lower())) < _MIN_DIFFERENT or _MADE_UP.search(rest) is not None
