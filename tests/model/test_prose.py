"""Words and sentences: the short ways give what the long ones would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.prose import has_subjects, subject_words

WORDS = st.lists(
    st.sampled_from(
        [
            "a",
            "loop",
            "loops",
            "looping",
            "the",
            "cache",
            "caching",
            "cab",
            "cab's",
            "-loop",
            "_loop",
            "'loop",
            "3loop",
            "ca's",
            "learner's",
            "it’s",
            "x",
            "3",
            "is",
            "is-not",
            "isn’t",
            "É",
            "éa",
            "élan",
            "Élans",
            "co-op",
        ]
    )
)


@given(WORDS.map(" ".join), st.integers(1, 5), WORDS.map(" ".join))
def test_enough_subjects_are_as_many_as_there_are(text: str, least: int, known: str) -> None:
    new = subject_words(text) - subject_words(known) - subject_words("is-not")
    assert has_subjects(text, least, known, "is-not") == (len(new) >= least)
