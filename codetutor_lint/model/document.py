"""A YAML file as values, with the place of every key and value. One loader for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.plain import find_keys, read_plain
from codetutor_lint.model.source import Source, Span
from codetutor_lint.model.values import Duplicate, Fault, Loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.places import Places
    from codetutor_lint.model.plain import Keys

MAX_BYTES = 256 * 1024


class Document:
    """A YAML file: its values as plain dicts, lists and ``Text``, with the place of each.

    ``data`` is None when ``faults`` says why there is none. ``duplicates`` are keys met twice (the
    first value counts). ``in_root`` tells whether the rules about paths apply. ``is_plain`` tells
    that the file is written plainly (see ``plain``): a YAML parser reads it only if places are asked for.
    """

    __slots__ = ("_keys", "_places", "data", "duplicates", "faults", "id", "in_root", "is_plain", "source")

    def __init__(self, source: Source, identity: str, *, in_root: bool = True, fault: Fault | None = None) -> None:
        self.source = source
        self.id = identity
        self.in_root = in_root
        self._places: Places | None = None
        self._keys: Keys | None = None
        self.faults: list[Fault] = [fault] if fault else []
        self.duplicates: list[Duplicate] = []
        self.data: dict[str, Any] | None = None if fault else read_plain(source)
        self.is_plain = self.data is not None
        if not self.is_plain and not fault:
            self.data, self.faults, self.duplicates = self._load()

    def key_span(self, *path: str) -> Span:
        """Where the key at ``path`` stands; the nearest parent's key if it doesn't exist."""
        for key, span in self._find_keys().get(path[:-1], ()):
            if key == path[-1]:
                return span
        return self._find_places().key_span(*path)

    def value_span(self, *path: str | int) -> Span:
        """Where the value at ``path`` stands; list items are reached by their index."""
        return self._find_places().value_span(*path)

    def extent(self, *path: str) -> Span:
        """From the start of a key to the end of its value; empty if it doesn't exist."""
        return self._find_places().extent(*path)

    def keys_at(self, *path: str) -> list[tuple[str, Span]]:
        """The keys of the mapping at ``path`` in the order they are written, with duplicates."""
        known = self._find_keys().get(path)
        return self._find_places().keys_at(*path) if known is None else known

    def text_spans(self) -> Iterator[Span]:
        """Where text stands, in the file's order; a block's text begins after the line of its ``|``."""
        return self._find_places().text_spans()

    def _load(self) -> Loaded:
        from codetutor_lint.model.loading import load
        from codetutor_lint.model.places import Places

        loaded, root = load(self.source)
        self._places = Places(self.source, root)
        return loaded

    def _find_keys(self) -> Keys:
        if self._keys is None:
            self._keys = find_keys(self.source) if self.is_plain else {}
        return self._keys

    def _find_places(self) -> Places:
        if self._places is None:
            from codetutor_lint.model.places import Places, find_places

            self._places = find_places(self.source) if self.is_plain else Places(self.source, None)
        return self._places
