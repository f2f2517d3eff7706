"""The words and sentences of prose in Markdown: what rules and statistics count."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import flattened
from codetutor_lint.model.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE_SPAN = lazy(r"`[^`\n]+`")
_WORD = lazy(r"[^\W\d_][\w'’-]*")
# The first letters of a word, as many as every stem keeps.
_BEGINNING = lazy(r"(?<![\w'’-])([^\W\d_]{3})[\w'’-]*")
# The same for ASCII, where a set of characters is found in half the time.
_ASCII_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_'-]*")
_ASCII_BEGINNING = re.compile(r"(?<![A-Za-z0-9_'-])([A-Za-z]{3})[A-Za-z0-9_'-]*")
_MOSTLY_ENOUGH = 150  # characters
# A sentence ends at its punctuation, at a blank line, and before an item, a heading, a quote or a mark; the point
# after an item's number ends none. (What begins with one set of characters is found several times as fast.)
SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=\n)(?:[ \t]*\n\s*|(?=[ \t]*(?:[-*+>#|]|❌|✅|\d+[.)][ \t])))"
    r"|(?<!\n)(?<!\n\d\.)(?<!\A\d\.)[\"”’*_)\]]*\s+)"
)
# By their last letter, the longer ones first.
_ENDINGS = {
    "y": ("ingly", "edly", "ly", "y"),
    "s": ("ings", "ies", "ers", "es", "s"),
    "g": ("ing",),
    "r": ("er",),
    "d": ("ed",),
    "e": ("e",),
}
# Words that say nothing about a subject.
_FUNCTION_TEXT = """
    a about again all also although always an and another any anybody anyone anything are aren't as at away back
    be because been before behind being below beside between both but by can can't cannot comes could did didn't do
    does doesn't doing don't done down during each either else enough even every everybody everyone everything far
    few find first for found from gave get gets give given gives go goes going gone good got had has hasn't have
    haven't he he's her here hers him his how however i i'm if in inside instead into is isn't it it's its itself
    just keep keeps kept know knows last later least less let let's lets like little long lot made make makes making
    many may maybe me mean means might mine more most much must my near need needs neither never new next no nobody
    none nor not nothing now of off often old on once one ones only onto or other others our ours out outside over
    own part parts people per perhaps person place put puts quite rather really right said same say says see sees
    seen set sets several shall she should show shows since so some somebody someone something sometimes soon still
    such take takes taken tell tells than that that's the their theirs them then there there's these they they're
    thing things this those though three through till time times to together too took toward towards two under until
    up upon us use used uses using usually very want wants was wasn't way ways we well went were weren't what what's
    whatever when whenever where wherever whether which while who whole whom whose why will with within without
    won't would wouldn't yes yet you you'll you're you've your yours yourself
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_TEXT.split())


def find_words(text: str) -> list[str]:
    """The words of ``text``; numbers and punctuation are none."""
    text = flattened(text)
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def count_words(text: str) -> int:
    """How many words ``text`` has."""
    return len(find_words(text))


def subject_words(text: str) -> set[str]:
    """The stems of the words that say what ``text`` is about, in code or prose, in lower case."""
    words = set(find_words(text.lower().replace("’", "'")))
    return {_stem(word.removesuffix("'s")) for word in words - _FUNCTION_WORDS if len(word) > 1}


def has_subjects(text: str, least: int, *known: str) -> bool:
    """Whether ``text`` has so many subject words that are in none of the ``known`` texts.

    The beginnings of words mostly tell: those of two words that differ are none of one stem.
    """
    beginnings = _beginnings(text[:_MOSTLY_ENOUGH])
    for other in (_FUNCTION_TEXT, *known):
        beginnings = beginnings - _known_beginnings(str(other))
    if len(beginnings) >= least:
        return True
    found = subject_words(text)
    for other in known:
        found = found - subject_words(other)
    return len(found) >= least


def _beginnings(text: str) -> set[str]:
    text = flattened(text)
    return set((_ASCII_BEGINNING if text.isascii() else _BEGINNING).findall(text.lower()))


@lru_cache(maxsize=8)  # of stock words and of questions
def _known_beginnings(text: str) -> frozenset[str]:
    """The beginnings of all words, also of those that follow a hyphen or a quote."""
    return frozenset(word[:3] for word in find_words(text.lower().replace("’", "'")))


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of ``text`` outside tables, as (offset, sentence); items of a list are sentences, too."""
    start = 0
    for match in chain(SENTENCE_END.finditer(text), (None,)):
        end = match.end() if match else len(text)
        sentence = text[start:end].lstrip()
        if sentence and not sentence.startswith("|"):
            yield end - len(sentence), sentence.rstrip()
        start = end


def is_quoted(text: str, at: int) -> bool:
    """Whether somebody in the text says what stands at ``at``: a quotation is open there."""
    paragraph = text[text.rfind("\n\n", 0, at) + 1 : at]
    return bool(paragraph.count('"') % 2) or paragraph.count("“") > paragraph.count("”")


@lru_cache(maxsize=1 << 14)  # about the words of a language that lessons use
def _stem(word: str) -> str:
    """A crude stem, only good for comparing: ``storing`` and ``stores`` are ``stor``."""
    for ending in _ENDINGS.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
