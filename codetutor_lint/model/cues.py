"""A cheap first look at an answer: does it hold any phrase without which a rule's pattern can't match?

Most answers hold none. All words of an answer are gathered once; a phrase is only looked for where its
word is among them, and a rule's pattern only compiled and tried where one of its phrases is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded, skeleton

if TYPE_CHECKING:
    from codetutor_lint.model.answer import Answer

# The words of all cues.
_KNOWN: set[bytes] = set()


class Cues:
    """Phrases in lower case, by a whole word of each; a word without phrases is enough by itself.

    Words are of ASCII letters. A blank in a phrase may be any one byte that is neither letter nor digit, unless
    the phrase has something else than letters and blanks.
    """

    __slots__ = ("_phrases",)

    def __init__(self, phrases: dict[str, tuple[str, ...]]) -> None:
        self._phrases = {
            word.encode(): [(phrase.encode(), skeleton(phrase)) for phrase in found] for word, found in phrases.items()
        }
        _KNOWN.update(self._phrases)
        _known_words.cache_clear()

    def __call__(self, answer: Answer) -> bool:
        """Whether an answer holds any of the phrases."""
        text = answer.literal_text()
        words = _known_words(text)
        return not words.isdisjoint(self._phrases) and any(self._found(w, text) for w in words if w in self._phrases)

    def _found(self, word: bytes, text: str) -> bool:
        phrases = self._phrases[word]
        return not phrases or any(
            words in skeleton(text) and (phrase == words or phrase in _lowered(text)) for phrase, words in phrases
        )


@lru_cache(maxsize=1)
def _known_words(text: str) -> set[bytes]:
    return _KNOWN.intersection(skeleton(text).split())


@lru_cache(maxsize=1)
def _lowered(text: str) -> bytes:
    return encoded(text).lower()
