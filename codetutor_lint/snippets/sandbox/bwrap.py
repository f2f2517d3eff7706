"""Running a command in bubblewrap: namespaces of its own, and almost nothing of this machine."""

from __future__ import annotations

import json
import os
import select
import shutil
import tempfile
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from codetutor_lint.snippets.sandbox import seccomp, view
from codetutor_lint.snippets.sandbox.command import WORK_NAME, Command, Limits, Result, filled, located
from codetutor_lint.snippets.sandbox.processes import own_threads
from codetutor_lint.snippets.sandbox.service import LineService
from codetutor_lint.snippets.sandbox.supervise import supervise

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

_SCRATCH = "/tmp"
_DYING = 5.0  # seconds that a killed namespace may take to disappear
_LEARNER = 1000
# Users that no system gives to anyone, one for each sandbox, because the kernel counts a user's
# processes: 2^30 and up, 64 for each process id of this program.
_FIRST_SPARE_USER = 1 << 30
# What root keeps until it has given the files to the spare user and become that user.
_ROOT_CAPABILITIES = ("CAP_CHOWN", "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
_NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")


class BwrapSandbox:
    """bubblewrap with the limits of prlimit; as root, under a spare user of its own."""

    name = "bubblewrap"

    def __init__(self) -> None:
        self._numbers = count()
        self._is_root = os.geteuid() == 0
        self._programs = {name: shutil.which(name) or name for name in ("bwrap", "prlimit", "setpriv")}
        self._others = 0 if self._is_root or _counts_by_namespace() else own_threads()
        self._filter = seccomp.filter_program(sockets=True, metadata=True)

    def run(self, command: Command, limits: Limits) -> Result:
        """Run a command in a file system that ends with it."""
        with ExitStack() as open_files:
            argv, descriptors = self._command_line(command, limits, open_files)
            told, telling = os.pipe()
            open_files.callback(os.close, told)
            argv[1:1] = ["--info-fd", str(telling)]
            try:
                return supervise(argv, limits, _kill, stdin=command.stdin, pass_fds=[*descriptors, telling])
            finally:
                os.close(telling)
                _wait_for_all(told)

    def serve(self, command: Command, limits: Limits) -> LineService:
        """Start a program that answers line by line."""
        with ExitStack() as open_files:
            argv, descriptors = self._command_line(command, limits, open_files)
            return LineService(argv, _kill, pass_fds=descriptors)

    def _command_line(self, command: Command, limits: Limits, open_files: ExitStack) -> tuple[list[str], list[int]]:
        user = self._user()
        descriptors: list[int] = []

        def holding(content: bytes) -> str:
            file = open_files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - a context does enter it
            file.write(content)
            file.seek(0)
            descriptors.append(file.fileno())
            return str(file.fileno())

        argv = [self._programs["bwrap"], "--die-with-parent", *_NAMESPACES, *self._privileges(user)]
        argv += ["--hostname", "codetutor", "--clearenv", "--seccomp", holding(self._filter)]
        argv += _file_system(limits)
        for path, content in (
            ("/etc/passwd", view.PASSWD % (user, user)),
            ("/etc/group", view.GROUP % user),
            ("/etc/hosts", view.HOSTS),
        ):
            argv += ["--perms", "0644", "--ro-bind-data", holding(content), path]
        for path in command.read_only:
            if not view.is_shown(path):
                argv += _shown(path)
        for name, content in command.files.items():
            argv += ["--perms", "0644", "--file", holding(content), located(name, WORK_NAME, _SCRATCH)]
        argv += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", WORK_NAME]
        for name, value in command.env.items():
            argv += ["--setenv", name, filled(value, WORK_NAME, _SCRATCH)]
        argv += ["--", *self._launcher(user), *self._limited(limits)]
        return [*argv, *(filled(word, WORK_NAME, _SCRATCH) for word in command.argv)], descriptors

    def _user(self) -> int:
        if not self._is_root:
            return _LEARNER
        return _FIRST_SPARE_USER + (os.getpid() % (1 << 22)) * 64 + next(self._numbers) % 64

    def _privileges(self, user: int) -> list[str]:
        if self._is_root:
            return ["--cap-drop", "ALL", *(word for cap in _ROOT_CAPABILITIES for word in ("--cap-add", cap))]
        return ["--unshare-user", "--uid", str(user), "--gid", str(user)]

    def _launcher(self, user: int) -> list[str]:
        """What runs before the program: as root, give the files away and become the spare user."""
        if not self._is_root:
            return []
        give = f'chown -R {user}:{user} {WORK_NAME} && exec "$@"'
        become = f"--reuid={user} --regid={user} --clear-groups --inh-caps=-all --bounding-set=-all"
        return ["/bin/sh", "-c", give, "sh", self._programs["setpriv"], *become.split()]

    def _limited(self, limits: Limits) -> list[str]:
        processes = limits.processes + self._others
        amounts = {
            "nproc": (processes, processes),
            "cpu": (limits.cpu, limits.cpu + 1),
            "fsize": (limits.file_size, limits.file_size),
            "data": (limits.memory, limits.memory),
            "core": (0, 0),
            "nofile": (256, 256),
            "memlock": (65536, 65536),
            "msgqueue": (0, 0),
        }
        return [self._programs["prlimit"], *(f"--{name}={soft}:{hard}" for name, (soft, hard) in amounts.items()), "--"]


def _counts_by_namespace() -> bool:
    """Whether the kernel counts a user's processes in each user namespace by itself (since 5.14)."""
    numbers = os.uname().release.split("-")[0].split(".")
    return [int(number) for number in numbers[:2] if number.isdecimal()] >= [5, 14]


def missing_programs() -> list[str]:
    """The programs that this sandbox needs and that are not installed."""
    needed = ["bwrap", "prlimit"] + (["setpriv"] if os.geteuid() == 0 else [])
    return [name for name in needed if shutil.which(name) is None]


def _file_system(limits: Limits) -> Iterator[str]:
    for path in view.folders():
        yield from _shown(path)
    for path, target in view.links():
        yield from ("--symlink", target, path)
    yield from ("--proc", "/proc", "--dev", "/dev")
    for folder in (_SCRATCH, "/dev/shm", WORK_NAME):
        yield from ("--perms", "1777", "--size", str(limits.disk), "--tmpfs", folder)


def _shown(path: str) -> Iterator[str]:
    """A host's path, read-only; the directories above it would otherwise be root's alone."""
    for parent in reversed(Path(path).parents[:-1]):
        yield from ("--dir", str(parent))
    yield from ("--ro-bind", path, path)


def _wait_for_all(told: int) -> None:
    """Wait for the first process of the namespace: it ends after all others in it."""
    with suppress(OSError, ValueError, KeyError):
        first = os.pidfd_open(json.loads(os.read(told, 4096))["child-pid"])
        select.select([first], [], [], _DYING)
        os.close(first)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End bubblewrap: the kernel then ends everything in its process namespace."""
    process.kill()
