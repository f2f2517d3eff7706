"""Words and sentences: the short ways give what the long ones would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.prose import has_subjects, subject_words

WORDS = st.lists(st.sampled_from("a loop loops looping the cache caching learner's it’s x 3 is is-not".split()))  # noqa: SIM905


@given(WORDS.map(" ".join), st.integers(1, 5), st.sets(st.sampled_from(["loop", "cach", "learn"])))
def test_enough_subjects_are_as_many_as_there_are(text: str, least: int, known: set[str]) -> None:
    assert has_subjects(text, least, known, {"is-not"}) == (len(subject_words(text) - known - {"is-not"}) >= least)
