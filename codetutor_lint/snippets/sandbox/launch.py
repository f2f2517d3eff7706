"""Start one program under Landlock and seccomp, and end everything it leaves behind.

``main`` is what a process of its own does, started by ``landlock.py``. It restricts itself first, so
that even the part that kills can reach nothing but what it started; the program then gets a second,
nested domain, from which it can't reach this one.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from codetutor_lint.snippets.sandbox.modes import serve_modes

# Numbers from linux/prctl.h, linux/landlock.h, linux/capability.h and asm-generic/unistd.h; those
# of Landlock are the same on every architecture.
_SET_DEATH_SIGNAL, _SET_KEEP_CAPS, _SET_SUBREAPER = 1, 8, 36
_SET_SECURITY_BITS, _NO_SETUID_FIXUP = 28, 4
_SET_NO_NEW_PRIVILEGES, _AMBIENT, _AMBIENT_RAISE = 38, 47, 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_SECCOMP, _SET_FILTER, _NEW_LISTENER = {"x86_64": 317, "aarch64": 277}, 1, 8
_READ_ANYTHING = 2  # CAP_DAC_READ_SEARCH
_CAPABILITY_VERSION = 0x20080522

_ALL_FILE_ACCESS = (1 << 16) - 1
_READ = 1 | 4 | 8  # execute, read files, list directories
_READ_FILE = 1 | 4
_DEVICE = 2 | 4
_ALL_TCP = 3
_SCOPED = 3  # abstract sockets, signals
# What a spare user's launcher exits with when it could not build the sandbox.
CANNOT_START = 125

_libc = ctypes.CDLL(None, use_errno=True)


def main(spec: dict[str, Any]) -> NoReturn:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, signal.SIGTERM})
    _checked(_libc.prctl(_SET_SUBREAPER, 1, 0, 0, 0), "become the reaper")
    if spec["user"] is not None:
        _become(spec["user"])
    _checked(_libc.prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0), "follow the parent's end")
    _checked(_libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "give up new privileges")
    rules = _ruleset(spec)
    _restrict(rules)
    _assert_alone()
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        _start(spec, rules, theirs)
    theirs.close()
    if spec["asks_for_modes"]:
        serve_modes(ours, spec["writable"])
    status = _wait_for(child)
    _end_all()
    os._exit(128 + signal.SIGKILL if status is None else status)


def _start(spec: dict[str, Any], rules: int, launcher: socket.socket) -> NoReturn:
    """In the child: the nested domain, the limits, the filter, and then the program."""
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        os.setsid()
        _libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        _restrict(rules)
        for name, (soft, hard) in spec["limits"].items():
            resource.setrlimit(getattr(resource, name), (soft, hard))
        os.chdir(spec["work"])
        _filter(bytes.fromhex(spec["filter"]), launcher if spec["asks_for_modes"] else None)
        for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(ignored_by_python, signal.SIG_DFL)
        os.execvpe(spec["argv"][0], spec["argv"], spec["env"])
    except OSError as error:
        os.write(2, f"{spec['argv'][0]}: {error.strerror}\n".encode())
    os._exit(CANNOT_START)


def _wait_for(child: int) -> int | None:
    """The child's exit status; None if this process was told to end first."""
    while signal.sigwait({signal.SIGCHLD, signal.SIGTERM}) == signal.SIGCHLD:
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return 128 - code if code < 0 else code
            if pid == 0:
                break
    return None


def _end_all() -> None:
    """Kill all that is left in the nested domain, until the last zombie is gone."""
    while True:
        with suppress(OSError):
            os.kill(-1, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _assert_alone() -> None:
    """Make sure that a signal to everybody stays in the domain: the parent must be out of reach."""
    try:
        os.kill(os.getppid(), 0)
    except PermissionError:
        return
    except ProcessLookupError:
        pass
    os.write(2, b"Landlock does not confine signals here\n")
    os._exit(CANNOT_START)


def _become(user: int) -> None:
    """Turn from root into a spare user, who may still read the programs below root's home.

    The security bit lets ``access()`` count that capability as well, as compilers need it.
    """
    _libc.prctl(_SET_SECURITY_BITS, _NO_SETUID_FIXUP, 0, 0, 0)
    _libc.prctl(_SET_KEEP_CAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    only_reading = struct.pack("=6I", *[1 << _READ_ANYTHING] * 3, 0, 0, 0)
    if _libc.capset(header, only_reading) == 0:
        _libc.prctl(_AMBIENT, _AMBIENT_RAISE, _READ_ANYTHING, 0, 0)
    else:
        _libc.capset(header, struct.pack("=6I", 0, 0, 0, 0, 0, 0))


def _ruleset(spec: dict[str, Any]) -> int:
    attributes = struct.pack("=QQQ", _ALL_FILE_ACCESS, _ALL_TCP, _SCOPED)
    rules = _libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    _checked(rules, "create a Landlock ruleset")
    for path in spec["read_only"]:
        _allow(rules, path, _READ if Path(path).is_dir() else _READ_FILE)
    for path in spec["devices"]:
        _allow(rules, path, _DEVICE)
    for path in spec["writable"]:
        _allow(rules, path, _ALL_FILE_ACCESS)
    return int(rules)


def _allow(rules: int, path: str, access: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    beneath = struct.pack("=Qi", access, descriptor)
    _checked(_libc.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, beneath, 0), f"allow {path}")
    os.close(descriptor)


def _restrict(rules: int) -> None:
    _checked(_libc.syscall(_RESTRICT_SELF, rules, 0), "restrict this process")


def _filter(program: bytes, launcher: socket.socket | None) -> None:
    """Install a seccomp filter (``struct sock_fprog`` is a length and a pointer); hand its listener over."""
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    flags = _NEW_LISTENER if launcher else 0
    listener = _libc.syscall(_SECCOMP[os.uname().machine], _SET_FILTER, flags, header)
    _checked(listener, "install the filter")
    if launcher:
        socket.send_fds(launcher, [b"l"], [listener])
        os.close(listener)


def _checked(result: int, purpose: str) -> None:
    if result < 0:
        os.write(2, f"can't {purpose}: {os.strerror(ctypes.get_errno())}\n".encode())
        os._exit(CANNOT_START)
