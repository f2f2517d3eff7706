"""Run records: what was ordered and what became of it, one JSON file per order in ``runs/``.

A record is written before the order, so that no crash can lose it, and never holds a key.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from codetutor_lint.errors import UsageError
from codetutor_lint.training.jobs import Checkpoint, Event, Job, JobState, LossPoint, Progress
from codetutor_lint.training.redaction import Redactor
from codetutor_lint.training.submit_key import MARK_LENGTH

LONGEST_CURVE = 500
LONGEST_LOG = 50


class Stage(StrEnum):
    """How far an order got. Only ORDERED leaves open whether there is a job."""

    INTENDED = "intended"
    ORDERED = "ordered"
    CREATED = "created"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileRecord(_Part):
    """A file that was sent: ``uploaded`` is its id at the provider."""

    name: str
    sha256: str
    rows: int
    bytes: int
    uploaded: str | None = None


class Estimate(_Part):
    """What the order was expected to cost in USD; ``tokens`` are for one epoch."""

    tokens: int
    exact: bool
    epochs: int
    usd: float | None
    priced_on: date | None


class JobRecord(_Part):
    """The job as it was last seen; ``status`` is the provider's own word."""

    id: str
    state: JobState
    status: str
    model: str | None = None
    error: str | None = None
    error_file: str | None = None
    trained_tokens: int | None = None
    events: list[Event] = []
    loss: list[LossPoint] = []
    checkpoints: list[Checkpoint] = []


class RunRecord(_Part):
    """One order. ``sequence`` numbers the orders of this folder; times are this machine's, for people."""

    version: Literal[1] = 1
    sequence: int
    provider: str
    type: str
    base_model: str
    submit_key: str
    attempt: int
    dataset_digest: str
    limit: int | None
    hyperparameters: dict[str, object]
    train: FileRecord
    validation: FileRecord | None
    estimate: Estimate
    stage: Stage
    started_at: datetime
    updated_at: datetime
    adopted: bool = False
    job: JobRecord | None = None
    words: str | None = None

    @property
    def file_name(self) -> str:
        """The record's name in ``runs/``."""
        return f"{self.sequence:04d}-{self.provider}-{self.submit_key[:MARK_LENGTH]}.json"

    def with_job(self, job: Job, progress: Progress | None = None) -> RunRecord:
        """The record after the provider described its job; what is known of its course is kept."""
        seen = self.job if self.job and self.job.id == job.id else None
        record = JobRecord(
            id=job.id,
            state=job.state,
            status=job.status,
            model=job.model,
            error=job.error,
            error_file=job.error_file,
            trained_tokens=job.trained_tokens,
            events=list(progress.events[-LONGEST_LOG:]) if progress else seen.events if seen else [],
            loss=thinned(progress.loss) if progress else seen.loss if seen else [],
            checkpoints=list(progress.checkpoints) if progress else seen.checkpoints if seen else [],
        )
        return self.model_copy(update={"stage": Stage.CREATED, "job": record})


def thinned(points: tuple[LossPoint, ...]) -> list[LossPoint]:
    """At most ``LONGEST_CURVE`` points, evenly chosen, with the first and the last."""
    if len(points) <= LONGEST_CURVE:
        return list(points)
    step = (len(points) - 1) / (LONGEST_CURVE - 1)
    return [points[round(number * step)] for number in range(LONGEST_CURVE)]


class Ledger:
    """The run records of one configuration root. Write only while holding its lock."""

    def __init__(
        self, folder: Path, redact: Redactor | None = None, recorded: Callable[[str, str], None] | None = None
    ) -> None:
        """``recorded`` is told the name and the text of each record that was stored, before ``write`` returns."""
        self.folder = folder
        self._redact = redact or Redactor()
        self._recorded = recorded

    def records(self, provider: str | None = None) -> list[RunRecord]:
        """All records, oldest first. Raises ``UsageError`` for one that can't be read."""
        found = [_read(path) for path in self.folder.glob("*.json")]
        chosen = [record for record in found if provider in (None, record.provider)]
        return sorted(chosen, key=lambda record: (record.sequence, record.provider))

    def orders(self, submit_key: str) -> list[RunRecord]:
        """The records of one submit key, oldest first."""
        return [record for record in self.records() if record.submit_key == submit_key]

    def again(self, record: RunRecord) -> RunRecord:
        """The record as it is stored now; another process may have written it since."""
        return _read(self.folder / record.file_name)

    def next_sequence(self) -> int:
        """The number for a new record."""
        return 1 + max((record.sequence for record in self.records()), default=0)

    def write(self, record: RunRecord) -> RunRecord:
        """Store ``record`` for good: once this returns, a crash of the machine keeps it."""
        path = self.folder / record.file_name
        text = self._redact(record.model_dump_json(indent=2)) + "\n"
        temporary = path.with_suffix(".tmp")
        try:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            _sync_folder(self.folder)
        except OSError as error:
            raise UsageError(f"cannot write the run record {path}: {error.strerror}") from None
        if self._recorded is not None:
            self._recorded(record.file_name, text)
        return record


def _read(path: Path) -> RunRecord:
    try:
        return RunRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise UsageError(
            f"{path} is not a run record that can be read; without it a job could be ordered twice: "
            "restore it, or move it away if it is none of this tool's"
        ) from None


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
