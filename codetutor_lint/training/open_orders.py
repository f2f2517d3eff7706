"""Orders whose answer is lost, as ``status`` and ``cancel`` see them: they look, they never order."""

from __future__ import annotations

from codetutor_lint.training.artifacts import Payload
from codetutor_lint.training.decision import best
from codetutor_lint.training.orders import Order
from codetutor_lint.training.outcomes import Outcome
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.records import FileRecord, RunRecord, Stage
from codetutor_lint.training.session import Session
from codetutor_lint.training.wording import still_open


def look_again(session: Session, provider: PatientProvider, record: RunRecord) -> RunRecord | Outcome:
    """The record with its job if that has appeared, else the outcome "pending".

    To be called with the lock held. Raises ``ProviderFault``.
    """
    record = session.ledger.again(record)
    if record.stage is not Stage.ORDERED:
        return record
    order = order_of_record(session, record)
    uploads = {record.train.uploaded: record.attempt} if record.train.uploaded else {}
    jobs = [job for job in provider.find(order, uploads) if job.attempt == record.attempt]
    return session.ledger.write(record.with_job(best(jobs))) if jobs else still_open(order)


def order_of_record(session: Session, record: RunRecord) -> Order:
    """The order that a record stands for: enough to look for its job, without the files' bytes."""
    return Order(
        provider=session.name,
        settings=session.settings,
        dataset_digest=record.dataset_digest,
        limit=record.limit,
        train=_empty(record.train),
        validation=_empty(record.validation) if record.validation else None,
        estimate=record.estimate,
        submit_key=record.submit_key,
    )


def _empty(file: FileRecord) -> Payload:
    return Payload(file.name, b"", ())
