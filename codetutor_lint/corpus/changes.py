"""Which files differ from a Git revision."""

from __future__ import annotations

import subprocess
from pathlib import Path

from codetutor_lint.errors import UsageError


def changed_since(revision: str, root: Path) -> set[Path]:
    """The existing files under ``root`` that differ from where ``revision`` and HEAD parted, as absolute paths.

    Counts what is committed, staged, changed and untracked. Raises UsageError if Git does not know
    the revision or is missing.
    """
    if revision.startswith("-"):
        raise UsageError(f"'{revision}' is no Git revision")
    base = _git(root, "merge-base", revision, "HEAD").strip()
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip("\n"))
    listed = _git(root, "diff", "--name-only", "--diff-filter=d", "-z", base) + _git(
        top, "ls-files", "--others", "--exclude-standard", "-z"
    )
    return {path for name in listed.split("\0") if name and (path := top / name).exists() and path.is_relative_to(root)}


def _git(folder: Path, *arguments: str) -> str:
    try:
        result = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("--changed-since needs git, which is not installed") from None
    if result.returncode:
        reason = (result.stderr.strip() or "it failed").splitlines()[0]
        raise UsageError(f"git {arguments[0]}: {reason}")
    return result.stdout
