"""Small datasets on disk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from sample_dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """An empty dataset."""
    return Dataset(tmp_path / "project")


@pytest.fixture
def small(dataset: Dataset) -> Dataset:
    """A dataset with twelve examples in three topics."""
    for topic in ("loops", "strings", "types"):
        for number in range(4):
            dataset.add(f"{topic}/lesson-{number}", mode=("default", "strict", "beginner", "engineer")[number])
    return dataset


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[[str], Dataset]:
    """Datasets by name, each in a folder of its own."""
    return lambda name: Dataset(tmp_path / name)
