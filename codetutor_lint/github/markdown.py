"""Other people's words in Markdown: shown as they are, and never anything but shown."""

from __future__ import annotations

import re

from codetutor_lint.corpus.shown import escape

SHORT = 200
_BACKTICKS = re.compile("`+")


def inline(text: str, longest: int = SHORT) -> str:
    """A code span: no markup, mention, link, HTML or table cell can come of it."""
    shown = clipped(escape(" ".join(text.split())), longest).replace("|", "¦") or " "
    ticks = _longer_than_any(shown, 1)
    return f"{ticks} {shown} {ticks}" if "`" in shown else f"{ticks}{shown}{ticks}"


def block(text: str, longest: int, language: str = "text") -> str:
    """A fenced block of its own; every line of it is indented by nothing and means nothing."""
    shown = "\n".join(escape(line) for line in clipped(text, longest).split("\n"))
    ticks = _longer_than_any(shown, 3)
    return f"{ticks}{language}\n{shown}\n{ticks}"


def details(summary: str, body: str) -> str:
    """A part that is shown on demand; both must be safe already."""
    return f"<details><summary>\n\n{summary}\n\n</summary>\n\n{body}\n\n</details>"


def clipped(text: str, longest: int) -> str:
    """The text, or its beginning with a note that there is more."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _longer_than_any(text: str, least: int) -> str:
    return "`" * max(least, 1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
