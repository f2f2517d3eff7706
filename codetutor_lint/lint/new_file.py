"""Writing example files that don't exist yet: where they go, and never over another."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.rules.files import kebab

if TYPE_CHECKING:
    from codetutor_lint.config import Config

EXTENSION = ".yaml"
SCHEMA = Path("schema", "example.schema.json")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*\Z")


def check_id(word: str) -> None:
    """Raise UsageError, with a better one, if ``word`` is no id ``topic/slug`` in kebab-case."""
    if _ID.match(word):
        return
    parts = [part for part in re.split(r"[/\\]", word.removesuffix(EXTENSION)) if kebab(part) and part.strip(". ")]
    if len(parts) < 2:
        raise UsageError(f"'{word}' is no TOPIC/SLUG; write both, as in 'loops/what-is-a-loop'")
    better = "/".join(kebab(part) for part in parts[-2:])
    raise UsageError(f"'{word}' is no TOPIC/SLUG in kebab-case; write '{better}'")


def path_of(config: Config, identity: str) -> Path:
    """The file of an example."""
    return config.examples / f"{identity}{EXTENSION}"


def schema_comment(config: Config) -> str:
    """The line by which editors find the schema, or nothing where the dataset has none."""
    schema = config.root / SCHEMA
    if not schema.is_file():
        return ""
    relative = os.path.relpath(schema, config.examples / "topic").replace(os.sep, "/")
    return f"# yaml-language-server: $schema={relative}\n"


def write_new(path: Path, text: str) -> bool:
    """Create ``path`` with ``text`` in one step; False if it exists already.

    Raises UsageError if it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".codetutor-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
            os.chmod(temporary, 0o644)  # noqa: PTH101
            return _place(temporary, path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: can't be written: {error.strerror or error}") from None


def _place(temporary: str, path: Path) -> bool:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        os.replace(temporary, path)  # noqa: PTH105
    return True
