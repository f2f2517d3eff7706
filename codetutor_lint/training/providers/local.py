"""Training of an open-weights model here, by the build's own ``trl/train.py``; nobody can switch it off.

A job is a folder in ``runs/local``: the order, the rows, the script's output. The script does the
training and goes on from its last checkpoint; the operating system's lock says whether it is at work.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from codetutor_lint.errors import UsageError
from codetutor_lint.training.faults import Missing
from codetutor_lint.training.jobs import Checkpoint, Job, JobState, LossPoint, Progress
from codetutor_lint.training.orders import Order
from codetutor_lint.training.providers.protocol import Connection, Files, Limit, Size
from codetutor_lint.training.settings import LocalSettings, ProviderSettings
from codetutor_lint.training.submit_key import mark

TARGET = "trl"
URL_VARIABLE: str | None = None
PACKAGES = ("torch", "transformers", "trl", "datasets", "peft", "accelerate")
INSTALL = "pip install 'codetutor-lint[local]'"
# Seconds between two looks at how far the script has come.
GLANCE = 2.0
_STATES = {
    "waiting": JobState.WAITING,
    "running": JobState.RUNNING,
    "succeeded": JobState.SUCCEEDED,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
}


def key_variable(settings: ProviderSettings) -> str | None:
    """No key is needed."""
    return None


def limits(size: Size) -> list[Limit]:
    """There must be something to train on."""
    return [Limit(size.rows_train > 0, f"{size.rows_train:,} rows, at least 1")]


def commands(name: str, settings: ProviderSettings) -> list[str]:
    """The same script on one rented machine, and on many; then the server of its result."""
    assert isinstance(settings, LocalSettings)
    options = shlex.join(_options(settings))
    return [
        f"hf jobs uv run --flavor a10g-large --timeout 6h --secrets HF_TOKEN datasets/trl/train.py "
        f"--data OWNER/DATASET --push OWNER/MODEL {options}",
        "sky jobs launch datasets/trl/task.yaml",
        f"transformers serve {_served(settings)}",
    ]


def variables(settings: ProviderSettings, model: str) -> dict[str, str]:
    """The address of the server that serves the result, and the model's name there."""
    assert isinstance(settings, LocalSettings)
    return {"OPENAI_BASE_URL": settings.base_url, "OPENAI_MODEL": model}


def connect(connection: Connection) -> LocalProvider:
    """Look after the jobs of this folder; training itself needs the packages of the extra ``local``."""
    return LocalProvider(connection)


