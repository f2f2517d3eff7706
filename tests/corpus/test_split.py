"""The split: decided by a family's name alone, but for the two exceptions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.corpus.split import SPLITS, TEST, TRAIN, VALIDATION, bucket, position, split_families

names = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True)
families = st.sets(names, max_size=40)
percentages = st.tuples(st.integers(0, 45), st.integers(0, 45))


def moved(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The families of both that changed sides."""
    return {family for family in before.keys() & after.keys() if before[family] != after[family]}


def lent(splits: dict[str, str], validation: float, test: float) -> set[str]:
    """The family that validates only because no other does."""
    return {family for family, split in splits.items() if split != bucket(family, validation, test)}


@given(families, families, percentages)
def test_adding_and_removing_moves_nothing_but_the_lent_family(
    some: set[str], more: set[str], percent: tuple[int, int]
) -> None:
    before, after = split_families(some, *percent), split_families(some | more, *percent)
    allowed = lent(before, *percent) | lent(after, *percent)
    assert moved(before, after) <= allowed
    assert len(allowed) <= 2


@given(families, percentages, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(some: set[str], percent: tuple[int, int], random) -> None:  # type: ignore[no-untyped-def]
    several = [*some, *some]
    random.shuffle(several)
    assert split_families(several, *percent) == split_families(some, *percent)


@given(families, percentages)
def test_validation_is_only_empty_where_it_must_be(some: set[str], percent: tuple[int, int]) -> None:
    validation, test = percent
    splits = split_families(some, *percent)
    training = [family for family in some if bucket(family, validation, test) == TRAIN]
    if validation and len(training) > 1:
        assert VALIDATION in splits.values()
    if not validation:
        assert VALIDATION not in splits.values()
    assert set(splits.values()) <= set(SPLITS)


@given(families, percentages)
def test_the_lent_family_is_the_training_one_with_the_lowest_hash(some: set[str], percent: tuple[int, int]) -> None:
    validation, test = percent
    training = [family for family in some if bucket(family, validation, test) == TRAIN]
    for family in lent(split_families(some, *percent), *percent):
        assert family == min(training, key=position)


@given(names, st.integers(0, 44), st.integers(0, 45))
def test_a_larger_share_only_takes_from_its_neighbour(family: str, validation: int, test: int) -> None:
    before, after = bucket(family, validation, test), bucket(family, validation + 1, test)
    assert before == after or (before, after) == (TRAIN, VALIDATION)


def test_shares_are_about_what_they_say() -> None:
    splits = split_families((f"loops/lesson-{number}" for number in range(10_000)), 5, 10)
    counts = {split: list(splits.values()).count(split) for split in SPLITS}
    assert 900 < counts[TEST] < 1_100
    assert 420 < counts[VALIDATION] < 580


def test_positions_are_those_of_every_earlier_build() -> None:
    assert round(position("loops/what-is-a-loop"), 6) == 9.544982
