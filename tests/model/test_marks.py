"""The ❌ and ✅ of the common mistakes: at the start of a line, outside fences."""

from __future__ import annotations

import time

import pytest

from codetutor_lint.model.fences import outside_fences
from codetutor_lint.model.marks import find_marks


def signs(body: str) -> str:
    return "".join(mark.sign for mark in find_marks(outside_fences(body)))


@pytest.mark.parametrize("line", ["❌ a", "❌a", "- ❌ a", "### ❌ a", "❌\ufe0f a", "❌ **a**", "✅ a"])
def test_a_mark_begins_its_line(line: str) -> None:
    assert signs(f"text\n\n{line}\n") == line.strip("-# ")[0]


@pytest.mark.parametrize(
    "line",
    ["a ❌", " ❌ a", "  - ❌ a", "## ❌ a", "#### ❌ a", "* ❌ a", "1. ❌ a", "**❌ a**", "> ❌ a", "✔ a", "| ❌ |"],
)
def test_any_other_is_text(line: str) -> None:
    assert signs(f"text\n\n{line}\n") == ""


def test_marks_in_fences_are_text() -> None:
    assert signs("❌ a\n```text\n✅ b\n```\n✅ c\n```text\n❌ never closed") == "❌✅"


def test_a_mark_knows_its_place_and_its_text() -> None:
    body = "🐍\n- ❌\ufe0f **No colon:** it fails.\n✅ _\n"
    first, second = find_marks([(0, body)])
    assert (body[first.at], first.text) == ("❌", "No colon:** it fails.")
    assert (body[second.at], second.text) == ("✅", "")


@pytest.mark.parametrize(
    "text", ["❌\n" * 120_000, "❌" * 250_000, "- ❌ a ❌ ✅\n" * 60_000], ids=["lines", "one line", "pairs"]
)
def test_hostile_text_is_searched_in_no_time(text: str) -> None:
    started = time.perf_counter()
    find_marks([(0, text)])
    assert time.perf_counter() - started < 5
