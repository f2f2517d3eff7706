"""``train status``: ask for the jobs on record, show how far they are, wait for them if asked to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.training.faults import Missing, ProviderFault
from codetutor_lint.training.following import Watch
from codetutor_lint.training.lock import LockHeld, exclusively
from codetutor_lint.training.open_orders import look_again
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.records import Ledger, RunRecord, Stage
from codetutor_lint.training.session import RUNS, Session, Surroundings
from codetutor_lint.training.wording import told, unknown, vanished

if TYPE_CHECKING:
    from codetutor_lint.config import Config


def status(
    config: Config, names: Sequence[str], wait: float | None, write_env: Path | None, around: Surroundings
) -> list[Outcome]:
    """One outcome for each run that is not over, and for each provider's newest one.

    ``wait`` is how many seconds to wait for their ends, None to look once. Providers without a run are
    left out, and need no key.
    """
    outcomes: list[Outcome] = []
    for name in names:
        records = current(Ledger(config.root / RUNS).records(name))
        if not records:
            continue
        session = Session(config, name, around)
        outcomes.extend(_one(session, record, wait) for record in records)
        if write_env is not None:
            session.write_environment(write_env, outcomes[-1])
    return outcomes


def current(records: Sequence[RunRecord]) -> list[RunRecord]:
    """The records that are not over, and the newest, oldest first."""
    return [record for record in records if not _over(record) or record is records[-1]]


def _over(record: RunRecord) -> bool:
    return record.stage is not Stage.ORDERED and not (record.job and record.job.state.live)


def _one(session: Session, record: RunRecord, wait: float | None) -> Outcome:
    return session.finish(_look(session, record, wait), session.payloads_of(record))


def _look(session: Session, record: RunRecord, wait: float | None) -> Outcome:
    try:
        with session.connected() as provider:
            return _ask(session, provider, record, wait)
    except Missing:
        return vanished(Kind.FAILED, session.name, record)
    except LockHeld:
        return Outcome(Kind.PENDING, session.name, "another command is at work here; look again")
    except ProviderFault as fault:
        return unknown(record, fault)


def _ask(session: Session, provider: PatientProvider, record: RunRecord, wait: float | None) -> Outcome:
    if record.stage is Stage.ORDERED:
        with exclusively(session.ledger.folder, session.pace.glance):
            found = look_again(session, provider, record)
        if isinstance(found, Outcome):
            return found
        record = found
    if record.job is None:
        return without_job(record)
    watch = Watch(provider, session.ledger, session.pace, session.say)
    if wait is None or not record.job.state.live:
        return told(watch.once(record))
    return told(watch.until_end(record, wait), timed_out=True)


def without_job(record: RunRecord) -> Outcome:
    """An order that never became a job."""
    if record.stage is Stage.REJECTED:
        return Outcome(Kind.REFUSED, record.provider, "it did not take the order", words=record.words)
    if record.stage is Stage.WITHDRAWN:
        return Outcome(Kind.CANCELLED, record.provider, "the order was withdrawn before it was sent")
    return Outcome(
        Kind.PENDING,
        record.provider,
        "an order was prepared and never sent",
        hint=f"go on: codetutor-lint train start --provider {record.provider}",
    )
