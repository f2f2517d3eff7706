"""One parse with a tree-sitter grammar: whether it succeeds, and where it first got stuck."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple
from codetutor_lint.snippets.syntax.grammars import JSX_OPENING, parser_for

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree

_PLACE = re.compile(r"row:(\d+), col:(\d+)")
_BLANK = re.compile(r"\s*")


class Attempt(NamedTuple):
    """A way to read a code: with ``prefix`` put in at ``at`` and ``suffix`` at the end.

    ``text`` stands for the code and has its length.
    """

    grammar: str
    text: str
    at: int = 0
    prefix: str = ""
    suffix: str = ""

    @property
    def whole(self) -> str:
        return f"{self.text[: self.at]}{self.prefix}{self.text[self.at :]}{self.suffix}\n"

    def place(self, offset: int) -> int:
        """The offset in the text for an offset in ``whole``, clamped to the text."""
        if offset > self.at:
            offset = max(self.at, offset - len(self.prefix))
        return min(offset, len(self.text))


def parse(attempt: Attempt) -> Tree | None:
    """The tree of an attempt that parses, or None."""
    data = attempt.whole.encode()
    tree = parser_for(attempt.grammar).parse(data)
    return tree if _accepted(tree, data, attempt) else None


def stuck_at(attempt: Attempt) -> int | None:
    """The offset of the first token that could not follow what stands before it; None if all can.

    The tree tells it badly, because error recovery may throw away what was understood; the parser's
    log tells it exactly: the furthest place of an error before the first recovery.
    """
    parser = parser_for(attempt.grammar)
    log = _Log(parser)
    data = attempt.whole.encode()
    parser.logger = log
    try:
        tree = parser.parse(data)
    finally:
        del parser.logger
    if _accepted(tree, data, attempt):
        return None
    offset = len(data[: _byte(data, log.furthest)].decode())
    blank = _BLANK.match(attempt.whole, offset)
    return attempt.place(blank.end() if blank else offset)


class _Log:
    """Follows a parser's log up to its first recovery: the row and byte column of the furthest error.

    There it takes itself off the parser, for what follows may be a thousand times as long.
    """

    def __init__(self, parser: Parser) -> None:
        self.furthest = (0, 0)
        self._here = (0, 0)
        self._parser = parser

    def __call__(self, _: object, message: str) -> None:
        if message.startswith("process "):
            found = _PLACE.search(message)
            self._here = (int(found[1]), int(found[2])) if found else self._here
        elif message.startswith("detect_error"):
            self.furthest = max(self.furthest, self._here)
        elif message.startswith("resume "):
            del self._parser.logger


def _byte(data: bytes, place: tuple[int, int]) -> int:
    start = 0
    for _ in range(place[0]):
        start = data.find(b"\n", start) + 1
    return start + place[1]


def _accepted(tree: Tree, data: bytes, attempt: Attempt) -> bool:
    return not tree.root_node.has_error and (not attempt.prefix or _encloses(tree, data, attempt))


def _encloses(tree: Tree, data: bytes, attempt: Attempt) -> bool:
    """Whether what was put around the text is one thing to the grammar, so that it hides no bracket."""
    start = len(attempt.text[: attempt.at].encode())
    end = len(data.rstrip())
    node = next((child for child in tree.root_node.children if child.start_byte == start), None)
    if node is None or data[node.end_byte : end].strip(b";\n"):
        return False
    return attempt.prefix != JSX_OPENING or not _has_bare_text(node)


def _has_bare_text(node: Node) -> bool:
    """Whether text stands directly in a JSX fragment: anything at all would parse as that."""
    while node.type != "jsx_element":
        node = node.children[0]
    return any(child.type == "jsx_text" and (child.text or b"").strip() for child in node.children)


@cache
def keywords_of(grammar: str) -> frozenset[str]:
    """The words that a grammar spells out: its language's keywords."""
    language = parser_for(grammar).language
    assert language is not None
    kinds = (
        language.node_kind_for_id(kind)
        for kind in range(language.node_kind_count)
        if language.node_kind_is_visible(kind) and not language.node_kind_is_named(kind)
    )
    return frozenset(kind for kind in kinds if kind and kind.isalpha())
