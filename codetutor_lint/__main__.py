"""``python -m codetutor_lint``."""

from __future__ import annotations

import gc
import os
import sys

from codetutor_lint.cli import main as run_command

# A start makes tens of thousands of objects that stay: looking for garbage among them again and again costs a tenth.
_ALLOCATIONS_BETWEEN_COLLECTIONS = 50_000


def main() -> int:
    """Run one command in a process of its own; return its exit code, if the process does not end with it."""
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS)
    code = run_command()
    if sys.argv[1:2] == ["check"] and not (sys.gettrace() or sys.getprofile()):
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process at once; to take the interpreter apart would take a tenth of the time of a small check."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody reads it any more
            continue
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
