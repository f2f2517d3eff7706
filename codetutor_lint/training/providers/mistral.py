"""Mistral: files and models through its SDK, jobs over plain HTTP (the SDK has dropped them)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import quote

from codetutor_lint.training.faults import Missing, ProviderFault, Rejected, fault
from codetutor_lint.training.jobs import Checkpoint, Event, Job, JobState, LossPoint, Progress
from codetutor_lint.training.orders import Order
from codetutor_lint.training.providers.http import Wire, retry_after, sdk
from codetutor_lint.training.providers.protocol import Connection, Files, Limit, Size
from codetutor_lint.training.results import number
from codetutor_lint.training.settings import MistralSettings, ProviderSettings
from codetutor_lint.training.submit_key import attempt_of, mark

TARGET = "mistral"
# The SDK reads no variable for its address; this one is ours.
URL_VARIABLE: str | None = "MISTRAL_SERVER_URL"
ADDRESS = "https://api.mistral.ai"
LARGEST_FILE = 512 * 2**20
PAGE = 100
# A job's suffix has 18 characters: these, the key's mark, and room for attempt 99.
PREFIX = "ct-"

STATES = {
    **dict.fromkeys(("QUEUED", "STARTED", "VALIDATING", "VALIDATED", "CANCELLATION_REQUESTED"), JobState.WAITING),
    "RUNNING": JobState.RUNNING,
    "SUCCESS": JobState.SUCCEEDED,
    "FAILED": JobState.FAILED,
    "FAILED_VALIDATION": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
}

T = TypeVar("T")


def key_variable(settings: ProviderSettings) -> str | None:
    """The environment variable that holds the key."""
    return settings.api_key_env if isinstance(settings, MistralSettings) else None


def limits(size: Size) -> list[Limit]:
    """At most 512 MB a file; the build has already kept the validation file small enough."""
    largest = max(size.bytes_train, size.bytes_validation)
    return [
        Limit(size.rows_train > 0, f"{size.rows_train:,} rows, at least 1"),
        Limit(largest <= LARGEST_FILE, f"largest file {largest:,} bytes, at most {LARGEST_FILE:,}"),
    ]


def commands(name: str, settings: ProviderSettings) -> list[str]:
    """No other engine can do a hosted service's work."""
    return []


def variables(settings: ProviderSettings, model: str) -> dict[str, str]:
    """``MISTRAL_MODEL``."""
    return {"MISTRAL_MODEL": model}


def connect(connection: Connection) -> MistralProvider:
    """Open a connection; nothing is sent yet."""
    return MistralProvider(connection)


