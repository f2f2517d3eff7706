"""Names that are one slip from another: found fast, and exactly those that comparing all finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.corpus.slips import find_slips, is_slip

NAMES = st.lists(st.text("abr", min_size=1, max_size=10), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("varaibles", "variables"),
        ("variable", "variables"),
        ("map", "maps"),
        ("recusion", "recursion"),
        ("recurssion", "recursion"),
        ("excepsions", "exceptions"),
        ("loops/repaet-it", "loops/repeat-it"),
    ],
)
def test_slips(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("date", "data"),
        ("smart", "start"),
        ("getter", "setter"),
        ("async", "sync"),
        ("goroutine", "coroutine"),
        ("http2-server", "http3-server"),
        ("c", "cs"),
        ("variables", "variables"),
        ("inheritance", "inheritances-x"),
    ],
)
def test_no_slips(one: str, other: str) -> None:
    assert not is_slip(one, other)
    assert not is_slip(other, one)


@given(NAMES, NAMES)
def test_finds_each_lone_name_that_is_a_slip_of_any(lone: list[str], names: list[str]) -> None:
    found = find_slips(lone, names)
    assert set(found) == {one for one in lone if any(is_slip(one, other) for other in names)}
    assert all(is_slip(one, other) for one, other in found.items())
