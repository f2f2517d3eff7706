"""Words that are keywords but for one slip of the fingers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from codetutor_lint.snippets.syntax.lexis import Token

# Slips that are words of their own, and that people use as names.
_REAL_WORDS = ("amp", "apt", "dad", "elt", "erf", "est", "filed", "form", "meat", "ont", "sam", "sue", "trail")


@cache
def swaps(keywords: frozenset[str]) -> dict[str, str]:
    """Each word that becomes a keyword of three letters or more when two neighbors swap places."""
    found = {}
    for keyword in sorted(keywords):
        if len(keyword) > 2:
            for at in range(len(keyword) - 1):
                word = keyword[:at] + keyword[at + 1] + keyword[at] + keyword[at + 2 :]
                if word not in keywords and word not in _REAL_WORDS:
                    found[word] = keyword
    return found


def misspelled(tokens: list[Token], keywords: frozenset[str]) -> Iterator[tuple[Token, str]]:
    """The tokens that are a swapped keyword, with that keyword."""
    known = swaps(keywords)
    for token in tokens:
        keyword = known.get(token.text)
        if keyword:
            yield token, keyword


def one_edit_apart(word: str, other: str) -> bool:
    """Whether one letter put in, left out or changed, or two neighbors swapped, makes them the same."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, other_rest = word[same:], other[same:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
