"""Where results are kept between runs, what they hold for, and files that are written whole or not at all.

Nothing here raises: without a usable folder nothing is kept, and an entry that is damaged or made by
another linter is no entry.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from binascii import crc32

from codetutor_lint import __version__

TYPE_CHECKING = False  # typing takes longer to import than all that is needed to repeat a run
if TYPE_CHECKING:
    from typing import Any

# A file that was changed so recently may change again without its times telling.
_YOUNG = 3_000_000_000  # nanoseconds; the coarsest file systems count in steps of two seconds
_IGNORE_ALL = b"*\n"


def cache_folder(root: str) -> str:
    """CODETUTOR_CACHE_DIR, or ``.codetutor_cache`` below ``root``, the configuration's folder."""
    return os.environ.get("CODETUTOR_CACHE_DIR") or os.path.join(root, ".codetutor_cache")  # noqa: PTH118


def check_folder(root: str) -> str:
    """Where the results of ``check`` are kept."""
    return os.path.join(cache_folder(root), "check")  # noqa: PTH118


def prepare(folder: str) -> None:
    """Make a cache folder, which Git is to ignore; raises OSError."""
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    ignore = os.path.join(folder, ".gitignore")  # noqa: PTH118
    if not os.path.exists(ignore):  # noqa: PTH110
        with open(ignore, "wb") as file:  # noqa: PTH123
            file.write(_IGNORE_ALL)


def identity() -> tuple[object, ...]:
    """What results depend on beside the data: this linter's files, the interpreter, who asks, what is installed."""
    package = os.path.dirname(__file__)  # noqa: PTH120
    installed = [(path, os.stat(path).st_mtime_ns) for path in sys.path if path.endswith("-packages") and _is_dir(path)]  # noqa: PTH116
    return (__version__, sys.version, getattr(os, "geteuid", int)(), tuple(_stamps(package)), tuple(installed))


def stamp(status: os.stat_result) -> tuple[int, ...] | None:
    """What changes when a file does; None for one so young that it may change without a trace."""
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - _YOUNG:
        return None
    return (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def read_entry(folder: str, name: str, key: object) -> object:
    """What was kept under a name for exactly this key; None if there is nothing."""
    try:
        with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123
            content = file.read()
        if content[:4] != _checksum(content[4:]):
            return None
        kept_key, value = marshal.loads(content[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return value if kept_key == key else None


def write_entry(folder: str, name: str, key: Any, value: Any) -> None:
    """Keep a value that ``marshal`` can write."""
    temporary = os.path.join(folder, f"{name}.{os.getpid()}.{time.monotonic_ns()}")  # noqa: PTH118
    try:
        content = marshal.dumps((key, value))
        prepare(os.path.dirname(folder))  # noqa: PTH120
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(temporary, "xb") as file:  # noqa: PTH123
            file.write(_checksum(content) + content)
        os.replace(temporary, os.path.join(folder, name))  # noqa: PTH105, PTH118
    except (OSError, ValueError):
        _remove(temporary)


def entry_name(kind: str, key: object) -> str:
    """A file's name for a key; two keys may share it, as the key is kept with the value."""
    return f"{kind}-{crc32(repr(key).encode(errors='backslashreplace')):08x}"


def _checksum(content: bytes) -> bytes:
    return crc32(content).to_bytes(4, "big")


def _stamps(folder: str) -> list[tuple[object, ...]]:
    """The size and time of every file below a folder but for compiled ones."""
    found: list[tuple[object, ...]] = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                found += [(entry.name, *rest) for rest in _stamps(entry.path)]
        else:
            status = entry.stat()
            found.append((entry.name, status.st_size, status.st_mtime_ns))
    return found


def _is_dir(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _remove(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return
