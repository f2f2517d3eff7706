"""CT706, CT707, CT709, CT710: the dataset's names, languages and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codetutor_lint.corpus.coverage import gaps
from codetutor_lint.corpus.slips import find_slips
from codetutor_lint.model.languages import NO_LANGUAGE
from codetutor_lint.model.source import Span
from codetutor_lint.rules.diagnostic import WARNING, Problem, Seen, SharedProblem
from codetutor_lint.rules.registry import DATASET, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codetutor_lint.corpus.dataset import Dataset

_Use = tuple[str, tuple[str | int, ...]]


@rule("CT706", on=DATASET, severity=WARNING)
def misspelled_name(dataset: Dataset) -> Iterator[SharedProblem]:
    """A family, topic or tag that is used once is one letter from another one.

    It is likely the same name, misspelled: the family falls apart, the tag finds nothing.

    Bad: `tags: [varaibles]` where others have `variables`; `array` where others have `arrays`

    Good: the same spelling everywhere
    """
    families = [(facts.family, (facts.id, ("family",))) for facts in dataset.current]
    topics: list[tuple[str, _Use]] = [(facts.topic, (facts.id, ())) for facts in dataset.current]
    tags = [(tag, (facts.id, ("tags", number))) for facts in dataset.current for number, tag in enumerate(facts.tags)]
    written = {facts.family for facts in dataset.current if facts.family != facts.id}
    yield from _misspelled("family", families, written)
    yield from _misspelled("topic", topics, {name for name, _ in topics})
    yield from _misspelled("tag", tags, {name for name, _ in tags})


def _misspelled(what: str, uses: Iterable[tuple[str, _Use]], written: set[str]) -> Iterator[SharedProblem]:
    places: dict[str, list[_Use]] = {}
    for name, use in uses:
        places.setdefault(name, []).append(use)
    lone = {name for name, found in places.items() if len(found) == 1 and name in written}
    reported: set[str] = set()
    for name, other in find_slips(lone, places):
        if other not in reported:
            reported.add(name)
            [(example, key)] = places[name]
            message = f"the {what} '{name}' is used once; did you mean '{other}'?"
            yield SharedProblem((Seen(example, key, message),), "use one spelling")


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
    if dataset.is_whole:
        for gap in gaps(dataset.config.coverage, dataset.built):
            message = f"{gap.name} has {gap.have} of {gap.wanted} examples"
            yield Problem(Span(0, 0), message, "write some, or lower the target in [coverage]")
