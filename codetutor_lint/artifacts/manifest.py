"""The manifest: what a build is made of, row by row and file by file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from codetutor_lint.artifacts.jsonl import pretty

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "manifest.json"
_HEX = r"^[0-9a-f]{64}$"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Part):
    """One example that is built."""

    id: str = Field(description="topic/slug")
    path: str = Field(description="The YAML file, relative to the configuration, POSIX.")
    content_digest: str = Field(pattern=_HEX, description="SHA-256 of what the build shows of the example.")
    split: str = Field(pattern="^(train|validation|test)$")
    family: str


class File(_Part):
    """One file of the build; ``ids`` are the examples of its lines, in order, if it has such lines."""

    rows: int | None = Field(default=None, ge=0)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=_HEX)
    ids: list[str] | None = None


class Excluded(_Part):
    """An example that is left out, from everything or, with ``file``, from that file alone."""

    id: str
    path: str
    reason: str
    file: str | None = None


class Manifest(_Part):
    """What a build is made of."""

    dataset_digest: str = Field(
        pattern=_HEX, description="SHA-256 of the prompts' digest and the sorted ids with their content digests."
    )
    prompts_digest: str = Field(pattern=_HEX)
    examples: int = Field(ge=0, description="Example files read: rows plus excluded ones.")
    rows: list[Row]
    excluded: list[Excluded]
    files: dict[str, File]

    def encode(self) -> bytes:
        """The manifest's bytes."""
        return pretty(self.model_dump(mode="json", exclude_none=True))


def dataset_digest(prompts_digest: str, digests: Iterable[tuple[str, str]]) -> str:
    """The digest that names a dataset: of its prompts and of each (id, content digest)."""
    total = sha256(f"{prompts_digest}\n".encode())
    for identity, digest in sorted(digests):
        total.update(f"{identity} {digest}\n".encode())
    return total.hexdigest()


def file_entry(content: bytes, ids: list[str] | None = None) -> File:
    """Describe a file's bytes."""
    return File(rows=None if ids is None else len(ids), bytes=len(content), sha256=sha256(content).hexdigest(), ids=ids)


def checksums(files: dict[str, bytes]) -> bytes:
    """``SHA256SUMS`` as ``sha256sum -c`` reads it."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())).encode()
