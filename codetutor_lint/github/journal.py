"""A release's run records and outcomes: one asset an event, numbered, and never rewritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from codetutor_lint.github.api import GitHubError
from codetutor_lint.records import NamedTuple
from codetutor_lint.training.outcomes import Kind, Outcome
from codetutor_lint.training.records import RunRecord

if TYPE_CHECKING:
    from pathlib import Path

    from codetutor_lint.github.releases import Release

# run.0001-openai-0123456789ab.0003.json: the third state of that record; outcome.openai.0002.json.
_NAME = re.compile(r"(run|outcome)\.([A-Za-z0-9_-]+)\.([0-9]{4,})\.json")
FINAL = frozenset({Kind.SUCCEEDED, Kind.REFUSED, Kind.FAILED, Kind.CANCELLED})


class OutcomeEvent(BaseModel):
    """How a provider's training stands, as the command that found out has said it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    provider: str
    kind: Kind
    lines: list[str]
    job_id: str | None = None
    model: str | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more is to come of it by itself."""
        return self.kind in FINAL


class _Event(NamedTuple):
    asset: str
    kind: str
    subject: str
    number: int


class Journal:
    """The events in one release's assets."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def restore(self, folder: Path, provider: str | None = None) -> int:
        """Write each record's newest state into a folder of run records; how many there were."""
        newest = [event for event in self._newest() if event.kind == "run"]
        restored = 0
        for event in newest:
            text = self._release.read(event.asset)
            record = _record(event.asset, text)
            if provider in (None, record.provider):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / record.file_name).write_bytes(text)
                restored += 1
        return restored

    def keep_record(self, name: str, text: str) -> None:
        """Add a record's new state, unless it says no more than the last one. Raises ``GitHubError``."""
        subject = name.removesuffix(".json")
        last = self._last("run", subject)
        if last is not None and _substance(self._release.read(last.asset)) == _substance(text.encode()):
            return
        self._add("run", subject, text.encode())

    def keep_outcome(self, outcome: OutcomeEvent) -> None:
        """Add an outcome, unless it is the last one. Raises ``GitHubError``."""
        content = (outcome.model_dump_json(indent=2) + "\n").encode()
        last = self._last("outcome", outcome.provider)
        if last is None or self._release.read(last.asset) != content:
            self._add("outcome", outcome.provider, content)

    def outcomes(self) -> dict[str, OutcomeEvent]:
        """Each provider's newest outcome."""
        found = {}
        for event in self._newest():
            if event.kind == "outcome":
                try:
                    found[event.subject] = OutcomeEvent.model_validate_json(self._release.read(event.asset))
                except ValidationError:
                    raise GitHubError(0, f"the asset {event.asset} is no outcome; remove it by hand") from None
        return found

    def _add(self, kind: str, subject: str, content: bytes) -> None:
        """Under the next free number; another writer may take it at the same moment."""
        last = self._last(kind, subject)
        number = last.number + 1 if last else 1
        while not self._release.add(f"{kind}.{subject}.{number:04d}.json", content):
            number += 1

    def _last(self, kind: str, subject: str) -> _Event | None:
        found = [event for event in self._events() if (event.kind, event.subject) == (kind, subject)]
        return max(found, key=lambda event: event.number, default=None)

    def _newest(self) -> list[_Event]:
        newest: dict[tuple[str, str], _Event] = {}
        for event in sorted(self._events(), key=lambda event: event.number):
            newest[event.kind, event.subject] = event
        return sorted(newest.values())

    def _events(self) -> list[_Event]:
        matches = [(name, _NAME.fullmatch(name)) for name in self._release.names()]
        return [_Event(name, match[1], match[2], int(match[3])) for name, match in matches if match]


def outcome_event(outcome: Outcome) -> OutcomeEvent:
    """The outcome as it is kept: what the command prints of it, without a job's course."""
    course = len(outcome.details)
    lines = outcome.lines()
    return OutcomeEvent(
        provider=outcome.provider,
        kind=outcome.kind,
        lines=lines[: len(lines) - course],
        job_id=outcome.job_id,
        model=outcome.model,
    )


def _record(name: str, text: bytes) -> RunRecord:
    try:
        return RunRecord.model_validate_json(text)
    except ValidationError:
        raise GitHubError(0, f"the asset {name} is no run record; without it a job could be ordered twice") from None


def _substance(text: bytes) -> object:
    """What a record says besides how far its job has come: that alone is no event."""
    value = _record("run record", text).model_dump()
    value.pop("updated_at")
    for key in ("events", "loss", "checkpoints", "trained_tokens"):
        (value["job"] or {}).pop(key, None)
    return value
