"""One example as a target trains on it: as text, as its JSON line, as Markdown."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.conversations import Conversation, conversation_of
from codetutor_lint.artifacts.rows import refusal
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.corpus.collection import collect
from codetutor_lint.errors import UsageError
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.prompts import load_prompts
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from codetutor_lint.config import Config
    from codetutor_lint.rules.diagnostic import Diagnostic


class Shown(NamedTuple):
    """An example's conversation, or None with what the linter says of it."""

    conversation: Conversation | None
    diagnostics: list[Diagnostic]


def find_conversation(config: Config, identity: str) -> Shown:
    """The conversation of the example with this id; raises UsageError if there is none."""
    found = {item.id: item for item in collect(config) if not item.foreign}
    if identity not in found:
        raise UsageError(f"no example '{identity}'{did_you_mean(identity, list(found))}")
    item = found[identity]
    checked = Linter(config, select_rules(config)).check(item)
    if checked.example is None:
        return Shown(None, checked.diagnostics)
    path = os.path.relpath(item.path, config.root).replace(os.sep, "/")
    return Shown(conversation_of(checked.example, path, load_prompts(config.prompts)), checked.diagnostics)


def render(conversation: Conversation, target: str, form: str) -> str:
    """The conversation in one of ``FORMATS``."""
    return FORMATS[form](conversation, target)


def absence(conversation: Conversation, target: str) -> str:
    """Why no file of the target has this example, or an empty string."""
    if conversation.status is not None:
        return f"not built: status {conversation.status}"
    reason = refusal(target, conversation)
    return f"left out of {target}: {reason}" if reason else ""


def _line(conversation: Conversation, target: str) -> str:
    """Exactly one line of the target's file."""
    return f"{TARGETS[target].encode(conversation).decode()}\n"


def _text(conversation: Conversation, target: str) -> str:
    messages = TARGETS[target].messages(conversation)
    return "\n".join(f"--- {message.role} ---\n{message.text}\n" for message in messages)


def _markdown(conversation: Conversation, target: str) -> str:
    """Messages under headings; all but the answer are quoted, so that none of their lines becomes a heading."""
    *asked, answer = TARGETS[target].messages(conversation)
    parts = [f"### {message.role}\n\n{_quoted(message.text)}\n" for message in asked]
    return "\n".join([*parts, f"### {answer.role}\n\n{answer.text}\n"])


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


FORMATS: dict[str, Callable[[Conversation, str], str]] = {"text": _text, "json": _line, "markdown": _markdown}
