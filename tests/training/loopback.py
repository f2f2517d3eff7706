"""Stateful stand-ins for OpenAI and Mistral on loopback, with faults at any request.

They answer as the published API documents in ``api/`` say, and every request and answer is checked
against those documents; what breaks them is kept in ``violations``.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml
from jsonschema import Draft202012Validator

API = Path(__file__).with_name("api")
TODAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass
class Reply:
    """An answer instead of the right one; nothing happens on the server."""

    status: int
    body: object
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Lost:
    """The connection breaks without an answer; ``done`` is whether the request was carried out."""

    done: bool = True


@dataclass
class Silent:
    """No answer until the client gives up."""

    done: bool = True


@dataclass
class Garbage:
    """Carried out, and answered with something that is no JSON."""


@dataclass
class Late:
    """No answer; the order is carried out ``requests`` requests later, if its file is still there."""

    requests: int


@dataclass
class Kill:
    """The client is killed, before or after the request was carried out."""

    done: bool


class Service:
    """What both services have in common: files, jobs, faults, and a log of requests."""

    document: str
    prefix = ""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, object]] = {}
        self.jobs: list[dict[str, object]] = []
        self.requests: list[str] = []
        self.bodies: list[tuple[str, object]] = []
        self.keys: set[str] = set()
        self.violations: list[str] = []
        self.now = TODAY
        self.has_date = True
        self.victim: int | None = None
        self.victim_known = threading.Event()
        self.kill_at: tuple[int, bool] | None = None
        self.fault_at: tuple[int, object] | None = None
        self.meeting: threading.Barrier | None = None
        self.course: list[dict[str, object]] = []
        self.hidden_for = 0
        self._faults: dict[str, dict[int, object]] = {}
        self._always: dict[str, object] = {}
        self._nth: Counter[str] = Counter()
        self._late: list[tuple[int, dict[str, object]]] = []
        self._files_ever = 0
        self._lock = threading.RLock()
        self._closing = threading.Event()

    def __enter__(self):
        service = self

        class Handler(_Handler):
            pass

        Handler.service = service
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def at(self, operation: str, fault: object, nth: int = 1) -> None:
        """Let the ``nth`` request of ``operation`` (from now on) go wrong."""
        self._faults.setdefault(operation, {})[self._nth[operation] + nth] = fault

    def always(self, operation: str, fault: object | None) -> None:
        """Let every request of ``operation`` go wrong, or none any more."""
        if fault is None:
            self._always.pop(operation, None)
        else:
            self._always[operation] = fault

    @property
    def live_jobs(self) -> list[dict[str, object]]:
        """The jobs that cost or have cost."""
        return [
            job for job in self.jobs if str(job["status"]).lower() not in ("failed", "cancelled", "failed_validation")
        ]

    def fault(self, operation: str) -> object | None:
        with self._lock:
            self.requests.append(operation)
            self._nth[operation] += 1
            self._come_true()
            if self.kill_at is not None and self.kill_at[0] == len(self.requests):
                return Kill(self.kill_at[1])
            if self.fault_at is not None and self.fault_at[0] == len(self.requests):
                return self.fault_at[1]
            return self._faults.get(operation, {}).get(self._nth[operation], self._always.get(operation))

    def postpone(self, requests: int, body: dict[str, object]) -> None:
        with self._lock:
            self._late.append((len(self.requests) + requests, body))

    def _come_true(self) -> None:
        for due, body in list(self._late):
            if len(self.requests) > due:
                self._late.remove((due, body))
                self.handle("jobs.create", {}, body)

    def number(self) -> int:
        """A number for a file that no other file had."""
        self._files_ever += 1
        return self._files_ever

    def kill(self) -> None:
        self.victim_known.wait()
        assert self.victim is not None
        os.kill(self.victim, signal.SIGKILL)

    def hold(self) -> None:
        self._closing.wait(20)

    def handle(self, operation: str, query: dict[str, list[str]], body: object, *ids: str) -> tuple[int, object]:
        """Carry a request out and return status and answer."""
        with self._lock:
            method = getattr(self, "_" + operation.replace(".", "_"))
            return method(query, body, *ids)

    def visible(self) -> list[dict[str, object]]:
        """The jobs as the list has them: new ones may be late."""
        if self.hidden_for > 0 and self.jobs:
            self.hidden_for -= 1
            return []
        return self.jobs

    def _job(self, job_id: str) -> dict[str, object] | None:
        return next((job for job in self.jobs if job["id"] == job_id), None)


class OpenAIService(Service):
    """OpenAI's part."""

    document = "openai"
    prefix = "/v1"
    routes = {  # noqa: RUF012
        "POST /files": "files.create",
        "GET /files/{file_id}": "files.retrieve",
        "DELETE /files/{file_id}": "files.delete",
        "GET /files/{file_id}/content": "files.content",
        "POST /fine_tuning/jobs": "jobs.create",
        "GET /fine_tuning/jobs": "jobs.list",
        "GET /fine_tuning/jobs/{fine_tuning_job_id}": "jobs.retrieve",
        "POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel": "jobs.cancel",
        "GET /fine_tuning/jobs/{fine_tuning_job_id}/events": "jobs.events",
        "GET /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints": "jobs.checkpoints",
        "GET /models/{model}": "models.retrieve",
    }

    def __init__(self) -> None:
        super().__init__()
        self.file_status = "processed"
        self.file_details: str | None = None
        self.shutdown_date: str | None = None
        self.models = {"gpt-4.1-mini-2025-04-14"}
        self.keeps_metadata = True
        self.returns_suffix = False
        self.events: list[dict[str, object]] = []
        self.checkpoints: list[dict[str, object]] = []
        self.results: bytes | None = None

    def error(self, status: int, message: str, code: str | None = None, param: str | None = None):
        return status, {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}

    def _files_create(self, query, body):
        file = {
            "id": f"file-{self.number()}",
            "object": "file",
            "bytes": len(body["content"]),
            "created_at": int(self.now.timestamp()),
            "filename": body["filename"],
            "purpose": body["purpose"],
            "status": self.file_status,
        }
        self.files[file["id"]] = {**file, "content": body["content"]}
        return 200, file

    def _files_retrieve(self, query, body, file_id):
        if file_id not in self.files:
            return self.error(404, f"No such File object: {file_id}", param="id")
        file = {key: value for key, value in self.files[file_id].items() if key != "content"}
        file["status"] = self.file_status
        if self.file_details:
            file["status_details"] = self.file_details
        return 200, file

    def _files_delete(self, query, body, file_id):
        if self.files.pop(file_id, None) is None:
            return self.error(404, f"No such File object: {file_id}", param="id")
        return 200, {"id": file_id, "object": "file", "deleted": True}

    def _files_content(self, query, body, file_id):
        return 200, self.results or b""

    def _models_retrieve(self, query, body, model):
        if model not in self.models:
            return self.error(
                404, f"The model `{model}` does not exist or you do not have access to it.", "model_not_found"
            )
        return 200, {
            "id": model,
            "object": "model",
            "created": 1,
            "owned_by": "system",
            "shutdown_date": self.shutdown_date,
        }

    def _jobs_create(self, query, body):
        for name in ("training_file", "validation_file"):
            if body.get(name) is not None and body[name] not in self.files:
                return self.error(400, f"No such File object: {body[name]}", "invalid_file", name)
        number = len(self.jobs) + 1
        values = body.get("method", {}).get("supervised", body).get("hyperparameters", {})
        job = {
            "id": f"ftjob-{number}",
            "object": "fine_tuning.job",
            "created_at": int(self.now.timestamp()) + number,
            "error": None,
            "fine_tuned_model": None,
            "finished_at": None,
            "hyperparameters": values,
            "model": body["model"],
            "organization_id": "org-1",
            "result_files": [],
            "status": "validating_files",
            "trained_tokens": None,
            "training_file": body["training_file"],
            "validation_file": body.get("validation_file"),
            "seed": body.get("seed", 0),
            "metadata": body.get("metadata") if self.keeps_metadata else None,
        }
        if self.returns_suffix:
            job["suffix"] = body.get("suffix")
        self.jobs.append(job)
        return 200, job

    def _jobs_list(self, query, body):
        wanted = {name[9:-1]: values[0] for name, values in query.items() if name.startswith("metadata[")}
        found = [
            job
            for job in reversed(self.visible())
            if not self.keeps_metadata or all((job["metadata"] or {}).get(k) == v for k, v in wanted.items())
        ]
        return 200, self._page(found, query)

    def _page(self, rows, query):
        after = query.get("after", [None])[0]
        ids = [row["id"] for row in rows]
        start = ids.index(after) + 1 if after in ids else 0
        limit = int(query.get("limit", ["20"])[0])
        page = rows[start : start + limit]
        return {"object": "list", "data": page, "has_more": start + limit < len(rows)}

    def _jobs_retrieve(self, query, body, job_id):
        job = self._job(job_id)
        if job is None:
            return self.error(404, f"Could not find fine tune: {job_id}", "fine_tune_not_found")
        if self.course:
            job.update(self.course.pop(0))
        return 200, job

    def _jobs_cancel(self, query, body, job_id):
        job = self._job(job_id)
        if job is None:
            return self.error(404, f"Could not find fine tune: {job_id}", "fine_tune_not_found")
        if job["status"] in ("succeeded", "failed", "cancelled"):
            return self.error(400, "Job has already completed and cannot be cancelled.")
        job["status"] = "cancelled"
        return 200, job

    def _jobs_events(self, query, body, job_id):
        return 200, self._page(list(reversed(self.events)), query)

    def _jobs_checkpoints(self, query, body, job_id):
        return 200, self._page(list(reversed(self.checkpoints)), query)


