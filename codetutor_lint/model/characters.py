"""Characters that deceive: what is not seen, what looks like something else, and where both are rightly used."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

# Tab, line feed and what ASCII prints.
_ORDINARY = bytes([9, 10, *range(32, 127)])
_SKELETON = bytes(
    ord("0" if chr(byte).isdigit() else chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else ord(" ")
    for byte in range(256)
)
# Beyond ASCII, what lessons are full of: composed, seen, unlike any Latin letter, and allowed in YAML.
HARMLESS = frozenset("❌✅…—–‘’“”·×²³±°−≈≠≤≥→←↑↓⇒─│┌┐└┘├┤┬┴┼▶◀▼▲●○•✓✗Θéñ")

_ASCII = bytes(range(128))
_APART = frozenset(character for character in HARMLESS if not character.isalnum() and character != "’")

BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MARKS = "\u061c\u200e\u200f"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0000-\U000e007f"
_NEVER_SEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\uffa0\ufff0-\ufffb"
)
INVISIBLE = lazy(f"[{_MARKS}{_JOINERS}{_SELECTORS}{_TAGS}{_NEVER_SEEN}]+")
# Blanks that a keyboard doesn't make, and that most languages don't take for white space.
ODD_BLANKS = lazy("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

RIGHT_TO_LEFT = lazy("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Scripts whose letters are joined and parted by ZWJ and ZWNJ: from Arabic to Mongolian, and the Brahmic supplement.
_JOINED_SCRIPT = lazy("[\u0600-\u109f\u1780-\u18af\u1900-\u1cff\ua8e0-\ua8ff\U00010a00-\U00011fff]")
# An emoji, with its variation selector or skin tone, and the letters and marks that have an emoji style.
_EMOJI = lazy(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_KEYCAP = lazy("[0-9#*]\ufe0f\u20e3")
_FLAG_IN_TAGS = lazy("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_IDEOGRAPH = lazy("[\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VARIED_SIGN = lazy("[\u2200-\u22ff\u2a00-\u2aff\uff00-\uffef\u3000-\u303f\u1000-\u109f\u1800-\u18af]")

# Letters of other scripts that look exactly like a Latin one, with that one. Greek letters that formulas use are
# not among them (Δt, λ_max, hν), nor are μ and the letters that differ by a hair.
LOOKALIKES = {
    **dict(zip("АВЕЅІЈКМНОРСТУХҮԌԚԜ", "ABESIJKMHOPCTYXYGQW", strict=True)),
    **dict(zip("аеѕіјорсухһԁԛԝ", "aesijopcyxhdqw", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    **{chr(0xFF21 + n): chr(65 + n) for n in range(26)},
    **{chr(0xFF41 + n): chr(97 + n) for n in range(26)},
}

# Blocks without a character that NFC changes.
_SURELY_NFC = lazy(
    "[\u00a1-\u02ff\u0391-\u03a9\u03b1-\u03c9\u0410-\u044f\u2010-\u20cf\u20e3\u2190-\u2328\u232b-\u2adb\u2b00-\u2bff"
    "\ufe0f\U0001f300-\U0001faff]*"
)


class _Encoded:
    """The text that was asked for last, and its bytes."""

    last = ("", b"")


def encoded(text: str) -> bytes:
    """The text in UTF-8, where a few bytes are found faster than in a string with wide characters."""
    known, content = _Encoded.last
    if known is not text:
        content = text.encode("utf-8", "surrogatepass")
        remember_encoded(text, content)
    return content


def remember_encoded(text: str, content: bytes) -> None:
    """Tell what ``encoded`` will be asked for soon."""
    _Encoded.last = text, content


@lru_cache(maxsize=1)
def skeleton(text: str) -> bytes:
    """The text as words of small ASCII letters and zeros, one for each digit, between blanks: one for any other byte.

    A phrase or a number of a certain shape is found in it at once, however it is written.
    """
    return encoded(text).translate(_SKELETON)


def flattened(text: str) -> str:
    """The text in ASCII, a question mark for any other character, if none of those could be part of a word."""
    if text.isascii() or not _APART.issuperset(text.encode(errors="replace").translate(None, _ASCII).decode()):
        return text
    return text.encode("ascii", "replace").decode()


@lru_cache(maxsize=1)
def unusual(text: str) -> str:
    """The characters of a text that are no ordinary ASCII, in order: a few, of which checks can tell that all is well.

    Empty if all of them are harmless, as in most texts.
    """
    found = encoded(text).translate(None, _ORDINARY).decode("utf-8", "surrogatepass")
    return "" if HARMLESS.issuperset(found) else found


def find_invisible(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that nobody sees, but for those that an emoji or a script needs, as (start, end)."""
    odd = unusual(text)
    if not odd or not INVISIBLE.search(odd):
        return
    for match in INVISIBLE.finditer(text):
        if not _belongs(text, match.start(), match.end()):
            yield match.span()


