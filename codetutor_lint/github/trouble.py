"""One issue for each training that failed: opened once, kept current, closed when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.github.api import create_once
from codetutor_lint.github.comment import AUTHOR
from codetutor_lint.github.markdown import block
from codetutor_lint.training.outcomes import Kind

if TYPE_CHECKING:
    from codetutor_lint.github.context import Context
    from codetutor_lint.github.journal import OutcomeEvent

LABEL = "training failed"
_BAD = frozenset({Kind.FAILED, Kind.CANCELLED, Kind.REFUSED})


def report_trouble(context: Context, tag: str, event: OutcomeEvent) -> None:
    """Open or renew the issue of a failed, cancelled or refused training; close it when that has changed."""
    mark = f"<!-- codetutor-lint training {tag} {event.provider} -->"
    if event.kind not in _BAD:
        found = _find(context, mark)
        if found is not None:
            context.client.patch(f"/issues/{int(found['number'])}", {"state": "closed"})
        return
    body = f"{mark}\n{_text(tag, event)}"
    wanted = {"title": f"{tag}: training with {event.provider} {event.kind.value}", "body": body, "labels": [LABEL]}
    found = create_once(lambda: _find(context, mark), lambda: context.client.post("/issues", wanted), context.clock)
    if str(found.get("body")).rstrip() != body.rstrip():
        context.client.patch(f"/issues/{int(found['number'])}", {"title": wanted["title"], "body": body})


def _find(context: Context, mark: str) -> dict[str, Any] | None:
    """Our open issue with the mark; anybody could write one that has it."""
    listed = context.client.pages("/issues", state="open", labels=LABEL)
    ours = (item for item in listed if (item.get("user") or {}).get("login") == AUTHOR)
    return min((item for item in ours if str(item.get("body")).startswith(mark)), key=_number, default=None)


def _number(item: dict[str, Any]) -> int:
    return int(item["number"])


def _text(tag: str, event: OutcomeEvent) -> str:
    return (
        f"The training of {tag} with {event.provider} came to this:\n\n{block(chr(10).join(event.lines), 4_000)}\n\n"
        "What to do about it stands in docs/maintainers.md. This text is kept current by the monitor."
    )
