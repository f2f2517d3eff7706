"""Personal data: what belongs to somebody, and what looks like it and does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codetutor_lint.rules import personal
from codetutor_lint.rules.personal import find_accounts, find_emails, find_phones, mask_personal

# Check digits are worked out here, so that no account stands in this file.
CARD = "4539 7815 0243 646"
IBAN = "500105175407324931"


def card() -> str:
    return next(f"{CARD}{digit}" for digit in range(10) if list(find_accounts(f"{CARD}{digit}")))


def iban() -> str:
    return next(f"DE{check:02}{IBAN}" for check in range(98) if list(find_accounts(f"DE{check:02}{IBAN}")))


def emails(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_emails(text)]


def phones(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_phones(text)]


@pytest.mark.parametrize(
    "text",
    [
        "ada@mail-of-ada.org",
        "Write to <ada.l+lists@sub.posteo.de>.",
        '"ada@posteo.de",',
        "mailto: ada@posteo.de?subject=x",
        "(ada@posteo.de)",
    ],
)
def test_addresses(text: str) -> None:
    assert len(emails(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.com",
        "ada@mail.example.org",
        "ada@shop.test",
        "ada@localhost",
        "git@github.com:team/x.git",
        "ssh pi@board.lan.io",
        "https://user:word@host.org/x",
        "postgres://app:word@db.host.org:5432/x",
        "npm i react@18.2.0",
        "a@b",
        "@pytest.fixture",
        "logo@2x.png",
        "noreply@github.com",
        "matrix @ vector.T",
        "actions/checkout@v4.1.0",
        "12345+ada@users.noreply.github.com",
        "you@yourcompany.com",
    ],
)
def test_what_is_no_address_of_anybody(text: str) -> None:
    assert emails(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "+49 30 90182 4417",
        "+1 (613) 995-0253",
        "phone: 415-357-4000",
        "Fax (030) 9018 244",
        "Phone: (030) 99502538",
        "+33 (0) 987 654 321",
        "+49 ٣٠ ٩٩٥٠٢٥٣٨",
    ],
)
def test_phone_numbers(text: str) -> None:
    assert len(phones(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "+1 202 555 0123",
        "+44 7700 900123",
        "+2147483647",
        "a +12 345 678",
        "+2026-11-23 10:30",
        "+1 234 567 8901",
        "phones: 3",
        "mobile first since 2010-2014",
        "1 000 000 000",
        "192.168.100.200",
        "+0000 000 000 00",
    ],
)
def test_other_numbers(text: str) -> None:
    assert phones(text) == []


def test_accounts_with_right_check_digits() -> None:
    spaced = " ".join(iban()[at : at + 4] for at in range(0, 22, 4))
    assert [found.what for found in find_accounts(f"{card()}, {iban()}, {spaced}")] == [
        *["bank account"] * 2,
        "payment card",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "4242 4242 4242 4242",
        "4111-1111-1111-1111",
        "DE89 3704 0044 0532 0130 00",
        "4503599627370496",
        "1234-5678-9012-3456",
        "0000 0000 0000 0000",
        "2026-1123-1030-0000",
    ],
)
def test_numbers_that_are_nobodys_account(text: str) -> None:
    assert not list(find_accounts(text))


@given(st.text("0123456789 ", max_size=30), st.text("0123456789 ", max_size=30))
def test_masking_leaves_no_address_and_keeps_the_length(before: str, after: str) -> None:
    text = f"{before} ada@posteo.de {after}"
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert "posteo" not in masked


NUMBER = st.tuples(
    st.sampled_from(["+49 ", "+1 ", "+49", "phone: ", "Fax ", "whatsapp ", "", "", "DE89 ", "x+"]),
    st.sampled_from(
        ["(030) 99502538", "30 90182 4417", "(613) 995-0253", "415-357-4000", "415.357.4000", "٣٠ ٩٩٥٠٢٥٣٨"]
    ),
    st.sampled_from(["", "", " ", "1", "-x", ".5"]),
).map("".join)
ACCOUNT = st.integers(0, 99).map(lambda check: f"DE{check:02} 5001 0517 5407 3249 31") | st.integers(0, 9).map(
    lambda digit: f"{CARD}{digit}"
)


@given(st.lists(NUMBER | ACCOUNT, max_size=3).map(" ".join))
def test_no_number_is_missed_at_first_look(text: str) -> None:
    found = [*find_phones(text), *find_accounts(text)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(personal, "_has_long_number", lambda text: True)
        patch.setattr(personal, "_has_country_code", lambda text: True)
        assert [*find_phones(text), *find_accounts(text)] == found
