"""What answers have in common: how they begin, and runs of words that come again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.figures import Repeated, Repetition
from codetutor_lint.model.prose import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable

RUN = 5
# Fewer examples than these may well say the same by chance.
LEAST = 3
_LISTED = 12
# A run that nearly always stands beside a listed one belongs to it.
_SAME = 0.8


class RepetitionCounter:
    """Counts openings and runs of words, answer after answer; memory grows with the distinct runs."""

    def __init__(self) -> None:
        self._openings: Counter[tuple[str, str]] = Counter()
        self._once: set[int] = set()
        self._again: Counter[str] = Counter()
        self._runs = 0

    def add(self, openings: Iterable[tuple[str, str]], prose: Iterable[str]) -> None:
        """Count one example: its openings as (place, words), and its stretches of prose."""
        self._openings.update((place, words) for place, words in openings if words)
        runs = {run for stretch in prose for run in _runs(stretch)}
        self._runs += len(runs)
        for run in runs:
            # Most runs stand once; of those only the hash is kept.
            number = hash(run)
            if number in self._once:
                self._again[run] += 1 if run in self._again else 2
            else:
                self._once.add(number)

    def result(self) -> Repetition:
        """The commonest openings and runs, and how much is said only once."""
        openings = [(count, place, words) for (place, words), count in self._openings.items() if count >= LEAST]
        openings.sort(key=lambda item: (-item[0], item[1:]))
        alone = len(self._once) - len(self._again)
        return Repetition(
            openings=tuple(Repeated(words, count, place) for count, place, words in openings[:_LISTED]),
            phrases=tuple(_phrases(self._again)),
            distinct=alone / self._runs if self._runs else None,
        )


def _runs(text: str) -> Iterable[str]:
    words = WORD.findall(text.lower())
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _phrases(counts: Counter[str]) -> list[Repeated]:
    """The commonest runs; runs that overlap and come equally often are one phrase."""
    found: list[tuple[list[str], int]] = []
    for run, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count < LEAST:
            break
        words = run.split(" ")
        if not any(_join(phrase, words) for phrase, listed in found if count >= _SAME * listed):
            if len(found) == _LISTED:
                break
            found.append((words, count))
    return [Repeated(" ".join(words), count) for words, count in found]


def _join(phrase: list[str], run: list[str]) -> bool:
    """Grow ``phrase`` by a run that continues it on either side, or is part of it already."""
    if phrase[1 - RUN :] == run[:-1]:
        phrase.append(run[-1])
    elif phrase[: RUN - 1] == run[1:]:
        phrase.insert(0, run[0])
    else:
        return " ".join(run) in " ".join(phrase)
    return True
