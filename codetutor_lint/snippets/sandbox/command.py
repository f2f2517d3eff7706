"""What a sandbox runs, within which limits, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# In a command's arguments, environment and file names: the working directory, and a directory for
# what should not be seen there (compiled programs, caches). Private characters, so that no code
# says the same.
WORK = "\ue000work"
SCRATCH = "\ue000scratch"
# How the working directory is called in outputs, whatever it is called on this machine.
WORK_NAME = "/home/learner"

MIB = 1 << 20


class Limits(NamedTuple):
    """What one command may use.

    ``wall`` seconds pass on the clock at most, ``cpu`` seconds are computed by one process;
    ``memory`` bytes are the data of one process and the resident memory of all together;
    ``processes`` counts threads too; ``file_size``, ``disk`` and ``output`` are bytes.
    """

    wall: float = 30.0
    cpu: int = 10
    memory: int = 2048 * MIB
    processes: int = 256
    file_size: int = 32 * MIB
    disk: int = 128 * MIB
    output: int = MIB


class Command(NamedTuple):
    """One program to run.

    ``files`` stand in the working directory, where it is started, unless their name begins with
    ``SCRATCH``; ``read_only`` are the host's paths that it needs besides the system's own programs
    and libraries.
    """

    argv: tuple[str, ...]
    files: Mapping[str, bytes]
    stdin: bytes
    env: Mapping[str, str]
    read_only: tuple[str, ...] = ()


class Result(NamedTuple):
    """How a command ended.

    ``status`` is its exit status, 128 plus the number of the signal that ended it; ``stopped`` is
    the limit it was stopped at (``time``, ``memory``, ``output``, ``disk``) or empty.
    """

    status: int
    stdout: bytes
    stderr: bytes
    stopped: str = ""


class Sandbox(Protocol):
    """A way to run commands; safe to use from several threads."""

    name: str

    def run(self, command: Command, limits: Limits) -> Result:
        """Run a command, and leave nothing of it behind."""

    def serve(self, command: Command, limits: Limits) -> Service:
        """Start a program that answers line by line until it is closed."""


class Service(Protocol):
    """A program that stays, in a sandbox."""

    def ask(self, line: str, wall: float) -> str | None:
        """Send one line and return the answer's line; None if none came in time."""

    @property
    def ended(self) -> bool:
        """Whether the program is gone, by itself."""

    def close(self) -> None:
        """End the program and all it started."""


def located(name: str, work: str, scratch: str) -> str:
    """The path of one of a command's files."""
    return filled(name, work, scratch) if name.startswith(SCRATCH) else f"{work}/{name}"


def filled(text: str, work: str, scratch: str) -> str:
    """Write the real directories into an argument."""
    return text.replace(WORK, work).replace(SCRATCH, scratch)
