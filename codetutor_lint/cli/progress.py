"""How far long work has come: a line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SELDOM = 15.0  # seconds between two lines in a log


def progress_line(verb: str) -> Callable[[int, int], None]:
    """A function that is told how much of how much is done, and shows it on stderr."""
    last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K" if done == total else f"\r\x1b[K{verb} {done} of {total}")
            sys.stderr.flush()
        elif time.monotonic() - last >= _SELDOM:
            last = time.monotonic()
            print(f"{verb} {done} of {total}", file=sys.stderr)

    return show
