"""A cheap first look at an answer: does it hold any phrase without which a rule's pattern can't match?

Most answers hold none. All words of an answer are gathered once; a phrase is only looked for where its
word is among them, and a rule's pattern only compiled and tried where one of its phrases is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded

if TYPE_CHECKING:
    from codetutor_lint.model.answer import Answer

# Every byte but ASCII letters and digits is a blank between words.
_WORDS_ONLY = bytes(byte if byte < 128 and chr(byte).isalnum() else ord(" ") for byte in range(256))


class Cues:
    """Phrases in lower case, by a whole word of each; a word without phrases is enough by itself.

    Words are runs of ASCII letters and digits.
    """

    __slots__ = ("_known", "_phrases")

    def __init__(self, phrases: dict[str, tuple[str, ...]]) -> None:
        self._known = frozenset(phrases)
        self._phrases = {word: [phrase.encode() for phrase in found] for word, found in phrases.items()}

    def __call__(self, answer: Answer) -> bool:
        """Whether an answer holds any of the phrases."""
        text = answer.literal_text()
        words = _words(text)
        return not self._known.isdisjoint(words) and any(self._found(word, text) for word in self._known & words)

    def _found(self, word: str, text: str) -> bool:
        phrases = self._phrases[word]
        return not phrases or any(phrase in _lowered(text) for phrase in phrases)


@lru_cache(maxsize=1)
def _lowered(text: str) -> bytes:
    return encoded(text).lower()


@lru_cache(maxsize=1)
def _words(text: str) -> frozenset[str]:
    return frozenset(_lowered(text).translate(_WORDS_ONLY).decode("ascii").split())
