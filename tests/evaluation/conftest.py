"""A server on loopback for each test that wants one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from loopback_model import Behavior, Loopback


@pytest.fixture
def serve() -> Iterator[Callable[[Behavior], Loopback]]:
    running: list[Loopback] = []

    def start(behavior: Behavior) -> Loopback:
        running.append(Loopback(behavior))
        return running[-1]

    yield start
    for server in running:
        server.stop()
