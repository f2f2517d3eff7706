"""Ordering a job exactly once. Runs under the lock of the run records.

The rule: before an order is sent, its record says so; an order whose answer is lost is looked for,
never sent again on a guess. It counts as not carried out only when the provider's list has lacked its
job for all of ``Pace.settle``, in a later start, and its training file was deleted, so that an order
that is still on its way finds nothing to train on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from codetutor_lint.errors import UsageError
from codetutor_lint.training.decision import Adopt, Create, Search, best, decide, usable
from codetutor_lint.training.faults import Duplicate, Missing, NotReady, ProviderFault, Rejected, Unanswered
from codetutor_lint.training.jobs import Job, JobState
from codetutor_lint.training.orders import Order, new_record
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.providers.protocol import Files, Provider
from codetutor_lint.training.records import FileRecord, Ledger, RunRecord, Stage
from codetutor_lint.training.refusals import outcome_of_fault
from codetutor_lint.training.wording import adopted, doubled, refused, started, still_open, vanished

Terms = Callable[[date | None], None]


class Submission:
    """One ``start`` of one order. ``terms`` raises ``Refusal`` when a new job must not be ordered."""

    def __init__(
        self, order: Order, provider: Provider, ledger: Ledger, pace: Pace, terms: Terms, say: Callable[[str], None]
    ) -> None:
        self._order = order
        self._provider = provider
        self._ledger = ledger
        self._pace = pace
        self._terms = terms
        self._say = say

    def run(self, force_new: bool) -> tuple[Outcome, Job | None]:
        """Adopt, find, refuse or order; the job is None when there is none to follow.

        Raises ``Refusal`` from the terms and ``UsageError`` when a record can't be written.
        """
        try:
            return self._run(force_new)
        except ProviderFault as fault:
            return outcome_of_fault(self._order, fault), None

    def _run(self, force_new: bool) -> tuple[Outcome, Job | None]:
        records = self._ledger.orders(self._order.submit_key)
        jobs = self._known_jobs(records)
        decision = decide(jobs, records, force_new)
        self._resolve(jobs, records)
        if isinstance(decision, Adopt):
            return self._adopt(decision.job)
        if isinstance(decision, Search):
            return self._search(decision.record)
        if isinstance(decision, Create):
            return self._order_job(decision.attempt)
        if decision.job is None:
            return vanished(Kind.REFUSED, self._order.provider, decision.record), None
        return refused(self._order, self._detailed(decision.job)), None

    def _known_jobs(self, records: list[RunRecord]) -> list[Job]:
        """What the provider lists for the key, and what the records know by id."""
        jobs = {job.id: job for job in self._find(records)}
        for record in records:
            if record.job and record.job.id not in jobs:
                try:
                    job = self._provider.retrieve(record.job.id)
                except Missing:
                    continue
                jobs[job.id] = replace(job, attempt=record.attempt)
        return list(jobs.values())

    def _find(self, records: list[RunRecord]) -> list[Job]:
        uploads = {record.train.uploaded: record.attempt for record in records if record.train.uploaded}
        return self._provider.find(self._order, uploads)

    def _detailed(self, job: Job) -> Job:
        """The job with its error: some services leave it out of their lists."""
        if job.state is not JobState.FAILED or job.error:
            return job
        return self._provider.retrieve(job.id)

    def _resolve(self, jobs: list[Job], records: list[RunRecord]) -> None:
        """Write down what became of orders that were open."""
        for record in records:
            found = [job for job in jobs if job.attempt == record.attempt]
            if record.stage is Stage.ORDERED and found:
                self._save(record.with_job(best(found)))

    def _adopt(self, job: Job) -> tuple[Outcome, Job]:
        records = self._ledger.orders(self._order.submit_key)
        record = next((item for item in reversed(records) if item.attempt == job.attempt), None)
        if record is None:
            record = self._new_record(job.attempt).model_copy(update={"adopted": True})
        self._save(record.with_job(job))
        return adopted(self._order, job), job

    def _search(self, record: RunRecord) -> tuple[Outcome, Job | None]:
        """Look for the job of an order that an earlier start sent; order again only without any doubt."""
        self._say("an earlier start sent this order and never heard the answer; looking for its job")
        looked, job = self._look_for(record)
        if job is not None:
            return self._adopt(job)
        if not looked or not self._fence(record):
            return still_open(self._order), None
        self._save(_without_files(record).model_copy(update={"stage": Stage.INTENDED}))
        return self._order_job(record.attempt)

    def _look_for(self, record: RunRecord) -> tuple[bool, Job | None]:
        """Look until the job appears or the time to settle is over: whether the last look succeeded."""
        looked = False
        for _ in self._pace.rounds(self._pace.settle, first=2.0, longest=30.0):
            try:
                found = [job for job in self._find([record]) if job.attempt == record.attempt]
            except ProviderFault:
                looked = False
                continue
            looked = True
            if found:
                return True, best(found)
        return looked, None

    def _fence(self, record: RunRecord) -> bool:
        """Delete the files of a lost order, so that it can't come true any more."""
        for file in (record.train, record.validation):
            if file is None or file.uploaded is None:
                continue
            try:
                self._provider.discard(file.uploaded)
            except (Missing, Rejected):
                continue  # already gone, or a service that deletes nothing
            except ProviderFault:
                return False
        return True

    def _order_job(self, attempt: int) -> tuple[Outcome, Job | None]:
        self._terms(None)
        self._terms(self._provider.preflight(self._order))
        record = self._save(self._intent(attempt))
        record = self._upload(record)
        self._await_files(record)
        rivals = [job for job in self._find([record]) if job.attempt == attempt]
        if any(usable(job) for job in rivals):
            return self._adopt(best(rivals))
        if rivals:
            return refused(self._order, best(rivals)), None
        return self._create(record)

    def _intent(self, attempt: int) -> RunRecord:
        """The record to write into: an unfinished one of the same attempt, or a new one."""
        reusable = (Stage.INTENDED, Stage.REJECTED, Stage.WITHDRAWN)
        for record in reversed(self._ledger.orders(self._order.submit_key)):
            if record.attempt == attempt and record.stage in reusable:
                return record.model_copy(
                    update={"stage": Stage.INTENDED, "words": None, "estimate": self._order.estimate}
                )
        return self._new_record(attempt)

    def _new_record(self, attempt: int) -> RunRecord:
        return new_record(self._order, attempt, self._ledger.next_sequence(), self._pace.clock.now())

    def _upload(self, record: RunRecord) -> RunRecord:
        for role in ("train", "validation"):
            file: FileRecord | None = getattr(record, role)
            payload = self._order.payloads[role]
            if file is None or payload is None or (file.uploaded and self._still_there(file.uploaded)):
                continue
            self._say(f"uploading {file.name}: {file.rows:,} rows, {file.bytes:,} bytes")
            uploaded = self._provider.upload(f"codetutor-{file.sha256[:12]}-{role}.jsonl", payload.content)
            record = self._save(record.model_copy(update={role: file.model_copy(update={"uploaded": uploaded})}))
        return record

    def _still_there(self, file_id: str) -> bool:
        try:
            self._provider.file_ready(file_id)
        except (Missing, Rejected):
            return False
        return True

    def _await_files(self, record: RunRecord) -> None:
        """Wait until the files are read; whether they can be used, the order itself will tell."""
        for role, file_id in _files(record)._asdict().items():
            for _ in self._pace.rounds(self._pace.file_ready, self._pace.file_poll, self._pace.poll):
                if file_id is None or self._usable(role, file_id):
                    break

    def _usable(self, role: str, file_id: str) -> bool:
        try:
            return self._provider.file_ready(file_id)
        except Rejected as fault:
            fault.file = role
            raise

    def _create(self, record: RunRecord) -> tuple[Outcome, Job | None]:
        pace = self._pace
        for _ in pace.rounds(pace.file_ready, pace.file_poll, pace.poll):
            ordered = self._save(record.model_copy(update={"stage": Stage.ORDERED}))
            try:
                job = self._provider.create(self._order, record.attempt, _files(record))
            except NotReady as fault:
                last: ProviderFault = fault
                self._save(record)
            except (Unanswered, Duplicate) as fault:
                return self._after_silence(ordered, fault)
            except ProviderFault as fault:
                self._save(record.model_copy(update={"stage": Stage.REJECTED, "words": fault.words}))
                raise
            else:
                return self._created(ordered, job)
        raise last

    def _after_silence(self, record: RunRecord, fault: ProviderFault) -> tuple[Outcome, Job | None]:
        """The answer is lost, or the provider has such a job: look, and never order again here."""
        self._say(f"no clear answer to the order ({fault.words}); looking for its job")
        looked, job = self._look_for(record)
        if job is not None and isinstance(fault, Duplicate):
            return self._adopt(job)
        if job is not None:
            self._save(record.with_job(job))
            return started(self._order, job, record), job
        if isinstance(fault, Duplicate) and looked:
            self._save(record.model_copy(update={"stage": Stage.REJECTED, "words": fault.words}))
            raise Rejected(fault.words, status=fault.status, code=fault.code)
        return still_open(self._order, fault), None

    def _created(self, record: RunRecord, job: Job) -> tuple[Outcome, Job]:
        try:
            self._save(record.with_job(job))
        except UsageError as error:
            raise UsageError(f"{error}; job {job.id} is ordered, and the next start will adopt it") from None
        rival = self._older_rival(record, job)
        if rival is None:
            return started(self._order, job, record), job
        # Another machine ordered the same at the same moment. Both see both jobs, and the newer goes.
        self._say(f"another start ordered {rival.id} a moment earlier; cancelling {job.id}")
        try:
            self._provider.cancel(job.id)
        except ProviderFault as fault:
            return doubled(self._order, job, rival, fault.words), job
        self._save(record.with_job(rival).model_copy(update={"adopted": True}))
        return adopted(self._order, rival), rival

    def _older_rival(self, record: RunRecord, job: Job) -> Job | None:
        try:
            found = self._find([record])
        except ProviderFault:
            return None
        same = [item for item in found if item.attempt == record.attempt and usable(item)]
        oldest = min([*same, job], key=lambda item: (item.created_at, item.id))
        return oldest if oldest.id != job.id else None

    def _save(self, record: RunRecord) -> RunRecord:
        return self._ledger.write(record.model_copy(update={"updated_at": self._pace.clock.now()}))


def _files(record: RunRecord) -> Files:
    assert record.train.uploaded is not None
    return Files(record.train.uploaded, record.validation.uploaded if record.validation else None)


def _without_files(record: RunRecord) -> RunRecord:
    update = {
        role: file.model_copy(update={"uploaded": None})
        for role in ("train", "validation")
        if (file := getattr(record, role)) is not None
    }
    return record.model_copy(update=update)
