"""From a source's text to values: PyYAML's C parser with all resolvers off, and what it must not be given.

With resolvers off every scalar arrives as a string with its marks. Forbidden characters are found
before composing, nesting is counted while composing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml._yaml import CParser

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Source, Span, Text
from codetutor_lint.model.values import FORBIDDEN, MAX_DEPTH, Duplicate, Fault, Loaded, NotString, find_forbidden

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPABLE = lazy(f"{FORBIDDEN.pattern}|\r")
# The YAML 1.2 core schema's scalars that are not strings.
_NOT_A_STRING = re.compile(
    r"(?P<null>~|null|Null|NULL|)|(?P<bool>true|True|TRUE|false|False|FALSE)"
    r"|(?P<int>[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))"
)


def load(source: Source) -> tuple[Loaded, yaml.MappingNode | None]:
    """Read a source as YAML: its values as plain dicts, lists, ``Text`` and ``NotString``, and their nodes."""
    root = compose(source.text)
    if isinstance(root, Fault):
        return Loaded(None, [root], []), None
    if not isinstance(root, yaml.MappingNode):
        return Loaded(None, [Fault("not-a-mapping", _span(root))], []), None
    values = _Values(source)
    data = values.mapping(root, ())
    if values.faults:
        return Loaded(None, sorted(values.faults, key=lambda fault: fault.span), []), None
    return Loaded(data, [], values.duplicates), root


def plain_type(written: str) -> str | None:
    """What YAML 1.2 reads a plain scalar as (``null``, ``bool``, ``int``, ``float``); None for a string."""
    match = _NOT_A_STRING.fullmatch(written)
    return (match.lastgroup or "null") if match else None


# What libyaml says of 1,000 levels, from 0.2.6 on.
_TOO_DEEP = "nesting depth"


class _DepthError(Exception):
    """Raised while composing; carries the node's index in the text."""


class _Composer(CParser):
    """PyYAML's C parser without resolvers, counting depth."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

    def descend_resolver(self, parent: Any, index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _DepthError(parent.start_mark.index)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


def compose(text: str) -> yaml.Node | Fault:
    """The nodes of a text, every scalar with the string it is written as; or why there are none."""
    bad = find_forbidden(text)
    if bad:
        return Fault("forbidden-character", Span(bad.start(), bad.end()), bad.group())
    composer = _Composer(text)
    try:
        root = composer.get_single_node()
    except _DepthError as error:
        return Fault("too-deep", Span(error.args[0], error.args[0] + 1))
    except yaml.MarkedYAMLError as error:
        return _too_deep(error, text) if _TOO_DEEP in (error.problem or "") else _syntax_fault(error, len(text))
    finally:
        composer.dispose()
    return Fault("empty", Span(0, 0)) if root is None else root


def _too_deep(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """The fault of a nesting that libyaml itself refused, reading ahead: it stands where ours is exceeded."""
    at = error.problem_mark.index if error.problem_mark else 0
    found = compose(text[:at])
    return found if isinstance(found, Fault) and found.kind == "too-deep" else Fault("too-deep", Span(at, at + 1))


def _syntax_fault(error: yaml.MarkedYAMLError, length: int) -> Fault:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, length) if mark else 0
    context = error.context_mark.index if error.context_mark else -1
    problem = error.problem or "not valid YAML"
    kind = "several-documents" if "another document" in problem else "syntax"
    if "undefined alias" in problem:
        kind = "alias"
    return Fault(kind, Span(at, min(at + 1, length)), problem, context)


class _Values:
    """Plain values built from nodes, with the faults and duplicate keys met on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: set[Fault] = set()
        self.duplicates: list[Duplicate] = []

    def mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            self._refuse_features(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.add(Fault("complex-key", _span(key_node)))
                continue
            key = key_node.value
            if key in values:
                self.duplicates.append(Duplicate(path, key, _span(key_node)))
                continue
            values[key] = self._value(value_node, path, key)
        return values

    def _value(self, node: yaml.Node, path: tuple[str, ...], key: str) -> Any:
        if self._refuse_features(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, (*path, key))
        return [self._value(item, path, key) for item in node.value]

    def _scalar(self, node: yaml.ScalarNode) -> Text | NotString:
        value = node.value
        span = _span(node)
        if node.style == "|":
            return Text.block(value, self.source, *span)
        if not node.style:
            kind = plain_type(value)
            if kind:
                return NotString(kind, value)
        elif node.style == '"':
            bad = _ESCAPABLE.search(value)
            if bad:
                self.faults.add(Fault("forbidden-character", span, bad.group()))
        return Text.plain(value, self.source, *span)

    def _refuse_features(self, node: yaml.Node) -> bool:
        """Report an anchor or a tag; a node with one begins at its ``&`` or ``!``."""
        start = node.start_mark.index
        mark = self.source.text[start : start + 1]
        if mark not in ("&", "!") or not mark:
            return False
        word = re.compile(r"\S+").match(self.source.text, start)
        self.faults.add(Fault("anchor" if mark == "&" else "tag", Span(start, word.end() if word else start + 1)))
        return True


def _span(node: yaml.Node) -> Span:
    return Span(node.start_mark.index, node.end_mark.index)


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The scalar values below a node; keys are none."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from scalars(value)
    else:
        for item in node.value:
            yield from scalars(item)
