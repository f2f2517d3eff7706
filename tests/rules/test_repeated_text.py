"""CT313: the first look never misses what the rule finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.answer import parse
from codetutor_lint.model.steps import STEPS
from codetutor_lint.rules import wording

SENTENCE = "A cache keeps what was asked before so nobody asks twice"
PIECE = st.tuples(
    st.sampled_from(["", "- ", "**", "“", "| ", "1. "]),
    st.sampled_from(
        [
            SENTENCE,
            SENTENCE.replace(" so ", "\nso "),
            SENTENCE.replace(" so ", "\n so "),
            SENTENCE.replace(" so ", " \nso "),
            SENTENCE.replace(" so ", "\u00a0so "),
            SENTENCE.replace(" ", "\t"),
            "one two three four five six seven eight nine",
        ]
    ),
    st.sampled_from([". ", ".\n", "\n\n", "!” ", ".) ", "**. ", "? ", "\n- ", "\n1. ", "”\n", ".”", ""]),
).map("".join)


@given(st.lists(st.lists(PIECE, max_size=2).map("".join), min_size=7, max_size=7))
def test_a_repeated_sentence_is_seen_at_first_look(bodies: list[str]) -> None:
    answer = parse("\n\n".join(f"{step.heading}\n\n{body}" for step, body in zip(STEPS, bodies, strict=True)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_may_repeat", lambda answer: True)
        found = list(wording.repeated_text(answer))
    assert list(wording.repeated_text(answer)) == found
