"""Counting examples against what the configuration asks for."""

from __future__ import annotations

from typing import NamedTuple

from codetutor_lint.corpus.coverage import Target, count_examples, gaps, targets


class One(NamedTuple):
    topic: str
    language: str = "python"
    level: str = "beginner"
    mode: str = "default"
    kind: str = "concept"


EXAMPLES = [One("loops"), One("sets", language="go"), One("loops", level="advanced")]


def test_counts_by_dimension_in_order() -> None:
    assert count_examples(EXAMPLES) == {
        "examples": {"": 3},
        "topics": {"loops": 2, "sets": 1},
        "languages": {"go": 1, "python": 2},
        "levels": {"advanced": 1, "beginner": 2},
        "modes": {"default": 3},
        "kinds": {"concept": 3},
    }


def test_targets_stand_beside_what_there_is() -> None:
    wanted = {"topics": {"sets": 4, "loops": 1}, "examples": 5}
    assert targets(wanted, count_examples(EXAMPLES)) == [
        Target("examples", "", 5, 3),
        Target("topics", "loops", 1, 2),
        Target("topics", "sets", 4, 1),
    ]


def test_gaps_come_in_the_order_of_need() -> None:
    wanted = {"examples": 4, "topics": {"loops": 2, "sets": 4}, "languages": {"rust": 1, "c": 3}}
    assert [(gap.name, gap.missing) for gap in gaps(wanted, EXAMPLES)] == [
        ("language 'c'", 3),
        ("language 'rust'", 1),
        ("topic 'sets'", 3),
        ("the dataset", 1),
    ]


def test_nothing_is_asked_for() -> None:
    assert gaps({}, EXAMPLES) == []
