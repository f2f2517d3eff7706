"""Asking again, where asking again is harmless."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from codetutor_lint.training.faults import ProviderFault, Throttled, Unanswered, Unreachable
from codetutor_lint.training.jobs import Job, Progress
from codetutor_lint.training.orders import Order
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.providers.protocol import Files, Provider

T = TypeVar("T")
ANY = (Unreachable, Unanswered, Throttled)
# After these it is certain that an order did not arrive.
NOTHING_ORDERED = (Unreachable, Throttled)


class PatientProvider:
    """A provider that asks again after a fault that may pass, but never orders on a guess."""

    def __init__(self, provider: Provider, pace: Pace) -> None:
        self.inner = provider
        self._pace = pace

    @property
    def today(self) -> date | None:
        """The service's own date."""
        return self.inner.today

    def find(self, order: Order, uploads: Mapping[str, int]) -> list[Job]:
        """The jobs of an order."""
        return self._ask(lambda: self.inner.find(order, uploads), ANY)

    def retrieve(self, job_id: str) -> Job:
        """One job."""
        return self._ask(lambda: self.inner.retrieve(job_id), ANY)

    def progress(self, job: Job) -> Progress:
        """Events, losses and checkpoints so far."""
        return self._ask(lambda: self.inner.progress(job), ANY)

    def preflight(self, order: Order) -> date | None:
        """Whether the model can be tuned, and its end date."""
        return self._ask(lambda: self.inner.preflight(order), ANY)

    def upload(self, name: str, content: bytes) -> str:
        """Send a file; a copy too many is only a file."""
        return self._ask(lambda: self.inner.upload(name, content), ANY)

    def file_ready(self, file_id: str) -> bool:
        """Whether a job can use the file."""
        return self._ask(lambda: self.inner.file_ready(file_id), ANY)

    def create(self, order: Order, attempt: int, files: Files) -> Job:
        """Order the job; again only if it is certain that nothing arrived."""
        return self._ask(lambda: self.inner.create(order, attempt, files), NOTHING_ORDERED)

    def cancel(self, job_id: str) -> Job:
        """Stop a job."""
        return self._ask(lambda: self.inner.cancel(job_id), ANY)

    def discard(self, file_id: str) -> None:
        """Delete a file."""
        self._ask(lambda: self.inner.discard(file_id), ANY)

    def close(self) -> None:
        """Let go of connections."""
        self.inner.close()

    def _ask(self, request: Callable[[], T], passing: tuple[type[ProviderFault], ...]) -> T:
        for wait in self._pace.retries:
            try:
                return request()
            except passing as fault:
                asked = fault.after if isinstance(fault, Throttled) else None
                self._pace.clock.sleep(min(max(wait, asked or 0.0), self._pace.longest_retry))
        return request()
