"""``python -m codetutor_lint``."""

from __future__ import annotations

import gc
import sys

from codetutor_lint.cli import main as run_command

# A start makes tens of thousands of objects that stay: looking for garbage among them again and again costs a tenth.
_ALLOCATIONS_BETWEEN_COLLECTIONS = 50_000


def main() -> int:
    """Run one command in a process of its own; return its exit code."""
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS)
    return run_command()


if __name__ == "__main__":
    sys.exit(main())
