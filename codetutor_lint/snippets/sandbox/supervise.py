"""Watching a running command: its output, its time, its memory, its end."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from codetutor_lint.snippets.sandbox.command import Result
from codetutor_lint.snippets.sandbox.processes import folder_size, prefer_as_victim, tree_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from codetutor_lint.snippets.sandbox.command import Limits

_CHUNK = 1 << 16
_TICK = 0.05  # seconds between two looks at memory and disk
_DYING = 5.0  # seconds that a killed sandbox may take to disappear

_running: dict[subprocess.Popen[bytes], Callable[[subprocess.Popen[bytes]], None]] = {}


def stdin_of(content: bytes) -> BinaryIO:
    """An open file with ``content``; the end of file at once if it is empty."""
    import tempfile

    if not content:
        return open(os.devnull, "rb")  # noqa: PTH123 - the null device
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    file.write(content)
    file.seek(0)
    return file


def supervise(
    argv: Sequence[str],
    limits: Limits,
    stop: Callable[[subprocess.Popen[bytes]], None],
    *,
    stdin: bytes = b"",
    pass_fds: Sequence[int] = (),
    env: Mapping[str, str] | None = None,
    cwd: str | None = None,
    folder: str | None = None,
) -> Result:
    """Run ``argv`` to its end, or ``stop`` it at a limit; what it printed until then is kept.

    ``folder`` is the directory whose size counts as disk, if the sandbox does not limit that.
    """
    with (
        stdin_of(stdin) as source,
        subprocess.Popen(
            argv,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=pass_fds,
            env=dict(env or {}),
            cwd=cwd,
            start_new_session=True,
        ) as process,
    ):
        prefer_as_victim(process.pid)
        watch = _Watch(process, limits, folder)
        _running[process] = stop
        try:
            watch.until_end()
        finally:
            _end(process, stop, watch)
            del _running[process]
    status = process.returncode
    return Result(128 - status if status < 0 else status, watch.text(1), watch.text(2), watch.stopped)


def stop_everything() -> None:
    """Stop what other threads are running, so that they come to their end at once."""
    for process, stop in list(_running.items()):
        stop(process)


def _end(process: subprocess.Popen[bytes], stop: Callable[[subprocess.Popen[bytes]], None], watch: _Watch) -> None:
    stop(process)  # even at its own end: it may have left others behind
    try:
        process.wait(_DYING)
    except subprocess.TimeoutExpired:
        process.kill()
    watch.close()


class _Watch:
    """Reads both outputs of a process until it ends or goes over a limit."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, folder: str | None) -> None:
        self._process = process
        self._limits = limits
        self._folder = folder
        self._deadline = time.monotonic() + limits.wall
        self._chunks: dict[int, list[bytes]] = {1: [], 2: []}
        self._room = limits.output
        self._selector = selectors.DefaultSelector()
        self.stopped = ""
        for number, stream in ((1, process.stdout), (2, process.stderr)):
            assert stream is not None
            os.set_blocking(stream.fileno(), False)
            self._selector.register(stream, selectors.EVENT_READ, number)

    def until_end(self) -> None:
        look_at = 0.0
        while not self.stopped and not self._finished():
            for key, _ in self._selector.select(_TICK if self._selector.get_map() else 0):
                self._read(key)
            now = time.monotonic()
            if now >= look_at:
                look_at = now + _TICK
                self._look(now)

    def text(self, stream: int) -> bytes:
        return b"".join(self._chunks[stream])

    def close(self) -> None:
        self._selector.close()

    def _read(self, key: selectors.SelectorKey) -> None:
        try:
            chunk = os.read(key.fd, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._selector.unregister(key.fileobj)
            return
        self._chunks[key.data].append(chunk[: self._room])
        self._room -= len(chunk)
        if self._room < 0:
            self.stopped = "output"

    def _look(self, now: float) -> None:
        if now >= self._deadline:
            self.stopped = "time"
        elif tree_memory(self._process.pid) > self._limits.memory:
            self.stopped = "memory"
        elif self._folder and folder_size(self._folder, self._limits.disk) > self._limits.disk:
            self.stopped = "disk"
        elif self._process.poll() is not None:
            self._leave_readers()

    def _leave_readers(self) -> None:
        """The program is gone: take what is in the pipes, and wait for no one who inherited them."""
        for key in list(self._selector.get_map().values()):
            self._read(key)
            with suppress(KeyError):
                self._selector.unregister(key.fileobj)

    def _finished(self) -> bool:
        """Whether both outputs are closed and the process is gone; waits a little for the latter."""
        if self._selector.get_map():
            return False
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_TICK)
        return self._process.returncode is not None
