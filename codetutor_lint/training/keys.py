"""A provider's key: from the environment or from ``.env``, checked without being shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from codetutor_lint.errors import UsageError
from codetutor_lint.training.dotenv import read_variables


def read_key(variable: str, root: Path, environment: Mapping[str, str]) -> str:
    """The key in ``variable``: the environment's, else the one in ``.env`` beside the configuration.

    White space around it (a pasted newline) is dropped. Raises ``UsageError`` when there is none, or
    when it has a character that no key has: it would break the request and end up in an error message.
    """
    found = environment.get(variable) or read_variables(root / ".env").get(variable) or ""
    key = found.strip()
    if not key:
        raise UsageError(f"{variable} is not set: put the key into the environment, or into .env here")
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise UsageError(f"{variable} holds a space, a line break or another character that no key has; set it again")
    return key
