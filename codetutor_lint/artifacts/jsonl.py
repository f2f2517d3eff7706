"""JSON as the artifacts have it: UTF-8, compact lines, sorted nowhere, no escapes beyond JSON's own."""

from __future__ import annotations

from typing import Any

import orjson


def line(value: Any) -> bytes:
    """One compact line without its newline, as ``json.dumps(ensure_ascii=False)`` with bare separators."""
    return orjson.dumps(value)


def lines(rows: list[bytes]) -> bytes:
    """A JSONL file of encoded rows."""
    return b"".join(row + b"\n" for row in rows)


def pretty(value: Any) -> bytes:
    """An indented document with a newline at its end."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
