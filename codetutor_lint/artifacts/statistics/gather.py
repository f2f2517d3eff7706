"""Reading a dataset once and gathering all figures about it."""

from __future__ import annotations

import os
from statistics import median
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.conversations import Conversation, conversation_of
from codetutor_lint.artifacts.prices import Load, Price, Rate, price
from codetutor_lint.artifacts.rows import encode_rows
from codetutor_lint.artifacts.statistics.code import CodeCounter, remembering
from codetutor_lint.artifacts.statistics.coverage import coverage
from codetutor_lint.artifacts.statistics.distribution import distribution
from codetutor_lint.artifacts.statistics.figures import Milestone, Prose, Statistics, TargetTokens
from codetutor_lint.artifacts.statistics.repetition import RepetitionCounter
from codetutor_lint.artifacts.targets import TARGETS
from codetutor_lint.artifacts.tokens import Counts, count_conversations
from codetutor_lint.corpus.collection import collect, read_document
from codetutor_lint.corpus.coverage import EXAMPLES, count_examples
from codetutor_lint.corpus.facts import facts_of
from codetutor_lint.corpus.split import SPLITS, TRAIN, split_families
from codetutor_lint.lint.engine import Linter
from codetutor_lint.lint.selection import select_rules
from codetutor_lint.model.fences import prose_of
from codetutor_lint.model.languages import is_code
from codetutor_lint.model.modes import MODES
from codetutor_lint.model.prompts import load_prompts
from codetutor_lint.model.prose import count_words, find_words
from codetutor_lint.model.readability import grade
from codetutor_lint.model.steps import STEP_KEYS, STEPS
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from codetutor_lint.config import Config
    from codetutor_lint.model.example import Example

# The sizes that the fine-tuning guide names.
MILESTONES = ((50, "a first try"), (200, "good results"), (1_000, "production"))
ALL_MODES = "all"
QUESTION = "question"
_OPENING_WORDS = 3


class Gathered(NamedTuple):
    """The figures, and the examples they are about: those that are built, sorted by id."""

    statistics: Statistics
    conversations: list[Conversation]


class _Portrait(NamedTuple):
    """What is kept of one answer's prose and code."""

    mode: str
    words: int
    code_lines: int
    grade: float | None


def gather(config: Config, rates: Sequence[Rate] = ()) -> Gathered:
    """All figures about the examples of a configuration; ``rates`` are priced in this order.

    Raises UsageError if the examples' folder or a prompt file is missing.
    """
    with remembering(config) as executor:
        reading = _Reading(config, CodeCounter(executor))
    built = reading.built
    splits = split_families((c.family for c in built), config.validation, config.test)
    counts = count_examples(built)
    tokens = {target: count_conversations(target, built) for target in TARGETS}
    del counts[EXAMPLES]
    statistics = Statistics(
        examples=len(built),
        drafts=reading.unbuilt["draft"],
        retired=reading.unbuilt["retired"],
        broken=tuple(reading.broken),
        splits={split: sum(splits[c.family] == split for c in built) for split in SPLITS},
        milestones=tuple(Milestone(size, purpose, max(0, size - len(built))) for size, purpose in MILESTONES),
        counts=counts,
        tokens=tuple(_target_tokens(target, counted, built) for target, counted in tokens.items()),
        prices=_prices(rates, built, splits, tokens),
        prose=_prose(reading.portraits),
        repetition=reading.repetition.result(),
        code=reading.code.result(),
        coverage=coverage(config.coverage, built, {EXAMPLES: {"": len(built)}, **counts}),
    )
    return Gathered(statistics, built)


class _Reading:
    """Every file, read one after the other; of an example only what the figures need is kept."""

    def __init__(self, config: Config, code: CodeCounter) -> None:
        self.built: list[Conversation] = []
        self.unbuilt = {"draft": 0, "retired": 0}
        self.broken: list[str] = []
        self.portraits: list[_Portrait] = []
        self.repetition = RepetitionCounter()
        self.code = code
        self._root = config.root
        self._prompts = load_prompts(config.prompts)
        linter = Linter(config, select_rules(config))
        for found in collect(config):
            example = linter.example_in(read_document(found), linter.relative(found.path))
            if example is None:
                self.broken.append(found.shown)
            elif example.status is not None:
                self.unbuilt[example.status] += 1
            else:
                self._add(example, found.path)

    def _add(self, example: Example, path: str) -> None:
        relative = os.path.relpath(path, self._root).replace(os.sep, "/")
        self.built.append(conversation_of(example, relative, self._prompts))
        prose = _prose_of(example)
        self.portraits.append(
            _Portrait(
                mode=example.mode,
                words=sum(count_words(part) for part in prose),
                code_lines=_code_lines(example),
                grade=grade("\n\n".join(prose)),
            )
        )
        self.repetition.add(_openings(example), prose)
        self.code.add(example)


def _prose_of(example: Example) -> list[str]:
    """The stretches of an answer outside its fences."""
    return [part for key in example.answer.bodies for _, part in example.answer.prose(key)]


def _code_lines(example: Example) -> int:
    fences = [fence for key in example.answer.bodies for fence in example.answer.fences(key)]
    return sum(fence.code.count("\n") for fence in fences if fence.info_words and is_code(fence.language))


def _openings(example: Example) -> Iterator[tuple[str, str]]:
    """How the question and each step begin, as (place, words)."""
    asked = " ".join(part for _, part in prose_of(example.question))
    yield QUESTION, " ".join(find_words(asked.lower())[:_OPENING_WORDS])
    titles = {step.key: step.title for step in STEPS}
    for key, words in zip(STEP_KEYS, facts_of(example).openings, strict=True):
        yield titles[key].lower(), " ".join(words.split(" ")[:_OPENING_WORDS])


def _prose(portraits: Sequence[_Portrait]) -> tuple[Prose, ...]:
    by_mode = {mode: [one for one in portraits if one.mode == mode] for mode in MODES}
    return tuple(_prose_figures(mode, some) for mode, some in {ALL_MODES: portraits, **by_mode}.items() if some)


def _prose_figures(mode: str, portraits: Sequence[_Portrait]) -> Prose:
    grades = [one.grade for one in portraits if one.grade is not None]
    return Prose(
        mode=mode,
        examples=len(portraits),
        words=distribution([one.words for one in portraits]),
        code_lines=distribution([one.code_lines for one in portraits]),
        grade=round(median(grades), 1) if grades else None,
    )


def _target_tokens(target: str, counted: Counts, built: Sequence[Conversation]) -> TargetTokens:
    longest = max(zip(counted.totals, built, strict=True), key=lambda pair: pair[0])[1].id if built else ""
    return TargetTokens(target, counted.exact, distribution(counted.totals), longest)


def _prices(
    rates: Sequence[Rate], built: Sequence[Conversation], splits: dict[str, str], tokens: dict[str, Counts]
) -> tuple[Price, ...]:
    loads = {target: _load(target, built, splits, tokens[target]) for target in {rate.target for rate in rates}}
    return tuple(price(rate, loads[rate.target]) for rate in rates)


def _load(target: str, built: Sequence[Conversation], splits: dict[str, str], counted: Counts) -> Load:
    totals = {c.id: total for c, total in zip(built, counted.totals, strict=True)}
    rows = encode_rows(target, TRAIN, [c for c in built if splits[c.family] == TRAIN]).rows
    answers, number = sum(counted.answers), max(1, len(built))
    return Load(
        training=sum(totals[row.conversation.id] for row in rows),
        prompt=(sum(counted.totals) - answers) / number,
        answer=answers / number,
        exact=counted.exact,
    )
