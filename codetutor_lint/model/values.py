"""What a YAML text holds, as plain values, and what it may be instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.characters import unusual
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Span
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    import re

MAX_DEPTH = 32

# What YAML 1.2 calls not printable, and U+0085, U+2028 and U+2029, which libyaml takes as line breaks
# and which would shift every position after them.
FORBIDDEN = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Fault(NamedTuple):
    """Why a text is not a document: ``kind`` names the fault, ``detail`` is the parser's own word."""

    kind: str
    span: Span
    detail: str = ""
    context: int = -1


class NotString(NamedTuple):
    """A plain scalar that YAML 1.2 reads as something else than a string."""

    type: str
    written: str


class Duplicate(NamedTuple):
    """A key that a mapping has twice: where the mapping is, the key, and its second place."""

    path: tuple[str, ...]
    key: str
    span: Span


class Loaded(NamedTuple):
    """What a text holds; ``data`` is None when ``faults`` says why there is none."""

    data: dict[str, Any] | None
    faults: list[Fault]
    duplicates: list[Duplicate]


def find_forbidden(text: str) -> re.Match[str] | None:
    """The first forbidden character; most texts are cleared by the few characters that are no ordinary ASCII."""
    odd = unusual(text)
    return FORBIDDEN.search(text) if odd and FORBIDDEN.search(odd) else None
