"""The figures about a dataset; plain values, so that ``dataclasses.asdict`` is their JSON."""

from __future__ import annotations

from dataclasses import dataclass

from codetutor_lint.artifacts.prices import Price


@dataclass(frozen=True)
class Bin:
    """How many values lie from ``start`` up to ``end``, which the last bin includes."""

    start: int
    end: int
    count: int


@dataclass(frozen=True)
class Distribution:
    """Whole numbers, one an example; percentiles by nearest rank."""

    count: int
    total: int
    least: int
    median: int
    p90: int
    most: int
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class TargetTokens:
    """Tokens of each conversation in one target's format; upper bounds unless ``exact``."""

    target: str
    exact: bool
    tokens: Distribution
    longest: str


@dataclass(frozen=True)
class Prose:
    """The answers of one mode: words of prose, lines of code, and the Flesch-Kincaid grade (years of school).

    ``grade`` is the median over the answers that are long enough to have one, None if none is.
    """

    mode: str
    examples: int
    words: Distribution
    code_lines: Distribution
    grade: float | None


@dataclass(frozen=True)
class Repeated:
    """A run of words, and in how many examples it stands; an opening names its ``place``."""

    words: str
    examples: int
    place: str = ""


@dataclass(frozen=True)
class Repetition:
    """What answers have in common. ``distinct`` is the share of five-word runs that stand only once."""

    openings: tuple[Repeated, ...]
    phrases: tuple[Repeated, ...]
    distinct: float | None


@dataclass(frozen=True)
class Blocks:
    """The code blocks of one language (or of all) by what is known of them.

    ``verified`` did what the answer says, ``wrong`` did not; both by running. ``unknown`` could be run,
    but was not since it last changed; ``not_run`` can't be or isn't meant to be.
    """

    language: str
    blocks: int
    verified: int
    wrong: int
    unknown: int
    not_run: int

    @property
    def runnable(self) -> int:
        return self.verified + self.wrong + self.unknown

    @property
    def share(self) -> float | None:
        """The verified share of what can be run, from 0 to 1; None if nothing is known of any of it."""
        return self.verified / self.runnable if self.runnable > self.unknown else None


@dataclass(frozen=True)
class Code:
    """All code blocks, by language, and why some are not run."""

    total: Blocks
    languages: tuple[Blocks, ...]
    reasons: dict[str, int]


@dataclass(frozen=True)
class Cell:
    """A combination of two values, such as a topic and a level.

    ``wanted`` is what the targets of both come to if they are independent, None without them.
    """

    row: str
    column: str
    have: int
    wanted: float | None

    @property
    def missing(self) -> float:
        return max(0.0, (self.wanted or 0.0) - self.have)


@dataclass(frozen=True)
class Matrix:
    """The combinations of two dimensions (``topics`` and ``levels``), row by row."""

    rows: str
    columns: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Wanted:
    """A target of ``[coverage]``: how many examples of a value are wanted, and how many there are."""

    dimension: str
    value: str
    wanted: int
    have: int


@dataclass(frozen=True)
class Coverage:
    """What there is against what ``[coverage]`` asks for; ``missing`` and ``cells`` in the order of need."""

    targets: tuple[Wanted, ...]
    missing: tuple[Wanted, ...]
    matrices: tuple[Matrix, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Milestone:
    """A size that the fine-tuning guide names, what it is good for, and how many examples it lacks."""

    examples: int
    purpose: str
    missing: int


@dataclass(frozen=True)
class Statistics:
    """Everything ``stats`` says. All but ``drafts``, ``retired`` and ``broken`` is about what is built.

    ``broken`` are the files that are no examples, by name; ``counts`` is by dimension and value.
    """

    examples: int
    drafts: int
    retired: int
    broken: tuple[str, ...]
    splits: dict[str, int]
    milestones: tuple[Milestone, ...]
    counts: dict[str, dict[str, int]]
    tokens: tuple[TargetTokens, ...]
    prices: tuple[Price, ...]
    prose: tuple[Prose, ...]
    repetition: Repetition
    code: Code
    coverage: Coverage
