"""What a ``start`` does about an order, given what is known of it: the rule of exactly once.

Pure, so that it can be tried on every history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codetutor_lint.training.jobs import Job, JobState
from codetutor_lint.training.records import RunRecord, Stage


@dataclass(frozen=True)
class Adopt:
    """The order has been carried out: this is its job."""

    job: Job


@dataclass(frozen=True)
class Search:
    """An order was sent and nobody knows what became of it."""

    record: RunRecord


@dataclass(frozen=True)
class Create:
    """Nothing stands in the way of ordering this attempt."""

    attempt: int


@dataclass(frozen=True)
class Refuse:
    """Ordering again needs a person's word. ``job`` is None when the recorded job has vanished."""

    job: Job | None
    record: RunRecord | None = None


Decision = Adopt | Search | Create | Refuse


def decide(jobs: Sequence[Job], records: Sequence[RunRecord], force_new: bool) -> Decision:
    """Choose from the jobs that the provider knows of an order and from its records, oldest first.

    An open order comes first, also when a new one is forced: else the same command, run again after a
    crash, would order twice.
    """
    for record in records:
        if record.stage is Stage.ORDERED:
            found = [job for job in jobs if job.attempt == record.attempt]
            if not found:
                return Search(record)
            if any(usable(job) for job in found):
                return Adopt(best(found))
    live = [job for job in jobs if job.state.live]
    if force_new:
        return Refuse(best(live)) if live else Create(_next_attempt(jobs, records))
    if any(usable(job) for job in jobs):
        return Adopt(best(jobs))
    if jobs:
        return Refuse(best(jobs))
    recorded = [record for record in records if record.stage is Stage.CREATED]
    if recorded:
        return Refuse(None, recorded[-1])
    return Create(_next_attempt(jobs, records))


def usable(job: Job) -> bool:
    """Whether the job has brought a model or still may."""
    return job.state.live or job.state is JobState.SUCCEEDED


def best(jobs: Sequence[Job]) -> Job:
    """The job that stands for its order: a live one, else a succeeded one; the newest attempt of those.

    Of several jobs of one attempt it is the oldest, so that everybody chooses the same one.
    """
    return min(jobs, key=lambda job: (not job.state.live, not usable(job), -job.attempt, job.created_at, job.id))


def _next_attempt(jobs: Sequence[Job], records: Sequence[RunRecord]) -> int:
    ordered = [record.attempt for record in records if record.stage in (Stage.ORDERED, Stage.CREATED)]
    return 1 + max([0, *(job.attempt for job in jobs), *ordered])
