"""What of this machine a sandbox shows: programs and libraries, never a home or a configuration."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Directories of programs and libraries; some are links into /usr.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
# The few files below /etc that programs need to start: Debian's links, the loader's, OpenSSL's.
_ETC = ("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ssl/openssl.cnf")
_ETC_PATTERNS = ("java-*-openjdk",)
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

PASSWD = b"root:x:0:0::/root:/bin/sh\nlearner:x:%d:%d::/home/learner:/bin/bash\n"
GROUP = b"root:x:0:\nlearner:x:%d:\n"
HOSTS = b"127.0.0.1 localhost\n::1 localhost\n"


@cache
def links() -> tuple[tuple[str, str], ...]:
    """The system directories that are links, with their targets."""
    return tuple((path, str(Path(path).readlink())) for path in SYSTEM if Path(path).is_symlink())


@cache
def folders() -> tuple[str, ...]:
    """The system directories and files that are there, links aside."""
    etc = Path("/etc")
    found = [path for path in (*SYSTEM, *_ETC) if Path(path).exists() and not Path(path).is_symlink()]
    for pattern in _ETC_PATTERNS:
        found += [str(path) for path in sorted(etc.glob(pattern))]
    return tuple(found)


def is_shown(path: str) -> bool:
    """Whether a real path lies in what every sandbox shows."""
    return any(path == folder or path.startswith(folder + "/") for folder in folders())
