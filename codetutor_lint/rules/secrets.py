"""Secrets: keys and tokens that begin, by their maker's design, in a way that nothing else does.

Guessing by entropy is no help: it finds hashes, ids and base64, thousands of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded
from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Secret(NamedTuple):
    """A secret in a text: what it is, and its offsets."""

    what: str
    start: int
    end: int


_BASE64 = r"[A-Za-z0-9+/]"
# What is issued, and its whole form; no part is of unlimited length, so that no text takes long to search.
# Sources: the makers' documentation of their token formats.
_KINDS: tuple[tuple[str, str], ...] = (
    ("AWS access key", r"A[KS]IA[A-Z2-7]{16}"),
    ("GitHub token", r"gh[opsu]_[A-Za-z0-9]{36}|ghr_[A-Za-z0-9]{36,76}"),
    ("GitHub token", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    ("GitLab token", r"glpat-[A-Za-z0-9_-]{20,60}"),
    ("Slack token", r"xox[abeoprs]-[A-Za-z0-9-]{20,80}"),
    ("Slack webhook", r"hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/[A-Za-z0-9]{20,30}"),
    ("Discord webhook", r"discord(?:app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,80}"),
    ("Stripe key", r"[rs]k_live_[A-Za-z0-9]{24,120}"),
    ("Google API key", r"AIza[A-Za-z0-9_-]{35}"),
    ("Google OAuth secret", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    ("OpenAI key", r"sk-[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100}"),
    ("OpenAI key", r"sk-proj-[A-Za-z0-9_-]{40,180}"),
    ("Anthropic key", r"sk-ant-[a-z]{1,9}\d\d-[A-Za-z0-9_-]{80,120}"),
    ("Hugging Face token", r"hf_[A-Za-z]{34}"),
    ("npm token", r"npm_[A-Za-z0-9]{36}"),
    ("PyPI token", r"pypi-AgE[A-Za-z0-9_-]{50,220}"),
    ("SendGrid key", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("Telegram bot token", r"\d{8,10}:AA[A-Za-z0-9_-]{33}"),
    ("DigitalOcean token", r"do[opr]_v1_[a-f0-9]{64}"),
    ("Shopify token", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
    ("Azure storage key", rf"AccountKey={_BASE64}{{86}}=="),
    ("private key", rf"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+(?:{_BASE64}{{40,}}=*\s+){{2,}}"),
)
# What every kind has, looked for from a rare letter on: a clean text is passed nearly at memory's speed.
_CUES = (
    re.compile(rb"_(?:(?<=gh[opsur]_)|(?<=_pat_)|(?<=k_live_)|(?<=hf_)|(?<=npm_)|(?<=_v1_)|(?<=shp[acps][ats]_))"),
    re.compile(rb"-(?:(?<=glpat-)|(?<=xox[abeoprs]-)|(?<=-ant-)|(?<=-proj-)|(?<=OCSPX-)|(?<=KEY-)|AgE)"),
    re.compile(rb"A(?:[KS]IA|Iza|ccountKey=|(?<=:A)A)"),
    re.compile(rb"T(?:3BlbkFJ|(?<=services/T))"),
    re.compile(rb"G\.(?<=SG\.)"),
    re.compile(rb"/webhooks/"),
)
_COMPILED: dict[str, re.Pattern[str]] = {}
# A made-up token says so, or repeats itself; a real one of 20 letters and digits has 12 different ones or more.
_MADE_UP = lazy(r"example|x{4}|0{4}|1234|abcd|your|token|secret|test|fake|dummy|redacted|sample", re.IGNORECASE)
_MIN_DIFFERENT = 9
_PREFIX = 4  # letters that say what it is, and nothing about whether it is real
_SHOWN = 4


def find_secrets(text: str) -> Iterator[Secret]:
    """The secrets in a text, without those that are plainly made up."""
    raw = encoded(text)
    if not any(cue.search(raw) for cue in _CUES):
        return
    for what, form in _KINDS:
        for match in _pattern(form).finditer(text):
            if not _is_made_up(match.group()):
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
        _COMPILED[form] = re.compile(rf"(?<![A-Za-z0-9])(?:{form})(?![A-Za-z0-9])")
    return _COMPILED[form]


def _is_made_up(secret: str) -> bool:
    value = secret[_PREFIX:]
    return len(set(value.lower())) < _MIN_DIFFERENT or _MADE_UP.search(value) is not None
