"""What answers have in common: how they begin, and runs of words that come again."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from codetutor_lint.artifacts.statistics.figures import Repeated, Repetition
from codetutor_lint.model.prose import find_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Run = tuple[str, ...]

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
    words = find_words(text.lower())
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _phrases(counts: Counter[str]) -> list[Repeated]:
    """The commonest runs, each as long as the words beside it come nearly as often."""
    runs = {tuple(run.split(" ")): count for run, count in counts.items() if count >= LEAST}
    following, preceding = _by_overlap(runs, slice(None, -1)), _by_overlap(runs, slice(1, None))
    found: list[Repeated] = []
    listed: set[Run] = set()
    for run, count in sorted(runs.items(), key=lambda item: (-item[1], item[0])):
        if len(found) == _LISTED:
            break
        if run in listed:
            continue
        grown = deque(run)
        listed.add(run)
        while after := _next(following.get(tuple(grown)[1 - RUN :], ()), runs, count, listed):
            grown.append(after[-1])
        while before := _next(preceding.get(tuple(grown)[: RUN - 1], ()), runs, count, listed):
            grown.appendleft(before[0])
        found.append(Repeated(" ".join(grown), count))
    return found


def _by_overlap(runs: Iterable[Run], part: slice) -> dict[Run, list[Run]]:
    found: dict[Run, list[Run]] = defaultdict(list)
    for run in runs:
        found[run[part]].append(run)
    return found


def _next(candidates: Iterable[Run], runs: Mapping[Run, int], count: int, listed: set[Run]) -> Run | None:
    """The commonest candidate that nearly always stands beside the phrase; it is listed with it."""
    free = [run for run in candidates if run not in listed and runs[run] >= _SAME * count]
    if not free:
        return None
    best = min(free, key=lambda run: (-runs[run], run))
    listed.add(best)
    return best
