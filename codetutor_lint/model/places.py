"""Where the keys and values of a YAML text stand, read from its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from codetutor_lint.model.loading import compose, scalars
from codetutor_lint.model.source import Source, Span
from codetutor_lint.model.values import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

_Pair = tuple[yaml.Node, yaml.Node]


class Places:
    """The places in a source; ``root`` is None for one that holds no mapping."""

    def __init__(self, source: Source, root: yaml.MappingNode | None) -> None:
        self.source = source
        self._root = root
        self._pairs: dict[int, dict[str, _Pair]] = {}

    def key_span(self, *path: str) -> Span:
        """Where the key at ``path`` stands; the nearest parent's key if it doesn't exist."""
        span = Span(0, 0)
        for key_node, _ in self._walk(path):
            span = Span(key_node.start_mark.index, key_node.end_mark.index)
        return span

    def value_span(self, *path: str | int) -> Span:
        """Where the value at ``path`` stands; list items are reached by their index."""
        node: yaml.Node | None = self._root
        for part in path:
            node = self._child(node, part)
        if node is None:
            return self.key_span(*(str(part) for part in path))
        return self._trimmed(node.start_mark.index, _end(node))

    def extent(self, *path: str) -> Span:
        """From the start of a key to the end of its value; empty if it doesn't exist."""
        found = list(self._walk(path))
        if len(found) != len(path):
            return Span(0, 0)
        key_node, value_node = found[-1]
        return self._trimmed(key_node.start_mark.index, _end(value_node))

    def keys_at(self, *path: str) -> list[tuple[str, Span]]:
        """The keys of the mapping at ``path`` in the order they are written, with duplicates."""
        node: yaml.Node | None = self._root
        for part in path:
            node = self._child(node, part)
        if not isinstance(node, yaml.MappingNode):
            return []
        return [(str(key.value), Span(key.start_mark.index, key.end_mark.index)) for key, _ in node.value]

    def text_spans(self) -> Iterator[Span]:
        """Where text stands, in the file's order; a block's text begins after the line of its ``|``."""
        for node in scalars(self._root) if self._root else ():
            start, end = node.start_mark.index, node.end_mark.index
            if node.style in ("|", ">"):
                start = self.source.text.find("\n", start, end)
            if 0 <= start < end:
                yield Span(start, end)

    def _walk(self, path: tuple[str, ...]) -> Iterator[_Pair]:
        node: yaml.Node | None = self._root
        for part in path:
            pair = self._pair(node, part)
            if pair is None:
                return
            yield pair
            node = pair[1]

    def _child(self, node: yaml.Node | None, part: str | int) -> yaml.Node | None:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            child: yaml.Node = node.value[part]
            return child
        pair = self._pair(node, str(part))
        return pair[1] if pair else None

    def _pair(self, node: yaml.Node | None, key: str) -> _Pair | None:
        if not isinstance(node, yaml.MappingNode):
            return None
        pairs = self._pairs.get(id(node))
        if pairs is None:
            pairs = self._pairs[id(node)] = {pair[0].value: pair for pair in reversed(node.value)}
        return pairs.get(key)

    def _trimmed(self, start: int, end: int) -> Span:
        text = self.source.text
        while end > start and text[end - 1] in " \n":
            end -= 1
        return Span(start, end)


def find_places(source: Source) -> Places:
    """The places in a source whose values were read without its nodes."""
    root = compose(source.text)
    if isinstance(root, Fault) or not isinstance(root, yaml.MappingNode):
        return Places(source, None)
    return Places(source, root)


def _end(node: yaml.Node) -> int:
    """Where a node ends; the parser counts the comments after a block mapping or list to it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return end
