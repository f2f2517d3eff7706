"""The doubles of GitHub and of the providers, and a clock that nobody waits for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "training"), str(HERE.parent / "evaluation")]

from bench import FakeClock  # noqa: E402
from github_double import GitHub  # noqa: E402

from codetutor_lint.github.context import Context  # noqa: E402


@pytest.fixture
def github():
    with GitHub() as double:
        yield double


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def said():
    return []


@pytest.fixture
def context(github, clock, said, tmp_path):
    """A workflow's surroundings; ``event`` writes what set it off."""
    environment = {**github.environment, "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
    return Context(environment, said.append, clock)
