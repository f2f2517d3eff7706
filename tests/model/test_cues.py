"""Cues are found where their phrase stands, however YAML writes the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.answer import Answer, answer_of, parse
from codetutor_lint.model.cues import Cues
from codetutor_lint.model.document import Document
from codetutor_lint.model.source import Source

CUES = Cues({"soon": ("coming soon", "soon come", "soon]"), "todo": ()})


def in_yaml(value: str) -> Answer:
    answer = answer_of(Document(Source("x.yaml", f"answer:\n  analogy: {value}\n"), "topic/x"))
    assert answer is not None
    return answer


@given(
    st.lists(
        st.sampled_from(["coming", "soon", "Soon", "come", "todo", "todos", "_todo_", "é", " ", " ", "\n", "]", "'"])
    )
)
def test_a_cue_is_a_whole_word_and_its_phrase(parts: list[str]) -> None:
    text = "".join(parts)
    blanked = "".join(
        letter if letter.isascii() and letter.isalnum() else " " * len(letter.encode()) for letter in text.lower()
    )
    phrase = any(phrase in blanked for phrase in ("coming soon", "soon come")) or "soon]" in text.lower()
    assert CUES(parse(text)) == ("todo" in blanked.split() or ("soon" in blanked.split() and phrase))


@pytest.mark.parametrize("value", ['"T\\u004fDO: a box"', "|\n    A\n    TODO", ">\n    A picture, coming\n    soon"])
def test_escaped_and_folded_text_is_seen_as_it_reads(value: str) -> None:
    assert CUES(in_yaml(value))


def test_beside_a_folded_text_the_rest_of_the_file_is_still_seen() -> None:
    answer = answer_of(Document(Source("x.yaml", "question: |\n  TODO\nanswer:\n  analogy: >\n    A box\n"), "topic/x"))
    assert answer is not None
    assert CUES(answer)
