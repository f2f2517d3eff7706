"""Time as training sees it: how long to wait for what, and the clock that measures it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A wall clock for people, a monotonic one for waiting."""

    def now(self) -> datetime:
        """The time of day, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Pace:
    """How patient training is, in seconds.

    ``settle`` is how long a job may take to appear in the provider's list after its order: a lost
    answer counts as "no job" only when the list lacks the job that long. ``lock`` is how long a start
    waits for another start, ``glance`` how long a command that only looks does.
    """

    request: float = 60.0
    upload: float = 600.0
    retries: tuple[float, ...] = (1.0, 4.0, 15.0)
    longest_retry: float = 60.0
    file_ready: float = 600.0
    file_poll: float = 5.0
    settle: float = 180.0
    poll: float = 30.0
    lock: float = 900.0
    glance: float = 10.0
    clock: Clock = field(default_factory=SystemClock)

    def rounds(self, total: float, first: float, longest: float) -> Iterator[int]:
        """Yield round numbers from 1, pausing in between ever longer, until ``total`` has passed.

        There is always a round at the end of the time, so that the last look is the latest one.
        """
        end = self.clock.monotonic() + total
        pause, number = first, 1
        yield number
        while (left := end - self.clock.monotonic()) > 0:
            self.clock.sleep(min(pause, left))
            pause = min(pause * 2, longest)
            number += 1
            yield number
