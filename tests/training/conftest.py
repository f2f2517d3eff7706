"""The loopback services and the bench that these tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback import MistralService, OpenAIService
from processes import Starter


@pytest.fixture
def openai_service():
    with OpenAIService() as service:
        yield service


@pytest.fixture
def mistral_service():
    with MistralService() as service:
        yield service


@pytest.fixture(scope="session")
def starter():
    if not hasattr(os, "fork"):
        pytest.skip("needs os.fork")
    with Starter() as process:
        yield process


@pytest.fixture(scope="session")
def second_starter():
    if not hasattr(os, "fork"):
        pytest.skip("needs os.fork")
    with Starter() as process:
        yield process
