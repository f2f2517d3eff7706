"""The fast path: does a document have the shape of an example? Without importing pydantic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.shape_table import SHAPE

if TYPE_CHECKING:
    from collections.abc import Callable

_SOMETHING = r"\S"


def _mapping(rows: dict[str, tuple[Any, ...]]) -> Callable[[Any], bool]:
    """What tells whether a value is a mapping of these rows."""
    known = {key: _KINDS[kind](*options) for key, (kind, _, *options) in rows.items()}
    required = frozenset(key for key, row in rows.items() if row[1])

    def is_mapping(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        for key, item in value.items():
            fits = known.get(key)
            if fits is None or not fits(item):
                return False
        return required <= value.keys()

    return is_mapping


def _text(pattern: str, most: int | None) -> Callable[[Any], bool]:
    if pattern == _SOMETHING:
        return _is_prose if most is None else lambda value: _is_prose(value) and len(value) <= most
    form = lazy(pattern.removesuffix("$") + r"\Z")
    return lambda value: (
        isinstance(value, str) and (most is None or len(value) <= most) and form.match(value) is not None
    )


def _is_prose(value: Any) -> bool:
    return isinstance(value, str) and value != "" and not value.isspace()


def _choice(values: tuple[str, ...]) -> Callable[[Any], bool]:
    allowed = frozenset(values)
    return lambda value: isinstance(value, str) and value in allowed


def _list(pattern: str, most: int | None) -> Callable[[Any], bool]:
    fits = _text(pattern, most)
    return lambda value: isinstance(value, list) and all(map(fits, value))


_KINDS: dict[str, Callable[..., Callable[[Any], bool]]] = {
    "mapping": _mapping,
    "text": _text,
    "choice": _choice,
    "list": _list,
}
# Whether pydantic's ``ExampleModel`` accepts a value, as ``Document`` loads it.
matches = _mapping(SHAPE)
