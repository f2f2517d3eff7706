"""The formats of the report: a module each, imported when it is asked for, with ``report(gathered)``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codetutor_lint.artifacts.statistics.gather import Gathered

FORMATS = {"text": "text", "json": "json_format", "markdown": "markdown", "html": "html"}


def render_statistics(name: str, gathered: Gathered) -> str:
    """The figures in one of ``FORMATS``; raises UsageError if ``html`` lacks what it needs."""
    module = import_module(f"codetutor_lint.artifacts.statistics.{FORMATS[name]}")
    return str(module.report(gathered))
