"""How hard prose is to read: the Flesch-Kincaid grade level.

Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas" (1975):
0.39 × words per sentence + 11.8 × syllables per word − 15.59, in years of school.
"""

from __future__ import annotations

from functools import cache

from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.prose import CODE_SPAN, count_words, sentences

# Below this many words the grade is noise.
MIN_WORDS = 100

_WORD = lazy(r"[^\W\d_]+")
_VOWELS = lazy(r"[aeiouyà-öø-ÿ]+")
# Silent: a final e, es or ed ("code", but not "table", "boxes", "wanted"), and e before an ending ("statement").
_SILENT = lazy(
    r"(?:[^aeiouyl]|[aeiouy]l)e$|(?:[^aeiouysxzhcgl]|[aeiouy]l)es$|[^aeiouydtr]ed$|[aeiouy]red$"
    r"|(?<=[tgvcs])e(?=ment)|(?<=[^aeiouy])e(?=ly|less|ful|body|where|thing|times?$|how$)|(?<=v)ery"
)
# Neighboring vowels that are two syllables: "create", "react", "trial", "actual", "player", "being".
_HIATUS = lazy(r"(?<!qu)ea(?=t[eio]|ct|$)|i(?:a(?=[lbnrt])|o(?!n|us))|(?<![qg])u[ao]|[aeo]y(?=[aeiou])|[aeiouy]ing$")


def grade(text: str) -> float | None:
    """The grade level of prose in Markdown; None if it has fewer than ``MIN_WORDS`` words.

    A code span counts as one short word; tables don't count.
    """
    counts = [(count_words(sentence), sentence) for _, sentence in sentences(CODE_SPAN.sub("code", text))]
    counts = [(count, sentence) for count, sentence in counts if count]
    words = sum(count for count, _ in counts)
    if words < MIN_WORDS:
        return None
    syllables = sum(count_syllables(word) for _, sentence in counts for word in _WORD.findall(sentence))
    return 0.39 * words / len(counts) + 11.8 * syllables / words - 15.59


@cache
def count_syllables(word: str) -> int:
    """An estimate of an English word's syllables; at least 1."""
    word = word.lower()
    if len(word) <= 3:
        return 1
    vowels = len(_VOWELS.findall(word)) + len(_HIATUS.findall(word))
    return max(1, vowels - len(_SILENT.findall(word)))
