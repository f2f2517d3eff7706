"""Running a command under Landlock and seccomp, where namespaces are refused."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.snippets.sandbox import seccomp, view
from codetutor_lint.snippets.sandbox.command import WORK_NAME, Command, Limits, Result, filled, located
from codetutor_lint.snippets.sandbox.processes import own_threads
from codetutor_lint.snippets.sandbox.service import LineService
from codetutor_lint.snippets.sandbox.supervise import supervise

if TYPE_CHECKING:
    from collections.abc import Iterator

# A process that imports this package from where it is, and nothing else that is installed.
_LAUNCHER = """\
import json, sys
sys.path.insert(0, sys.argv[1])
from codetutor_lint.snippets.sandbox.launch import main
main(json.loads(sys.argv[2]))
"""
_PACKAGES = str(Path(__file__).parents[3])
_CREATE_RULESET, _ASK_VERSION = 444, 1
# Linux 6.12: the first version that keeps signals and abstract sockets in.
NEEDED_VERSION = 6
_FIRST_SPARE_USER = 1 << 30
_KILL_GRACE = 5.0


def version() -> int:
    """The kernel's Landlock version; 0 if it has none or has it switched off."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREATE_RULESET, 0, 0, _ASK_VERSION)))


class LandlockSandbox:
    """Landlock for files, network and signals, seccomp for the rest, rlimits for the amounts."""

    name = "Landlock"

    def __init__(self) -> None:
        self._numbers = count()
        self._is_root = os.geteuid() == 0
        self._others = 0 if self._is_root else own_threads()
        self._filter = seccomp.filter_program(sockets=False, metadata=self._is_root).hex()

    def run(self, command: Command, limits: Limits) -> Result:
        """Run a command in a directory that is removed afterwards."""
        user = self._user()
        with _directory(command, user) as folder:
            argv = self._command_line(command, limits, folder, user)
            result = supervise(argv, limits, _terminate, stdin=command.stdin, folder=folder)
        work = f"{folder}/work".encode()
        return result._replace(
            stdout=result.stdout.replace(work, WORK_NAME.encode()),
            stderr=result.stderr.replace(work, WORK_NAME.encode()),
        )

    def serve(self, command: Command, limits: Limits) -> LineService:
        """Start a program that answers line by line; its directory stays until it is closed."""
        user = self._user()
        holder = _directory(command, user)
        folder = holder.__enter__()

        def stop(process: subprocess.Popen[bytes]) -> None:
            _terminate(process)
            holder.__exit__(None, None, None)

        return LineService(self._command_line(command, limits, folder, user), stop)

    def _command_line(self, command: Command, limits: Limits, folder: str, user: int | None) -> list[str]:
        work, scratch = f"{folder}/work", f"{folder}/scratch"
        read_only = [*view.folders(), "/proc", *(p for p in command.read_only if not view.is_shown(p))]
        spec = {
            "user": user,
            "read_only": read_only,
            "devices": [path for path in view.DEVICES if Path(path).exists()],
            "writable": [work, scratch],
            "limits": self._amounts(limits),
            "filter": self._filter,
            "asks_for_modes": not self._is_root,
            "work": work,
            "argv": [filled(word, work, scratch) for word in command.argv],
            "env": {name: filled(value, work, scratch) for name, value in command.env.items()} | {"TMPDIR": scratch},
        }
        return [sys.executable, "-I", "-S", "-B", "-c", _LAUNCHER, _PACKAGES, json.dumps(spec)]

    def _amounts(self, limits: Limits) -> dict[str, tuple[int, int]]:
        processes = limits.processes + self._others
        return {
            "RLIMIT_NPROC": (processes, processes),
            "RLIMIT_CPU": (limits.cpu, limits.cpu + 1),
            "RLIMIT_FSIZE": (limits.file_size, limits.file_size),
            "RLIMIT_DATA": (limits.memory, limits.memory),
            "RLIMIT_CORE": (0, 0),
            "RLIMIT_NOFILE": (256, 256),
            "RLIMIT_MEMLOCK": (65536, 65536),
            "RLIMIT_MSGQUEUE": (0, 0),
        }

    def _user(self) -> int | None:
        if not self._is_root:
            return None
        return _FIRST_SPARE_USER + (os.getpid() % (1 << 22)) * 64 + next(self._numbers) % 64


@contextmanager
def _directory(command: Command, user: int | None) -> Iterator[str]:
    """A new directory with ``work`` (holding the command's files) and ``scratch`` in it."""
    folder = tempfile.mkdtemp(prefix="codetutor-")
    try:
        for name in ("work", "scratch"):
            Path(folder, name).mkdir(mode=0o700)
        for name, content in command.files.items():
            Path(located(name, f"{folder}/work", f"{folder}/scratch")).write_bytes(content)
        if user is not None:
            for path in (Path(folder), *Path(folder).rglob("*")):
                os.chown(path, user, user)
        yield folder
    finally:
        _remove(folder)


def _remove(folder: str) -> None:
    """Remove a directory however deep it is and whatever modes its parts have."""
    with suppress(OSError, RecursionError):
        shutil.rmtree(folder)
        return
    subprocess.run(["chmod", "-R", "u+rwx", folder], stderr=subprocess.DEVNULL, check=False)
    subprocess.run(["rm", "-rf", "--", folder], stderr=subprocess.DEVNULL, check=False)


def _terminate(process: subprocess.Popen[bytes]) -> None:
    """Tell the launcher to kill what it started and to go."""
    process.terminate()
    try:
        process.wait(_KILL_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
