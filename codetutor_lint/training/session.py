"""What every command of ``train`` that speaks to a provider needs, put together once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.training.artifacts import Build, Payload, translate
from codetutor_lint.training.dotenv import write_variables
from codetutor_lint.training.keys import read_key
from codetutor_lint.training.outcomes import Outcome, Refusal
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.patience import PatientProvider
from codetutor_lint.training.providers.protocol import Connection, ProviderModule
from codetutor_lint.training.providers.registry import PROVIDERS
from codetutor_lint.training.records import Ledger, RunRecord
from codetutor_lint.training.redaction import Redactor
from codetutor_lint.training.settings import ProviderSettings, checked_url, named_settings

if TYPE_CHECKING:
    from codetutor_lint.config import Config

RUNS = "runs"


@dataclass(frozen=True)
class Surroundings:
    """Where a command runs: the process's environment, its patience, and where progress is told.

    ``recorded`` is told the name and the text of each run record as soon as it is stored: what it
    keeps elsewhere is there before the next request to the provider.
    """

    environment: Mapping[str, str]
    pace: Pace
    say: Callable[[str], None]
    recorded: Callable[[str, str], None] | None = None


class Session:
    """One provider of one configuration, ready to be asked. Raises ``UsageError`` without a key."""

    def __init__(self, config: Config, name: str, around: Surroundings) -> None:
        self.config = config
        self.name = name
        self.settings: ProviderSettings = named_settings(name, config.providers)
        self.module: ProviderModule = PROVIDERS[self.settings.type]
        variable = self.module.key_variable(self.settings)
        key = read_key(variable, config.root, around.environment) if variable else None
        self.redact = Redactor([key] if key else [])
        self.pace = around.pace
        self.ledger = Ledger(config.root / RUNS, self.redact, around.recorded)
        self._tell = around.say
        self._connection = Connection(
            name=name,
            settings=self.settings,
            key=key,
            url=_address(self.module, around.environment),
            pace=around.pace,
            runs=config.root / RUNS,
            redact=self.redact,
        )

    @contextmanager
    def connected(self) -> Iterator[PatientProvider]:
        """A connection to the provider that asks again where that is harmless."""
        provider = PatientProvider(self.module.connect(self._connection), self.pace)
        try:
            yield provider
        finally:
            provider.close()

    def say(self, text: str) -> None:
        """Tell progress, without a key in it."""
        self._tell(self.redact(text))

    def finish(self, outcome: Outcome, payloads: Mapping[str, Payload | None]) -> Outcome:
        """The outcome as it may be shown: keyless, its lines translated into examples."""
        words = self.redact(outcome.words) if outcome.words else None
        return replace(
            outcome,
            message=self.redact(outcome.message),
            words=words,
            places=translate(words, payloads, outcome.blamed) if words else (),
            details=tuple(self.redact(line) for line in outcome.details),
        )

    def write_environment(self, path: Path, outcome: Outcome) -> None:
        """Set what an application reads to use the new model; nothing if there is none yet."""
        if outcome.model is None:
            self.say(f"{self.name}: there is no model yet, so {path} stays as it is")
            return
        values = self.module.variables(self.settings, outcome.model)
        write_variables(path, values)
        self.say(f"{self.name}: {path} now sets {', '.join(values)}")

    def payloads_of(self, record: RunRecord) -> dict[str, Payload | None]:
        """The files of a record, as far as the build still has them, to translate lines into examples."""
        try:
            build = Build(self.config.out)
        except Refusal:
            return {}
        files = {"train": record.train, "validation": record.validation}
        return {role: _same(build, file.name, file.rows, file.sha256) for role, file in files.items() if file}


def _same(build: Build, name: str, rows: int, digest: str) -> Payload | None:
    try:
        payload = build.payload(name)
    except Refusal:
        return None
    payload = payload.first(rows) if payload else None
    return payload if payload and payload.sha256 == digest else None


def _address(module: ProviderModule, environment: Mapping[str, str]) -> str | None:
    url = environment.get(module.URL_VARIABLE or "") or None
    try:
        return checked_url(url) if url else None
    except ValueError as error:
        raise UsageError(f"{module.URL_VARIABLE} {error}") from None
