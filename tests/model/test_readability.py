"""The Flesch-Kincaid grade, and the words and sentences it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.prose import count_words, is_quoted, sentences, subject_words
from codetutor_lint.model.readability import MIN_WORDS, count_syllables, grade

EASY = "The cat sat on the mat. It saw a bird. The bird sang a song. " * 10
HARD = "Consequently the implementation necessitates comprehensive reconsideration of alternatives. " * 15


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("cat", 1), ("code", 1), ("whole", 1), ("table", 2), ("boxes", 2), ("wanted", 2), ("stopped", 1)),
        *(("variable", 4), ("statement", 2), ("element", 3), ("every", 2), ("people", 2), ("create", 2)),
        *(("react", 2), ("player", 2), ("being", 2), ("equal", 2), ("question", 2), ("hundred", 2), ("e", 1)),
    ],
)
def test_syllables(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_short_words_in_short_sentences_are_easy() -> None:
    reached = grade(EASY)
    assert reached is not None
    assert reached < 1


def test_the_formula() -> None:
    # 13 words of one syllable in one sentence: 0.39 * 13 + 11.8 * 1 - 15.59
    sentence = "the cat and the dog and the hen sat on the red mat. "
    assert grade(sentence * 8) == pytest.approx(0.39 * 13 + 11.8 - 15.59)


def test_long_words_are_hard() -> None:
    reached = grade(HARD)
    assert reached is not None
    assert reached > 20


def test_little_text_has_no_grade() -> None:
    assert grade("word " * (MIN_WORDS - 1)) is None


def test_code_spans_count_as_one_short_word_and_tables_not_at_all() -> None:
    table = "\n\n| internationalization | implementation |\n|---|---|\n"
    assert grade(EASY.replace("mat", "`a_very.long_name(with, arguments)`") + table) == grade(EASY)


def test_items_of_a_list_are_sentences() -> None:
    text = "Two things:\n\n- the first one\n- the second one\n1. and a third"
    assert [sentence for _, sentence in sentences(text)] == [
        "Two things:",
        "- the first one",
        "- the second one",
        "1. and a third",
    ]


def test_a_wrapped_sentence_is_one() -> None:
    assert [sentence for _, sentence in sentences("It goes on\nin the next line. (Then?) Yes!")] == [
        "It goes on\nin the next line.",
        "(Then?)",
        "Yes!",
    ]


@given(st.text(alphabet="ab.!? \n-|`\"'1)", max_size=80))
def test_a_sentence_stands_where_it_says(text: str) -> None:
    found = list(sentences(text))
    assert all(text[start : start + len(sentence)] == sentence for start, sentence in found)
    assert [start for start, _ in found] == sorted(start for start, _ in found)
    assert sum(count_words(sentence) for _, sentence in found) <= count_words(text)


@given(st.text(max_size=300))
def test_any_text_has_a_grade_or_none(text: str) -> None:
    assert grade(text * 10) is None or count_words(text * 10) >= MIN_WORDS


def test_subject_words_compare_across_forms() -> None:
    assert subject_words("It stores the value") & subject_words("storing values") == {"stor", "valu"}
    assert subject_words("the and of it is was you") == set()


@pytest.mark.parametrize(
    ("before", "quoted"),
    [('He says "', True), ('"Yes." He says ', False), ("He says “", True), ('An open "\n\nNew paragraph ', False)],
)
def test_what_somebody_says_is_quoted(before: str, quoted: bool) -> None:
    assert is_quoted(before + "Sure!", len(before)) is quoted
