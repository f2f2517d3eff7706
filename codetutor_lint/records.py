"""``typing.NamedTuple``, many times faster to define: for all records of a check, ``typing`` takes as long as an
interpreter's start.

Field types are for the type checker and stay strings, and nothing is compiled: a constructor is one of those
below under the names of the record's fields.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    import sys
    from collections import _tuplegetter, namedtuple

    _tuple_new = tuple.__new__
    _CONSTRUCTORS = (
        lambda _cls: _tuple_new(_cls, ()),
        lambda _cls, a: _tuple_new(_cls, (a,)),
        lambda _cls, a, b: _tuple_new(_cls, (a, b)),
        lambda _cls, a, b, c: _tuple_new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _tuple_new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _tuple_new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _tuple_new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _tuple_new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _tuple_new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _tuple_new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _tuple_new(_cls, (a, b, c, d, e, f, g, h, i, j)),
    )
    _function = type(lambda: None)

    def _make(cls, iterable):
        """Make a new record from a sequence or an iterable."""
        record = _tuple_new(cls, iterable)
        if len(record) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(record)}")
        return record

    def _replace(self, /, **changes):
        """Return a new record with other values for some fields."""
        record = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return record

    def _repr(self):
        """Return a nicely formatted representation string."""
        fields = ", ".join([f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True)])
        return f"{type(self).__name__}({fields})"

    def _asdict(self):
        """Return a new dict which maps field names to their values."""
        return dict(zip(self._fields, self, strict=True))

    def _getnewargs(self):
        """Return self as a plain tuple. Used by copy and pickle."""
        return tuple(self)

    _MEMBERS = {
        "__slots__": (),
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
        **({"__replace__": _replace} if sys.version_info >= (3, 13) else {}),
    }

    def _define(name, fields, defaults, module):
        """A named tuple without members of its own; as ``collections.namedtuple``, which is for the longest ones."""
        if len(fields) >= len(_CONSTRUCTORS):
            return namedtuple(name, fields, defaults=defaults.values(), module=module)
        code = _CONSTRUCTORS[len(fields)].__code__.replace(
            co_varnames=("_cls", *fields), co_name="__new__", co_qualname=f"{name}.__new__"
        )
        constructor = _function(code, globals(), "__new__", tuple(defaults.values()))
        getters = {field: _tuplegetter(at, f"Alias for field number {at}") for at, field in enumerate(fields)}
        known = {"_fields": fields, "__match_args__": fields, "_field_defaults": defaults, "__module__": module}
        members = {**_MEMBERS, **known, "__new__": constructor, "__doc__": f"{name}({', '.join(fields)})"}
        return type(name, (tuple,), {**members, **getters})

    class _Definition(type):
        """Turns a class statement below ``NamedTuple`` into a named tuple with the same members."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = tuple(namespace.get("__annotations__", {}))
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            record = _define(name, fields, defaults, namespace["__module__"])
            for member, value in namespace.items():
                setattr(record, member, value)
            return record

    class NamedTuple(metaclass=_Definition):
        pass