class LocalProvider:
    """This machine."""

    def __init__(self, connection: Connection) -> None:
        assert isinstance(connection.settings, LocalSettings)
        self._settings = connection.settings
        self._folder = connection.runs / "local"
        self._redact = connection.redact

    @property
    def today(self) -> date | None:
        """This machine's own date is asked elsewhere."""
        return None

    def find(self, order: Order, uploads: Mapping[str, int]) -> list[Job]:
        """The jobs of an order."""
        return [
            job for job in map(self._job, self._jobs()) if self._order(job.id).get("submit_key") == order.submit_key
        ]

    def retrieve(self, job_id: str) -> Job:
        """One job."""
        if job_id not in self._jobs():
            raise Missing("there is no such folder in runs/local")
        return self._job(job_id)

    def progress(self, job: Job) -> Progress:
        """Loss and checkpoints, from the script's newest checkpoint or its result."""
        return _progress(self._folder / job.id / "output")

    def preflight(self, order: Order) -> date | None:
        """Open weights do not end. Raises ``UsageError`` where the training packages are missing."""
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if missing:
            raise UsageError(f"training here needs {', '.join(missing)}: {INSTALL}")
        return None

    def upload(self, name: str, content: bytes) -> str:
        """Keep a file beside the jobs, under its digest."""
        kept = self._folder / "files" / f"{sha256(content).hexdigest()}.jsonl"
        kept.parent.mkdir(parents=True, exist_ok=True)
        temporary = kept.with_suffix(f".{os.getpid()}.new")
        temporary.write_bytes(content)
        temporary.replace(kept)
        return kept.name

    def file_ready(self, file_id: str) -> bool:
        """Whether the file is there. Raises ``Missing``."""
        if not (self._folder / "files" / file_id).is_file():
            raise Missing("the file was deleted")
        return True

    def create(self, order: Order, attempt: int, files: Files) -> Job:
        """Make the job's folder, whole or not at all."""
        job_id = mark(order.submit_key, attempt)
        fresh = self._folder / f".{job_id}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        shutil.copyfile(self._folder / "files" / files.train, fresh / "train.jsonl")
        if files.validation:
            shutil.copyfile(self._folder / "files" / files.validation, fresh / "validation.jsonl")
        asked = {
            "submit_key": order.submit_key,
            "attempt": attempt,
            "training_file": files.train,
            "options": _options(self._settings),
        }
        _write(fresh / "order.json", asked)
        fresh.rename(self._folder / job_id)
        return self._job(job_id)

    def cancel(self, job_id: str) -> Job:
        """Mark the job; whoever works on it stops at the next look."""
        job = self.retrieve(job_id)
        if job.state.live:
            _write(self._folder / job_id / "ended.json", {"status": "cancelled"})
        return self._job(job_id)

    def discard(self, file_id: str) -> None:
        """Delete a kept file."""
        try:
            (self._folder / "files" / file_id).unlink()
        except FileNotFoundError:
            raise Missing("the file is already gone") from None

    def close(self) -> None:
        """Nothing is open."""

    def work(self, job: Job, report: Callable[[Job, Progress], None]) -> Job:
        """Train until the job ends, from its last checkpoint on; another process's job is left to it."""
        folder = self._folder / job.id
        with _working(folder) as alone:
            if not alone or not self._job(job.id, alone=True).state.live:
                return self._job(job.id)
            code = self._train(job.id, report)
            if code and not (folder / "ended.json").is_file():
                words = f"train.py ended with exit code {code}; what it said stands above"
                _write(folder / "ended.json", {"status": "failed", "error": words})
        return self._job(job.id)

    def _train(self, job_id: str, report: Callable[[Job, Progress], None]) -> int:
        """Run the script, its progress bar and loss in sight; return its exit code."""
        folder = self._folder / job_id
        script = files("codetutor_lint.artifacts") / "trl" / "train.py"
        command = [sys.executable, str(script), "--data", str(folder), "--output", str(folder / "output")]
        environment = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", **os.environ}
        command += self._order(job_id)["options"]
        seen: Progress | None = None
        with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr) as process:
            try:
                while True:
                    if (folder / "ended.json").is_file():
                        process.terminate()
                    try:
                        return process.wait(GLANCE)
                    except subprocess.TimeoutExpired:
                        progress = _progress(folder / "output")
                        if progress != seen:
                            seen = progress
                            report(self._job(job_id, at_work=True), progress)
            except BaseException:
                process.terminate()
                raise

    def _jobs(self) -> list[str]:
        return sorted(path.parent.name for path in self._folder.glob("[!.]*/order.json"))

    def _order(self, job_id: str) -> dict[str, Any]:
        order: dict[str, Any] = json.loads((self._folder / job_id / "order.json").read_text(encoding="utf-8"))
        return order

    def _job(self, job_id: str, *, at_work: bool = False, alone: bool = False) -> Job:
        folder = self._folder / job_id
        order = self._order(job_id)
        result, ended = _read(folder / "output" / "result.json"), _read(folder / "ended.json")
        status = "waiting"
        if result:
            status = "succeeded"
        elif ended:
            status = str(ended["status"])
        elif at_work or (not alone and _is_worked_on(folder)):
            status = "running"
        return Job(
            id=job_id,
            state=_STATES[status],
            status=status,
            attempt=int(order["attempt"]),
            created_at=int((folder / "order.json").stat().st_mtime),
            model=str(result["model"]) if result else None,
            error=ended.get("error") if ended else None,
            training_file=order["training_file"],
        )


def _options(settings: LocalSettings) -> list[str]:
    """The script's arguments that decide what is learned."""
    options = [f"--epochs={settings.epochs}", f"--batch-size={settings.batch_size}"]
    options += [f"--learning-rate={settings.learning_rate}", f"--seed={settings.seed}"]
    options += [f"--lora-rank={settings.lora_rank}", f"--accumulate={settings.accumulate}"]
    options += [f"--max-steps={settings.max_steps}"] if settings.max_steps else []
    options += [f"--max-length={settings.max_length}"] if settings.max_length else []
    return [*options, "--from-scratch" if settings.from_scratch else f"--model={settings.model}"]


def _served(settings: LocalSettings) -> str:
    port = settings.base_url.rsplit(":", 1)[-1].split("/")[0]
    return f"--port {port}" if port.isdigit() else ""


def _progress(output: Path) -> Progress:
    """What the script has written down: of its newest whole checkpoint, or of its end."""
    states = sorted(output.glob("checkpoint-*/trainer_state.json"), key=lambda path: int(path.parent.name[11:]))
    result = _read(output / "result.json")
    newest = _read(states[-1]) if states else None
    log = result["log"] if result else newest["log_history"] if newest else []
    loss = tuple(
        LossPoint(int(row["step"]), train=row.get("loss"), validation=row.get("eval_loss"))
        for row in log
        if "loss" in row or "eval_loss" in row
    )
    checkpoints = tuple(Checkpoint(int(path.parent.name[11:]), str(path.parent)) for path in states)
    return Progress(loss=loss, checkpoints=checkpoints)


@contextmanager
def _working(folder: Path) -> Iterator[bool]:
    """Hold the job's own lock; false if another process has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".lock", fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _is_worked_on(folder: Path) -> bool:
    with _working(folder) as alone:
        return not alone


def _read(file: Path) -> dict[str, Any] | None:
    try:
        value: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return value


def _write(file: Path, value: Mapping[str, Any]) -> None:
    temporary = file.with_suffix(".new")
    temporary.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    temporary.replace(file)
