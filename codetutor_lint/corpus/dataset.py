"""The dataset as a whole, made of the facts of its examples."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from codetutor_lint.corpus.split import bucket, split_families

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codetutor_lint.config import Config
    from codetutor_lint.corpus.facts import Facts
    from codetutor_lint.corpus.neighbours import Pair
    from codetutor_lint.corpus.questions import Questions

# Answers in different splits that are at least as similar as this are a leak; the join finds no others.
LEAK = 0.5


class Dataset:
    """The examples of one root, in the order of their ids.

    ``is_whole`` tells that no file is left out because of what is wrong with it: else nothing is
    said about numbers.
    """

    def __init__(self, config: Config, facts: Iterable[Facts], *, is_whole: bool = True) -> None:
        self.config = config
        self.is_whole = is_whole
        self.facts = sorted(facts, key=lambda one: one.id)
        self.by_id = {facts.id: facts for facts in self.facts}

    @cached_property
    def built(self) -> list[Facts]:
        """The examples that a build takes."""
        return [facts for facts in self.facts if facts.is_built]

    @cached_property
    def current(self) -> list[Facts]:
        """The examples that a build takes or may take one day: all but the retired ones."""
        return [facts for facts in self.facts if not facts.is_retired]

    @cached_property
    def similar_answers(self) -> list[Pair]:
        """The pairs of current examples whose answers are as similar as ``LEAK`` or more."""
        texts = {facts.id: facts.text for facts in self.current if facts.text}
        if len(texts) < 2:
            return []
        from codetutor_lint.corpus.neighbours import find_pairs

        return find_pairs(texts, LEAK)

    @cached_property
    def questions(self) -> Questions:
        """The questions that models are examined with."""
        from codetutor_lint.corpus.questions import load_questions, questions_file

        return load_questions(questions_file(self.config))

    def split_of(self, facts: Facts) -> str:
        """Where an example goes; a draft, where it would go."""
        return self._splits.get(facts.family) or bucket(facts.family, self.config.validation, self.config.test)

    @cached_property
    def _splits(self) -> dict[str, str]:
        return split_families((facts.family for facts in self.built), self.config.validation, self.config.test)
