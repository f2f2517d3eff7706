"""Names of files as reports show them."""

from __future__ import annotations

import os

from codetutor_lint.model.lazy import lazy

_UNPRINTABLE = lazy(r"[\x00-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def shown_path(path: str) -> str:
    """A path as reports name it: relative to the working directory below it, POSIX, escaped."""
    here = os.getcwd().rstrip(os.sep) + os.sep  # noqa: PTH109
    return escape(path.removeprefix(here).replace(os.sep, "/"))


def escape(text: str) -> str:
    """``text`` with control, bidirectional and invisible characters written as escapes."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda match: match.group().encode("unicode_escape").decode(), text)
