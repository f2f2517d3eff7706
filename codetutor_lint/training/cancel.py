"""``train cancel``: stop the jobs on record, at the provider too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codetutor_lint.training.faults import Missing, ProviderFault
from codetutor_lint.training.jobs import Job, JobState
from codetutor_lint.training.lock import LockHeld, exclusively
from codetutor_lint.training.open_orders import look_again
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.records import RunRecord, Stage
from codetutor_lint.training.session import Session, Surroundings
from codetutor_lint.training.status import current, without_job
from codetutor_lint.training.wording import told, unknown, vanished

if TYPE_CHECKING:
    from codetutor_lint.config import Config


def cancel(config: Config, name: str, around: Surroundings) -> list[Outcome]:
    """One outcome for each run of the provider that is not over, or for the newest one.

    A job that is stopped as asked is a success of this command.
    """
    session = Session(config, name, around)
    records = current(session.ledger.records(name))
    return [session.finish(_cancel(session, record), {}) for record in records]


def _cancel(session: Session, record: RunRecord) -> Outcome:
    try:
        with session.connected() as provider, exclusively(session.ledger.folder, session.pace.glance):
            return _undo(session, provider, record)
    except Missing:
        return vanished(Kind.FAILED, session.name, record)
    except LockHeld:
        return Outcome(Kind.PENDING, session.name, "a start is at work here; cancel again when it is done")
    except ProviderFault as fault:
        return unknown(record, fault)


def _undo(session: Session, provider: PatientProvider, record: RunRecord) -> Outcome:
    found = look_again(session, provider, record)
    if isinstance(found, Outcome):
        return found
    if found.stage is Stage.INTENDED:
        return _withdraw(session, found)
    return without_job(found) if found.job is None else _stop(session, provider, found)


def _stop(session: Session, provider: PatientProvider, record: RunRecord) -> Outcome:
    assert record.job is not None
    job = provider.retrieve(record.job.id)
    if job.state.live:
        job = _ended(provider.cancel(job.id))
    record = session.ledger.write(record.with_job(job))
    return replace(told(record), asked=job.state is JobState.CANCELLED)


def _ended(job: Job) -> Job:
    """A cancellation that is accepted but not carried out yet is as good as done."""
    return replace(job, state=JobState.CANCELLED) if job.state.live else job


def _withdraw(session: Session, record: RunRecord) -> Outcome:
    session.ledger.write(record.model_copy(update={"stage": Stage.WITHDRAWN}))
    return Outcome(Kind.CANCELLED, session.name, "the order was withdrawn before it was sent", asked=True)