class MistralService(Service):
    """Mistral's part."""

    document = "mistral"
    routes = {  # noqa: RUF012
        "POST /v1/files": "files.create",
        "GET /v1/files/{file_id}": "files.retrieve",
        "DELETE /v1/files/{file_id}": "files.delete",
        "GET /v1/models": "models.list",
        "POST /v1/fine_tuning/jobs": "jobs.create",
        "GET /v1/fine_tuning/jobs": "jobs.list",
        "GET /v1/fine_tuning/jobs/{job_id}": "jobs.retrieve",
        "POST /v1/fine_tuning/jobs/{job_id}/cancel": "jobs.cancel",
    }

    def __init__(self) -> None:
        super().__init__()
        self.fine_tuning = True
        self.deprecation: str | None = None
        self.events: list[dict[str, object]] = []
        self.checkpoints: list[dict[str, object]] = []

    def error(self, status: int, message: str):
        return status, {"object": "error", "message": {"detail": [{"type": "value_error", "msg": message}]}}

    def _files_create(self, query, body):
        file = {
            "id": str(uuid.UUID(int=self.number())),
            "object": "file",
            "bytes": len(body["content"]),
            "created_at": int(self.now.timestamp()),
            "filename": body["filename"],
            "purpose": body["purpose"],
            "sample_type": "instruct",
            "source": "upload",
            "num_lines": body["content"].count(b"\n"),
        }
        self.files[file["id"]] = file
        return 200, file

    def _files_retrieve(self, query, body, file_id):
        if file_id not in self.files:
            return 404, {"detail": "File not found"}
        return 200, {**self.files[file_id], "deleted": False}

    def _files_delete(self, query, body, file_id):
        if self.files.pop(file_id, None) is None:
            return 404, {"detail": "File not found"}
        return 200, {"id": file_id, "object": "file", "deleted": True}

    def _models_list(self, query, body):
        card = {
            "id": "ministral-8b-2410",
            "object": "model",
            "capabilities": {"completion_chat": True, "fine_tuning": self.fine_tuning},
            "aliases": ["ministral-8b-latest"],
            "type": "base",
        }
        if self.deprecation:
            card["deprecation"] = self.deprecation
        return 200, {"object": "list", "data": [card]}

    def _jobs_create(self, query, body):
        files = [file["file_id"] for file in body["training_files"]]
        if any(file not in self.files for file in [*files, *(body.get("validation_files") or [])]):
            return self.error(400, "file not found")
        number = len(self.jobs) + 1
        job = {
            "id": str(uuid.UUID(int=1000 + number)),
            "object": "job",
            "job_type": "completion",
            "auto_start": body["auto_start"],
            "model": body["model"],
            "status": "QUEUED",
            "created_at": int(self.now.timestamp()) + number,
            "modified_at": int(self.now.timestamp()) + number,
            "training_files": files,
            "validation_files": body.get("validation_files") or [],
            "hyperparameters": body["hyperparameters"],
            "suffix": body.get("suffix"),
            "fine_tuned_model": None,
            "trained_tokens": None,
        }
        self.jobs.append(job)
        return 200, job

    def _jobs_list(self, query, body):
        page, size = int(query.get("page", ["0"])[0]), int(query.get("page_size", ["100"])[0])
        rows = list(reversed(self.visible()))
        return 200, {"object": "list", "total": len(rows), "data": rows[page * size : (page + 1) * size]}

    def _jobs_retrieve(self, query, body, job_id):
        job = self._job(job_id)
        if job is None:
            return 404, {"detail": "Job not found"}
        if self.course:
            job.update(self.course.pop(0))
        return 200, {**job, "events": self.events, "checkpoints": self.checkpoints}

    def _jobs_cancel(self, query, body, job_id):
        job = self._job(job_id)
        if job is None:
            return 404, {"detail": "Job not found"}
        job["status"] = "CANCELLATION_REQUESTED"
        return 200, {**job, "events": self.events, "checkpoints": self.checkpoints}


