"""The pull request's comment, written by trusted code from an artifact that is only data."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from codetutor_lint.errors import UsageError
from codetutor_lint.github.api import GitHubError, create_once
from codetutor_lint.github.preview import LONGEST_FILE, NAME, Preview
from codetutor_lint.github.rendering import COMMENT, render

if TYPE_CHECKING:
    from codetutor_lint.github.context import Context

ARTIFACT = "preview"
MARK = "<!-- codetutor-lint preview -->"
# Only what this account wrote is edited: anybody can write a comment that begins with the mark.
AUTHOR = "github-actions[bot]"


class ArtifactError(Exception):
    """An artifact that is not what ``github preview`` writes."""


def comment(context: Context) -> int:
    """Write or renew the comment of the run that the event names; the exit code.

    Raises ``GitHubError``, and ``UsageError`` for an event of another kind.
    """
    run = context.event().get("workflow_run")
    if not isinstance(run, dict):
        raise UsageError("'github comment' answers a workflow_run event")
    numbers = _pull_requests(context, run)
    if not numbers:
        context.say("no open pull request has this commit as its head any more; nothing to say")
        return 0
    try:
        preview = _artifact(context, run)
    except ArtifactError as error:
        context.say(f"the artifact is not used: {error}")
        return 1
    if preview is None:
        context.say("the run has no preview; nothing to say")
        return 0
    body = f"{MARK}\n{render(preview, COMMENT)}"
    for number in numbers:
        _put(context, number, body)
    return 0


def read_preview(content: bytes) -> Preview:
    """The preview in a file of unknown origin; raises ``ArtifactError``."""
    if len(content) > LONGEST_FILE:
        raise ArtifactError(f"more than {LONGEST_FILE:,} bytes")
    try:
        return Preview.model_validate_json(content)
    except (ValidationError, RecursionError):
        raise ArtifactError(f"{NAME} does not follow its schema") from None


def _pull_requests(context: Context, run: dict[str, Any]) -> list[int]:
    """The open pull requests whose head is the run's commit, from the run's repository."""
    head, origin = run.get("head_sha"), (run.get("head_repository") or {}).get("id")
    return sorted(
        int(pull["number"])
        for pull in context.client.pages("/pulls", state="open")
        if pull["head"]["sha"] == head and (pull["head"].get("repo") or {}).get("id") == origin
    )


def _artifact(context: Context, run: dict[str, Any]) -> Preview | None:
    listed = context.client.pages(f"/actions/runs/{int(run['id'])}/artifacts", "artifacts")
    found = [item for item in listed if item["name"] == ARTIFACT and not item.get("expired")]
    if not found:
        return None
    newest = max(found, key=lambda item: int(item["id"]))
    if int(newest["size_in_bytes"]) > LONGEST_FILE:
        raise ArtifactError(f"more than {LONGEST_FILE:,} bytes")
    content = context.client.download(f"/actions/artifacts/{int(newest['id'])}/zip", LONGEST_FILE)
    preview = read_preview(_unzipped(content))
    if preview.head != run.get("head_sha"):
        raise ArtifactError("it is about another commit")
    return preview


def _unzipped(content: bytes) -> bytes:
    """The one file in the archive, read in memory and no further than is allowed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(NAME) as file:
            return file.read(LONGEST_FILE + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        raise ArtifactError(f"no archive with {NAME} in it") from None


def _put(context: Context, number: int, body: str) -> None:
    client = context.client

    def find() -> dict[str, Any] | None:
        return next((item for item in client.pages(f"/issues/{number}/comments") if _is_ours(item)), None)

    found = create_once(find, lambda: client.post(f"/issues/{number}/comments", {"body": body}), context.clock)
    if str(found.get("body")).rstrip() != body.rstrip():
        try:
            client.patch(f"/issues/comments/{int(found['id'])}", {"body": body})
        except GitHubError as error:
            if error.status != 404:
                raise
            client.post(f"/issues/{number}/comments", {"body": body})


def _is_ours(item: dict[str, Any]) -> bool:
    return (item.get("user") or {}).get("login") == AUTHOR and str(item.get("body")).startswith(MARK)
