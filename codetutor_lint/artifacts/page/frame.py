"""The frame of a page: its head, navigation, styles, theme and scripts."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from codetutor_lint.artifacts.page.highlight import highlight_css
from codetutor_lint.artifacts.page.templates import render, static
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Only developer tools would ask for the map, and there is none.
_SOURCE_MAP = "//# sourceMappingURL="


class View(NamedTuple):
    """A part of the page that is shown by itself; ``#key`` in the address opens it."""

    key: str
    title: str
    html: Markup


def page(title: str, views: Sequence[View], note: str = "") -> str:
    """A whole page. ``note`` stands at its foot."""
    style = "\n".join([static("vendor/charts.min.css"), static("page.css"), highlight_css()])
    search = static("vendor/minisearch.js").partition(_SOURCE_MAP)[0]
    scripts = [static("theme.js"), search, static("page.js")]
    early, *late = map(Markup, scripts)
    return render(
        "frame.html",
        title=title,
        views=views,
        note=note,
        policy=_policy(style, scripts),
        style=Markup(style),
        early=early,
        late=late,
    )


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Nothing may be loaded, and no script or style runs but those of the frame."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; img-src data:; script-src {hashes}; style-src 'unsafe-inline'; "
        f"style-src-elem {_hash(style)}; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
