"""An issue form as a draft example in a pull request. The form's text is only ever data."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from codetutor_lint.errors import UsageError
from codetutor_lint.github.api import Client, GitHubError, create_once
from codetutor_lint.github.comment import AUTHOR
from codetutor_lint.github.markdown import inline
from codetutor_lint.lint.drafts import Draft, draft_text
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import fix_document
from codetutor_lint.lint.inference import slug_of
from codetutor_lint.lint.new_file import path_of, schema_comment
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import MAX_BYTES, Document
from codetutor_lint.model.modes import DEFAULT_MODE
from codetutor_lint.model.shape_table import SHAPE
from codetutor_lint.model.source import Source
from codetutor_lint.model.steps import STEPS
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.files import kebab
from codetutor_lint.rules.registry import is_structural

if TYPE_CHECKING:
    from codetutor_lint.config import Config
    from codetutor_lint.github.context import Context

LABEL = "accepted example"
MARK = "<!-- codetutor-lint proposal -->"
MAINTAINERS = frozenset({"admin", "maintain", "write"})
EMPTY = "_No response_"
SOLUTION = "Solution"
# The form's labels in its order, with the key that each fills.
FIELDS = {
    "Topic": "topic",
    "Question": "question",
    "Language": "language",
    "Level": "level",
    "Kind": "kind",
    "Mode": "mode",
    **{step.title.capitalize(): step.key for step in STEPS},
    SOLUTION: "solution",
    "License": "license",
}
_LONGEST_NAME = 60
_SHOWN = 10


class Proposal(NamedTuple):
    """An example as it is proposed: its id, the text of its file, and what keeps it from being one."""

    id: str
    text: str
    faults: list[str]


class BadFormError(Exception):
    """Why a form becomes no example."""


def propose(context: Context, config: Config) -> int:
    """Open a pull request with the labelled issue's example, or say in the issue what is wrong; the exit code.

    Raises ``GitHubError``, and ``UsageError`` for an event of another kind.
    """
    event = context.event()
    issue = event.get("issue")
    if not isinstance(issue, dict) or (event.get("label") or {}).get("name") != LABEL:
        raise UsageError(f"'github from-issue' answers an issue that was labelled '{LABEL}'")
    if not _is_maintainer(context.client, str((event.get("sender") or {}).get("login", ""))):
        context.say("the label was not set by somebody who may write here; nothing was done")
        return 1
    number = int(issue["number"])
    try:
        proposal = read_form(config, str(issue.get("body") or ""), number)
    except BadFormError as error:
        return _refuse(context, number, [str(error)])
    if proposal.faults:
        return _refuse(context, number, proposal.faults)
    address = _open(context, config, number, proposal)
    context.say(f"{proposal.id} is proposed: {address}")
    return 0


def read_form(config: Config, body: str, number: int) -> Proposal:
    """The example in a form's text; raises ``BadFormError`` for one that is none of ours."""
    fields = form_fields(body)
    for key in ("language", "level", "kind", "mode"):
        if fields[key] not in SHAPE[key][2]:
            raise BadFormError(f"{key}: allowed are {', '.join(SHAPE[key][2])}")
    if not fields["question"]:
        raise BadFormError("the question is empty")
    if not re.search("[A-Za-z0-9]", fields["topic"]):
        raise BadFormError("the topic has no letter or digit")
    identity = _free_id(config, kebab(fields["topic"])[:_LONGEST_NAME].strip("-"), slug_of(fields["question"]), number)
    draft = Draft(
        question=fields["question"],
        language=fields["language"],
        level=fields["level"],
        kind=fields["kind"],
        mode=fields["mode"] or DEFAULT_MODE,
        bodies={step.key: fields[step.key] for step in STEPS if fields[step.key]},
    )
    text = draft_text(draft, schema_comment(config)) + _solution(fields["solution"])
    if "\0" in text or len(text.encode(errors="replace")) > MAX_BYTES:
        raise BadFormError(f"an example is text of at most {MAX_BYTES:,} bytes")
    text = text.encode(errors="replace").decode()
    fixed = fix_document(Linter(config, select_rules(config)), Document(Source(identity, text), identity))
    faults = [f"{d.code} {d.message}" for d in fixed.checked.diagnostics if is_structural(d.code)]
    return Proposal(identity, fixed.content, list(dict.fromkeys(faults)))


