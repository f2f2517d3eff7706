"""What a provider is to the rest of training.

A provider is a module with the functions of ``ProviderModule``; ``connect`` returns the ``Provider``
that speaks to the service. Faults are those of ``codetutor_lint.training.faults``, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, runtime_checkable

from codetutor_lint.records import NamedTuple
from codetutor_lint.training.jobs import Job, Progress
from codetutor_lint.training.orders import Order
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.redaction import Redactor
from codetutor_lint.training.settings import ProviderSettings


class Limit(NamedTuple):
    """One limit of a service, and whether the data keep it."""

    kept: bool
    text: str


class Size(NamedTuple):
    """What a limit is checked against: rows and bytes of both files, the longest line in bytes."""

    rows_train: int
    rows_validation: int
    bytes_train: int
    bytes_validation: int
    longest_line: int


class Files(NamedTuple):
    """The ids of the uploaded files."""

    train: str
    validation: str | None


@dataclass(frozen=True)
class Connection:
    """What it takes to speak to a provider. ``url`` overrides the service's own address.

    ``runs`` is the folder of the run records, where a provider may keep files of its own.
    """

    name: str
    settings: ProviderSettings
    key: str | None
    url: str | None
    pace: Pace
    runs: Path
    redact: Redactor


class Provider(Protocol):
    """A service that trains models, as one account sees it."""

    @property
    def today(self) -> date | None:
        """The service's own date, as of its last answer, if it tells."""

    def find(self, order: Order, uploads: Mapping[str, int]) -> list[Job]:
        """The jobs of an order, by its submit key, or by ``uploads``: attempts by training file id."""

    def retrieve(self, job_id: str) -> Job:
        """One job. Raises ``Missing`` when the account has none of that id."""

    def progress(self, job: Job) -> Progress:
        """Events, losses and checkpoints so far."""

    def preflight(self, order: Order) -> date | None:
        """Ask whether the model can be tuned: its end date if the service tells one.

        Raises ``Missing`` when there is no such model, ``Rejected`` when it can't be tuned.
        """

    def upload(self, name: str, content: bytes) -> str:
        """Send a file and return its id. Doing it twice costs nothing."""

    def file_ready(self, file_id: str) -> bool:
        """Whether a job can use the file. Raises ``Missing``, or ``Rejected`` for a bad file."""

    def create(self, order: Order, attempt: int, files: Files) -> Job:
        """Order the job: the one request that is never repeated on a guess."""

    def cancel(self, job_id: str) -> Job:
        """Stop a job."""

    def discard(self, file_id: str) -> None:
        """Delete a file. Raises ``Missing`` when it is already gone."""

    def close(self) -> None:
        """Let go of connections."""


@runtime_checkable
class WorksHere(Protocol):
    """A provider whose jobs run in this process, so that ``start`` must do the work itself."""

    def work(self, job: Job, report: Callable[[Job, Progress], None]) -> Job:
        """Train until the job ends, from its last checkpoint on; ``report`` is called now and then.

        A job that another process is working on is returned as it is.
        """


class ProviderModule(Protocol):
    """The constants and functions of a provider's module.

    ``TARGET`` is the folder of the build that it trains on, ``URL_VARIABLE`` the environment variable
    that may name another address.
    """

    TARGET: str
    URL_VARIABLE: str | None

    def key_variable(self, settings: ProviderSettings) -> str | None:
        """The environment variable that holds the key, None if no key is needed."""

    def limits(self, size: Size) -> list[Limit]:
        """The service's limits on the files."""

    def commands(self, name: str, settings: ProviderSettings) -> list[str]:
        """Commands of other engines that can do the same work."""

    def variables(self, settings: ProviderSettings, model: str) -> dict[str, str]:
        """What an application's environment needs to use the tuned model."""

    def connect(self, connection: Connection) -> Provider:
        """Open a connection; nothing is sent yet. Raises ``UsageError`` without the needed package."""
