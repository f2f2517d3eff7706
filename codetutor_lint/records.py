"""``typing.NamedTuple``, several times faster to define: field types are for the type checker and stay strings.

``typing`` compiles each of them, which for all records of a check takes as long as half an interpreter's start.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Definition(type):
        """Turns a class statement below ``NamedTuple`` into a named tuple with the same members."""

        def __new__(cls, name, bases, namespace):
            if not bases:
                return super().__new__(cls, name, bases, namespace)
            fields = namespace.get("__annotations__", {})
            defaults = [namespace.pop(field) for field in fields if field in namespace]
            record = namedtuple(name, fields, defaults=defaults, module=namespace["__module__"])
            for member, value in namespace.items():
                setattr(record, member, value)
            return record

    class NamedTuple(metaclass=_Definition):
        pass