class _Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer: two would wait for each other

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.service.now, usegmt=True)

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Date" or self.service.has_date:
            super().send_header(keyword, value)

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.service.keys.add(self.headers.get("Authorization", "").removeprefix("Bearer "))
        template, operation, ids = self._route(parts.path)
        query = parse_qs(parts.query)
        body = self._body(content)
        self.service.bodies.append((operation, body))
        fault = self.service.fault(operation)
        self._check_request(template, query, body)
        if isinstance(fault, Reply):
            self._answer(fault.status, fault.body, fault.headers)
            return
        if isinstance(fault, Late):
            self.service.postpone(fault.requests, body)
        if operation == "jobs.create" and self.service.meeting is not None:
            self.service.meeting.wait(20)
        done = not isinstance(fault, Late) and getattr(fault, "done", True)
        status, answer = self.service.handle(operation, query, body, *ids) if done else (0, None)
        if isinstance(fault, Kill):
            self.service.kill()
        if isinstance(fault, Silent):
            self.service.hold()
        if isinstance(fault, Kill | Silent | Lost | Late):
            self.close_connection = True
            return
        if isinstance(fault, Garbage):
            self._answer(200, b"<html>504 from some gateway</html>", {})
            return
        self._check_answer(template, status, answer)
        self._answer(status, answer, {})

    def _route(self, path: str) -> tuple[str, str, list[str]]:
        path = path.removeprefix(self.service.prefix)
        for route, operation in self.service.routes.items():
            method, _, template = route.partition(" ")
            wanted, given = template.split("/"), path.split("/")
            if method != self.command or len(wanted) != len(given):
                continue
            pairs = list(zip(wanted, given, strict=True))
            if all(want.startswith("{") or want == have for want, have in pairs):
                return template, operation, [have for want, have in pairs if want.startswith("{")]
        raise AssertionError(f"{self.command} {path} is not in the API document")

    def _body(self, content: bytes) -> object:
        kind = self.headers.get("Content-Type", "")
        if not content:
            return None
        if kind.startswith("multipart/"):
            return _multipart(kind, content)
        return json.loads(content)

    def _check_request(self, template: str, query: dict[str, list[str]], body: object) -> None:
        operation = _document(self.service.document)["paths"].get(template, {}).get(self.command.lower())
        if operation is None:
            return
        known = {item["name"] for item in operation.get("parameters", []) if item["in"] == "query"}
        self.service.violations += [f"query {name}" for name in query if name.partition("[")[0] not in known]
        media = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if media:
            self._check(media["schema"], body, f"{self.command} {template}")

    def _check_answer(self, template: str, status: int, answer: object) -> None:
        operation = _document(self.service.document)["paths"].get(template, {}).get(self.command.lower())
        if operation is not None and status == 200:
            self._check(operation["responses"]["200"]["content"]["application/json"]["schema"], answer, template)

    def _check(self, schema: object, value: object, where: str) -> None:
        rooted = {**schema, "components": _document(self.service.document)["components"]}
        for error in Draft202012Validator(rooted).iter_errors(value):
            if not isinstance(value, dict) or value.get("status") not in self.service.odd_statuses:
                self.service.violations.append(f"{where}: {error.message}")

    def _answer(self, status: int, body: object, headers: dict[str, str]) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


Service.odd_statuses = ("pondering", "paused")


def _multipart(kind: str, content: bytes) -> dict[str, object]:
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
    found: dict[str, object] = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if name == "file":
            found["filename"], found["content"] = part.get_filename(), payload
        else:
            found[name] = payload.decode()
    return found


@cache
def _document(name: str) -> dict[str, object]:
    with (API / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, yaml.CSafeLoader)