def find_lookalikes(text: str) -> Iterator[tuple[int, int]]:
    """The words with letters that only look like Latin ones, as (start, end).

    Such a word mixes them with Latin letters, or the text has no other letters that are not ASCII.
    """
    beyond = {letter for letter in unusual(text) if letter.isalpha()}
    if LOOKALIKES.keys().isdisjoint(beyond):
        return
    nothing_else = beyond <= LOOKALIKES.keys()
    for match in re.finditer(r"\w+", text):
        letters = {letter for letter in match.group() if letter.isalpha()}
        foreign = letters & beyond
        if foreign and foreign <= LOOKALIKES.keys() and (nothing_else or foreign < letters):
            yield match.span()


def is_nfc(text: str) -> bool:
    """Whether a text is in Unicode's composed form."""
    odd = unusual(text)
    if not odd or _SURELY_NFC.fullmatch(odd):
        return True
    from unicodedata import is_normalized

    return is_normalized("NFC", text)


def find_decomposed(text: str) -> Iterator[tuple[int, int, str]]:
    """Where NFC would change a text, as (start, end, what NFC makes of it)."""
    from unicodedata import combining, is_normalized, normalize

    for match in re.finditer(r"[^\x00-\x7f]+", text):
        start, end = match.span()
        if start and combining(text[start]):
            start -= 1
        if not is_normalized("NFC", text[start:end]):
            yield start, end, normalize("NFC", text[start:end])


def names_of(characters: str) -> str:
    """What invisible characters are, as in ``U+200B ZERO WIDTH SPACE``; of several, the first and how many."""
    from unicodedata import name

    first = f"U+{ord(characters[0]):04X} {name(characters[0], 'unnamed')}"
    return first if len(characters) == 1 else f"{first} and {len(characters) - 1} more"


def _belongs(text: str, start: int, end: int) -> bool:
    """Whether the invisible stretch ``text[start:end]`` does something between its neighbours."""
    hidden = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if hidden[0] in "\ufe0e\ufe0f":
        if _KEYCAP.match(text, start - 1):
            return True
        return bool(_EMOJI.match(before)) and hidden[1:] in ("", "\u200d")
    if hidden in _JOINERS:
        joins_emoji = hidden == "\u200d" and bool(_EMOJI.match(before) and _EMOJI.match(after))
        return joins_emoji or bool(_JOINED_SCRIPT.match(before))
    if hidden in _MARKS:
        return bool(RIGHT_TO_LEFT.search(text))
    if "\U000e0000" <= hidden[0] <= "\U000e007f":
        return bool(_FLAG_IN_TAGS.fullmatch(before + hidden))
    if "\U000e0100" <= hidden <= "\U000e01ef":
        return bool(_IDEOGRAPH.match(before))
    return "\ufe00" <= hidden <= "\ufe0d" and bool(_VARIED_SIGN.match(before) or _IDEOGRAPH.match(before))
