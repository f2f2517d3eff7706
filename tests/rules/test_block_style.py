"""Prose that is rewritten as a ``|`` block says the same as before, and its comments stay."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from codetutor_lint.config import load_config
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.fixer import fix_document
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

BASE = (Path(__file__).parent / "base.yaml").read_text(encoding="utf-8")
CONFIG = load_config(Path(__file__).parent)
LINTER = Linter(CONFIG, select_rules(CONFIG, ["CT125", "CT207"]))
LINES = st.lists(
    st.sampled_from(["one two", "  - three", "# four: #", "'\"\\", "🐍 é", "", "a  ", "```", "\tx", "| y"]), max_size=6
)
PROSE = LINES.map("\n".join)


def document(text: str) -> Document:
    return Document(Source("x.yaml", text), "loops/x")


def with_question(written: str) -> str:
    return BASE.replace("question: |\n  How do I repeat something in Python?\n", f"question: {written}\n")


def fixed(text: str) -> Document:
    after = document(fix_document(LINTER, document(text)).content)
    assert after.data is not None
    return after


def lines(prose: str) -> list[str]:
    """The lines of a prose without outer blank ones; a blank line is empty, the first has no margin."""
    first, *rest = prose.strip("\n").split("\n")
    return [first.lstrip(" "), *(line if line.strip() else "" for line in rest)]


@settings(max_examples=200, deadline=None)
@given(PROSE, st.sampled_from(["'", '"']), st.sampled_from(["", "  # why"]))
def test_quoted_prose_says_the_same_in_a_block(prose: str, quote: str, comment: str) -> None:
    assume(prose.strip() and not prose.strip("\n").startswith(("\t", "    ")))
    written = yaml.dump(prose, default_style=quote, allow_unicode=True, width=10**6).strip().replace("\n", "\n  ")
    after = fixed(with_question(written + comment))
    assert after.data
    assert after.data["question"].literal
    assert lines(after.data["question"]) == lines(prose)
    assert after.source.text.startswith(f"question: |{comment}\n")


@settings(max_examples=200, deadline=None)
@given(PROSE, st.sampled_from(["|-", "|+", ">", ">-", ">+"]), st.sampled_from(["", "  # why"]))
def test_a_block_of_another_style_keeps_its_lines(prose: str, header: str, comment: str) -> None:
    assume(prose.strip() and not prose.lstrip("\n").startswith((" ", "\t")))
    block = "".join(f"  {line}\n" if line else "\n" for line in prose.split("\n"))
    after = fixed(with_question(f"{header}{comment}\n{block.rstrip()}"))
    assert after.source.text == with_question(f"|{comment}\n{block.rstrip()}")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["one", "two words", "three-four", "five."]), min_size=1, max_size=4))
def test_plain_lines_stay_lines(words: list[str]) -> None:
    after = fixed(with_question("\n    ".join(words)))
    assert after.data
    assert after.data["question"] == "\n".join(words) + "\n"


def test_what_cannot_stand_in_a_plain_block_is_left_alone() -> None:
    for written in ('"    for x in y:\\nWhat?"', "|2\n      deeper\n  first", '"\\tx"'):
        text = with_question(written)
        assert fix_document(LINTER, document(text)).content == text


def test_a_value_in_braces_is_left_alone() -> None:
    for text in ("{question: What is a loop?}\n", "{\nquestion: What is a loop?\n}\n", "{\nquestion: a,\nlevel: b}\n"):
        assert fix_document(LINTER, document(text)).content == text
