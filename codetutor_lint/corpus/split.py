"""Which examples are trained on, which validate, and which are held out: decided by family.

A family's bucket comes from a hash of its name, so adding, removing or editing other examples
moves nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SPLITS = (TRAIN, VALIDATION, TEST)


def position(family: str) -> float:
    """Where a family's hash falls, from 0 up to 100."""
    from hashlib import sha256

    return int.from_bytes(sha256(family.encode()).digest()[:8], "big") / 2**64 * 100


def bucket(family: str, validation: float, test: float) -> str:
    """The split of one family: the lowest ``test`` percent are held out, the next ``validation`` validate."""
    at = position(family)
    if at < test:
        return TEST
    return VALIDATION if at < test + validation else TRAIN


def split_families(families: Iterable[str], validation: float, test: float) -> dict[str, str]:
    """The split of each family.

    If validation would be empty, the training family with the lowest hash goes there, unless it is
    the only one. A percentage of 0 asks for no validation at all.
    """
    splits = {family: bucket(family, validation, test) for family in sorted(set(families))}
    training = [family for family, split in splits.items() if split == TRAIN]
    if validation and VALIDATION not in splits.values() and len(training) > 1:
        splits[min(training, key=position)] = VALIDATION
    return splits
