"""The join finds exactly what comparing every text with every other finds."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.corpus.neighbours import Pair, find_pairs, most_similar_across, similarity, words_of
from codetutor_lint.model.characters import HARMLESS

WORDS = st.sampled_from(["a", "b", "c", "for", "x1"])
TEXTS = st.lists(st.lists(WORDS, max_size=30).map(" ".join), max_size=12).map(
    lambda texts: {f"topic/{number:02}": text for number, text in enumerate(texts)}
)
THRESHOLDS = st.sampled_from([0.01, 0.2, 1 / 3, 0.5, 0.6, 0.7, 0.8, 1.0])


def compare_all(texts: dict[str, str]) -> list[Pair]:
    pairs = [Pair(*keys, similarity(texts[keys[0]], texts[keys[1]])) for keys in combinations(sorted(texts), 2)]
    return [pair for pair in pairs if pair.similarity > 0]


@given(st.text(st.characters() | st.sampled_from([*HARMLESS, *"aB_1'- \n\x1f"])))
def test_words_are_runs_of_what_unicode_calls_letters_and_digits(text: str) -> None:
    assert words_of(text) == re.findall(r"\w+", text.lower())


@given(TEXTS, THRESHOLDS)
def test_finds_the_same_pairs_as_comparing_all(texts: dict[str, str], threshold: float) -> None:
    assert find_pairs(texts, threshold) == [pair for pair in compare_all(texts) if pair.similarity >= threshold]


@given(TEXTS, st.integers(1, 4))
def test_finds_the_same_most_similar_pair_across_groups(texts: dict[str, str], groups: int) -> None:
    group = {key: str(int(key[-2:]) % groups) for key in texts}
    across = [pair for pair in compare_all(texts) if group[pair.first] != group[pair.second]]
    expected = min(across, key=lambda pair: (-pair.similarity, pair.first, pair.second), default=None)
    assert most_similar_across(texts, group) == expected


def test_long_texts_agree_too() -> None:
    dice = random.Random(7)
    base = [str(dice.randrange(400)) for _ in range(200)]
    texts = {}
    for number in range(60):
        words = list(base)
        for _ in range(number):
            words[dice.randrange(len(words))] = str(dice.randrange(400))
        texts[f"{number:02}"] = " ".join(words)
    for threshold in (0.1, 0.5, 0.8):
        expected = [pair for pair in compare_all(texts) if pair.similarity >= threshold]
        assert find_pairs(texts, threshold) == expected


def test_case_and_punctuation_do_not_count() -> None:
    assert similarity("Print the name, twice.", "print  the NAME\ntwice") == 1.0


@pytest.mark.parametrize(("one", "other", "expected"), [("", "", 0.0), ("a", "a", 1.0), ("a b", "a", 0.0)])
def test_short_texts(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == expected
    assert [pair.similarity for pair in find_pairs({"1": one, "2": other}, 0.5)] == [expected] * bool(expected)


def test_threshold_of_seven_tenths_is_met_by_seven_of_ten() -> None:
    words = [f"w{number}" for number in range(30)]
    one = " ".join(words[:19])  # 17 shingles, of which 14 are in a union of 20
    other = " ".join([*words[:16], "x", "y", "z"])
    assert similarity(one, other) == 14 / 20
    assert len(find_pairs({"1": one, "2": other}, 0.7)) == 1
