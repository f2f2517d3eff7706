"""The dataset card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from sample_dataset import Dataset


def front_matter(dataset: Dataset) -> dict[str, Any]:
    _, front, _ = dataset.built()["README.md"].decode().split("---\n", 2)
    loaded: dict[str, Any] = yaml.safe_load(front)
    return loaded


def test_each_configuration_names_files_that_have_rows(small: Dataset) -> None:
    small.run("build")
    configs = front_matter(small)["configs"]
    assert [config["config_name"] for config in configs] == ["pairs", "openai", "mistral", "vertex", "trl", "test"]
    assert [config["config_name"] for config in configs if config.get("default")] == ["openai"]
    for config in configs:
        for part in config["data_files"]:
            assert small.built()[part["path"]].count(b"\n") > 0


def test_files_without_rows_are_not_offered(dataset: Dataset) -> None:
    dataset.configure('ignore = ["CT7"]\nsplit = { validation = 0, test = 0 }')
    dataset.add("loops/only")
    dataset.run("build", "--target", "pairs")
    assert front_matter(dataset)["configs"] == [
        {"config_name": "pairs", "default": True, "data_files": [{"split": "train", "path": "pairs/train.jsonl"}]}
    ]


def test_the_license_is_that_of_the_data(small: Dataset) -> None:
    small.run("build")
    assert front_matter(small)["license"] == "other"
    (small.root / "LICENSE-DATA").write_text("All of it\n\nSPDX-License-Identifier: CC-BY-4.0\n")
    small.run("build")
    assert front_matter(small)["license"] == "cc-by-4.0"


def test_it_counts_what_is_there(small: Dataset) -> None:
    small.run("build")
    text = small.built()["README.md"].decode()
    assert "12 questions of people who learn to program" in text
    assert "| Mode | beginner 3, default 3, engineer 3, strict 3 |" in text
    assert "| Topic | loops 4, strings 4, types 4 |" in text
