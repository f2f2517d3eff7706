"""Where a command runs: what GitHub's runner tells in variables and files."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from codetutor_lint.errors import UsageError
from codetutor_lint.github.api import Client
from codetutor_lint.training.pace import Clock, SystemClock

API_URL = "https://api.github.com"
# GitHub shows no more of a job summary than 1 MiB.
LONGEST_SUMMARY = 900_000
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_TAG = re.compile(r"v[0-9]+(\.[0-9]+){0,3}(-[0-9A-Za-z.-]{1,40})?")


@dataclass(frozen=True)
class Context:
    """The runner's environment. Everything in it that a stranger may have written is only data."""

    environment: Mapping[str, str]
    say: Callable[[str], None]
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def client(self) -> Client:
        """The repository's API. Raises ``UsageError`` without a token or a repository."""
        repository = self._required("GITHUB_REPOSITORY")
        if not _REPOSITORY.fullmatch(repository):
            raise UsageError("GITHUB_REPOSITORY is no OWNER/NAME")
        url = self.environment.get("GITHUB_API_URL") or API_URL
        try:
            return Client(url, repository, self._required("GITHUB_TOKEN"), self.clock)
        except ValueError as error:
            raise UsageError(f"GITHUB_API_URL {error}") from None

    @property
    def tag(self) -> str:
        """The tag that was pushed. Raises ``UsageError`` for a name that is no version."""
        name = self._required("GITHUB_REF_NAME")
        if self.environment.get("GITHUB_REF_TYPE", "tag") != "tag" or not _TAG.fullmatch(name):
            raise UsageError(f"{name!r} is no tag such as v1.2.0")
        return name

    def event(self) -> dict[str, Any]:
        """What set the workflow off. Raises ``UsageError`` if it can't be read."""
        try:
            value = json.loads(Path(self._required("GITHUB_EVENT_PATH")).read_bytes())
        except (OSError, ValueError):
            raise UsageError("GITHUB_EVENT_PATH names no JSON file") from None
        if not isinstance(value, dict):
            raise UsageError("GITHUB_EVENT_PATH holds no object")
        return value

    def output(self, name: str, value: str) -> None:
        """Set a step's output; beyond GitHub nothing happens."""
        assert "\n" not in value
        self._append("GITHUB_OUTPUT", f"{name}={value}\n")

    def summarize(self, markdown: str) -> bool:
        """Add to the job summary; False where there is none."""
        return self._append("GITHUB_STEP_SUMMARY", markdown[:LONGEST_SUMMARY])

    def _append(self, variable: str, text: str) -> bool:
        path = self.environment.get(variable)
        if not path:
            return False
        with Path(path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return True

    def _required(self, variable: str) -> str:
        value = self.environment.get(variable, "")
        if not value:
            raise UsageError(f"{variable} is not set; this command runs in a GitHub workflow")
        return value


def head_commit(root: Path) -> str:
    """The commit that is checked out. Raises ``UsageError`` where there is none."""
    return git(root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()


def git(root: Path, *arguments: str) -> bytes:
    """What a git command prints. Raises ``UsageError`` with git's own first line if it fails."""
    try:
        result = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed") from None
    if result.returncode:
        reason = (result.stderr.decode(errors="replace").strip() or "it failed").split("\n")[0]
        raise UsageError(f"git {arguments[0]}: {reason}")
    return result.stdout
