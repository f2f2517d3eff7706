"""Names that are one slip of the finger from another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Shorter words have too many real neighbours: smart and start, openai and openapi. Of 336 keywords that one
# package in an installation uses alone, one is found that is right as it is (tokenize beside tokenizer).
MIN_LENGTH = 8
MIN_LENGTH_OF_EXCHANGE = 5
MIN_LENGTH_OF_PLURAL = 3


def find_slips(lone: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """The lone names that were likely meant to be one of ``names``, with the first such name."""
    by_rest: dict[str, list[str]] = {}
    for name in sorted(set(lone)):
        for rest in _rests(name):
            by_rest.setdefault(rest, []).append(name)
    found: dict[str, str] = {}
    for other in sorted(set(names)) if by_rest else ():
        for rest in _rests(other):
            for name in by_rest.get(rest, ()):
                if name not in found and is_slip(name, other):
                    found[name] = other
    return dict(sorted(found.items()))


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter: left out, put in, another one, or two exchanged; or by a plural's s.

    The first letter must be the same (``sync`` is no slip of ``async``), and a digit is no letter
    (``http2`` is no slip of ``http3``).
    """
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    if long == f"{short}s":
        return len(short) >= MIN_LENGTH_OF_PLURAL
    if len(short) < MIN_LENGTH_OF_EXCHANGE or short[0] != long[0] or len(long) - len(short) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if any(letter.isdigit() for letter in (short[start : start + 1], long[start])):
        return False
    if len(long) > len(short):
        return len(short) >= MIN_LENGTH and short[start:] == long[start + 1 :]
    if short[start : start + 2] == long[start : start + 2][::-1]:
        return short[start + 2 :] == long[start + 2 :]
    return len(short) >= MIN_LENGTH and short[start + 1 :] == long[start + 1 :]


def _rests(name: str) -> set[str]:
    """The name, and what is left of it without any one of its letters: two names one slip apart share one."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}
