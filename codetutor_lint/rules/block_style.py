"""Prose stands in plain ``|`` blocks: what else it stands in, and how it is rewritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import Edit, Fix, Problem

if TYPE_CHECKING:
    from codetutor_lint.model.document import Document
    from codetutor_lint.model.source import Text

_HEADER = lazy(r"[|>](?P<digit>[-+]?[0-9])?[-+]?")
_GAP = lazy(r":[ \t]*(?P<comment>#[^\n]*)?\s*")
_REST = lazy(r"[ \t]*(?P<comment>(?<![^ \t])#[^\n]*)?$", re.MULTILINE)
_INDENT = 2
# Markdown ignores up to three spaces before a paragraph.
_FREE_MARGIN = 3


def is_plain_block(document: Document, value: Text) -> bool:
    """Whether a value is written as ``|`` with nothing but a comment behind it."""
    return value.literal and document.source.text[value.span.start + 1 : value.span.start + 2] in ("\n", " ", "\t", "")


def block_problem(document: Document, value: Text, *path: str) -> Problem:
    """The finding, with its fix, for prose at ``path`` that is not in a plain ``|`` block."""
    span = document.value_span(*path)
    first_line = document.source.text.find("\n", span.start, span.end)
    return Problem(
        Span(span.start, first_line if first_line >= 0 else span.end),
        f"'{path[-1]}' is {_style(document, value)}; prose stands in a plain | block",
        f"write '{path[-1]}: |' and the text on the next lines, indented by {_INDENT * len(path)} spaces",
        _fix(document, value, span, path),
    )


def _style(document: Document, value: Text) -> str:
    text, start = document.source.text, value.span.start
    header = _HEADER.match(text, start)
    if header and not text.startswith(">", start):
        return f"in a {header.group()} block"
    return {">": "folded text (>)", '"': "quoted text", "'": "quoted text"}.get(text[start], "plain text")


def _fix(document: Document, value: Text, span: Span, path: tuple[str, ...]) -> Fix | None:
    header = _HEADER.match(document.source.text, span.start)
    edit = _plain_header(header, value) if header else _rewrite(document, value, span, path)
    return Fix("write it in a | block", (edit,)) if edit else None


def _plain_header(header: re.Match[str], value: Text) -> Edit | None:
    """Every line stays as it stands, unless the first needs the indentation that a digit declares."""
    if header.group("digit") and value.lstrip("\n").startswith((" ", "\t")):
        return None
    return Edit(Span(*header.span()), "|")


def _rewrite(document: Document, value: Text, span: Span, path: tuple[str, ...]) -> Edit | None:
    """From behind the key to the end of the value's last line, comments on either kept behind the ``|``."""
    text = document.source.text
    key = document.key_span(*path)
    gap, rest = _GAP.fullmatch(text, key.end, span.start), _REST.match(text, span.end)
    margin = text[text.rfind("\n", 0, key.start) + 1 : key.start]
    if margin.strip(" ") or not gap or not rest:
        return None
    quoted = text[span.start] in "\"'"
    lines = _lines(str(value) if quoted else _as_written(text[slice(*span)]), margin + " " * _INDENT)
    if lines is None:
        return None
    comments = [f"  {match.group('comment')}" for match in (gap, rest) if match.group("comment")]
    return Edit(Span(key.end, rest.end()), f": |{''.join(comments)}\n{lines}")


def _as_written(plain: str) -> str:
    """A plain text with the line breaks that YAML would fold."""
    from textwrap import dedent

    first, _, rest = plain.partition("\n")
    return f"{first}\n{dedent(rest)}"


def _lines(value: str, indent: str) -> str | None:
    """``value`` as the lines of a block, or None if its first line is indented: the block would end early."""
    lines = value.strip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip(" "))
    if margin > _FREE_MARGIN or lines[0].startswith("\t"):
        return None
    lines[0] = lines[0][margin:]
    return "\n".join(indent + line if line.strip() else "" for line in lines)
