"""What ``/proc`` tells of processes, and what a directory takes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def prefer_as_victim(pid: int) -> None:
    """Let the kernel end this process and its children first when the machine's memory runs out."""
    with suppress(OSError):
        Path(f"/proc/{pid}/oom_score_adj").write_text("1000")


def tree_memory(pid: int) -> int:
    """Resident bytes of a process and all its descendants; 0 where there is no ``/proc``."""
    total = 0
    waiting = [pid]
    while waiting:
        process = waiting.pop()
        with suppress(OSError, ValueError):
            folder = Path(f"/proc/{process}")
            total += int((folder / "statm").read_bytes().split()[1]) * _PAGE
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_bytes().split())
    return total


def folder_size(folder: str, enough: int) -> int:
    """Bytes that a directory's files take, counted until more than ``enough`` were found."""
    total = 0
    waiting = [folder]
    while waiting and total <= enough:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                total += 4096
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
    return total


def own_threads() -> int:
    """How many threads this user has already: the kernel counts them all against the limit."""
    user = os.getuid()
    total = 0
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if entry.name.isdecimal() and entry.stat().st_uid == user:
                total += int((entry / "stat").read_text().rpartition(")")[2].split()[17])
    return total
