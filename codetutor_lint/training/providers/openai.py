"""OpenAI's fine-tuning API, at OpenAI or at a service that speaks it (Azure, Nebius)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from codetutor_lint.training.faults import Missing, ProviderFault, Rejected, fault
from codetutor_lint.training.jobs import Checkpoint, Event, Job, JobState, LossPoint, Progress
from codetutor_lint.training.orders import Order
from codetutor_lint.training.providers.http import Wire, retry_after, sdk
from codetutor_lint.training.providers.protocol import Connection, Files, Limit, Size
from codetutor_lint.training.results import curve_of_results, merged, number
from codetutor_lint.training.settings import OpenAISettings, ProviderSettings
from codetutor_lint.training.submit_key import attempt_of, mark

TARGET = "openai"
URL_VARIABLE: str | None = "OPENAI_BASE_URL"
ADDRESS = "https://api.openai.com/v1"
KEY_FIELD, ATTEMPT_FIELD = "codetutor_submit_key", "codetutor_attempt"
# Limits from OpenAI's API reference and fine-tuning guide.
FEWEST_ROWS, LARGEST_FILE, LONGEST_LINE = 10, 512 * 2**20, 65_536
NEWEST_EVENTS = 1_000

# "pausing" and "paused" are live but not in the SDK; "pending", "notRunning" and "canceled" are Azure's.
STATES = {
    **dict.fromkeys(("validating_files", "queued", "pausing", "paused", "pending", "notRunning"), JobState.WAITING),
    "running": JobState.RUNNING,
    "succeeded": JobState.SUCCEEDED,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
    "canceled": JobState.CANCELLED,
}
FILES = {"training_file": "train", "validation_file": "validation"}
READY = frozenset({"processed", "succeeded"})
BAD = frozenset({"error", "failed", "deleted"})

T = TypeVar("T")


def key_variable(settings: ProviderSettings) -> str | None:
    """The environment variable that holds the key."""
    return settings.api_key_env if isinstance(settings, OpenAISettings) else None


def limits(size: Size) -> list[Limit]:
    """At least 10 lines, at most 512 MB a file and 65,536 tokens a line (a token has a byte or more)."""
    largest = max(size.bytes_train, size.bytes_validation)
    return [
        Limit(size.rows_train >= FEWEST_ROWS, f"{size.rows_train:,} rows, at least {FEWEST_ROWS}"),
        Limit(largest <= LARGEST_FILE, f"largest file {largest:,} bytes, at most {LARGEST_FILE:,}"),
        Limit(
            size.longest_line <= LONGEST_LINE,
            f"longest line {size.longest_line:,} bytes, safe up to {LONGEST_LINE:,} tokens",
        ),
    ]


def commands(name: str, settings: ProviderSettings) -> list[str]:
    """No other engine can do a hosted service's work."""
    return []


def variables(settings: ProviderSettings, model: str) -> dict[str, str]:
    """``OPENAI_MODEL``, and the address if it is not OpenAI's own."""
    assert isinstance(settings, OpenAISettings)
    address = {"OPENAI_BASE_URL": settings.base_url} if settings.base_url else {}
    return {"OPENAI_MODEL": model, **address}


def connect(connection: Connection) -> OpenAIProvider:
    """Open a connection with the SDK; nothing is sent yet."""
    return OpenAIProvider(connection)


