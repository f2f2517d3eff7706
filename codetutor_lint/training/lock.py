"""One order at a time in one place: a lock that the operating system drops when its owner dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from codetutor_lint.errors import UsageError


class LockHeld(Exception):  # noqa: N818 (a state, not a mistake)
    """Another process has the lock, and kept it for all the time that was to be waited."""


@contextmanager
def exclusively(folder: Path, seconds: float, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of run records in ``folder``, waiting for it up to ``seconds``.

    ``waiting`` is called when somebody else has it and the waiting begins.

    Raises ``LockHeld`` when the time is over and ``UsageError`` when the file can't be made.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Without an operating system's lock a killed owner would lock everybody out for ever.
        lock = FileLock(folder / ".lock", fallback_to_soft=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            lock.acquire(timeout=seconds)
    except Timeout:
        raise LockHeld from None
    except (OSError, NotImplementedError) as error:
        raise UsageError(f"cannot lock {folder / '.lock'}: {error}") from None
    try:
        yield
    finally:
        lock.release()
