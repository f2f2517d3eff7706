"""Which analogies tell the same scene: their first sentences, which set it, are about the same things.

A measurement on 109 shipped analogies (5,886 pairs): with three subject words in common that are at
least half of the shorter sentence's, four pairs are found, and all four do tell the same scene (a
seed bank, a canal lock, hooks in a kindergarten, a bus stop's timetable). With two words five of the
next six are different scenes.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codetutor_lint.corpus.facts import Facts

MIN_SHARED_WORDS = 3
MIN_SHARE = 0.5


class SameScene(NamedTuple):
    """Two examples, in order, whose analogies tell the same scene."""

    first: Facts
    second: Facts


def find_same_scenes(examples: Iterable[Facts]) -> Iterator[SameScene]:
    """For each example, the first one before it that tells the same scene and is of another family."""
    scenes = [(facts, frozenset(facts.scene.split())) for facts in examples]
    common = Counter(chain.from_iterable(words for _, words in scenes))
    seen: dict[str, Facts] = {}
    distinct: list[tuple[Facts, frozenset[str]]] = []
    index: dict[str, list[int]] = {}
    for facts, words in scenes:
        if len(words) < MIN_SHARED_WORDS:
            continue
        # Of what two scenes share, the rarest word is not among the last two of either: those need no index.
        rare = sorted(words, key=lambda word: (common[word], word))[: 1 - MIN_SHARED_WORDS]
        earlier = seen.get(facts.scene)
        if earlier is None:
            numbers = sorted(set(chain.from_iterable(index.get(word, ()) for word in rare)))
            earlier = _similar(facts.family, words, [distinct[number] for number in numbers])
        if earlier is not None and earlier.family != facts.family:
            yield SameScene(earlier, facts)
        if facts.scene not in seen:
            seen[facts.scene] = facts
            for word in rare:
                index.setdefault(word, []).append(len(distinct))
            distinct.append((facts, words))


def _similar(family: str, words: frozenset[str], others: list[tuple[Facts, frozenset[str]]]) -> Facts | None:
    for other, scene in others:
        shared = len(words & scene)
        if shared >= max(MIN_SHARED_WORDS, MIN_SHARE * min(len(words), len(scene))) and other.family != family:
            return other
    return None
