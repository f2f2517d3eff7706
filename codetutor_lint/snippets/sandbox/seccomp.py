"""System calls that code in an answer has no business with, as a seccomp filter.

The filter is a classic BPF program (``struct sock_filter``), built here so that neither sandbox
needs libseccomp. Numbers are those of the kernel's ``asm/unistd_64.h`` and ``asm-generic/unistd.h``.
"""

from __future__ import annotations

import errno
import os
import struct

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_COLUMN = {"x86_64": 0, "aarch64": 1}
_X32_BIT = 0x40000000

# name: (x86_64, aarch64), None where the architecture has no such call
_FORBIDDEN: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "quotactl": (179, 60), "acct": (163, 89),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "syslog": (103, 116),
}  # fmt: skip
# Memory that no process's limit counts, and calls that hide others from a filter: programs fall
# back to other means when the kernel says that it does not know them.
_UNKNOWN: dict[str, tuple[int | None, int | None]] = {
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186),
    "semget": (64, 190), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "clone3": (435, 435),
}  # fmt: skip
_CLONE = (56, 220)
_SOCKET = (41, 198)
# Landlock does not govern these either. Without a user of one's own the launcher is asked to change
# a mode; the others are passed over: they report success and change nothing.
MODES: dict[str, tuple[int | None, int | None]] = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
}  # fmt: skip
_METADATA: dict[str, tuple[int | None, int | None]] = {
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
}  # fmt: skip
# CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_CLONE_NEW = 0x7E020080

_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERRNO, _KILL, _ASK = 0x7FFF0000, 0x00050000, 0x80000000, 0x7FC00000
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16


def supported() -> bool:
    """Whether this machine's system calls are known."""
    return hasattr(os, "uname") and os.uname().machine in _AUDIT_ARCH


def filter_program(*, sockets: bool, metadata: bool) -> bytes:
    """The BPF program, for the sandbox whose network or files need no such guard or do.

    Without ``sockets`` no socket can be made (pairs of them can); without ``metadata`` changes of
    modes are left to the listener, and those of owners, times and attributes passed over.
    """
    machine = os.uname().machine
    column = _COLUMN[machine]
    code = [
        _instruction(_LOAD, _ARCH_AT),
        _instruction(_JUMP_EQUAL, _AUDIT_ARCH[machine], 1, 0),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        code += [_instruction(_JUMP_ABOVE, _X32_BIT, 0, 1), _instruction(_RETURN, _ERRNO | errno.ENOSYS)]
    answers = {errno.EPERM: _FORBIDDEN, errno.ENOSYS: _UNKNOWN, 0: {} if metadata else _METADATA}
    for error, calls in answers.items():
        for numbers in calls.values():
            number = numbers[column]
            if number is not None:
                code += _answer(number, _ERRNO | error)
    if not metadata:
        for number in mode_calls():
            code += _answer(number, _ASK)
    if not sockets:
        code += _answer(_SOCKET[column], _ERRNO | errno.EACCES)
    code += [
        _instruction(_JUMP_EQUAL, _CLONE[column], 0, 3),
        _instruction(_LOAD, _FIRST_ARGUMENT_AT),
        _instruction(_JUMP_SET, _CLONE_NEW, 0, 1),
        _instruction(_RETURN, _ERRNO | errno.EPERM),
    ]
    return b"".join([*code, _instruction(_RETURN, _ALLOW)])


def mode_calls() -> dict[int, str]:
    """The calls that change a mode, by their number on this machine."""
    column = _COLUMN[os.uname().machine]
    return {numbers[column] or 0: name for name, numbers in MODES.items() if numbers[column] is not None}


def _answer(number: int, action: int) -> list[bytes]:
    return [_instruction(_JUMP_EQUAL, number, 0, 1), _instruction(_RETURN, action)]


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)
