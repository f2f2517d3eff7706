"""Running a command without a sandbox: for one's own files, at one's own risk."""

from __future__ import annotations

import os
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.errors import UsageError
from codetutor_lint.snippets.sandbox.command import WORK_NAME, Command, Limits, Result, filled, located
from codetutor_lint.snippets.sandbox.service import LineService
from codetutor_lint.snippets.sandbox.supervise import supervise

if TYPE_CHECKING:
    import subprocess


class BareSandbox:
    """A directory of its own and an end at the limits of time and output; nothing is protected."""

    name = "none"

    def __init__(self) -> None:
        if os.name != "posix":
            raise UsageError("code can be run on Linux and macOS; on Windows, use the Linux subsystem")

    def run(self, command: Command, limits: Limits) -> Result:
        """Run a command in a directory that is removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="codetutor-", ignore_cleanup_errors=True) as folder:
            argv, env, work = _prepared(command, folder)
            result = supervise(argv, limits, _kill_group, stdin=command.stdin, env=env, cwd=work)
        return result._replace(
            stdout=result.stdout.replace(work.encode(), WORK_NAME.encode()),
            stderr=result.stderr.replace(work.encode(), WORK_NAME.encode()),
        )

    def serve(self, command: Command, limits: Limits) -> LineService:
        """Start a program that answers line by line."""
        folder = tempfile.TemporaryDirectory(prefix="codetutor-", ignore_cleanup_errors=True)
        argv, env, work = _prepared(command, folder.name)

        def stop(process: subprocess.Popen[bytes]) -> None:
            _kill_group(process)
            folder.cleanup()

        return LineService(argv, stop, env=env, cwd=work)


def _prepared(command: Command, folder: str) -> tuple[list[str], dict[str, str], str]:
    work, scratch = Path(folder, "work"), Path(folder, "scratch")
    for path in (work, scratch):
        path.mkdir()
    for name, content in command.files.items():
        Path(located(name, str(work), str(scratch))).write_bytes(content)
    env = {name: filled(value, str(work), str(scratch)) for name, value in command.env.items()}
    argv = [filled(word, str(work), str(scratch)) for word in command.argv]
    return argv, env | {"TMPDIR": str(scratch)}, str(work)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
