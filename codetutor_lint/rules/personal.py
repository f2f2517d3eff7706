"""Personal data: addresses and numbers that may belong to somebody."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from codetutor_lint.model.characters import encoded, skeleton
from codetutor_lint.model.lazy import lazy
from codetutor_lint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Personal(NamedTuple):
    """Personal data in a text: what it is, and its offsets."""

    what: str
    start: int
    end: int


_AT_DOMAIN = lazy(r"@((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![\w@/-]|\.\w|:[\w~/])")
_LOCAL_PART = lazy(r"(?<![\w.%+/:$}\])>-])(?<!ssh )(?<!scp )[A-Za-z0-9][\w.%+-]*\Z", re.ASCII)
_LONGEST_LOCAL_PART, _LONGEST_DOMAIN = 64, 253
# Reserved for documentation and tests (RFC 2606, RFC 6761), or for nobody: replies to such addresses go nowhere.
_RESERVED = lazy(
    r"(?:.+\.)?(?:example(?:\.(?:com|org|net|edu))?|(?:.+\.)?(?:test|invalid|localhost|local|internal|example))"
    r"|users\.noreply\.github\.com|(?:your|my)?-?(?:domain|company|site|email|mail|server|host|org|app)\.\w+",
    re.IGNORECASE,
)
_NOBODY = lazy(r"(?:no-?reply|do-?not-?reply|git|user(?:name)?|you|your[\w.-]*|name|someone|email)", re.IGNORECASE)
_FILES = ("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "ts", "py", "java", "json", "html", "md", "txt")

_PHONE = lazy(r"\+(?<![\w+.,/=-]\+)[1-9](?:[ -]{0,2}\(?\d\)?){7,14}+(?![\w/]|[.,:-]\d)")
_CUED_PHONE = lazy(
    r"(?:phone|fax|mobile|whatsapp)[^\n\d+]{0,20}(\(?\d{2,5}\)?[ .-]\d{3,4}[ .-]?\d{2,5})(?![\w-])", re.IGNORECASE
)
_MIN_DIGITS, _MAX_DIGITS = 9, 15
# Numbers kept free for films and books: 555-01xx in North America, Ofcom's ranges in Britain; and counting up.
_FICTITIOUS = lazy(r"555|7700900|2079460|1632960|123|0{4}|(\d)\1{3}")

# What the skeleton of a text with such a number has. Behind a country's code, digits may stand in any groups.
_LONG_NUMBERS = (b"000 000", b"00000000")
_IN_NUMBERS = b"0123456789 ()-" + bytes(range(128, 256))  # digits need not be ASCII
_FEWEST = 8  # bytes of a number with its country's code
_IBAN = lazy(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])")
# Country and length, from the registry of IBAN formats.
_IBAN_LENGTHS = frozenset(
    """AE23 AT20 BE16 BG22 BR29 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IL23 IS26 IT27
    LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SA24 SE24 SI19 SK24 TR26 UA29""".split()  # noqa: SIM905
)
_CARD = lazy(r"(?<![\d.,-])(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -])\d{6}\2\d{5})(?![\d-]|\.\d)")
_CARD_ISSUER = lazy(r"4|5[1-5]|2[2-7]|3[47]|6011|65")
# Published by banks and payment services for tests and specimens.
_SPECIMENS = frozenset(
    """4111111111111111 4242424242424242 4000056655665556 4012888888881881 5555555555554444 5105105105105100
    2223003122003222 5200828282828210 378282246310005 371449635398431 6011111111111117 6011000990139424
    4000000000000002 4000002500003155 4000000000009995 4929123456781234 4539148803436467 4532015112830366
    4539319503436467 DE89370400440532013000 GB82WEST12345698765432 GB29NWBK60161331926819 GB33BUKB20201555555555
    FR1420041010050500013M02606 NL91ABNA0417164300 CH9300762011623852957 AT611904300234573201 BE68539007547034
    ES9121000418450200051332 IT60X0542811101000000123456 PL61109010140000071219812874 SE4550000000058398257466
    DE75512108001245126199 IE29AIBK93115212345678 NO9386011117947 DK5000400440116243
    FI2112345600000785""".split()  # noqa: SIM905
)


def find_emails(text: str) -> Iterator[Personal]:
    """E-mail addresses of domains that are not reserved for examples."""
    if b"@" in encoded(text):
        for domain in _AT_DOMAIN.finditer(text):
            at = domain.start()
            local = _LOCAL_PART.search(text, max(0, at - _LONGEST_LOCAL_PART), at)
            if local and not _is_nobody(local.group(), domain.group(1)):
                yield Personal("e-mail address", local.start(), domain.end())


def find_phones(text: str) -> Iterator[Personal]:
    """Phone numbers: with a country's code, or behind a word that announces one."""
    matches = [match.span() for match in _PHONE.finditer(text)] if _has_country_code(text) else []
    if _has_long_number(text):
        matches += [match.span(1) for match in _CUED_PHONE.finditer(text)]
    for start, end in matches:
        number = re.sub(r"\D", "", text[start:end])
        grouped = len(number) < end - start - 1  # else it is a number with a sign
        if grouped and _MIN_DIGITS <= len(number) <= _MAX_DIGITS and not _FICTITIOUS.search(number):
            yield Personal("phone number", start, end)


def find_accounts(text: str) -> Iterator[Personal]:
    """Bank accounts (IBAN) and payment cards whose check digits are right, but for well-known specimens."""
    if not _has_long_number(text):
        return
    for match in _IBAN.finditer(text):
        number = match.group().replace(" ", "")
        if f"{number[:2]}{len(number)}" in _IBAN_LENGTHS and number not in _SPECIMENS and _is_iban(number):
            yield Personal("bank account", *match.span())
    for match in _CARD.finditer(text):
        number = re.sub(r"\D", "", match.group())
        if _CARD_ISSUER.match(number) and number not in _SPECIMENS and _is_luhn(number):
            yield Personal("payment card", *match.span())


def mask_personal(text: str) -> str:
    """A text with its personal data starred out."""
    for found in [*find_emails(text), *find_phones(text), *find_accounts(text)]:
        text = text[: found.start] + "*" * (found.end - found.start) + text[found.end :]
    return text


def _has_country_code(text: str) -> bool:
    return any(len(part) >= _FEWEST and not part[:_FEWEST].strip(_IN_NUMBERS) for part in encoded(text).split(b"+")[1:])


@lru_cache(maxsize=1)
def _has_long_number(text: str) -> bool:
    return any(number in skeleton(text) for number in _LONG_NUMBERS)


def _is_nobody(local: str, domain: str) -> bool:
    return (
        len(domain) > _LONGEST_DOMAIN
        or _RESERVED.fullmatch(domain) is not None
        or _NOBODY.fullmatch(local) is not None
        or domain.rpartition(".")[2].lower() in _FILES
    )


def _is_iban(number: str) -> bool:
    turned = number[4:] + number[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _is_luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(number)) > 2
