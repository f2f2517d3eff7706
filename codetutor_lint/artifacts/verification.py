"""Whether a build is what it says: each line of its shape, and a folder of its bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from codetutor_lint.artifacts import few_shot, held_out
from codetutor_lint.artifacts.folder import recover
from codetutor_lint.artifacts.manifest import NAME, Manifest
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.errors import UsageError
from codetutor_lint.model.schema import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema.protocols import Validator
    from pydantic import BaseModel

    from codetutor_lint.artifacts.build import Build


def faults_of_lines(build: Build) -> list[str]:
    """What the schemas refuse in a build, with the file, the line and the example of each."""
    return [fault for name in build.files for fault in _faults_of_file(build, name)]


def differences(build: Build, folder: Path) -> list[str]:
    """How ``folder`` differs from the build, a line for each file; empty if the bytes are the same."""
    recover(folder)
    if not folder.is_dir():
        return [f"{folder}: there is no build"]
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
    out = []
    for name in sorted({*build.files, *found}):
        if name not in found:
            out.append(f"{name}: missing")
        elif name not in build.files:
            out.append(f"{name}: not part of the build")
        elif _read(found[name]) != build.files[name]:
            out.append(f"{name}: differs")
    return out


def model_of(name: str) -> type[BaseModel] | None:
    """The model that a row of the file ``name``, or the file as a whole, has the shape of."""
    whole: dict[str, type[BaseModel]] = {held_out.NAME: held_out.Line, few_shot.NAME: few_shot.FewShot, NAME: Manifest}
    if name in whole:
        return whole[name]
    target, _, file = name.partition("/")
    return TARGETS[target].Line if target in TARGETS and file.endswith(".jsonl") else None


def _faults_of_file(build: Build, name: str) -> Iterator[str]:
    model = model_of(name)
    if model is None:
        return
    validator = _validator(model)
    if not name.endswith(".jsonl"):
        for error in validator.iter_errors(json.loads(build.files[name])):
            yield f"{name}: {error.json_path}: {error.message}"
        return
    ids = build.manifest.files[name].ids
    for number, line in enumerate(build.files[name].splitlines()):
        for error in validator.iter_errors(json.loads(line)):
            yield f"{name}:{number + 1} ({ids[number]}): {error.json_path}: {error.message}"


def _validator(model: type[BaseModel]) -> Validator:
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        raise UsageError("--check needs more than the linter: pip install 'codetutor-lint[build]'") from None
    validator: Validator = Draft202012Validator(schema_of(model, model.__name__))
    return validator


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: can't be read: {error.strerror}") from None
