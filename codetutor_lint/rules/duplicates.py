"""CT701 to CT705, CT708: examples that say, ask or tell what another one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.corpus.facts import same_question
from codetutor_lint.corpus.scenes import find_same_scenes
from codetutor_lint.rules.diagnostic import ERROR, WARNING, Seen, SharedProblem, shortened
from codetutor_lint.rules.registry import DATASET, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.corpus.dataset import Dataset
    from codetutor_lint.corpus.facts import Facts
    from codetutor_lint.corpus.neighbours import Pair

# Of 5,886 pairs of shipped answers none reaches 0.2.
NEAR = 0.8
SIMILAR = 0.6
# In a heap of copies it is enough to name some.
MOST_PARTNERS = 5
COMPARING_TEXT = ("CT701", "CT702", "CT703")


@rule("CT701", on=DATASET)
def near_duplicate_answer(dataset: Dataset) -> Iterator[SharedProblem]:
    """Two examples of different families have nearly the same answer.

    The model learns it by heart instead of learning to explain. Compared are the sets of three words
    in a row, the headings aside: an error from 80 % on, a warning from 60 % on. Pairs in different
    splits are CT702.

    Bad: a copy of `loops/for-each` with the list's name changed, as `loops/walk-a-list`

    Good: one of the two; or two answers that teach different things
    """
    for pair, first, second in _pairs(dataset):
        if first.family != second.family and not _leaks(dataset, first, second) and pair.similarity >= SIMILAR:
            yield _same_answer(
                pair,
                "the answer is {} % the same as that of '{}'",
                "write another answer, remove one of the two, or give both the same 'family' if they ask the same",
                ERROR if pair.similarity >= NEAR else WARNING,
            )


@rule("CT702", on=DATASET)
def answer_across_splits(dataset: Dataset) -> Iterator[SharedProblem]:
    """Two examples with similar answers fall into different splits.

    The model would be examined on what it was trained on. Families are split as a whole, so that
    those who belong together stay together. An error from 50 % on.

    Bad: `loops/for-each` in train and its reworded twin in test, each a family of its own

    Good: `family: loops/for-each` in both
    """
    for pair, first, second in _pairs(dataset):
        if _leaks(dataset, first, second):
            splits = " and ".join(sorted({dataset.split_of(first), dataset.split_of(second)}))
            yield _same_answer(
                pair,
                f"the answer is {{}} % the same as that of '{{}}', and the two go into {splits}",
                "give both the same 'family', or write answers that differ",
            )


@rule("CT703", on=DATASET, severity=WARNING)
def near_duplicate_in_family(dataset: Dataset) -> Iterator[SharedProblem]:
    """Two examples of one family have nearly the same answer.

    A family holds what asks the same thing in another mode or another wording; each of its answers
    should still be one of its own. A warning from 80 % on.

    Bad: the beginner's answer with `[ENGINEER MODE]` in the question

    Good: an answer that speaks to engineers
    """
    for pair, first, second in _pairs(dataset):
        if first.family == second.family and pair.similarity >= NEAR:
            yield _same_answer(
                pair,
                "the answer is {} % the same as that of '{}' in the same family",
                "write it anew for its mode and wording, or remove one of the two",
            )


@rule("CT704", on=DATASET)
def repeated_question(dataset: Dataset) -> Iterator[SharedProblem]:
    """Two examples ask the same question in the same mode and language.

    The model would see the same system and user message with two answers. White space, the capital
    at the start and the marks at the end don't count.

    Bad: `What is a loop?` in two Python examples of the default mode

    Good: the same question in another mode, or asked in other words
    """
    first: dict[tuple[str, str, str], Facts] = {}
    for facts in dataset.current:
        other = first.setdefault((facts.question, facts.mode, facts.language), facts)
        if other is not facts:
            message = "the same question, mode and language as '{}'"
            yield SharedProblem(
                _seen(("question",), message, other.id, facts.id), "ask in other words, or remove one of the two"
            )


@rule("CT705", on=DATASET, severity=WARNING)
def repeated_scene(dataset: Dataset) -> Iterator[SharedProblem]:
    """Two analogies begin with the same scene.

    A model that meets a scene for many concepts uses it for all of them. Compared are the subject
    words of the first sentences; examples of one family may share a scene.

    Bad: `A seed bank files packets in drawers.` and, elsewhere, `A seed bank stores packets in a vault.`

    Good: a scene of its own for each concept
    """
    for first, second in find_same_scenes(dataset.current):
        message = "the analogy begins with the same scene as that of '{}'"
        yield SharedProblem(
            _seen(("answer", "analogy"), message, first.id, second.id), "find another scene for one of the two"
        )


@rule("CT708", on=DATASET)
def examined_question(dataset: Dataset) -> Iterator[SharedProblem]:
    """An example answers a question that models are examined with.

    What was trained on says nothing about what was learned. `evals/questions.yaml` holds questions
    that no example answers, in any mode.

    Bad: `What is a loop?` in an example and in `evals/questions.yaml`, both for Python

    Good: the question in one of the two places
    """
    from codetutor_lint.corpus.questions import FILE

    asked = {(same_question(question.question), question.language) for question in dataset.questions.questions}
    for facts in dataset.current:
        if (facts.question, facts.language) in asked:
            message = f"{FILE} asks this question, too: '{shortened(facts.question)}'"
            yield SharedProblem((Seen(facts.id, ("question",), message),), "remove it there, or ask another one here")


def _pairs(dataset: Dataset) -> Iterator[tuple[Pair, Facts, Facts]]:
    """The similar pairs with their examples; of each example's earlier partners only the most similar."""
    partners: dict[str, list[Pair]] = {}
    for pair in dataset.similar_answers:
        partners.setdefault(pair.second, []).append(pair)
    for pairs in partners.values():
        for pair in sorted(pairs, key=lambda pair: -pair.similarity)[:MOST_PARTNERS]:
            yield pair, dataset.by_id[pair.first], dataset.by_id[pair.second]


def _leaks(dataset: Dataset, first: Facts, second: Facts) -> bool:
    return first.family != second.family and dataset.split_of(first) != dataset.split_of(second)


def _same_answer(pair: Pair, message: str, remedy: str, severity: str = "") -> SharedProblem:
    percent = str(int(pair.similarity * 100))
    message = message.replace("{}", percent, 1)
    return SharedProblem(_seen(("answer",), message, pair.first, pair.second), remedy, severity)


def _seen(key: tuple[str, ...], message: str, first: str, second: str) -> tuple[Seen, Seen]:
    """A finding about two examples; ``message`` names the other one."""
    return Seen(first, key, message.format(second)), Seen(second, key, message.format(first))
