"""An order: everything that decides what is trained, before any provider hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from codetutor_lint.training.artifacts import Payload
from codetutor_lint.training.lifecycle import price
from codetutor_lint.training.records import Estimate, FileRecord, RunRecord, Stage
from codetutor_lint.training.settings import ProviderSettings
from codetutor_lint.training.submit_key import submit_key


@dataclass(frozen=True)
class Order:
    """One training that somebody wants; the same order always has the same ``submit_key``."""

    provider: str
    settings: ProviderSettings
    dataset_digest: str
    limit: int | None
    train: Payload
    validation: Payload | None
    estimate: Estimate
    submit_key: str

    @property
    def model(self) -> str:
        """The base model."""
        return self.settings.model

    @property
    def payloads(self) -> Mapping[str, Payload | None]:
        """Both files by their role."""
        return {"train": self.train, "validation": self.validation}


def estimate(settings: ProviderSettings, tokens: int, exact: bool) -> Estimate:
    """What training ``tokens`` for the configured number of epochs costs."""
    known = price(settings)
    usd = round(tokens * settings.epochs * known[0] / 1e6, 4) if known else None
    return Estimate(tokens=tokens, exact=exact, epochs=settings.epochs, usd=usd, priced_on=known[1] if known else None)


def key_of(name: str, settings: ProviderSettings, train: bytes, validation: bytes | None) -> str:
    """The submit key of training ``settings`` on two files; an empty validation file is none."""
    return submit_key(name, settings.model, settings.hyperparameters(), train, validation or None)


def new_record(order: Order, attempt: int, sequence: int, now: datetime) -> RunRecord:
    """The record of ``order``, before anything is done about it."""
    return RunRecord(
        sequence=sequence,
        provider=order.provider,
        type=order.settings.type,
        base_model=order.model,
        submit_key=order.submit_key,
        attempt=attempt,
        dataset_digest=order.dataset_digest,
        limit=order.limit,
        hyperparameters=order.settings.hyperparameters(),
        train=_file(order.train),
        validation=_file(order.validation) if order.validation else None,
        estimate=order.estimate,
        stage=Stage.INTENDED,
        started_at=now,
        updated_at=now,
    )


def _file(payload: Payload) -> FileRecord:
    return FileRecord(name=payload.name, sha256=payload.sha256, rows=payload.rows, bytes=len(payload.content))
