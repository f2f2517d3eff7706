"""CT706, CT707, CT709, CT710: the dataset's names, languages and numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from codetutor_lint.corpus.slips import find_slips
from codetutor_lint.model.languages import NO_LANGUAGE
from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import WARNING, Problem, Seen, SharedProblem
from codetutor_lint.rules.registry import DATASET, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from codetutor_lint.corpus.dataset import Dataset
    from codetutor_lint.corpus.facts import Facts

_Use = tuple[str, tuple[str | int, ...]]  # a name, and the key where it is used


@rule("CT706", on=DATASET, severity=WARNING)
def misspelled_name(dataset: Dataset) -> Iterator[SharedProblem]:
    """A family, topic or tag that is used once is one letter from another one.

    It is likely the same name, misspelled: the family falls apart, the tag finds nothing.

    Bad: `tags: [varaibles]` where others have `variables`; `array` where others have `arrays`

    Good: the same spelling everywhere
    """
    yield from _misspelled("family", dataset, _families, {f.family for f in dataset.current if f.family != f.id})
    yield from _misspelled("topic", dataset, _topics)
    yield from _misspelled("tag", dataset, _tags)


def _families(facts: Facts) -> Iterator[_Use]:
    yield facts.family, ("family",)


def _topics(facts: Facts) -> Iterator[_Use]:
    yield facts.topic, ()


def _tags(facts: Facts) -> Iterator[_Use]:
    for number, tag in enumerate(facts.tags):
        yield tag, ("tags", number)


def _misspelled(
    what: str, dataset: Dataset, uses: Callable[[Facts], Iterator[_Use]], written: Container[str] | None = None
) -> Iterator[SharedProblem]:
    counts = Counter(name for facts in dataset.current for name, _ in uses(facts))
    lone = {name for name, count in counts.items() if count == 1 and (written is None or name in written)}
    slips = find_slips(lone, counts)
    for facts in dataset.current if slips else ():
        for name, key in uses(facts):
            # Of two lone names that are like each other only the first is reported.
            if name in slips and not (slips[name] in slips and slips[slips[name]] == name and slips[name] < name):
                message = f"the {what} '{name}' is used once; did you mean '{slips[name]}'?"
                yield SharedProblem((Seen(facts.id, key, message),), "use one spelling")


@rule("CT707", on=DATASET)
def unlisted_language(dataset: Dataset) -> Iterator[SharedProblem]:
    """An example's language is not one of the dataset's.

    Where the configuration lists `languages`, all others are mistakes. `none` is always allowed.

    Bad: `language: rust` with `languages = ["python", "go"]` in the configuration

    Good: `language: go`
    """
    allowed = dataset.config.languages
    for facts in dataset.facts if allowed else ():
        if facts.language not in (*allowed, NO_LANGUAGE):
            message = f"'{facts.language}' is not one of the dataset's languages: {', '.join(allowed)}"
            yield SharedProblem(
                (Seen(facts.id, ("language",), message),), "choose one of them, or add it to 'languages'"
            )


@rule("CT709", on=DATASET)
def malformed_question(dataset: Dataset) -> Iterator[Problem]:
    """`evals/questions.yaml` holds something that is no question.

    It is a list of `{question, topic, language, level, mode}`; `mode` may be missing.

    Bad: `- question: What is a loop?` and nothing else

    Good: the same with `topic: loops`, `language: python` and `level: beginner`
    """
    for mistake in dataset.questions.mistakes:
        yield Problem(
            mistake.span,
            mistake.message,
            "a question has the keys question, topic, language, level and maybe mode",
            source=dataset.questions.source,
        )


@rule("CT710", on=DATASET, severity=WARNING)
def coverage_below_target(dataset: Dataset) -> Iterator[Problem]:
    """There are fewer examples than `[coverage]` in the configuration asks for.

    Only what is built counts: neither drafts nor retired examples. `codetutor-lint stats` shows what
    is missing most.

    Bad: three examples on loops with `topics = { loops = 5 }`

    Good: five of them
    """
    if dataset.is_whole and dataset.config.coverage:
        from codetutor_lint.corpus.coverage import gaps

        for gap in gaps(dataset.config.coverage, dataset.built):
            message = f"{gap.name} has {gap.have} of {gap.wanted} examples"
            yield Problem(Span(0, 0), message, "write some, or lower the target in [coverage]")
