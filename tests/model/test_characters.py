"""Characters that deceive: the short ways give what the long ones would."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.model.characters import (
    HARMLESS,
    INVISIBLE,
    LOOKALIKES,
    ODD_BLANKS,
    RIGHT_TO_LEFT,
    find_decomposed,
    find_invisible,
    find_lookalikes,
    is_nfc,
    unusual,
)
from codetutor_lint.model.values import FORBIDDEN, find_forbidden

TRICKY = st.text(
    st.sampled_from(
        "a1# é\u0301\u0308ñΩ\u2126\u212bKαсо中안\u1100\u1161เด์אב"
        "\u200b\u200c\u200d\u200e\u00ad\ufe0f\ufe00\U000e0100\U000e0041\U0001f3f4\U000e007f😀👩💻❤\u20e3"
    ),
    max_size=12,
)


ANY = st.text(st.characters() | st.characters(categories=["Cc", "Cs"]) | st.sampled_from(sorted(HARMLESS)), max_size=20)


@given(TRICKY | ANY)
def test_unusual_keeps_order(text: str) -> None:
    odd = "".join(c for c in text if c not in "\t\n" and not " " <= c <= "~")
    assert unusual(text) == ("" if HARMLESS.issuperset(odd) else odd)


@given(ANY)
def test_the_first_forbidden_character_is_found(text: str) -> None:
    found, expected = find_forbidden(text), FORBIDDEN.search(text)
    assert (found and found.span()) == (expected and expected.span())


@given(TRICKY | st.text(max_size=20))
def test_is_nfc_agrees_with_the_standard_library(text: str) -> None:
    assert is_nfc(text) == unicodedata.is_normalized("NFC", text)


@given(st.text(st.sampled_from(sorted(HARMLESS))))
def test_no_rule_minds_what_is_harmless(text: str) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert not HARMLESS & LOOKALIKES.keys()
    assert not any(pattern.search(text) for pattern in (INVISIBLE, ODD_BLANKS, RIGHT_TO_LEFT, FORBIDDEN))


@given(TRICKY)
def test_composing_what_is_found_makes_it_nfc(text: str) -> None:
    composed = text
    for start, end, better in reversed(list(find_decomposed(text))):
        composed = composed[:start] + better + composed[end:]
    assert composed == unicodedata.normalize("NFC", text)


@given(TRICKY)
def test_removing_what_is_invisible_ends(text: str) -> None:
    for _ in range(len(text) + 1):
        found = list(find_invisible(text))
        assert all(INVISIBLE.fullmatch(text[start:end]) for start, end in found)
        if not found:
            return
        for start, end in reversed(found):
            text = text[:start] + text[end:]
    raise AssertionError("still something to remove")


@given(TRICKY)
def test_replacing_lookalikes_leaves_none(text: str) -> None:
    plain = text
    for start, end in reversed(list(find_lookalikes(text))):
        plain = plain[:start] + "".join(LOOKALIKES.get(letter, letter) for letter in plain[start:end]) + plain[end:]
    assert not list(find_lookalikes(plain))


def test_every_lookalike_is_one_letter_for_one_ascii_letter() -> None:
    assert all(len(letter) == 1 and plain.isascii() and plain.isalpha() for letter, plain in LOOKALIKES.items())
    assert all(not letter.isascii() and letter.isalpha() for letter in LOOKALIKES)
