"""The name of an order: the same for the same training, whoever orders it and wherever."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

# Characters of the key that travel where only a short text fits: 48 bits, far more than a
# project's jobs need, and they are only compared with jobs of the same account.
MARK_LENGTH = 12


def submit_key(
    provider: str, model: str, hyperparameters: Mapping[str, object], train: bytes, validation: bytes | None
) -> str:
    """The SHA-256, in hex, of everything that decides what is trained: also of both files' bytes."""
    parts = {
        "provider": provider,
        "model": model,
        "hyperparameters": hyperparameters,
        "train": sha256(train).hexdigest(),
        "validation": sha256(validation).hexdigest() if validation is not None else None,
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def mark(key: str, attempt: int) -> str:
    """The short form that goes into a model's name: the key's start, and the attempt from 2 on."""
    short = key[:MARK_LENGTH]
    return short if attempt == 1 else f"{short}-{attempt}"


def attempt_of(suffix: str | None, key: str) -> int | None:
    """The attempt that a suffix ending in a mark of ``key`` speaks of, None if it has none."""
    _, found, rest = (suffix or "").rpartition(key[:MARK_LENGTH])
    if not found:
        return None
    if not rest:
        return 1
    number = rest.removeprefix("-")
    return int(number) if rest.startswith("-") and number.isdecimal() else None
