"""Training here: the bookkeeping everywhere; a real training and its model's answer where the packages are."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest

from codetutor_lint.cli import main
from codetutor_lint.errors import UsageError
from codetutor_lint.training.faults import Missing
from codetutor_lint.training.jobs import JobState
from codetutor_lint.training.orders import Order, estimate, key_of
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.providers import local
from codetutor_lint.training.providers.protocol import Connection, Files
from codetutor_lint.training.redaction import Redactor
from codetutor_lint.training.settings import provider_settings

ROOT = Path(__file__).parents[2]
SETTINGS = provider_settings("local", {"from-scratch": True, "max-steps": 1})


def connect(runs: Path) -> local.LocalProvider:
    return local.connect(Connection("local", SETTINGS, None, None, Pace(), runs, Redactor([])))


def order(content: bytes = b'{"prompt": [], "completion": []}\n') -> Order:
    payload = None
    key = key_of("local", SETTINGS, content, None)
    return Order("local", SETTINGS, "0" * 64, None, payload, None, estimate(SETTINGS, 10, True), key)


def ordered(provider: local.LocalProvider, attempt: int = 1):
    file = provider.upload("train.jsonl", b"{}\n")
    return provider.create(order(), attempt, Files(file, None))


def test_a_job_is_found_by_its_submit_key(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    job = ordered(provider)
    assert provider.find(order(), {}) == [job]
    assert provider.find(order(b"other\n"), {}) == []
    assert job.state is JobState.WAITING


def test_a_second_attempt_is_another_job(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    assert [ordered(provider, 1).id, ordered(provider, 2).id] == [job.id for job in provider.find(order(), {})]


def test_half_a_job_is_none(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    (tmp_path / "local" / ".abc.new").mkdir(parents=True)
    (tmp_path / "local" / ".abc.new" / "order.json").write_text("{}")
    assert provider.find(order(), {}) == []


def test_a_cancelled_job_stays_cancelled(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    job = ordered(provider)
    assert provider.cancel(job.id).state is JobState.CANCELLED
    assert provider.work(job, lambda job, progress: None).state is JobState.CANCELLED


def test_an_unknown_job_and_file_are_missing(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    with pytest.raises(Missing):
        provider.retrieve("none")
    with pytest.raises(Missing):
        provider.file_ready("none.jsonl")


@pytest.mark.skipif(find_spec("torch") is not None, reason="the training packages are installed")
def test_missing_packages_are_named_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"training here needs torch.*codetutor-lint\[local\]"):
        connect(tmp_path).preflight(order())


def test_the_script_s_losses_become_the_job_s(tmp_path: Path) -> None:
    provider = connect(tmp_path)
    job = ordered(provider)
    folder = tmp_path / "local" / job.id / "output" / "checkpoint-5"
    folder.mkdir(parents=True)
    log = [{"loss": 2.5, "step": 5, "epoch": 1}, {"eval_loss": 2.6, "step": 5}]
    (folder / "trainer_state.json").write_text(json.dumps({"log_history": log}))
    progress = provider.progress(job)
    assert [(point.step, point.train, point.validation) for point in progress.loss] == [(5, 2.5, None), (5, None, 2.6)]
    assert [checkpoint.step for checkpoint in progress.checkpoints] == [5]


@pytest.mark.local
def test_a_tiny_model_learns_an_example_and_answers_in_seven_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for package in (*local.PACKAGES, "uvicorn"):
        pytest.importorskip(
            package, reason=f"{package} is not installed: pip install 'codetutor-lint[local]' 'transformers[serving]'"
        )
    base = (ROOT / "tests" / "rules" / "base.yaml").read_text(encoding="utf-8")
    (tmp_path / "examples" / "loops").mkdir(parents=True)
    (tmp_path / "examples" / "loops" / "repeat.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.codetutor-lint.split]\ntest = 0\n[tool.codetutor-lint.providers.local]\nfrom-scratch = true\n"
        "max-steps = 200\naccumulate = 1\nlearning-rate = 0.002\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    assert main(["build"]) == 0
    assert main(["train", "start", "--provider", "local", "--write-env", ".env"]) == 0
    [job] = (tmp_path / "runs" / "local").glob("*/output/result.json")
    losses = [row["loss"] for row in json.loads(job.read_text())["log"] if "loss" in row]
    assert losses[-1] < losses[0] / 4
    question = "{question: How do I repeat something in Python?, topic: loops, language: python, level: beginner, mode: default}"
    (tmp_path / "evals").mkdir()
    (tmp_path / "evals" / "questions.yaml").write_text(f"- {question}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", "--port", str(port), "--device", "cpu"]
    server = subprocess.Popen(command, env={**os.environ, "HF_HUB_OFFLINE": "1"}, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        url = f"http://127.0.0.1:{port}/v1"
        model = str(job.parent / "model")
        assert main(["evaluate", "--model", model, "--base-url", url, "--fail-under", "100", "--timeout", "300"]) == 0
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=1)
        except OSError:
            continue
        return
    raise TimeoutError(url)
