"""The manifest: what a build is made of, row by row and file by file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from codetutor_lint.artifacts.jsonl import pretty

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "manifest.json"
CHECKSUMS = "SHA256SUMS"
_HEX = r"^[0-9a-f]{64}$"

SplitName = Annotated[str, StringConstraints(pattern="^(train|validation|test)$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Part):
    """One example that is built."""

    id: str = Field(description="topic/slug")
    path: str = Field(description="The YAML file, relative to the configuration, POSIX.")
    content_digest: str = Field(pattern=_HEX, description="SHA-256 of what the build shows of the example.")
    split: SplitName
    family: str


class File(_Part):
    """One file of the build; ``ids`` are the examples of its rows, in order."""

    rows: int = Field(ge=0, description="Examples in it; 0 for a file that has none.")
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=_HEX)
    ids: list[str]


class Excluded(_Part):
    """An example that is left out, from everything or, with ``file``, from that file alone."""

    id: str
    path: str
    line: int = Field(ge=1, description="The line in ``path`` that the reason is about.")
    reason: str
    file: str | None


class SimilarPair(_Part):
    """Two examples on different sides of the split."""

    ids: tuple[str, str]
    splits: tuple[SplitName, SplitName]
    similarity: float = Field(ge=0, le=1)


class LeakCertificate(_Part):
    """That no example of one split is a near copy of one in another."""

    method: str
    threshold: float = Field(ge=0, le=1, description="Every pair at least this similar was compared.")
    most_similar: SimilarPair | None = Field(description="null: no pair across splits reaches the threshold.")


class Manifest(_Part):
    """What a build is made of."""

    dataset_digest: str = Field(
        pattern=_HEX, description="SHA-256 of the prompts' digest and the sorted ids with their content digests."
    )
    prompts_digest: str = Field(pattern=_HEX)
    examples: int = Field(ge=0, description="Example files read: rows plus those excluded from everything.")
    leaks: LeakCertificate
    rows: list[Row]
    excluded: list[Excluded]
    files: dict[str, File]

    def encode(self) -> bytes:
        """The manifest's bytes."""
        return pretty(self.model_dump(mode="json"))


def dataset_digest(prompts_digest: str, digests: Iterable[tuple[str, str]]) -> str:
    """The digest that names a dataset: of its prompts and of each (id, content digest)."""
    total = sha256(f"{prompts_digest}\n".encode())
    for identity, digest in sorted(digests):
        total.update(f"{identity} {digest}\n".encode())
    return total.hexdigest()


def file_entry(content: bytes, ids: Iterable[str] = ()) -> File:
    """Describe a file's bytes."""
    listed = list(ids)
    return File(rows=len(listed), bytes=len(content), sha256=sha256(content).hexdigest(), ids=listed)


def checksums(files: dict[str, bytes]) -> bytes:
    """``SHA256SUMS`` as ``sha256sum -c`` reads it."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())).encode()
