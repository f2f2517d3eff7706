"""Watching a job until it ends, or until nobody wants to wait any longer."""

from __future__ import annotations

from collections.abc import Callable

from codetutor_lint.training.faults import Missing, ProviderFault
from codetutor_lint.training.jobs import Job, Progress
from codetutor_lint.training.lock import LockHeld, exclusively
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.providers.protocol import Provider
from codetutor_lint.training.records import Ledger, RunRecord


class Watch:
    """Keeps the record of one job up to date."""

    def __init__(self, provider: Provider, ledger: Ledger, pace: Pace, say: Callable[[str], None]) -> None:
        self._provider = provider
        self._ledger = ledger
        self._pace = pace
        self._say = say

    def once(self, record: RunRecord) -> RunRecord:
        """Ask for the job and write down what it is now. Raises ``ProviderFault``."""
        assert record.job is not None
        job = self._provider.retrieve(record.job.id)
        try:
            progress = self._provider.progress(job)
        except ProviderFault:
            progress = None  # some services tell nothing of a job's course
        return self.note(record, job, progress)

    def note(self, record: RunRecord, job: Job, progress: Progress | None) -> RunRecord:
        """Write down what a job is now; left for the next time while a start has the lock."""
        changed = record.with_job(job, progress).model_copy(update={"updated_at": self._pace.clock.now()})
        try:
            with exclusively(self._ledger.folder, self._pace.glance):
                return self._ledger.write(changed)
        except LockHeld:
            return changed

    def until_end(self, record: RunRecord, timeout: float) -> RunRecord:
        """Ask again and again until the job has ended or ``timeout`` seconds are over.

        A fault that may pass is waited out. Raises ``Missing`` when the job has vanished.
        """
        status = None
        for _ in self._pace.rounds(timeout, self._pace.poll, self._pace.poll):
            try:
                record = self.once(record)
            except Missing:
                raise
            except ProviderFault as fault:
                self._say(f"{record.provider}: no answer ({fault.words}); asking again")
                continue
            assert record.job is not None
            if record.job.status != status:
                status = record.job.status
                self._say(f"{record.provider}: job {record.job.id} is {status}")
            if not record.job.state.live:
                break
        return record
