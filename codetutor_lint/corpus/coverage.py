"""How many examples there are of each kind, how many there are to be, and what is missing most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Each key of [coverage] with the attribute that it counts; 'examples' counts them all.
EXAMPLES = "examples"
DIMENSIONS = {"topics": "topic", "languages": "language", "levels": "level", "modes": "mode", "kinds": "kind"}


class Countable(Protocol):
    """What can be counted: facts, conversations, questions."""

    @property
    def topic(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Target(NamedTuple):
    """How many examples of one value of a dimension are wanted, and how many there are.

    ``value`` is empty where ``dimension`` is ``examples``.
    """

    dimension: str
    value: str
    wanted: int
    have: int

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.have)

    @property
    def name(self) -> str:
        """As in ``topic 'loops'``, or ``the dataset``."""
        return f"{DIMENSIONS[self.dimension]} '{self.value}'" if self.value else "the dataset"


def count_examples(examples: Iterable[Countable]) -> dict[str, dict[str, int]]:
    """The number of examples by dimension and value, both in order; all of them under ``examples``."""
    counts: dict[str, dict[str, int]] = {dimension: {} for dimension in DIMENSIONS}
    total = 0
    for example in examples:
        total += 1
        for dimension, attribute in DIMENSIONS.items():
            value = getattr(example, attribute)
            counts[dimension][value] = counts[dimension].get(value, 0) + 1
    return {EXAMPLES: {"": total}, **{dimension: dict(sorted(found.items())) for dimension, found in counts.items()}}


def targets(coverage: Mapping[str, Any], counts: Mapping[str, Mapping[str, int]]) -> list[Target]:
    """What ``[coverage]`` asks for, beside what there is, in the order of the dimensions and values."""
    found = []
    for dimension in (EXAMPLES, *DIMENSIONS):
        wanted = coverage.get(dimension, {})
        if isinstance(wanted, int):
            wanted = {"": wanted}
        for value, number in sorted(wanted.items()):
            found.append(Target(dimension, value, number, counts[dimension].get(value, 0)))
    return found


def gaps(coverage: Mapping[str, Any], examples: Iterable[Countable]) -> list[Target]:
    """The targets that are not reached, in the order of need: the largest missing share first, then number."""
    unmet = [target for target in targets(coverage, count_examples(examples)) if target.missing]
    return sorted(unmet, key=lambda target: (target.have / target.wanted, -target.missing))
