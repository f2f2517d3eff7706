"""The preview in Markdown: for the job summary in full, for the comment as much as fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.github.markdown import block, details, inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.github.preview import BeforeAfter, Bill, Cell, Change, Preview

# GitHub refuses a comment of more than 65,536 characters.
COMMENT = 55_000
SUMMARY = 800_000
_NOTE = 200


def render(preview: Preview, longest: int) -> str:
    """The preview in at most ``longest`` characters; lessons and patches that don't fit are counted."""
    text = "\n\n".join(_head(preview))
    left_out = 0
    for part in _parts(preview):
        if len(text) + len(part) + _NOTE <= longest:
            text += f"\n\n{part}"
        else:
            left_out += 1
    if left_out:
        text += f"\n\n… and {left_out} more that do not fit here; the job summary of the check may have them."
    return text + "\n"


def _head(preview: Preview) -> Iterator[str]:
    yield "## What this does to the dataset"
    yield _sentence(preview)
    if preview.prompts_changed:
        yield "The prompts change, and with them every row."
    yield "\n".join(["| rows | before | after |", "|---|--:|--:|", *_rows(preview)])
    if preview.bills:
        yield "\n".join(["| one training | tokens | cost in USD |", "|---|--:|--:|", *map(_bill, preview.bills)])
    if preview.cells:
        table = ["| examples of | before | after | wanted |", "|---|--:|--:|--:|", *map(_cell, preview.cells)]
        yield details("Coverage", "\n".join(table))


def _sentence(preview: Preview) -> str:
    whats = [change.what for change in preview.changes]
    counts = [f"{whats.count(what)} {what}" for what in ("added", "changed", "removed") if what in whats]
    more = f" (and {preview.more_changes} more)" if preview.more_changes else ""
    faults = f"{preview.errors} errors and {preview.warnings} warnings in the changed files"
    return f"Examples: {', '.join(counts) or 'none differs'}{more}. {faults}. Commit {inline(preview.head[:12])}."


def _rows(preview: Preview) -> list[str]:
    return [f"| {split} | {_pair(count)} |" for split, count in preview.rows.items()]


def _pair(count: BeforeAfter) -> str:
    change = count.after - count.before
    return f"{count.before:,} | {count.after:,}" + (f" ({change:+,})" if change else "")


def _bill(bill: Bill) -> str:
    change = bill.tokens.after - bill.tokens.before
    tokens = f"{'' if bill.exact else 'at most '}{bill.tokens.after:,} ({change:+,})"
    return f"| {inline(bill.provider)} {inline(bill.model)} | {tokens} | {_usd(bill)} |"


def _usd(bill: Bill) -> str:
    if bill.usd_after is None or bill.usd_before is None:
        return "not known"
    return f"{'' if bill.exact else 'at most '}{bill.usd_after:.2f} ({bill.usd_after - bill.usd_before:+.2f})"


def _cell(cell: Cell) -> str:
    wanted = "" if cell.wanted is None else f"{cell.wanted:,}"
    return f"| {inline(cell.dimension)} {inline(cell.value)} | {_pair(cell.count)} | {wanted} |"


def _parts(preview: Preview) -> Iterator[str]:
    if preview.not_run:
        yield f"The code was not run here: {inline(preview.not_run)}"
    for repair in preview.repairs:
        yield details(f"What {inline(f'codetutor-lint {repair.command}')} would change", _patch(repair.patch))
    for change in preview.changes:
        yield _change(change)


def _patch(patch: str) -> str:
    return block(patch.rstrip("\n"), len(patch), "diff")


def _change(change: Change) -> str:
    line = f"{change.what}: {inline(change.id)}"
    if change.what == "removed":
        return f"- {line}"
    facts = ", ".join(inline(fact) for fact in (change.language, change.level, change.kind, change.mode))
    place = f"not built ({change.status})" if change.status else f"goes to {change.split}"
    body = [f"{facts}; {place}; {_neighbor(change)}", "The learner asks:", block(change.user, len(change.user) + 1)]
    body += ["The model is taught to answer:", block(change.assistant, len(change.assistant) + 1)]
    return details(line, "\n\n".join(body))


def _neighbor(change: Change) -> str:
    near = change.neighbor
    if near is None:
        return "no other answer has three words in a row with it"
    return f"most like {inline(near.id)} in {near.split} ({near.similarity:.0%} of their word triples are the same)"
