"""Report formats: one function each, picked from ``FORMATS``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from codetutor_lint.rules.diagnostic import Diagnostic

    Format = Callable[[Sequence[Diagnostic], bool], str]

FORMATS = ("concise", "full", "json", "github", "sarif")


def render_report(name: str, diagnostics: Sequence[Diagnostic], *, color: bool = False) -> str:
    """The report of sorted diagnostics in the format ``name``; empty if there is nothing to say."""
    from importlib import import_module

    render: Format = import_module(f"codetutor_lint.lint.reports.{name}").render
    return render(diagnostics, color)
