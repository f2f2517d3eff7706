"""Which texts say nearly the same: an exact join on the words they share.

Two texts are compared by the Jaccard similarity of their sets of three words in a row (shingles).
The join is exact. It is fast because a pair that is similar enough must share one of its rarest
shingles: only those are indexed (a prefix filter). What stands in one text alone is counted, never
indexed. Texts are to come without the seven headings, which make every pair of answers look alike.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import flattened
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SHINGLE_WORDS = 3
METHOD = f"Jaccard similarity of word {SHINGLE_WORDS}-shingles, exact"
_WORD = re.compile(r"\w+")
# An ASCII text is split much faster, at spaces: all becomes one that is no part of a word.
_SPACED = bytes(byte if _WORD.match(chr(byte)) else ord(" ") for byte in range(256))
# How many of their rarest shingles two texts must share before they are compared (1 is the classic
# prefix filter). Measured on 10,000 texts of 380 words that share most shingles with others.
SIGHTED = 8
# Thresholds are decimals: without this, 0.7 * 10 would ask for 8 common shingles out of 10.
_ROUNDING = 1e-9


class Pair(NamedTuple):
    """Two keys in order, and how similar their texts are, above 0 and up to 1."""

    first: str
    second: str
    similarity: float


class _Document(NamedTuple):
    """A text's key, how many shingles it has, and the ranks of those that others have too, rarest first."""

    key: str
    size: int
    shared: array[int]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: runs of letters, digits and underscores, in lower case."""
    lowered = flattened(text.lower())
    return lowered.encode().translate(_SPACED).decode().split() if lowered.isascii() else _WORD.findall(lowered)


def similarity(first: str, second: str) -> float:
    """The similarity of two texts, from 0 to 1; 0 if either has no word."""
    one, other = set(_shingles(words_of(first))), set(_shingles(words_of(second)))
    return len(one & other) / len(one | other) if one and other else 0.0


def find_pairs(texts: Mapping[str, str], threshold: float) -> list[Pair]:
    """All pairs of texts with at least this similarity (above 0), in the order of their keys."""
    pairs = [pair for pair in _join(_documents(texts), lambda: threshold) if pair.similarity >= threshold - _ROUNDING]
    return sorted(pairs)


def most_similar_across(texts: Mapping[str, str], groups: Mapping[str, str], least: float = 0.0) -> Pair | None:
    """The most similar pair of texts whose groups differ; None if no such pair shares a shingle.

    ``groups`` names the group of each key. Of equally similar pairs it is the first by its keys. Pairs
    less similar than ``least`` don't count; the higher it is, the less there is to compare.
    """
    best: list[Pair] = []
    for pair in _join(_documents(texts), lambda: best[0].similarity if best else least):
        counts = groups[pair.first] != groups[pair.second] and pair.similarity >= least - _ROUNDING
        if counts and (not best or _rank(pair) < _rank(best[0])):
            best[:] = [pair]
    return best[0] if best else None


def _rank(pair: Pair) -> tuple[float, str, str]:
    return -pair.similarity, pair.first, pair.second


def _shingles(words: list[str]) -> Iterable[tuple[str, ...]]:
    """Three words in a row; a text of fewer words is one shingle."""
    if len(words) < SHINGLE_WORDS:
        return [tuple(words)] if words else []
    return zip(words, words[1:], words[2:], strict=False)


def _documents(texts: Mapping[str, str]) -> list[_Document]:
    """The texts ready to join, short ones first; texts without words are left out."""
    runs, base = _numbered_words(texts)
    seen: set[int] = set()
    again: set[int] = set()  # most shingles stand in one text alone: it is enough to count those
    listed: dict[str, list[int]] = {}
    for key in list(runs):
        shingles = _numbered_shingles(runs.pop(key), base)
        again |= shingles & seen
        seen |= shingles
        listed[key] = list(shingles)
    del seen
    shared = {key: again.intersection(shingles) for key, shingles in listed.items()}
    counts = Counter(chain.from_iterable(shared.values()))
    ranks = {shingle: rank for rank, shingle in enumerate(sorted(counts, key=counts.__getitem__))}
    documents = [
        _Document(key, len(listed[key]), array("q", sorted(map(ranks.__getitem__, shingles))))
        for key, shingles in shared.items()
    ]
    documents.sort(key=lambda document: (document.size, document.key))
    return documents


def _numbered_words(texts: Mapping[str, str]) -> tuple[dict[str, list[int]], int]:
    """The words of each text as numbers from 1, filled up with zeros to a shingle, and a number above all."""
    numbers: dict[str, int] = {"": 0}
    runs = {}
    for key, text in texts.items():
        run = [numbers.setdefault(word, len(numbers)) for word in words_of(text)]
        if run:
            runs[key] = run + [0] * (SHINGLE_WORDS - len(run))
    return runs, len(numbers)


def _numbered_shingles(run: list[int], base: int) -> set[int]:
    """The shingles of a text as numbers; equal numbers are equal shingles."""
    return {(a * base + b) * base + c for a, b, c in zip(run, run[1:], run[2:], strict=False)}


def _join(documents: list[_Document], threshold: Callable[[], float]) -> Iterator[Pair]:
    """The pairs that can reach the threshold, which may rise while the join goes on.

    ``documents`` come by size, so that an indexed one is never longer than the one that looks for it.
    """
    index: dict[int, list[int]] = {}
    sights: list[int] = []
    for number, document in enumerate(documents):
        least = threshold()
        common = max(1, ceil(least * document.size - _ROUNDING))
        needed = min(SIGHTED, common)
        prefix = _prefix(document, common - needed)
        shortest = least * document.size - _ROUNDING
        members = frozenset(document.shared)
        seen = Counter(chain.from_iterable(index[shingle] for shingle in prefix if shingle in index))
        for candidate, times in seen.items():
            other = documents[candidate]
            if times >= min(needed, sights[candidate]) and other.size >= shortest:
                both = len(members.intersection(other.shared))
                first, second = sorted((document.key, other.key))
                yield Pair(first, second, both / (document.size + other.size - both))
        sights.append(needed)
        for shingle in prefix:
            index.setdefault(shingle, []).append(number)


def _prefix(document: _Document, rest: int) -> array[int]:
    """All but the ``rest`` commonest shingles; those that no other text has are the rarest of all.

    Of a text's n shingles at least c = threshold * n are common to a similar one, so that the two
    share at least k of the n - c + k rarest of each.
    """
    alone = document.size - len(document.shared)
    return document.shared[: max(0, document.size - rest - alone)]
