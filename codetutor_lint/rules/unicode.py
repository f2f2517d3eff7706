"""CT505 to CT509: characters that are not seen, or not what they seem."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import (
    BIDI_CONTROLS,
    LOOKALIKES,
    ODD_BLANKS,
    RIGHT_TO_LEFT,
    find_decomposed,
    find_invisible,
    find_lookalikes,
    is_nfc,
    names_of,
    unusual,
)
from codetutor_lint.model.fences import fences_of
from codetutor_lint.model.languages import ATTACHED, DIAGRAMS
from codetutor_lint.model.lazy import lazy
from codetutor_lint.model.source import Span, Text
from codetutor_lint.rules.diagnostic import SAFE, UNSAFE, Edit, Fix, Problem, shortened
from codetutor_lint.rules.registry import ANSWER, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codetutor_lint.model.answer import Answer

_BIDI = lazy(f"[{BIDI_CONTROLS}]")
_OUTPUT = "output"
_NEAR = 500  # characters: longer lines are nobody's
# Where a blank may be what a program printed, or drew: nobody compiles these.
_PLAIN = (*ATTACHED, *DIAGRAMS, "console")


@rule("CT505", on=ANSWER, fixable=True)
def bidirectional_control(answer: Answer) -> Iterator[Problem]:
    """A character turns the direction of the text, where there is no text from right to left.

    What is read is then not what is compiled: a condition can look like a comment. To teach about
    it, write the escape.

    Bad: `if role == "user<U+202E>"`

    Good: `if role == "user\\u202e"`
    """
    text = answer.source.text
    odd = unusual(text)
    if not odd or not _BIDI.search(odd):
        return
    code = _Code(answer)
    for match in _BIDI.finditer(text):
        span = Span(*match.span())
        if code.language_at(span.start) or not RIGHT_TO_LEFT.search(_before(text, span.start) + _after(text, span.end)):
            fix = Fix("remove it", (Edit(span, ""),), UNSAFE)
            yield Problem(span, f"invisible {names_of(match.group())}", "remove it, or write it as an escape", fix)


@rule("CT506", on=ANSWER, fixable=True)
def invisible_character(answer: Answer) -> Iterator[Problem]:
    """A character that nobody sees and nothing needs.

    It comes along when text is copied, breaks code and searches, and can carry hidden messages.
    Joiners and selectors inside an emoji or in scripts that need them are right.

    Bad: a zero width space behind a full stop

    Good: no such space; `\\u200b` where it is the subject
    """
    text = answer.source.text
    for start, end in find_invisible(text):
        fix = Fix("remove it", (Edit(Span(start, end), ""),))
        message = f"invisible character {names_of(text[start:end])}"
        yield Problem(Span(start, end), message, "remove it, or write it as an escape", fix)


@rule("CT507", on=ANSWER, fixable=True)
def lookalike_letter(answer: Answer) -> Iterator[Problem]:
    """A word has letters of another script that look like Latin ones.

    The compiler takes them for other letters, the model for other tokens; only people don't notice.

    Bad: `count` with a Cyrillic `с`

    Good: `count`
    """
    text = answer.source.text
    for start, end in find_lookalikes(text):
        word = text[start:end]
        plain = "".join(LOOKALIKES.get(letter, letter) for letter in word)
        wrong = next(letter for letter in word if letter in LOOKALIKES)
        message = f"'{word}' is written with {names_of(wrong)}, which only looks like '{LOOKALIKES[wrong]}'"
        fix = Fix(f"write '{plain}'", (Edit(Span(start, end), plain),))
        yield Problem(Span(start, end), message, "write it with Latin letters", fix)


@rule("CT508", on=ANSWER, fixable=True)
def decomposed_character(answer: Answer) -> Iterator[Problem]:
    """A character is not in Unicode's composed form (NFC).

    It looks like the composed one, but is longer, and equal to it only after normalization. A
    lesson about that writes escapes, as in `"e\\u0301"`; what a program prints is left alone.

    Bad: `é` as an `e` and a combining accent

    Good: `é` as one character
    """
    text = answer.source.text
    if is_nfc(text):
        return
    code = _Code(answer)
    for start, end, composed in find_decomposed(text):
        fence = code.language_at(start)
        if fence != _OUTPUT:
            fix = Fix("compose it", (Edit(Span(start, end), composed),), UNSAFE if fence else SAFE)
            message = (
                f"'{composed}' is written as {_points(text[start:end])}, not composed (NFC) as {_points(composed)}"
            )
            yield Problem(Span(start, end), message, "write it composed, or as an escape", fix)


@rule("CT509", on=ANSWER, fixable=True)
def odd_blank_in_code(answer: Answer) -> Iterator[Problem]:
    """A blank in code is not a plain space.

    No-break spaces come along when code is copied from a page; most compilers refuse them. Inside
    quotes and comments they are left alone, and so is what a program prints.

    Bad: code indented with no-break spaces

    Good: code indented with spaces
    """
    text = answer.source.text
    odd = unusual(text)
    if not odd or not ODD_BLANKS.search(odd):
        return
    code = _Code(answer)
    for match in ODD_BLANKS.finditer(text):
        span = Span(*match.span())
        fence = code.language_at(span.start)
        if fence and fence not in _PLAIN and not _is_quoted(text, span.start):
            fix = Fix("write plain spaces", (Edit(span, " " * len(match.group())),))
            yield Problem(span, f"{names_of(match.group())} in code", "write plain spaces", fix)


class _Code:
    """Where the fences of an answer stand in its source, worked out when first asked for."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._fences: list[tuple[int, int, str]] | None = None

    def language_at(self, offset: int) -> str:
        """The language of the fence around an offset into the source, or an empty string."""
        if self._fences is None:
            self._fences = sorted(self._find())
        number = bisect_right(self._fences, offset, key=lambda fence: fence[0]) - 1
        return self._fences[number][2] if number >= 0 and offset < self._fences[number][1] else ""

    def _find(self) -> Iterator[tuple[int, int, str]]:
        for body in _bodies(self._answer):
            for fence in fences_of(body):
                span = body.at(fence.code_start, fence.end)
                yield span.start, span.end, fence.language or "text"


def _bodies(answer: Answer) -> Iterator[Text]:
    yield from answer.bodies.values()
    if answer.document and answer.document.data:
        yield from (value for value in answer.document.data.values() if isinstance(value, Text))


def _points(characters: str) -> str:
    return shortened(" ".join(f"U+{ord(character):04X}" for character in characters))


def _before(text: str, offset: int) -> str:
    """What stands before an offset on its line, or the nearer part of it."""
    return text[max(text.rfind("\n", 0, offset) + 1, offset - _NEAR) : offset]


def _after(text: str, offset: int) -> str:
    return text[offset : offset + _NEAR].partition("\n")[0]


def _is_quoted(text: str, offset: int) -> bool:
    """Whether an open quote, a comment or a drawn line stands before an offset on its line."""
    before = _before(text, offset)
    return any(before.count(quote) % 2 for quote in "\"'`") or any(mark in before for mark in ("#", "//", "│"))
