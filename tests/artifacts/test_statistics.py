"""The figures: each small part by itself, and the whole gathered from a dataset."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_dataset import conversation

from codetutor_lint.artifacts.prices import Price, Rate
from codetutor_lint.artifacts.statistics.coverage import coverage
from codetutor_lint.artifacts.statistics.distribution import distribution, percentile
from codetutor_lint.artifacts.statistics.figures import Blocks, Repeated
from codetutor_lint.artifacts.statistics.gather import gather
from codetutor_lint.artifacts.statistics.repetition import RepetitionCounter
from codetutor_lint.artifacts.statistics.wording import percent, usd, verified_text
from codetutor_lint.corpus.coverage import count_examples
from codetutor_lint.errors import UsageError
from codetutor_lint.snippets.sandbox.choose import choose_sandbox

numbers = st.lists(st.integers(0, 100_000), min_size=1)


@given(numbers)
def test_every_number_lies_in_one_bin(values) -> None:
    bins = distribution(values).bins
    assert sum(one.count for one in bins) == len(values)
    assert [sum(one.start <= value < one.end for value in values) for one in bins] == [one.count for one in bins]


@given(numbers)
def test_bins_are_few_round_and_without_gaps(values) -> None:
    bins = distribution(values).bins
    assert len(bins) <= 13
    assert all(one.end == following.start for one, following in pairwise(bins))
    assert len({one.end - one.start for one in bins}) == 1


@given(numbers)
def test_half_of_the_numbers_are_at_most_the_median(values) -> None:
    spread = distribution(values)
    assert sum(value <= spread.median for value in values) >= len(values) / 2
    assert sum(value >= spread.median for value in values) >= len(values) / 2
    assert spread.least <= spread.median <= spread.p90 <= spread.most


def test_a_percentile_is_the_nearest_rank() -> None:
    assert [percentile(range(1, 11), percent) for percent in (10, 50, 90, 100)] == [1, 5, 9, 10]


def test_a_distribution_of_nothing_is_all_zeros() -> None:
    assert distribution([]).total == 0


def counted(*texts: str, openings: tuple[tuple[str, str], ...] = ()) -> RepetitionCounter:
    counter = RepetitionCounter()
    for text in texts:
        counter.add(openings, [text])
    return counter


def test_a_run_of_words_in_three_examples_is_a_phrase() -> None:
    said = [f"{word} think of it as a box that holds things {word}" for word in ("one", "two", "three")]
    phrases = counted(*said).result().phrases
    assert phrases == (Repeated("think of it as a box that holds things", 3),)


def test_two_examples_may_say_the_same() -> None:
    assert counted(*["think of it as a box"] * 2).result().phrases == ()


def test_a_run_counts_once_an_example() -> None:
    assert counted(" ".join(["a b c d e"] * 9)).result().phrases == ()


def test_openings_are_counted_by_place() -> None:
    opened = counted("", "", "", openings=(("question", "how do i"), ("analogy", "")))
    assert opened.result().openings == (Repeated("how do i", 3, "question"),)


def test_the_distinct_share_counts_runs_that_stand_once() -> None:
    assert counted("a b c d e", "a b c d e", "v w x y z").result().distinct == pytest.approx(1 / 3)


def of(**wanted: object):
    told = [conversation("loops/a"), conversation("loops/b"), conversation("git/a", level="advanced")]
    return coverage(wanted, told, count_examples(told))


def test_cells_are_wanted_as_both_dimensions_want_them() -> None:
    found = of(topics={"loops": 8, "recursion": 4}, levels={"beginner": 30, "advanced": 10})
    wanted = {(cell.row, cell.column): (cell.have, cell.wanted) for cell in found.matrices[0].cells}
    assert wanted["loops", "beginner"] == (2, 6.0)
    assert wanted["recursion", "advanced"] == (0, 1.0)
    assert wanted["git", "advanced"] == (1, None)


def test_the_most_wanted_cell_comes_first() -> None:
    found = of(topics={"loops": 8, "recursion": 4}, levels={"beginner": 30, "advanced": 10})
    assert [(cell.row, cell.column) for cell in found.cells] == [
        ("loops", "beginner"),
        ("recursion", "beginner"),
        ("loops", "advanced"),
        ("recursion", "advanced"),
    ]


def test_without_targets_nothing_is_wanted() -> None:
    found = of()
    assert (found.targets, found.missing, found.cells) == ((), (), ())
    assert {cell.wanted for matrix in found.matrices for cell in matrix.cells} == {None}


def test_targets_that_are_not_reached_come_in_the_order_of_need() -> None:
    found = of(examples=3, topics={"loops": 4, "recursion": 1})
    assert [one.value for one in found.missing] == ["recursion", "loops"]


@pytest.mark.parametrize(
    ("share", "text"), [(None, "unknown"), (0, "0 %"), (0.001, "1 %"), (0.999, "99 %"), (1, "100 %")]
)
def test_only_all_is_a_hundred_percent(share, text) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        (Blocks("all", 0, 0, 0, 0, 0), "there is none"),
        (Blocks("all", 3, 0, 0, 0, 3), "none of it can be run here"),
        (Blocks("all", 3, 0, 0, 3, 0), "unknown; 'codetutor-lint run' finds out"),
        (Blocks("all", 4, 2, 1, 0, 1), "67 %, 2 of 3 blocks that can be run here"),
        (Blocks("all", 4, 1, 0, 2, 1), "33 %, 1 of 3 blocks that can be run here; 2 not run since they last changed"),
    ],
)
def test_the_verified_share_says_what_it_does_not_know(blocks, text) -> None:
    assert verified_text(blocks) == text


@pytest.mark.parametrize(
    ("amount", "training", "exact", "text"),
    [
        (None, None, True, "unknown"),
        (0.0, 0.0, True, "own machine"),
        (0.001, 5.0, True, "0.01"),
        (12.341, 5.0, False, "≤ 12.35"),
    ],
)
def test_an_amount_is_rounded_unknown_or_a_bound(amount, training, exact, text) -> None:
    priced = Price(Rate("x", "m", "openai", 1, training=training), 1, amount, None, exact)
    assert usd(amount, priced) == text


def test_only_what_is_built_is_counted_and_the_rest_is_named(small) -> None:
    small.add("loops/draft", status="draft")
    small.add("loops/old", status="retired")
    small.add("loops/broken").write_text("question: 5\n", encoding="utf-8")
    figures, conversations = gather(small.config)
    assert (figures.examples, figures.drafts, figures.retired) == (12, 1, 1)
    assert [name.rsplit("/", 1)[-1] for name in figures.broken] == ["broken.yaml"]
    assert len(conversations) == sum(figures.splits.values()) == 12


def test_counts_cover_every_dimension(small) -> None:
    assert gather(small.config).statistics.counts == {
        "topics": {"loops": 4, "strings": 4, "types": 4},
        "languages": {"python": 12},
        "levels": {"beginner": 12},
        "modes": {"beginner": 3, "default": 3, "engineer": 3, "strict": 3},
        "kinds": {"concept": 12},
    }


def test_the_guides_sizes_say_how_many_are_missing(small) -> None:
    assert [(one.examples, one.missing) for one in gather(small.config).statistics.milestones] == [
        (50, 38),
        (200, 188),
        (1000, 988),
    ]


def test_training_is_priced_by_the_training_file_alone(small) -> None:
    rate = Rate("openai", "m", "openai", epochs=2, training=1.0)
    figures = gather(small.config, [rate]).statistics
    [tokens] = [one.tokens for one in figures.tokens if one.target == "openai"]
    share = figures.splits["train"] / figures.examples
    assert figures.prices[0].tokens == pytest.approx(2 * tokens.total * share, rel=0.02)


def test_a_missing_folder_is_a_usage_error(dataset) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        gather(dataset.config)


def test_code_that_was_never_run_is_unknown(small, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("CODETUTOR_CACHE_DIR", str(tmp_path / "cache"))
    total = gather(small.config).statistics.code.total
    assert (total.verified, total.wrong, total.share) == (0, 0, None)
    assert total.unknown > 0


def test_code_that_was_run_is_verified_until_it_changes(dataset, monkeypatch, tmp_path) -> None:
    try:
        choose_sandbox()
    except UsageError as error:
        pytest.skip(f"needs a sandbox: {error}")
    monkeypatch.setenv("CODETUTOR_CACHE_DIR", str(tmp_path / "cache"))
    path = dataset.add("loops/one")
    dataset.run("run")
    before = gather(dataset.config).statistics.code.total
    path.write_text(path.read_text(encoding="utf-8").replace("print(", "print(  ", 1), encoding="utf-8")
    after = gather(dataset.config).statistics.code.total
    assert (before.share, before.unknown) == (1.0, 0)
    assert (after.share, after.unknown) == (None, before.runnable)


def test_figures_are_the_same_whatever_the_order_of_the_files(small, make_dataset) -> None:
    other = make_dataset("other")
    for path in sorted((small.root / "examples").rglob("*.yaml"), reverse=True):
        copy = other.root / path.relative_to(small.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert gather(other.config).statistics == gather(small.config).statistics
