"""One loader of YAML for everybody: values, and the place of every key and value.

PyYAML's C parser composes nodes with all resolvers off, so every scalar arrives as a string with
its marks. What the parser must never see (huge files, forbidden characters) is found before, and
nesting is counted while composing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml._yaml import CParser

from codetutor_lint.model.source import Source, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32

# What YAML 1.2 calls not printable, and U+0085, U+2028 and U+2029, which libyaml takes as line breaks
# and which would shift every position after them.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# The YAML 1.2 core schema's scalars that are not strings.
_NOT_A_STRING = re.compile(
    r"(?P<null>~|null|Null|NULL|)|(?P<bool>true|True|TRUE|false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)


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


class _TooDeepError(Exception):
    """Raised while composing; carries the node's index in the text."""


class _Composer(CParser):
    """PyYAML's C parser without resolvers, counting depth."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def descend_resolver(self, parent: object, index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeepError(getattr(parent, "start_mark").index)  # noqa: B009

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


class Document:
    """A YAML file: its values as plain dicts, lists and ``Text``, with the place of each.

    ``data`` is None when ``faults`` says why there is none. ``duplicates`` are keys met twice (the
    first value counts).
    """

    __slots__ = ("_root", "data", "duplicates", "faults", "id", "source")

    def __init__(self, source: Source, identity: str) -> None:
        self.source = source
        self.id = identity
        self.faults: list[Fault] = []
        self.duplicates: list[Duplicate] = []
        self.data: dict[str, Any] | None = None
        self._root: yaml.MappingNode | None = None
        self._load()

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
            node = _child(node, part)
        if node is None:
            return self.key_span(*(str(part) for part in path))
        return _trimmed(self.source.text, node.start_mark.index, node.end_mark.index)

    def extent(self, *path: str) -> Span:
        """The whole lines of a key and its value, with the comment lines right above it."""
        found = list(self._walk(path))
        if len(found) != len(path):
            return Span(0, 0)
        key_node, value_node = found[-1]
        return Span(key_node.start_mark.index, max(key_node.end_mark.index, value_node.end_mark.index))

    def keys_at(self, *path: str) -> list[tuple[str, Span]]:
        """The keys of the mapping at ``path`` in the order they are written, with duplicates."""
        node: yaml.Node | None = self._root
        for part in path:
            node = _child(node, part)
        if not isinstance(node, yaml.MappingNode):
            return []
        return [(str(key.value), Span(key.start_mark.index, key.end_mark.index)) for key, _ in node.value]

    def _walk(self, path: tuple[str, ...]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        node: yaml.Node | None = self._root
        for part in path:
            pair = (
                next((p for p in node.value if p[0].value == part), None)
                if isinstance(node, yaml.MappingNode)
                else None
            )
            if pair is None:
                return
            yield pair
            node = pair[1]

    def _load(self) -> None:
        text = self.source.text
        bad = FORBIDDEN.search(text)
        if bad:
            self._fault("forbidden-character", bad.start(), bad.end(), bad.group())
            return
        composer = _Composer(text)
        try:
            root = composer.get_single_node()
        except _TooDeepError as error:
            at = error.args[0]
            self._fault("too-deep", at, at + 1)
            return
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return
        finally:
            composer.dispose()
        if root is None:
            self._fault("empty", 0, 0)
        elif not isinstance(root, yaml.MappingNode):
            self._fault("not-a-mapping", root.start_mark.index, root.end_mark.index)
        else:
            self._root = root
            self.data = self._mapping(root, ())
            if self.faults:
                self.data = None

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(self.source.text)) if mark else 0
        context = error.context_mark.index if error.context_mark else -1
        problem = error.problem or "not valid YAML"
        kind = "several-documents" if "another document" in problem else "syntax"
        if "undefined alias" in problem:
            kind = "alias"
        self._fault(kind, at, at + 1, problem, context)

    def _fault(self, kind: str, start: int, end: int, detail: str = "", context: int = -1) -> None:
        self.faults.append(Fault(kind, Span(start, end), detail, context))

    def _mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            self._refuse_features(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault("complex-key", key_node.start_mark.index, key_node.end_mark.index)
                continue
            key = key_node.value
            if key in values:
                span = Span(key_node.start_mark.index, key_node.end_mark.index)
                self.duplicates.append(Duplicate(path, key, span))
                continue
            values[key] = self._value(value_node, path, key)
        return values

    def _value(self, node: yaml.Node, path: tuple[str, ...], key: str) -> Any:
        if self._refuse_features(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, (*path, key))
        return [self._value(item, path, key) for item in node.value]

    def _scalar(self, node: yaml.ScalarNode) -> Text | NotString:
        value = node.value
        start = node.start_mark.index
        if node.style == "|":
            return Text.block(value, self.source, Span(start, node.end_mark.index))
        if not node.style:
            match = _NOT_A_STRING.fullmatch(value)
            if match:
                return NotString(match.lastgroup or "null", value)
        return Text.plain(value, self.source, Span(start, node.end_mark.index))

    def _refuse_features(self, node: yaml.Node) -> bool:
        """Report an anchor, an alias or a tag; a node with one begins at its ``&``, ``*`` or ``!``."""
        start = node.start_mark.index
        mark = self.source.text[start : start + 1]
        if mark not in ("&", "!") or not mark:
            return False
        kind = "anchor" if mark == "&" else "tag"
        word = re.compile(r"\S+").match(self.source.text, start)
        fault = Fault(kind, Span(start, word.end() if word else start + 1))
        if fault not in self.faults:
            self.faults.append(fault)
        return True


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child: yaml.Node = node.value[part]
        return child
    return None


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " \n":
        end -= 1
    return Span(start, end)
