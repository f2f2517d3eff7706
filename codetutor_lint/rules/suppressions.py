"""CT19x: comments that suppress findings, and what can be wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import Problem, did_you_mean
from codetutor_lint.rules.registry import DOCUMENT, RULES, SUPPRESSION, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document

CUE = "codetutor:"
_COMMENT = re.compile(r"(?P<before>^|[^\n]*?[ \t])(?P<comment>#[ \t]*codetutor:[^\n]*)", re.MULTILINE)
_FORM = re.compile(r"#[ \t]*codetutor:[ \t]*ignore\[(?P<codes>[^\]\n]*)\][ \t]*(?P<reason>[^\n]*)")
_REMEDY = "write '# codetutor: ignore[CT302] why' on a key's line, or before the first key for the whole file"


class Suppression(NamedTuple):
    """One comment: where it stands, which codes it names, why, and which part of the file it covers."""

    span: Span
    codes: tuple[str, ...]
    reason: str
    covers: Span

    def hides(self, code: str, span: Span) -> bool:
        return code in self.codes and self.covers.start <= span.start <= self.covers.end


def find_suppressions(document: Document) -> list[Suppression]:
    """The suppressions of a document that are well placed and well formed."""
    text = document.source.text
    if CUE not in text:
        return []
    found = []
    for span in _comments(document):
        form = _FORM.fullmatch(text, span.start, span.end)
        covers = _covers(document, span)
        if form and covers:
            codes = tuple(code.strip() for code in form.group("codes").split(",") if code.strip())
            found.append(Suppression(span, codes, form.group("reason").strip(), covers))
    return found


def _comments(document: Document) -> Iterator[Span]:
    """The suppressing comments outside text."""
    blocks = _block_spans(document)
    for match in _COMMENT.finditer(document.source.text):
        span = Span(match.start("comment"), match.end("comment"))
        if not any(block.start <= span.start < block.end for block in blocks):
            yield span


def _block_spans(document: Document) -> list[Span]:
    """Where the text of each value stands, without the line of its key."""
    text = document.source.text
    spans = []
    for path in _paths(document):
        value = document.value_span(*path)
        line_end = text.find("\n", value.start)
        if 0 <= line_end < value.end:
            spans.append(Span(line_end, value.end))
    return spans


def _paths(document: Document) -> Iterator[tuple[str, ...]]:
    for key, _ in document.keys_at():
        steps = document.keys_at(key)
        if steps:
            yield from ((key, step) for step, _ in steps)
        else:
            yield (key,)


def _covers(document: Document, span: Span) -> Span | None:
    keys = document.keys_at()
    if document.data is None or not keys or span.start < keys[0][1].start:
        return Span(0, len(document.source.text))
    row = document.source.location(span.start).row
    for path in [*((key,) for key, _ in keys), *_paths(document)]:
        if document.source.location(document.key_span(*path).start).row == row:
            return document.extent(*path)
    return None


@rule("CT190", on=DOCUMENT)
def suppression_without_reason(document: Document) -> Iterator[Problem]:
    """A suppressing comment gives no reason.

    Whoever reads the file next must be able to tell whether the exception still holds.

    Bad: `analogy: |  # codetutor: ignore[CT302]`

    Good: `analogy: |  # codetutor: ignore[CT302] the pun only works in these words`
    """
    for suppression in find_suppressions(document):
        if suppression.codes and not suppression.reason:
            yield Problem(suppression.span, "a suppression without a reason", "write the reason after the bracket")


@rule("CT191", on=SUPPRESSION)
def unused_suppression(unused: list[tuple[Suppression, str]]) -> Iterator[Problem]:
    """A suppressing comment hides nothing.

    It would hide the next finding of that code without anybody having decided so.

    Bad: `ignore[CT302]` on a step that CT302 does not complain about

    Good: no comment
    """
    for suppression, code in unused:
        yield Problem(suppression.span, f"unused suppression of {code}", "delete it")


@rule("CT192", on=DOCUMENT)
def suppression_in_text(document: Document) -> Iterator[Problem]:
    """A suppressing comment stands inside a `|` block.

    There it is no comment: the model would be trained to write it.

    Bad: `# codetutor: ignore[CT302] …` as a line of the analogy

    Good: the comment on the key's line, behind the `|`
    """
    if CUE not in document.source.text:
        return
    outside = set(_comments(document))
    for match in _COMMENT.finditer(document.source.text):
        span = Span(match.start("comment"), match.end("comment"))
        if span not in outside:
            yield Problem(span, "a suppression inside text would be trained on", _REMEDY)


@rule("CT193", on=DOCUMENT)
def malformed_suppression(document: Document) -> Iterator[Problem]:
    """A suppressing comment that can't be understood.

    It names no code or an unknown one, or stands where it covers nothing.

    Bad: `# codetutor: ignore CT302`, `# codetutor: ignore[CT999] …`

    Good: `# codetutor: ignore[CT302] the pun only works in these words`
    """
    if CUE not in document.source.text:
        return
    for span in _comments(document):
        form = _FORM.fullmatch(document.source.text, span.start, span.end)
        codes = [code.strip() for code in form.group("codes").split(",")] if form else []
        if not any(codes):
            yield Problem(span, "a comment for codetutor that names no code", _REMEDY)
        elif _covers(document, span) is None:
            yield Problem(span, "a suppression that covers nothing", _REMEDY)
        else:
            for code in codes:
                if code not in RULES:
                    yield Problem(
                        span, f"unknown rule '{code}'{did_you_mean(code, list(RULES))}", "see 'codetutor-lint rule'"
                    )
