"""What a release is to train, as it stands in its draft: which providers, what it costs, from which build."""

from __future__ import annotations

import tomllib
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from codetutor_lint.errors import UsageError
from codetutor_lint.github.markdown import block
from codetutor_lint.training.artifacts import REBUILD, Build
from codetutor_lint.training.outcomes import Refusal
from codetutor_lint.training.plan import Plan, lines, plan
from codetutor_lint.training.settings import LocalSettings, named_settings
from codetutor_lint.training.sources import Artifacts

if TYPE_CHECKING:
    from pathlib import Path

    from codetutor_lint.config import Config

NAME = "plan.json"
_SUMS = "SHA256SUMS"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProviderPlan(_Part):
    """One training; ``usd`` is null where no price is known."""

    provider: str
    model: str
    submit_key: str
    rows: int
    tokens: int
    usd: float | None


class ReleasePlan(_Part):
    """All trainings of a release. ``digest`` is the SHA-256 of the build's ``SHA256SUMS``."""

    version: Literal[1] = 1
    tag: str
    commit: str
    digest: str
    dataset_digest: str
    rows: int
    providers: list[ProviderPlan]


def hosted_providers(config: Config) -> list[str]:
    """The providers that a workflow can order from: those of the configuration file, else the usual ones."""
    named = list(_tables(config)) or list(config.providers)
    return [name for name in named if not isinstance(named_settings(name, config.providers), LocalSettings)]


def _tables(config: Config) -> dict[str, object]:
    if config.file is None:
        return {}
    table = tomllib.loads(config.file.read_text(encoding="utf-8"))
    found: dict[str, object] = table["tool"]["codetutor-lint"].get("providers", {})
    return found


def plans(config: Config, day: date) -> list[Plan]:
    """One plan a hosted provider."""
    return plan(config, hosted_providers(config), None, Artifacts(), day)


def summary(found: list[Plan]) -> str:
    """The plans for the person who is to approve them."""
    parts = ["## What an approval would order", "Nothing is ordered before the environment's reviewers approve."]
    return "\n\n".join([*parts, *(block("\n".join(lines(one)), 20_000) for one in found)]) + "\n"


def release_plan(config: Config, tag: str, commit: str, found: list[Plan]) -> ReleasePlan:
    """The plan of a verified build. Raises ``UsageError`` without one."""
    build = verified(config.out)
    return ReleasePlan(
        tag=tag,
        commit=commit,
        digest=digest_of(config.out),
        dataset_digest=build.manifest.dataset_digest,
        rows=len(build.manifest.rows),
        providers=[
            ProviderPlan(
                provider=one.provider,
                model=one.settings.model,
                submit_key=one.submit_key,
                rows=one.rows_train,
                tokens=one.estimate.tokens * one.estimate.epochs,
                usd=one.estimate.usd,
            )
            for one in found
        ],
    )


def verified(folder: Path, digest: str | None = None) -> Build:
    """The build in a folder, every file as ``SHA256SUMS`` says, and that as ``digest`` says.

    Raises ``UsageError`` for anything else.
    """
    try:
        build = Build(folder)
    except Refusal as refusal:
        raise UsageError(f"{refusal.message}; {refusal.hint or REBUILD}") from None
    if digest is not None and digest_of(folder) != digest:
        raise UsageError(f"{folder.name}/{_SUMS} is not the one that was built: its digest is not {digest[:12]}…")
    return build


def digest_of(folder: Path) -> str:
    """The SHA-256 of the build's ``SHA256SUMS``, which stands for all its files."""
    return sha256((folder / _SUMS).read_bytes()).hexdigest()


def release_files(folder: Path) -> dict[str, bytes]:
    """The build's files under the names of assets, which have no folders; their checksums fit those names."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = {asset_name(name): (folder / name).read_bytes() for name in names if name != _SUMS}
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**files, _SUMS: sums.encode()}


def asset_name(name: str) -> str:
    """``openai/train.jsonl`` as the name of an asset."""
    return name.replace("/", "-")
