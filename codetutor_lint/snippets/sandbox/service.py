"""A program that stays in its sandbox and answers one line with one line."""

from __future__ import annotations

import select
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from codetutor_lint.snippets.sandbox.processes import prefer_as_victim

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_CHUNK = 1 << 16
_ENDING = 5.0  # seconds


class LineService:
    """One running program; after an answer that did not come it is of no use any more."""

    def __init__(
        self,
        argv: Sequence[str],
        stop: Callable[[subprocess.Popen[bytes]], None],
        *,
        pass_fds: Sequence[int] = (),
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None:
        self._stop = stop
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=pass_fds,
            env=dict(env or {}),
            cwd=cwd,
            start_new_session=True,
            bufsize=0,
        )
        prefer_as_victim(self._process.pid)

    def ask(self, line: str, wall: float) -> str | None:
        """Send one line, and wait up to ``wall`` seconds for the answer's line."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(line.encode() + b"\n")
            return self._answer(time.monotonic() + wall)
        self._await_end(closed=True)
        return None

    @property
    def ended(self) -> bool:
        """Whether the program is gone, by itself."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End the program and all it started."""
        self._stop(self._process)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _await_end(self, closed: object) -> None:
        """A program that has closed its output is about to end."""
        if closed:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_ENDING)

    def _answer(self, deadline: float) -> str | None:
        stream = self._process.stdout
        assert stream is not None
        received = b""
        while not received.endswith(b"\n"):
            ready, _, _ = select.select([stream], [], [], max(0.0, deadline - time.monotonic()))
            chunk = stream.read(_CHUNK) if ready else b""
            if not chunk:
                self._await_end(ready)
                return None
            received += chunk
        return received.decode()
