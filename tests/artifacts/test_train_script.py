"""``trl/train.py`` and its configurations: they agree, and where TRL is installed, they train."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from codetutor_lint.training.settings import LocalSettings

if TYPE_CHECKING:
    from types import ModuleType

    from sample_dataset import Dataset

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "codetutor_lint" / "artifacts" / "trl"
SCRIPT = FOLDER / "train.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script as a module; what it trains with is imported when it trains."""
    spec = importlib.util.spec_from_file_location("train_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def loaded(name: str) -> dict[str, Any]:
    value: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return value


def test_the_script_declares_its_dependencies() -> None:
    block = SCRIPT.read_text(encoding="utf-8").split("# ///")[1].removeprefix(" script\n")
    declared = tomllib.loads("".join(line.removeprefix("#").removeprefix(" ") + "\n" for line in block.split("\n")))
    names = {dependency.split(">")[0] for dependency in declared["dependencies"]}
    assert names == {"accelerate", "datasets", "peft", "torch", "transformers", "trl"}
    assert declared["requires-python"] == ">=3.11"


def test_help_needs_none_of_them() -> None:
    done = subprocess.run([sys.executable, "-S", str(SCRIPT), "--help"], capture_output=True, text=True, check=True)
    assert "hf jobs uv run" in done.stdout
    assert "sky jobs launch task.yaml" in done.stdout


def test_both_configurations_say_what_the_script_does(script: ModuleType) -> None:
    usual = script.parse_arguments([])
    sft, task = loaded("sft.yaml"), loaded("task.yaml")
    assert sft["model_name_or_path"] == task["envs"]["MODEL"] == usual.model
    assert sft["num_train_epochs"] == task["envs"]["EPOCHS"] == usual.epochs
    assert sft["per_device_train_batch_size"] == usual.batch_size
    assert sft["gradient_accumulation_steps"] == usual.accumulate
    assert sft["learning_rate"] == usual.learning_rate
    assert (sft["lora_r"], sft["lora_alpha"]) == (usual.lora_rank, 2 * usual.lora_rank)
    assert (sft["seed"], sft["save_steps"]) == (usual.seed, usual.save_steps)
    assert sft["max_length"] is usual.max_length is None


def test_the_defaults_are_those_of_the_local_provider(script: ModuleType) -> None:
    usual, settings = script.parse_arguments([]), LocalSettings(model=LocalSettings.default_model)
    assert usual.model == settings.model
    assert (usual.epochs, usual.batch_size) == (settings.epochs, settings.batch_size)
    assert (usual.learning_rate, usual.seed) == (settings.learning_rate, settings.seed)


def test_the_default_model_is_in_the_catalog(script: ModuleType) -> None:
    catalog = tomllib.loads((ROOT / "codetutor_lint" / "training" / "catalog.toml").read_text(encoding="utf-8"))
    local = {model["id"] for model in catalog["models"] if model["service"] == "local"}
    assert script.parse_arguments([]).model in local


def test_the_task_names_options_that_the_script_has(script: ModuleType) -> None:
    command = loaded("task.yaml")["run"].split("train.py ", 2)[-1]
    script.parse_arguments(command.replace("$EPOCHS", "3").replace('"', "").split())


def test_sky_takes_the_task(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    sky = pytest.importorskip("sky", reason="needs skypilot")
    monkeypatch.chdir(FOLDER)
    assert sky.Task.from_yaml("task.yaml").num_nodes == 1


def test_the_newest_whole_checkpoint_counts(script: ModuleType, tmp_path: Path) -> None:
    for step, files in ((5, ["trainer_state.json"]), (10, ["trainer_state.json"]), (15, ["model.safetensors"])):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        for name in files:
            (folder / name).write_text("{}")
    assert script.last_checkpoint(tmp_path) == str(tmp_path / "checkpoint-10")
    assert script.last_checkpoint(tmp_path / "checkpoint-5") is None


def test_an_output_that_was_begun_otherwise_is_refused(script: ModuleType, tmp_path: Path) -> None:
    rows = {"train": [{"prompt": [], "completion": []}]}
    script.begin(tmp_path / "out", script.parse_arguments(["--epochs", "2"]), rows)
    script.begin(tmp_path / "out", script.parse_arguments(["--epochs", "2", "--save-steps", "7"]), rows)
    with pytest.raises(SystemExit, match="was begun with other epochs; choose another --output"):
        script.begin(tmp_path / "out", script.parse_arguments(["--epochs", "3"]), rows)
    with pytest.raises(SystemExit, match="was begun with other rows"):
        script.begin(tmp_path / "out", script.parse_arguments(["--epochs", "2"]), {"train": []})


def test_data_that_is_not_there(script: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such folder"):
        script.load_rows(str(tmp_path / "nowhere"), None)
    with pytest.raises(SystemExit, match="no rows to train on"):
        script.load_rows(str(tmp_path), None)


def test_the_build_is_what_it_reads(script: ModuleType, small: Dataset) -> None:
    small.run("build", "--target", "trl")
    manifest = json.loads(small.built()["manifest.json"])
    rows = script.load_rows(str(small.out / "trl"), None)
    assert {split: len(part) for split, part in rows.items()} == {
        split: manifest["files"][f"trl/{split}.jsonl"]["rows"] for split in ("train", "validation")
    }
    assert len(script.load_rows(str(small.out / "trl"), 2)["train"]) == 2


def test_it_trains_and_goes_on_where_it_was_stopped(small: Dataset, tmp_path: Path) -> None:
    for module in ("torch", "trl", "peft", "datasets"):
        pytest.importorskip(module, reason=f"needs {module}")
    small.run("build", "--target", "trl")

    def train(output: str) -> Path:
        few = ["--max-steps", "3", "--limit", "2", "--accumulate", "1", "--save-steps", "1"]
        options = ["--from-scratch", *few, "--learning-rate", "0.001"]
        command = [sys.executable, str(small.out / "trl" / "train.py"), *options, "--output", str(tmp_path / output)]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        return tmp_path / output

    once, stopped = train("once"), train("stopped")
    result = json.loads((once / "result.json").read_text())
    assert result["steps"] == 3
    assert result["eval_loss"] > 0
    for name in ("result.json", "model", "checkpoint-3"):
        path = stopped / name
        path.unlink() if path.is_file() else shutil.rmtree(path)
    train("stopped")
    assert (stopped / "model" / "model.safetensors").read_bytes() == (once / "model" / "model.safetensors").read_bytes()
