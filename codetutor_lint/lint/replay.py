"""A check that was made before, with the same arguments, of the same files: what it said then, at once.

Everything that the report depends on is compared first: arguments, working directory, terminal,
configuration, the linter itself, and the status of every file under the examples root. This is what
makes a run without changes so fast that nothing else needs to be imported, not even argparse.
"""

from __future__ import annotations

import os
import sys

from codetutor_lint.cache_folder import check_folder, entry_name, identity, read_entry, stamp, write_entry

TYPE_CHECKING = False  # typing takes longer to import than all that is needed to repeat a run
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FLAGS = ("--statistics",)
_OPTIONS = ("--output-format", "--select", "--ignore", "--fail-on", "--color")
_CONFIGURATION = "pyproject.toml"
_KIND = "run"


class Replay:
    """One run of ``check`` over the whole root; make it before any file is read."""

    def __init__(self, arguments: Sequence[str]) -> None:
        here = os.getcwd()  # noqa: PTH109
        self._configurations = _configurations(here)
        terminal = (sys.stdout.isatty(), os.environ.get("NO_COLOR", ""))
        self._key = (tuple(arguments), here, terminal, self._configurations, identity())
        self._name = entry_name(_KIND, (tuple(arguments), here))
        self._watched: tuple[str, ...] = ()
        self._before: list[object] | None = None

    def output(self) -> tuple[str, str, int] | None:
        """What the same run wrote to stdout and stderr, and its exit code; None if there was none."""
        for folder in self._folders():
            kept = read_entry(folder, self._name, self._key)
            if isinstance(kept, tuple):
                watched, status, *said = kept
                if status is not None and status == _status(watched):
                    report, summary, code = said
                    return report, summary, code
        return None

    def watch(self, paths: Iterable[str]) -> None:
        """Take note of the files that the run is about to read: folders with all below them, and files."""
        self._watched = tuple(paths)
        self._before = _status(self._watched)

    def keep(self, folder: str, report: str, summary: str, code: int) -> None:
        """Keep what the run said, if all it read is old enough to be known again."""
        if self._before is not None:
            write_entry(folder, self._name, self._key, (self._watched, self._before, report, summary, code))

    def _folders(self) -> list[str]:
        """Where the run may be kept: below one of the configurations, or here."""
        roots = [os.path.dirname(path) for path, _ in self._configurations]  # noqa: PTH120
        return list(dict.fromkeys(map(check_folder, [*roots, os.getcwd()])))  # noqa: PTH109


def is_repeatable(arguments: Sequence[str]) -> bool:
    """Whether a run is over the whole root, reads nothing else, and writes nothing but its report."""
    rest = iter(arguments[1:])
    for word in rest:
        if word in _OPTIONS:
            next(rest, None)
        elif word not in _FLAGS and not word.startswith(tuple(f"{option}=" for option in _OPTIONS)):
            return False
    return arguments[:1] == ["check"]


def replay(arguments: Sequence[str]) -> int | None:
    """Say again what the same run said; None if it was never made, or might say something else now."""
    said = Replay(arguments).output() if is_repeatable(arguments) else None
    if said is None:
        return None
    report, summary, code = said
    sys.stdout.write(report)
    sys.stdout.flush()
    sys.stderr.write(summary)
    return code


def _configurations(folder: str) -> tuple[tuple[str, bytes], ...]:
    """Every file from here upward that may hold the configuration."""
    found = []
    while True:
        path = os.path.join(folder, _CONFIGURATION)  # noqa: PTH118
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                found.append((path, file.read()))
        except OSError:
            pass
        parent = os.path.dirname(folder)  # noqa: PTH120
        if parent == folder:
            return tuple(found)
        folder = parent


def _status(paths: Iterable[str]) -> list[object] | None:
    """The status of files, and of everything below folders; None if any can't be told."""
    found: list[object] = []
    try:
        for path in paths:
            if not _add_status(path, found):
                return None
    except OSError:
        return None
    return found


def _add_status(path: str, found: list[object]) -> bool:
    """Add what is at a path, and below it; False if something there is too young."""
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except NotADirectoryError:
        known = stamp(os.stat(path))  # noqa: PTH116
        found.append((path, known))
        return known is not None
    except FileNotFoundError:
        found.append(path)
        return True
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            found.append(entry.path)
            if not _add_status(entry.path, found):
                return False
            continue
        known = stamp(entry.stat(follow_symlinks=False))
        if known is None:
            return False
        found.append((entry.name, known))
    return True
