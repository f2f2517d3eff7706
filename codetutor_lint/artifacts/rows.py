"""One split in one target's format: which rows fit, and which its provider's limits leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.artifacts.manifest import Excluded
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.corpus.split import VALIDATION, position
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codetutor_lint.artifacts.conversations import Conversation
    from codetutor_lint.artifacts.targets.limits import Limits


class Row(NamedTuple):
    """A conversation and its line, without the newline."""

    conversation: Conversation
    line: bytes


class EncodedRows(NamedTuple):
    """What goes into one file, and what is left out of it."""

    rows: list[Row]
    excluded: list[Excluded]


def encode_rows(name: str, split: str, conversations: Sequence[Conversation]) -> EncodedRows:
    """One split's rows in the format of the target ``name``, and those its limits leave out.

    Limits are kept by UTF-8 bytes, which no tokenizer exceeds. Where a provider caps its validation
    file, the rows whose families hash highest are left out.
    """
    target = TARGETS[name]
    limits = target.LIMITS
    file = f"{name}/{split}.jsonl"
    rows = [Row(conversation, target.encode(conversation)) for conversation in conversations]
    kept, excluded = [], []
    for row in rows:
        reason = _too_long(name, limits, row.line)
        if reason:
            excluded.append(_excluded(row, reason, file))
        else:
            kept.append(row)
    if split == VALIDATION:
        kept, beyond = _cap(kept, limits)
        excluded += [
            _excluded(row, f"beyond what {name} takes as validation ({_cap_of(limits)})", file) for row in beyond
        ]
    return EncodedRows(kept, excluded)


def refusal(name: str, conversation: Conversation) -> str:
    """Why no file of the target ``name`` can have this row, or an empty string."""
    target = TARGETS[name]
    return _too_long(name, target.LIMITS, target.encode(conversation))


def _too_long(name: str, limits: Limits, line: bytes) -> str:
    if limits.row_bytes is None or len(line) <= limits.row_bytes:
        return ""
    return f"{len(line)} bytes; {name} takes at most {limits.row_bytes} in a row"


def _cap(rows: list[Row], limits: Limits) -> tuple[list[Row], list[Row]]:
    """Rows within a provider's cap, in their order, and those beyond it."""
    space = limits.validation_bytes
    room = limits.validation_rows
    within: set[str] = set()
    full = False
    for row in sorted(rows, key=lambda row: (position(row.conversation.family), row.conversation.id)):
        if space is not None:
            space -= len(row.line) + 1
        if room is not None:
            room -= 1
        full = full or (space is not None and space < 0) or (room is not None and room < 0)
        if not full:
            within.add(row.conversation.id)
    return (
        [row for row in rows if row.conversation.id in within],
        [row for row in rows if row.conversation.id not in within],
    )


def _cap_of(limits: Limits) -> str:
    caps = ((limits.validation_bytes, "bytes"), (limits.validation_rows, "rows"))
    return " and ".join(f"{most} {what}" for most, what in caps if most is not None)


def _excluded(row: Row, reason: str, file: str) -> Excluded:
    conversation = row.conversation
    return Excluded(id=conversation.id, path=conversation.path, line=conversation.line, reason=reason, file=file)
