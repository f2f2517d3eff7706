"""Records are what ``typing.NamedTuple`` would make of them."""

from __future__ import annotations

import pickle
import typing

import pytest

from codetutor_lint import records


class Typed(typing.NamedTuple):
    """Two numbers."""

    first: int
    second: int = 2

    @property
    def total(self) -> int:
        return self.first + self.second


class Record(records.NamedTuple):
    """Two numbers."""

    first: int
    second: int = 2

    @property
    def total(self) -> int:
        return self.first + self.second


def test_members_are_those_of_a_typed_one() -> None:
    beside = {"__annotations__", "__orig_bases__"}
    assert vars(Record).keys() - beside == vars(Typed).keys() - beside
    for name in ("_fields", "_field_defaults", "__doc__", "__module__", "__match_args__", "__slots__"):
        assert getattr(Record, name) == getattr(Typed, name)


def test_values_behave_like_those_of_a_typed_one() -> None:
    record, typed = Record(1), Typed(1)
    assert (record, record.total, record._asdict()) == (typed, typed.total, typed._asdict())
    assert repr(record) == repr(typed).replace("Typed", "Record")
    assert record._replace(second=5) == Record(1, second=5)
    assert pickle.loads(pickle.dumps(record)) == record


def test_a_missing_or_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match="first"):
        Record()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="third"):
        Record(1, third=3)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="third"):
        Record(1)._replace(third=3)
    with pytest.raises(TypeError, match="got 3"):
        Record._make((1, 2, 3))


def test_a_long_record_is_like_a_short_one() -> None:
    long = type(records.NamedTuple)(
        "Long",
        (records.NamedTuple,),
        {"__module__": "m", "__annotations__": {f"f{n}": int for n in range(20)}, "f19": 0},
    )
    assert long(*range(19)) == (*range(19), 0)
    assert long(*range(19))._replace(f0=5).f0 == 5
