"""CT19x: comments that suppress findings, and what can be wrong with them."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Span
from codetutor_lint.records import NamedTuple
from codetutor_lint.rules.diagnostic import Problem, suggestion
from codetutor_lint.rules.registry import DOCUMENT, RULES, SUPPRESSION, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.document import Document

_CUE = b"codetutor:"
_COMMENT = lazy(r"(?<![^ \t\n])#[ \t]*codetutor:[^\n]*")
_FORM = lazy(r"#[ \t]*codetutor:[ \t]*ignore\[(?P<codes>[^\]\n]*)\][ \t]*(?P<reason>[^\n]*)")
_REMEDY = "write '# codetutor: ignore[CT302] why' on a key's line, or before the first key for the whole file"


class Suppression(NamedTuple):
    """One comment: where it stands, which codes it names, why, and which part of the file it covers."""

    span: Span
    codes: tuple[str, ...]
    reason: str
    covers: Span

    def hides(self, code: str, span: Span) -> bool:
        return code in self.codes and self.covers.start <= span.start <= self.covers.end


class Comment(NamedTuple):
    """A comment for codetutor, well formed or not; ``codes`` are as written, without empty ones."""

    span: Span
    codes: tuple[str, ...]
    reason: str
    covers: Span | None
    in_text: bool


@lru_cache(maxsize=1)
def has_comments(document: Document) -> bool:
    """Whether anything in a document may be a comment for codetutor."""
    return _CUE in encoded(document.source.text)


def find_suppressions(document: Document) -> list[Suppression]:
    """The suppressions of a document that are well placed and well formed."""
    return [
        Suppression(comment.span, comment.codes, comment.reason, comment.covers)
        for comment in find_comments(document)
        if comment.codes and comment.covers and not comment.in_text
    ]


def find_comments(document: Document) -> list[Comment]:
    """What looks like a comment for codetutor; nothing in a document that can't be read."""
    if document.data is None or not has_comments(document):
        return []
    texts = list(document.text_spans())
    rows = _paths_by_row(document)
    first_key = min((span.start for _, span in document.keys_at()), default=len(document.source.text))
    found = []
    for match in _COMMENT.finditer(document.source.text):
        span = Span(*match.span())
        before = bisect_right(texts, span) - 1
        in_text = before >= 0 and span.start < texts[before].end
        path = rows.get(document.source.location(span.start).row)
        covers = document.extent(*path) if path else None
        if span.start < first_key:
            covers = Span(0, len(document.source.text))
        form = _FORM.fullmatch(match.group())
        codes = tuple(code.strip() for code in form.group("codes").split(",") if code.strip()) if form else ()
        found.append(Comment(span, codes, form.group("reason").strip() if form else "", covers, in_text))
    return found


def _paths_by_row(document: Document) -> dict[int, tuple[str, ...]]:
    """On which line each key and step stands."""
    rows: dict[int, tuple[str, ...]] = {}
    for key, span in document.keys_at():
        rows.setdefault(document.source.location(span.start).row, (key,))
        for step, step_span in document.keys_at(key):
            rows.setdefault(document.source.location(step_span.start).row, (key, step))
    return rows


@rule("CT190", on=DOCUMENT)
def suppression_without_reason(document: Document) -> Iterator[Problem]:
    """A suppressing comment gives no reason.

    Whoever reads the file next must be able to tell whether the exception still holds.

    Bad: `analogy: |  # codetutor: ignore[CT302]`

    Good: `analogy: |  # codetutor: ignore[CT302] the pun only works in these words`
    """
    for suppression in find_suppressions(document):
        if not suppression.reason:
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
    for comment in find_comments(document):
        if comment.in_text:
            yield Problem(comment.span, "a suppression inside text would be trained on", _REMEDY)


@rule("CT193", on=DOCUMENT)
def malformed_suppression(document: Document) -> Iterator[Problem]:
    """A suppressing comment that can't be understood.

    It names no code or an unknown one, or stands where it covers nothing.

    Bad: `# codetutor: ignore CT302`, `# codetutor: ignore[CT999] …`

    Good: `# codetutor: ignore[CT302] the pun only works in these words`
    """
    for comment in find_comments(document):
        if comment.in_text:
            continue
        if not comment.codes:
            yield Problem(comment.span, "a comment for codetutor that names no code", _REMEDY)
        elif comment.covers is None:
            yield Problem(comment.span, "a suppression that covers nothing", _REMEDY)
        for code in comment.codes:
            if code not in RULES:
                meant = next((rule.code for rule in RULES.values() if rule.name == code), "")
                yield Problem(comment.span, f"unknown rule '{code}'{suggestion(meant)}", "see 'codetutor-lint rule'")