def form_fields(body: str) -> dict[str, str]:
    """The form's values by key. Each label is looked for once, after the one before it."""
    rest = "\n" + body.replace("\r\n", "\n")
    fields = dict.fromkeys(FIELDS.values(), "")
    before = ""
    for label, key in FIELDS.items():
        value, found, after = rest.partition(f"\n### {label}\n")
        if not found:
            raise BadFormError(f"there is no field '{label}'; is it the form 'Propose an example'?")
        if before:
            fields[before] = _value(value)
        before, rest = key, f"\n{after}"
    fields[before] = _value(rest)
    return fields


def _value(text: str) -> str:
    return "" if text.strip() == EMPTY else text.strip("\n").rstrip()


def _solution(text: str) -> str:
    if not text:
        return ""
    return "solution: |\n" + "".join(f"  {line}\n" if line.strip() else "\n" for line in text.lstrip().split("\n"))


def _free_id(config: Config, topic: str, slug: str, number: int) -> str:
    identity = f"{topic}/{slug}"
    return f"{identity}-{number}" if path_of(config, identity).exists() else identity


def _is_maintainer(client: Client, login: str) -> bool:
    try:
        found = client.get(f"/collaborators/{quote(login, safe='')}/permission")
    except GitHubError as error:
        if error.status == 404:
            return False
        raise
    return found.get("permission") in MAINTAINERS


def _open(context: Context, config: Config, number: int, proposal: Proposal) -> str:
    """The pull request's address; its branch and file are created or renewed."""
    client = context.client
    base = str(client.get("")["default_branch"])
    branch = f"propose/issue-{number}"
    commit = client.get(f"/git/ref/heads/{quote(base)}")["object"]["sha"]
    create_once(
        lambda: _found(client, f"/git/ref/heads/{branch}"),
        lambda: client.post("/git/refs", {"ref": f"refs/heads/{branch}", "sha": commit}),
        context.clock,
    )
    path = path_of(config, proposal.id).relative_to(config.root).as_posix()
    _write(context, branch, path, proposal)
    wanted = {
        "title": f"Add {proposal.id}",
        "head": branch,
        "base": base,
        "body": f"The example that was proposed in #{number}, as a draft: read it, then remove `status: draft`.\n\n"
        f"Closes #{number}.",
    }
    owner = client.repository.partition("/")[0]
    found = create_once(
        lambda: next(client.pages("/pulls", state="open", head=f"{owner}:{branch}"), None),
        lambda: client.post("/pulls", wanted),
        context.clock,
    )
    return str(found["html_url"])


def _write(context: Context, branch: str, path: str, proposal: Proposal) -> None:
    """Put the file into the branch, unless just that is there."""
    address = f"/contents/{quote(path)}"
    content = b64encode(proposal.text.encode()).decode()

    def find() -> dict[str, Any] | None:
        there = _found(context.client, address, ref=branch)
        return there if there and "".join(str(there["content"]).split()) == content else None

    def create() -> dict[str, Any]:
        there = _found(context.client, address, ref=branch)
        body = {"message": f"Add {proposal.id}", "content": content, "branch": branch}
        answer: dict[str, Any] = context.client.put(address, {**body, "sha": there["sha"]} if there else body)
        return answer

    create_once(find, create, context.clock)


def _found(client: Client, path: str, **query: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = client.get(path, **query)
    except GitHubError as error:
        if error.status == 404:
            return None
        raise
    return found


def _refuse(context: Context, number: int, faults: list[str]) -> int:
    """One comment with what is to be repaired in the form."""
    client = context.client
    listed = [f"- {inline(fault, 500)}" for fault in faults[:_SHOWN]]
    more = [f"- … and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
    head = f"{MARK}\nThis is no example yet. Repair it by editing the issue, then set the label anew:\n\n"
    body = head + "\n".join([*listed, *more])

    def find() -> dict[str, Any] | None:
        comments = client.pages(f"/issues/{number}/comments")
        ours = (item for item in comments if (item.get("user") or {}).get("login") == AUTHOR)
        return next((item for item in ours if str(item.get("body")).startswith(MARK)), None)

    found = create_once(find, lambda: client.post(f"/issues/{number}/comments", {"body": body}), context.clock)
    if str(found.get("body")).rstrip() != body.rstrip():
        client.patch(f"/issues/comments/{int(found['id'])}", {"body": body})
    context.say(f"the form of issue {number} is no example; a comment says why")
    return 1
