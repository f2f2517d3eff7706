"""A job at a provider, whatever that provider calls its parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class JobState(StrEnum):
    """What a job's state means to us. UNKNOWN is whatever a provider calls a state that we don't know."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def live(self) -> bool:
        """Whether the job may still change, and still cost."""
        return self in (JobState.UNKNOWN, JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Job:
    """One job as its provider describes it now.

    ``status`` is the provider's own word for the state; ``attempt`` counts the jobs ordered for the
    same submit key, from 1; ``created_at`` is in the provider's Unix seconds and only ever compared
    with itself; ``error_file`` is ``train`` or ``validation`` when the provider names the file.
    """

    id: str
    state: JobState
    status: str
    attempt: int = 1
    created_at: int = 0
    model: str | None = None
    error: str | None = None
    error_file: str | None = None
    training_file: str | None = None
    trained_tokens: int | None = None


@dataclass(frozen=True)
class LossPoint:
    """The loss after ``step`` optimizer steps."""

    step: int
    train: float | None = None
    validation: float | None = None


@dataclass(frozen=True)
class Event:
    """One thing that the provider reports of a job; ``at`` in Unix seconds."""

    at: int
    level: str
    message: str


@dataclass(frozen=True)
class Checkpoint:
    """A usable intermediate model."""

    step: int
    model: str | None
    validation_loss: float | None = None


@dataclass(frozen=True)
class Progress:
    """What a job has to show so far, oldest first."""

    events: tuple[Event, ...] = ()
    loss: tuple[LossPoint, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
