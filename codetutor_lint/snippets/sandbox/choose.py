"""Which sandbox this machine allows."""

from __future__ import annotations

import sys
from functools import cache

from codetutor_lint.errors import UsageError
from codetutor_lint.snippets.sandbox import seccomp
from codetutor_lint.snippets.sandbox.command import Command, Limits, Sandbox

_PROBE = Command(("true",), {"probe": b""}, b"", {"PATH": "/usr/bin:/bin"})
_ADVICE = """\
no sandbox can be made here, so nothing was run
  bubblewrap: {bubblewrap}
  Landlock: {landlock}
On Debian or Ubuntu: apt-get install bubblewrap; where AppArmor refuses user namespaces also: \
sysctl -w kernel.apparmor_restrict_unprivileged_userns=0. In a container, allow user namespaces or \
use a kernel of 6.12 or newer. --no-sandbox runs your own files without one, at your own risk."""


@cache
def choose_sandbox() -> Sandbox:
    """bubblewrap where it works, else Landlock.

    Raises UsageError with what is wrong with each, and what to do.
    """
    if sys.platform != "linux":
        raise UsageError("code is run in a sandbox of Linux's; elsewhere --no-sandbox runs your own files without one")
    faults = {}
    for name, probe in (("bubblewrap", probe_bubblewrap), ("landlock", probe_landlock)):
        found = probe()
        if not isinstance(found, str):
            return found
        faults[name] = found
    raise UsageError(_ADVICE.format(**faults))


def probe_bubblewrap() -> Sandbox | str:
    """bubblewrap, or why it can't be used."""
    from codetutor_lint.snippets.sandbox import bwrap

    missing = bwrap.missing_programs()
    if missing:
        return f"{' and '.join(missing)} not found"
    return _proved(bwrap.BwrapSandbox()) if seccomp.supported() else _OTHER_MACHINE


def probe_landlock() -> Sandbox | str:
    """Landlock, or why it can't be used."""
    from codetutor_lint.snippets.sandbox import landlock

    version = landlock.version()
    if version < landlock.NEEDED_VERSION:
        found = f"version {version} of this kernel" if version else "not in this kernel"
        return f"{found}, needs version {landlock.NEEDED_VERSION} (Linux 6.12)"
    return _proved(landlock.LandlockSandbox()) if seccomp.supported() else _OTHER_MACHINE


_OTHER_MACHINE = "the system calls of this kind of processor are not known"


def _proved(sandbox: Sandbox) -> Sandbox | str:
    """The sandbox, if it runs a program that does nothing; else the first line it said."""
    result = sandbox.run(_PROBE, Limits(wall=10))
    if result.status == 0:
        return sandbox
    said = result.stderr.decode(errors="replace").strip().split("\n")[0]
    return said or f"stopped: {result.stopped or result.status}"
