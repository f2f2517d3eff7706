"""A tiny project with a build, and a start of it at full speed."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from loopback import TODAY, Service

from codetutor_lint.config import Config, load_config
from codetutor_lint.training.cancel import cancel
from codetutor_lint.training.outcomes import Outcome
from codetutor_lint.training.pace import Pace
from codetutor_lint.training.records import Estimate, FileRecord, Ledger, RunRecord, Stage
from codetutor_lint.training.session import Surroundings
from codetutor_lint.training.start import StartOptions, start
from codetutor_lint.training.status import status

KEY = "sk-test-5Qv0Zk3xT1mB8"
DIGEST = "d" * 64


class FakeClock:
    """Time that passes only when somebody sleeps."""

    def __init__(self, today: datetime = TODAY) -> None:
        self.today = today
        self.slept = 0.0

    def now(self) -> datetime:
        return self.today + timedelta(seconds=self.slept)

    def monotonic(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@dataclass(frozen=True)
class FolderInputs:
    """What would be trained, read from a folder."""

    train_bytes: bytes
    validation_bytes: bytes
    tokens_exact: bool = True

    @property
    def rows_train(self) -> int:
        return self.train_bytes.count(b"\n")

    @property
    def rows_validation(self) -> int:
        return self.validation_bytes.count(b"\n")

    @property
    def bytes_train(self) -> int:
        return len(self.train_bytes)

    @property
    def tokens_train(self) -> int:
        return len(self.train_bytes) // 4


@dataclass(frozen=True)
class FolderSources:
    """Sources that are a folder of ready-made lines, ``sources/`` beside the configuration."""

    digest: str = DIGEST

    def plan_inputs(self, config: Config, target: str, limit: int | None) -> FolderInputs:
        def first(name: str) -> bytes:
            lines = (config.root / "sources" / name).read_bytes().splitlines(keepends=True)
            return b"".join(lines[:limit])

        return FolderInputs(first("train.jsonl"), first("validation.jsonl"))

    def dataset_digest(self, config: Config) -> str:
        return self.digest


def short_lived() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is such a thing: records are synced, and disks are slow at that."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)


def make_project(root: Path, settings: str = "", rows: int = 12) -> Path:
    """A configuration, its sources and their build, in ``root``."""
    (root / "pyproject.toml").write_text(f"[tool.codetutor-lint]\n{settings}", encoding="utf-8")
    train = [f"strings/lesson-{number:02}" for number in range(1, rows + 1)]
    validation = ["loops/check-1", "loops/check-2"]
    contents = {"train": _lines(train), "validation": _lines(validation)}
    (root / "sources").mkdir()
    files, ids = {}, {}
    for name, content in contents.items():
        (root / "sources" / f"{name}.jsonl").write_bytes(content)
        for target in ("openai", "mistral"):
            files[f"{target}/{name}.jsonl"] = content
            ids[f"{target}/{name}.jsonl"] = train if name == "train" else validation
    manifest = {
        "dataset_digest": DIGEST,
        "rows": [{"id": example, "path": f"examples/{example}.yaml"} for example in (*train, *validation)],
        "files": {name: {"sha256": _digest(content), "ids": ids[name]} for name, content in files.items()},
    }
    files["manifest.json"] = json.dumps(manifest).encode()
    files["SHA256SUMS"] = "".join(f"{_digest(content)}  {name}\n" for name, content in files.items()).encode()
    for name, content in files.items():
        path = root / "datasets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def _lines(examples: list[str]) -> bytes:
    return b"".join(
        json.dumps({"messages": [{"role": "user", "content": example}]}).encode() + b"\n" for example in examples
    )


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@dataclass
class Bench:
    """A project, a service, and commands that run against them in no time."""

    root: Path
    service: Service | None
    provider: str = "openai"
    environment: dict[str, str] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    request: float = 20.0
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        address = self.service.address if self.service else "http://127.0.0.1:9"
        self.environment = {
            "OPENAI_API_KEY": KEY,
            "MISTRAL_API_KEY": KEY,
            "OPENAI_BASE_URL": f"{address}/v1",
            "MISTRAL_SERVER_URL": address,
            **self.environment,
        }

    @property
    def config(self) -> Config:
        return load_config(self.root)

    @property
    def around(self) -> Surroundings:
        return Surroundings(
            self.environment, Pace(request=self.request, upload=self.request, clock=self.clock), self.said.append
        )

    def start(self, sources: FolderSources | None = None, **options: object) -> Outcome:
        return start(self.config, self.provider, StartOptions(**options), self.around, sources or FolderSources())

    def status(self, wait: float | None = None, write_env: Path | None = None) -> list[Outcome]:
        return status(self.config, list(self.config.providers), wait, write_env, self.around)

    def cancel(self) -> list[Outcome]:
        return cancel(self.config, self.provider, self.around)

    def records(self) -> list[RunRecord]:
        return Ledger(self.root / "runs").records()

    def everything_written(self) -> str:
        """All that anybody could read afterwards: progress, and every file in ``runs/``."""
        files = [path.read_text(encoding="utf-8") for path in (self.root / "runs").glob("*") if path.is_file()]
        return "\n".join([*self.said, *files])


def record(**changes: object) -> RunRecord:
    """A run record of an order that was not sent yet, but for ``changes``."""
    values = {
        "sequence": 1,
        "provider": "openai",
        "type": "openai",
        "base_model": "m",
        "submit_key": "a" * 64,
        "attempt": 1,
        "dataset_digest": "d",
        "limit": None,
        "hyperparameters": {"n_epochs": 3, "extra_body": {"trainingType": "x"}},
        "train": FileRecord(name="openai/train.jsonl", sha256="0" * 64, rows=1, bytes=3),
        "validation": None,
        "estimate": Estimate(tokens=1, exact=True, epochs=3, usd=None, priced_on=None),
        "stage": Stage.INTENDED,
        "started_at": TODAY,
        "updated_at": TODAY,
    }
    return RunRecord(**{**values, **changes})