class MistralProvider:
    """One account at Mistral."""

    def __init__(self, connection: Connection) -> None:
        assert isinstance(connection.settings, MistralSettings)
        self._settings = connection.settings
        self._wire = Wire(connection.redact, connection.pace.request)
        client = sdk("mistralai.client")
        self._error = sdk("mistralai.client.errors").MistralError
        self._address = (self._settings.base_url or connection.url or ADDRESS).rstrip("/")
        self._headers = {"Authorization": f"Bearer {connection.key}"}
        self._upload_ms = int(connection.pace.upload * 1000)
        self._sdk = client.Mistral(
            api_key=connection.key,
            server_url=self._address,
            client=self._wire.client,
            async_client=sdk("httpx2").AsyncClient(verify=self._wire.certificates),  # unused; else it makes its own
            timeout_ms=int(connection.pace.request * 1000),
        )

    @property
    def today(self) -> date | None:
        """The service's own date."""
        return self._wire.today

    def find(self, order: Order, uploads: Mapping[str, int]) -> list[Job]:
        """By the mark in the suffix, or by the training file."""
        rows = self._listed()
        return self._wire.ask(lambda: _matching(rows, order.submit_key, uploads), _no_status)

    def retrieve(self, job_id: str) -> Job:
        """One job."""
        return self._request("GET", _path(job_id), _job)

    def progress(self, job: Job) -> Progress:
        """Events and checkpoints, as the job's details tell them."""
        return self._request("GET", _path(job.id), _progress)

    def preflight(self, order: Order) -> date | None:
        """Whether the model's capabilities have ``fine_tuning``; its end date if announced."""
        for card in self._ask(lambda: list(self._sdk.models.list().data or [])):
            if order.model == card.id or order.model in (card.aliases or []):
                if not card.capabilities.fine_tuning:
                    raise Rejected("the model's capabilities say fine_tuning: false", code="no_capability")
                ends = card.deprecation
                return ends.date() if isinstance(ends, datetime) else None
        raise Missing("the model is not in the account's list of models")

    def upload(self, name: str, content: bytes) -> str:
        """Send a file for fine-tuning."""
        file = {"file_name": name, "content": content}
        upload = self._sdk.files.upload
        return self._ask(lambda: str(upload(file=file, purpose="fine-tune", timeout_ms=self._upload_ms).id))

    def file_ready(self, file_id: str) -> bool:
        """Whether the file is still there; Mistral has no other state of a file."""
        if self._ask(lambda: self._sdk.files.retrieve(file_id=file_id)).deleted:
            raise Missing("the file was deleted")
        return True

    def create(self, order: Order, attempt: int, files: Files) -> Job:
        """Order the job, once."""
        body = {
            "model": order.model,
            "training_files": [{"file_id": files.train, "weight": 1}],
            "validation_files": [files.validation] if files.validation else None,
            "hyperparameters": self._settings.hyperparameters(),
            "suffix": PREFIX + mark(order.submit_key, attempt),
            "auto_start": True,
        }
        return self._request("POST", "", lambda row: _job(row, attempt), body)

    def cancel(self, job_id: str) -> Job:
        """Stop a job."""
        return self._request("POST", f"{_path(job_id)}/cancel", _job)

    def discard(self, file_id: str) -> None:
        """Delete a file."""
        self._ask(lambda: self._sdk.files.delete(file_id=file_id))

    def close(self) -> None:
        """Let go of connections."""
        self._wire.client.close()

    def _listed(self) -> list[dict[str, Any]]:
        """Every job of the account. Raises ``Rejected`` when the service has no jobs any more."""
        rows: dict[str, dict[str, Any]] = {}
        while True:
            try:
                batch = self._page(len(rows) // PAGE)
            except Missing as gone:
                raise Rejected(gone.words, status=404, code="no_capability") from None
            new = {row_id: row for row_id, row in batch.items() if row_id not in rows}
            rows.update(new)
            # A service that ignores paging repeats itself for ever.
            if len(batch) < PAGE or not new:
                return list(rows.values())

    def _page(self, number: int) -> dict[str, dict[str, Any]]:
        path = f"?page={number}&page_size={PAGE}"
        return self._request("GET", path, lambda answer: {str(row["id"]): row for row in answer["data"]})

    def _request(
        self, method: str, path: str, read: Callable[[dict[str, Any]], T], body: dict[str, Any] | None = None
    ) -> T:
        def send() -> T:
            url = f"{self._address}/v1/fine_tuning/jobs{path}"
            answer = self._wire.client.request(method, url, headers=self._headers, json=body)
            if answer.is_error:
                raise fault(answer.status_code, _words(answer.text), None, retry_after(answer.headers))
            return read(answer.json())

        return self._wire.ask(send, _no_status)

    def _ask(self, request: Callable[[], T]) -> T:
        return self._wire.ask(request, self._status)

    def _status(self, error: Exception) -> ProviderFault | None:
        # An answer that breaks the API document has a status too, but a good one.
        if not isinstance(error, self._error) or error.status_code < 400:
            return None
        return fault(error.status_code, _words(error.body))


def _path(job_id: str) -> str:
    return f"/{quote(job_id, safe='')}"


def _no_status(error: Exception) -> ProviderFault | None:
    return None


def _words(body: str) -> str:
    """The message in an error's body, whichever of Mistral's forms it has, or the start of the body."""
    try:
        found: Any = json.loads(body)
    except ValueError:
        return body[:500]
    while isinstance(found, dict | list) and found:
        if isinstance(found, list):
            found = found[0]
        else:
            found = next((found[key] for key in ("message", "detail", "msg") if found.get(key)), None)
    return found if isinstance(found, str) else body[:500]


def _matching(rows: list[dict[str, Any]], key: str, uploads: Mapping[str, int]) -> list[Job]:
    attempts = [attempt_of(row.get("suffix"), key) or _uploaded(row, uploads) for row in rows]
    return [_job(row, attempt) for row, attempt in zip(rows, attempts, strict=True) if attempt is not None]


def _uploaded(row: dict[str, Any], uploads: Mapping[str, int]) -> int | None:
    return next((uploads[file] for file in row.get("training_files") or [] if file in uploads), None)


def _job(row: dict[str, Any], attempt: int = 1) -> Job:
    status = str(row["status"])
    state = STATES.get(status, JobState.UNKNOWN)
    files = row.get("training_files") or [None]
    return Job(
        id=str(row["id"]),
        state=state,
        status=status,
        attempt=attempt,
        created_at=int(row.get("created_at") or 0),
        model=row.get("fine_tuned_model"),
        error=_error(row) if state is JobState.FAILED else None,
        training_file=files[0],
        trained_tokens=row.get("trained_tokens"),
    )


def _error(row: dict[str, Any]) -> str | None:
    """The newest event's complaint."""
    for event in reversed(_events(row)):
        data = event.get("data") or {}
        for key in ("error", "message", "detail"):
            if isinstance(data.get(key), str):
                return str(data[key])
    return None


def _events(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A job's events, oldest first."""
    return sorted(row.get("events") or [], key=lambda event: int(event["created_at"]))


def _progress(row: dict[str, Any]) -> Progress:
    points = [(item["step_number"], item["metrics"]) for item in row.get("checkpoints") or []]
    points.sort(key=lambda point: point[0])
    return Progress(
        events=tuple(Event(event["created_at"], "info", _event_text(event)) for event in _events(row)),
        loss=tuple(
            LossPoint(step, number(metrics, "train_loss"), number(metrics, "valid_loss")) for step, metrics in points
        ),
        checkpoints=tuple(Checkpoint(step, None, number(metrics, "valid_loss")) for step, metrics in points),
    )


def _event_text(event: dict[str, Any]) -> str:
    data = event.get("data") or {}
    return " ".join([str(event["name"]), *(f"{key}={value}" for key, value in data.items())])
