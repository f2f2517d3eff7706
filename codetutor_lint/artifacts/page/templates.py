"""The templates, and the files that stand in every page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError

try:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup
except ImportError:
    raise UsageError("the page needs more than the figures: pip install 'codetutor-lint[html]'") from None

if TYPE_CHECKING:
    from typing import Any

_HERE = Path(__file__).parent


def render(template: str, **values: Any) -> Markup:
    """A template filled in; what isn't ``Markup`` is escaped."""
    return Markup(_environment().get_template(template).render(values))


def static(name: str) -> str:
    """A file that stands beside the templates."""
    return _HERE.joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