class OpenAIProvider:
    """One account of an OpenAI-compatible service."""

    def __init__(self, connection: Connection) -> None:
        assert isinstance(connection.settings, OpenAISettings)
        self._settings = connection.settings
        self._wire = Wire(connection.redact, connection.pace.request)
        openai = sdk("openai")
        self._status_error = openai.APIStatusError
        self._upload_seconds = connection.pace.upload
        # The SDK's own retries would order a second job when the first answer is lost.
        self._client = openai.OpenAI(
            api_key=connection.key,
            base_url=self._settings.base_url or connection.url or ADDRESS,
            max_retries=0,
            timeout=connection.pace.request,
            http_client=self._wire.client,
        )
        self._jobs = self._client.fine_tuning.jobs

    @property
    def today(self) -> date | None:
        """The service's own date."""
        return self._wire.today

    def find(self, order: Order, uploads: Mapping[str, int]) -> list[Job]:
        """By metadata; by the suffix or the training file where a service keeps no metadata."""

        def listed() -> list[Job]:
            page = self._jobs.list(limit=100, metadata={KEY_FIELD: order.submit_key})
            attempts = ((job, _attempt(job, order.submit_key, uploads)) for job in _once_each(page))
            return [_job(job, attempt) for job, attempt in attempts if attempt is not None]

        return self._ask(listed)

    def retrieve(self, job_id: str) -> Job:
        """One job, with the attempt that its metadata tell."""
        return self._ask(lambda: _job(self._jobs.retrieve(job_id)))

    def progress(self, job: Job) -> Progress:
        """Events and checkpoints; the whole loss curve from the result file once there is one."""
        return self._ask(lambda: self._progress(job))

    def preflight(self, order: Order) -> date | None:
        """``models.retrieve``: its ``shutdown_date`` if announced.

        A key may have no right to ask for models, and a compatible service no such answer: then the
        order itself will tell.
        """
        try:
            model = self._ask(lambda: self._client.models.retrieve(order.model))
        except Rejected:
            return None
        except Missing:
            if self._settings.base_url is None:
                raise
            return None
        told = getattr(model, "shutdown_date", None)
        return date.fromisoformat(told[:10]) if isinstance(told, str) else None

    def upload(self, name: str, content: bytes) -> str:
        """Send a file for fine-tuning."""
        files = self._client.files
        return self._ask(
            lambda: _text(files.create(file=(name, content), purpose="fine-tune", timeout=self._upload_seconds).id)
        )

    def file_ready(self, file_id: str) -> bool:
        """Whether the file is processed. Raises ``Rejected`` with the service's reason if it is bad."""
        file = self._ask(lambda: self._client.files.retrieve(file_id))
        if file.status in BAD:
            raise Rejected(file.status_details or f"the file's status is {file.status}", code="bad_file")
        return file.status in READY

    def create(self, order: Order, attempt: int, files: Files) -> Job:
        """Order the job, once."""
        body = self._body(order, attempt, files)
        return self._ask(lambda: _job(self._jobs.create(**body), attempt))

    def cancel(self, job_id: str) -> Job:
        """Stop a job."""
        return self._ask(lambda: _job(self._jobs.cancel(job_id)))

    def discard(self, file_id: str) -> None:
        """Delete a file."""
        self._ask(lambda: self._client.files.delete(file_id))

    def close(self) -> None:
        """Let go of connections."""
        self._wire.client.close()

    def _body(self, order: Order, attempt: int, files: Files) -> dict[str, Any]:
        chosen = self._settings.hyperparameters()
        values = {name: chosen[name] for name in chosen if name not in ("seed", "extra_body")}
        body: dict[str, Any] = {
            "model": order.model,
            "training_file": files.train,
            "suffix": f"{self._settings.suffix}-{mark(order.submit_key, attempt)}",
            "metadata": {KEY_FIELD: order.submit_key, ATTEMPT_FIELD: str(attempt)},
            "extra_body": self._settings.extra_body,
        }
        if self._settings.hyperparameter_style == "method":
            body["method"] = {"type": "supervised", "supervised": {"hyperparameters": values}}
        else:
            body["hyperparameters"] = values
        if files.validation is not None:
            body["validation_file"] = files.validation
        if self._settings.seed is not None:
            body["seed"] = self._settings.seed
        return body

    def _progress(self, job: Job) -> Progress:
        events = list(_first(self._jobs.list_events(job.id, limit=100), NEWEST_EVENTS))
        events.reverse()
        checkpoints = [_checkpoint(item) for item in self._jobs.checkpoints.list(job.id, limit=100)]
        return Progress(
            events=tuple(_event(item) for item in events if item.type != "metrics"),
            loss=merged(_points(events), self._results(job)),
            checkpoints=tuple(sorted(checkpoints, key=lambda item: item.step)),
        )

    def _results(self, job: Job) -> list[LossPoint]:
        if job.state is not JobState.SUCCEEDED:
            return []
        result_files = self._jobs.retrieve(job.id).result_files or []
        return [point for file in result_files for point in curve_of_results(self._client.files.content(file).content)]

    def _ask(self, request: Callable[[], T]) -> T:
        return self._wire.ask(request, self._status)

    def _status(self, error: Exception) -> ProviderFault | None:
        if not isinstance(error, self._status_error):
            return None
        found = fault(error.status_code, _words(error), error.code, retry_after(error.response.headers))
        found.file = FILES.get(error.param or "")
        return found


def _words(error: Any) -> str:
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else str(error.message)


def _attempt(job: Any, key: str, uploads: Mapping[str, int]) -> int | None:
    metadata = job.metadata or {}
    if metadata.get(KEY_FIELD) == key:
        return _number(metadata.get(ATTEMPT_FIELD))
    return attempt_of(getattr(job, "suffix", None), key) or uploads.get(job.training_file)


def _number(text: object) -> int:
    return int(text) if isinstance(text, str) and text.isdecimal() else 1


def _job(job: Any, attempt: int | None = None) -> Job:
    error = job.error
    return Job(
        id=_text(job.id),
        state=STATES.get(job.status, JobState.UNKNOWN),
        status=_text(job.status),
        attempt=attempt if attempt is not None else _number((job.metadata or {}).get(ATTEMPT_FIELD)),
        created_at=job.created_at,
        model=job.fine_tuned_model,
        error=error.message if error else None,
        error_file=FILES.get(error.param or "") if error else None,
        training_file=job.training_file,
        trained_tokens=job.trained_tokens,
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("a text is missing")
    return value


def _event(event: Any) -> Event:
    return Event(at=event.created_at, level=event.level or "info", message=event.message or "")


def _points(events: Iterable[Any]) -> list[LossPoint]:
    data = [event.data for event in events if event.type == "metrics" and isinstance(event.data, dict)]
    return [
        LossPoint(row["step"], number(row, "train_loss"), number(row, "full_valid_loss", "valid_loss"))
        for row in data
        if isinstance(row.get("step"), int)
    ]


def _checkpoint(item: Any) -> Checkpoint:
    loss = item.metrics.full_valid_loss if item.metrics.full_valid_loss is not None else item.metrics.valid_loss
    return Checkpoint(step=item.step_number, model=item.fine_tuned_model_checkpoint, validation_loss=loss)


def _first(items: Iterable[T], count: int) -> Iterator[T]:
    for _, item in zip(range(count), items, strict=False):
        yield item


def _once_each(jobs: Iterable[Any]) -> Iterator[Any]:
    """A service that ignores paging repeats itself for ever: stop at the first repetition."""
    seen: set[str] = set()
    for job in jobs:
        if job.id in seen:
            return
        seen.add(job.id)
        yield job
