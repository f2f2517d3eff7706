"""JSON as the artifacts have it: UTF-8, compact lines, sorted nowhere, no escapes beyond JSON's own."""

from __future__ import annotations

import json
from typing import Any


def line(value: Any) -> bytes:
    """One compact line without its newline."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def lines(rows: list[bytes]) -> bytes:
    """A JSONL file of encoded rows."""
    return b"".join(row + b"\n" for row in rows)


def pretty(value: Any) -> bytes:
    """An indented document with a newline at its end."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"
