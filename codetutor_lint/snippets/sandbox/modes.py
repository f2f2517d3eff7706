"""Changing modes for a program that must not do so itself: only of files that it may write.

Landlock does not govern ``chmod``, and a seccomp filter can't see paths. So the filter asks: the
kernel stops the program and tells the launcher about the call (seccomp_unotify(2)); the launcher
opens the file, looks where it really is, and changes the mode of what it has opened.
"""

from __future__ import annotations

import ctypes
import errno
import os
import socket
import struct
from pathlib import Path
from threading import Thread

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.sandbox.seccomp import mode_calls

# ioctl(2) numbers and layouts of linux/seccomp.h: a notification is an id, a process, flags, and
# the call's number, architecture, address and six arguments; an answer an id, a value, an error and flags.
_RECEIVE, _SEND, _STILL_VALID = 0xC0502100, 0xC0182101, 0x40082102
_NOTIFICATION = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")
_AT_CWD = -100
_LONGEST_PATH = 4096

_libc = ctypes.CDLL(None, use_errno=True)


class _Call(NamedTuple):
    """A call that waits for its answer."""

    id: int
    pid: int
    name: str
    arguments: tuple[int, ...]


def serve_modes(channel: socket.socket, writable: list[str]) -> None:
    """Answer the calls of the program at the other end of ``channel``, in a thread of its own."""
    Thread(target=_serve, args=(channel, [os.path.realpath(path) for path in writable]), daemon=True).start()


def _serve(channel: socket.socket, writable: list[str]) -> None:
    _, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    names = mode_calls()
    for listener in descriptors:
        while True:
            buffer = ctypes.create_string_buffer(_NOTIFICATION.size)
            if _libc.ioctl(listener, ctypes.c_ulong(_RECEIVE), buffer) != 0:
                if ctypes.get_errno() == errno.EINTR:
                    continue
                return
            identity, pid, _, number, _, _, *arguments = _NOTIFICATION.unpack(buffer.raw)
            call = _Call(identity, pid, names[number], tuple(arguments))
            answer = _ANSWER.pack(identity, 0, -_error_of(call, listener, writable), 0)
            _libc.ioctl(listener, ctypes.c_ulong(_SEND), answer)


def _error_of(call: _Call, listener: int, writable: list[str]) -> int:
    """Do what a call asks for; the error number to answer it with, or 0."""
    try:
        path, mode = _path_and_mode(call)
        identity = ctypes.c_uint64(call.id)
        if _libc.ioctl(listener, ctypes.c_ulong(_STILL_VALID), ctypes.byref(identity)) != 0:
            return errno.ESRCH
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            ours = Path(f"/proc/self/fd/{opened}")
            real = str(ours.readlink())
            if not any(real == folder or real.startswith(folder + "/") for folder in writable):
                return errno.EPERM
            ours.chmod(mode & 0o777)
        finally:
            os.close(opened)
    except OSError as error:
        return error.errno or errno.EPERM
    return 0


def _path_and_mode(call: _Call) -> tuple[str, int]:
    """The file that a call means, as this process reaches it, and the wanted mode."""
    if call.name == "fchmod":
        return f"/proc/{call.pid}/fd/{call.arguments[0]}", call.arguments[1]
    if call.name == "chmod":
        folder, address, mode = _AT_CWD, call.arguments[0], call.arguments[1]
    else:
        folder, address, mode = ctypes.c_int(call.arguments[0]).value, call.arguments[1], call.arguments[2]
    base = f"/proc/{call.pid}/cwd" if folder == _AT_CWD else f"/proc/{call.pid}/fd/{folder}"
    return str(Path(base, _text_at(call.pid, address))), mode


def _text_at(pid: int, address: int) -> str:
    """A zero-terminated string in another process's memory, up to the end of its page and the next."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        text = memory.read(_LONGEST_PATH - address % _LONGEST_PATH)
        if b"\0" not in text:
            text += memory.read(_LONGEST_PATH)
    return os.fsdecode(text.split(b"\0")[0])
