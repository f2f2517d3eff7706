"""What programs printed the last time, by what they are made of."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from codetutor_lint.cache_folder import cache_folder, prepare
from codetutor_lint.records import NamedTuple

_DAY = 86_400.0
_KILLED = 128 + 9
_KEPT = 30  # days that a result is kept without being used


class Outcome(NamedTuple):
    """How a program ended: as a sandbox's ``Result``, with its output as text."""

    status: int
    stdout: str
    stderr: str
    stopped: str = ""


class ResultsCache:
    """One small file a result. Entries are written whole or not at all; unreadable ones are no entries.

    ``home`` is the folder of all caches, if ``folder`` lies in one.
    """

    def __init__(self, folder: Path, home: str = "") -> None:
        self._folder = folder
        self._home = home
        self._now = time.time()

    def read(self, key: str) -> Outcome | None:
        """The outcome kept under a key, if there is one."""
        path = self._path(key)
        try:
            status, stdout, stderr = json.loads(path.read_bytes())
        except (OSError, ValueError, TypeError):
            return None
        if not (isinstance(status, int) and isinstance(stdout, str) and isinstance(stderr, str)):
            return None
        with suppress(OSError):
            if self._now - path.stat().st_mtime > _DAY:
                os.utime(path)
        return Outcome(status, stdout, stderr)

    def write(self, key: str, outcome: Outcome) -> None:
        """Keep an outcome, unless it was stopped or killed: the next time it may have more luck."""
        if outcome.stopped or outcome.status == _KILLED:
            return
        path = self._path(key)
        with suppress(OSError):
            if self._home:
                prepare(self._home)
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(descriptor, "wb") as file:
                file.write(json.dumps(outcome[:3]).encode())
            Path(temporary).replace(path)

    def forget_old(self) -> None:
        """Remove what nothing asked for in a long time."""
        oldest = self._now - _KEPT * _DAY
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def results_cache(root: Path) -> ResultsCache:
    """The cache of a dataset: below CODETUTOR_CACHE_DIR, or beside the configuration."""
    home = cache_folder(str(root))
    return ResultsCache(Path(home, "run"), home)


def key_of(*parts: object) -> str:
    """A name for what is made of these parts, whose ``repr`` must tell all that matters."""
    return sha256(repr(parts).encode(errors="backslashreplace")).hexdigest()
