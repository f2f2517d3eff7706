"""The build as training reads it: verified, and able to say which example a line is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ValidationError

from codetutor_lint.artifacts.folder import recover
from codetutor_lint.training.outcomes import Refusal

NAME = "manifest.json"
REBUILD = "build again: codetutor-lint build"
SUM_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class ManifestFile(BaseModel):
    """One file of the build; ``ids`` names the example of each line, in order."""

    sha256: str
    ids: list[str] | None = None


class ManifestRow(BaseModel):
    """One example of the build; ``path`` is its file, relative to the configuration."""

    id: str
    path: str


class Manifest(BaseModel):
    """The part of the manifest that training needs; the rest is the build's own business."""

    dataset_digest: str
    rows: list[ManifestRow]
    files: dict[str, ManifestFile]


@dataclass(frozen=True)
class Payload:
    """One JSONL file to send: its name in the build, its bytes, the example's path of each line."""

    name: str
    content: bytes
    paths: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many lines it has."""
        return self.content.count(b"\n")

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hex."""
        return sha256(self.content).hexdigest()

    def place(self, line: int) -> str | None:
        """Which example ``line`` (from 1) is, in words; None beyond the end."""
        if not 1 <= line <= len(self.paths):
            return None
        return f"line {line} of {self.name} is {self.paths[line - 1]}"

    def first(self, limit: int | None) -> Payload:
        """The first ``limit`` lines, or everything."""
        if limit is None or limit >= self.rows:
            return self
        lines = self.content.split(b"\n")[:limit]
        return Payload(self.name, b"\n".join([*lines, b""]), self.paths[:limit])


class Build:
    """A build folder whose every file is what ``SHA256SUMS`` says.

    Raises ``Refusal`` when there is none, or when anything in it is missing or changed.
    """

    def __init__(self, folder: Path) -> None:
        recover(folder)
        self.folder = folder
        self._contents = _verified(folder)
        self.manifest = self._read_manifest()

    def payload(self, name: str) -> Payload | None:
        """The file ``name`` of the build, or None if it has no lines.

        Raises ``Refusal`` when the build doesn't have it.
        """
        listed = self.manifest.files.get(name)
        if listed is None or name not in self._contents:
            raise Refusal(f"{self.folder.name}/{name} is not in the build", hint=REBUILD)
        content = self._contents[name]
        if listed.sha256 != sha256(content).hexdigest():
            raise Refusal(f"{self.folder.name}/{name} is not what {NAME} says", hint=REBUILD)
        paths = {row.id: row.path for row in self.manifest.rows}
        if not content:
            return None
        return Payload(name, content, tuple(paths.get(example, example) for example in listed.ids or ()))

    def _read_manifest(self) -> Manifest:
        try:
            return Manifest.model_validate_json(self._contents[NAME])
        except (KeyError, ValidationError):
            raise Refusal(f"{self.folder.name}/{NAME} can't be read", hint=REBUILD) from None


def translate(words: str, payloads: Mapping[str, Payload | None], named: str | None) -> tuple[str, ...]:
    """Find "line 536" in a provider's ``words`` and say which examples that is.

    ``payloads`` are ``train`` and ``validation``; ``named`` is the one that the provider blames, if it
    says so outside its words.
    """
    which = named or ("validation" if "validation" in words.lower() else "train")
    payload = payloads.get(which)
    if payload is None:
        return ()
    numbers = dict.fromkeys(int(number) for number in _line_numbers(words))
    return tuple(place for number in numbers if (place := payload.place(number)))


def _line_numbers(words: str) -> list[str]:
    runs = re.findall(r"\blines?\b\s*#?:?\s*(\d+(?:\s*(?:,|and)\s*\d+)*)", words, re.IGNORECASE)
    return [number for run in runs for number in re.findall(r"\d+", run)]


def _verified(folder: Path) -> dict[str, bytes]:
    sums = f"{folder.name}/SHA256SUMS"
    try:
        text = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refusal(f"there is no build in {folder.name}/", hint=REBUILD) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{sums} can't be read: {error}", hint=REBUILD) from None
    return dict(_verified_file(folder, line) for line in text.split("\n") if line)


def _verified_file(folder: Path, line: str) -> tuple[str, bytes]:
    match = SUM_LINE.fullmatch(line)
    if match is None or not _inside(match[2]):
        raise Refusal(f"{folder.name}/SHA256SUMS has a line that is none of ours: {line!r}", hint=REBUILD)
    name = f"{folder.name}/{match[2]}"
    try:
        content = (folder / match[2]).read_bytes()
    except OSError:
        raise Refusal(f"{name} is missing, though SHA256SUMS lists it", hint=REBUILD) from None
    if sha256(content).hexdigest() != match[1]:
        raise Refusal(f"{name} was changed after the build: its digest is not the one in SHA256SUMS", hint=REBUILD)
    return match[2], content


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
